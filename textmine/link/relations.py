"""Links between the figures of a report: old and new, part and whole, change and level, repetition."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import itemgetter
from typing import NamedTuple

from textmine.schema.fact import Relation
from textmine.schema.figure import Figure

_OLD = re.compile(r"(?:由|从|法定)(?P<words>[^，。；：！？]{0,12})$")
_TO = re.compile(
    r"(?:左右|以上)?(?:[（(][^）)]{0,20}[）)])?的?[\u4e00-\u9fff]{0,8}?[，,]?(?:逐步|进一步|大幅|分别)?[\u4e00-\u9fff]{0,3}(?:到|至|为|成)"
    r"(?:[0-9]{4}年的?)?(?:每[人户]?[年月日]?)?了?"
)
_BECOMES = re.compile(r"[到至为成]")  # what _TO and _MERGED cannot do without
_MERGED = re.compile(
    r"的?[\u4e00-\u9fff]{0,8}?(?:(?P<sure>整合|合并|归并)|压缩|精简|缩减|减少|优化|降低|下调|降)(?:为|成|至|到)"
)
_JOINT = re.compile(r"\s{0,9}[、和与及]\s{0,9}")
_AMONG = re.compile(r"其中|含|包括|分别为|分别是")
_NEW = re.compile(r"新增|新设|新建|新认定|净增|新登记|新发展|新培育|新引进|新开工")
_TOTAL_OF = re.compile(
    r"[，,、](?:[^，。；]{0,8}?)(?:总数|总量|累计|总计|达|已有|共有|总额|总面积|保有量|存量|余额|拥有|现有)[^，。；]{0,4}"
)
_ONWARD = re.compile(r"[^，。；0-9,;]{0,10}?(?:顺延|结转下|结转至下|转入下|转下年|下年度继续)")
_ONWARD_BEFORE = re.compile(r"(?:顺延|结转下|结转至下|转入下|转下年)[^，。；]{0,6}$")
_RECEIVED = re.compile(r"收到|受理|接收|接到|收集|新收|征集|办理")
_SUBSET = re.compile(
    r"(?:中|，|,)?(?:仅|只|均|已|已有)?有(?:\s)*|[，,](?:已|共|其余)?(?:采纳|整改到位|整改完成)(?:\s)*"
)
_NOUN_SUBSET = re.compile(rf"[\u4e00-\u9fff“”、]{{0,10}}+(?:{_SUBSET.pattern})")
_SOME = re.compile(r"[\u4e00-\u9fff]{2,10}?(?:中)?有")
_CLAUSE_MARK = re.compile(r"[，。；：,;:]")
_SEMICOLON = re.compile(r"[；;]")
_BESIDES = re.compile(r"另有|另外|此外")
_MULTIPLE = re.compile(r"(?:是|为|相当于|达到?)[^，。；]{0,14}$")
_LEVEL_BEHIND = re.compile(
    r"[，,、](?:力?争?到[^，。；]{2,10})?(?:总量|总数|已|将)?(?P<to>达到?|为|突破|超过|增至|升至|降至|增加到|提高到|下降到|降到|减少到)?"
)
_NEAR = 80  # characters between a change and the level that it belongs to
_LIST = 160  # characters over which a 其中 reaches back to its whole
_REACH = 400  # characters over which parts may stand behind their whole
_PARTS = 2  # the fewest parts that a total can have
_BETWEEN = 4  # figures of the same unit that may stand between a total and its parts
_RUN = 24  # figures before and behind one that are looked at
_NEXT = 20  # figures behind a total among which its parts are looked for
_NO_SUM = frozenset(("%", "1", "a", "{百分点}", "{倍}"))  # units whose figures are no amounts that add up
_SENTENCE = 12  # a shorter sentence may be repeated by chance
_TIMES = ("s", "min", "h", "d", "{working_day}", "wk", "mo", "{quarter}", "a")


@dataclass(slots=True)
class Placed:
    """A figure with what linking needs to know of it: its fact id, indicator, passage, and sentence span (code points)."""

    id: str
    figure: Figure
    indicator: str
    passage: str | None
    sentence: tuple[int, int]
    share: bool


class FoundLink(NamedTuple):
    """A link with the rule that found it."""

    rel: Relation
    source: str
    target: str
    rule: str


def find_links(text: str, placed: Sequence[Placed]) -> list[FoundLink]:
    """All links between the figures of a report, in text order of their sources."""
    found: dict[tuple[str, str, str], FoundLink] = {}
    by_passage: dict[str | None, list[Placed]] = {}
    for item in placed:
        by_passage.setdefault(item.passage, []).append(item)
    for items in by_passage.values():
        if len(items) == 1:
            continue
        for link in [*_changed(text, items), *_compared(text, items), *_sums(items), *_parts(text, items)]:
            found.setdefault((link.rel, link.source, link.target), link)
    for link in _repeated(text, placed):
        found.setdefault((link.rel, link.source, link.target), link)
    return _without_contradiction(list(found.values()))


def _without_contradiction(links: list[FoundLink]) -> list[FoundLink]:
    """A figure is part of one whole, and never part of its own part."""
    kept: list[FoundLink] = []
    wholes: dict[str, str] = {}
    for link in links:
        if link.rel == "part_of":
            if link.source in wholes or wholes.get(link.target) == link.source:
                continue
            wholes[link.source] = link.target
        kept.append(link)
    return kept


def _changed(text: str, items: Sequence[Placed]) -> list[FoundLink]:
    """由A压缩为B."""
    found = []
    for index, (left, right) in enumerate(itertools.pairwise(items)):
        if left.sentence != right.sentence or right.figure.change:
            continue
        if not _BECOMES.search(text, left.figure.end, right.figure.start):
            continue
        if _same_dimension(left.figure.unit, right.figure.unit) and _turns_into(text, left, right):
            one = [FoundLink("changed_to", left.id, right.id, "from A to B")]
            found += _parallel(text, items, index) or one
    return found


def _turns_into(text: str, left: Placed, right: Placed) -> bool:
    """Whether the words before and between two figures say that one became the other."""
    start = left.sentence[0]
    between = "".join(text[left.figure.end : right.figure.start].split())
    if _TO.fullmatch(between) and _OLD.search(text[max(start, left.figure.start - 16) : left.figure.start]):
        return True
    merged = _MERGED.fullmatch(between)
    return merged is not None and bool(merged.group("sure") or _has_object(text, start, left.figure.start))


def _has_object(text: str, start: int, end: int) -> bool:
    """Whether 将 or 把 stands in ``text[start:end]`` behind its last full stop or semicolon."""
    clause = max(start, *(text.rfind(mark, start, end) for mark in "。；"))
    return any(text.find(word, clause, end) >= 0 for word in "将把")


def _parallel(text: str, items: Sequence[Placed], last: int) -> list[FoundLink]:
    """The pairs of 分别由A、B提高到C、D, where B and C, found next to each other, are no pair."""

    def joined(index: int) -> bool:
        return bool(_JOINT.fullmatch(text, items[index].figure.end, items[index + 1].figure.start))

    before = 0
    while last - before > 0 and joined(last - before - 1):
        before += 1
    after = 0
    while last + 2 + after < len(items) and joined(last + 1 + after):
        after += 1
    if not before or before != after:
        return []
    pairs = zip(items[last - before : last + 1], items[last + 1 : last + 2 + after], strict=True)
    return [FoundLink("changed_to", old.id, new.id, "from A and B to C and D") for old, new in pairs]


def _same_dimension(left: str, right: str) -> bool:
    left, right = left.partition("/")[0], right.partition("/")[0]
    counters = (
        left.startswith("{") and right.startswith("{") and not {left, right} & {"{百分点}", "{倍}", "{working_day}"}
    )
    return left == right or counters or (left in _TIMES and right in _TIMES)


def _compared(text: str, items: Sequence[Placed]) -> list[FoundLink]:
    """The amount of a change and the level that it is a change of: the nearest before it with its name, else after it."""
    found = []
    for index, item in enumerate(items):
        multiple = item.figure.unit == "{倍}" and _MULTIPLE.search(
            text[max(item.sentence[0], item.figure.start - 24) : item.figure.start]
        )
        if not item.figure.change and not multiple:
            continue
        level = _level_before(items, index, named=not multiple) or _level_after(text, items, index)
        if level:
            found.append(FoundLink("compared_with", item.id, level.id, "change of a level"))
    return found


def _level_before(items: Sequence[Placed], index: int, *, named: bool) -> Placed | None:
    item = items[index]
    for other in reversed(items[max(0, index - _RUN) : index]):
        if item.figure.start - other.figure.end > _NEAR or other.sentence != item.sentence:
            return None
        if other.figure.change or other.share:
            continue
        if not named or other.indicator == item.indicator:
            return other
    return None


def _level_after(text: str, items: Sequence[Placed], index: int) -> Placed | None:
    """提高1岁，达到74.5岁."""
    item = items[index]
    other = items[index + 1] if index + 1 < len(items) else None
    if other is None or other.sentence != item.sentence or other.figure.change:
        return None
    match = _LEVEL_BEHIND.fullmatch(text[item.figure.end : other.figure.start])
    return (
        other if match and (match.group("to") or other.figure.quote.startswith(("突破", "超过", "超", "逾"))) else None
    )


def _parts(text: str, items: Sequence[Placed]) -> list[FoundLink]:
    """其中 and what follows it; 新增…, 总数达…; 抽查120个, 有14个…; 另有9件结转下年."""
    found: list[FoundLink] = []
    for index, (previous, item) in enumerate(itertools.pairwise(items), 1):
        if item.figure.change or item.share:
            continue
        between = text[previous.figure.end : item.figure.start]
        if _AMONG.search(between):
            found += _among(text, items, index)
        elif (
            previous.figure.unit == item.figure.unit
            and previous.sentence == item.sentence
            and not previous.figure.change
        ):
            found += _with_previous(text, previous, item, between)
        if _ONWARD.match(text, item.figure.end) or _ONWARD_BEFORE.search(between[-12:]):
            whole = next(
                (
                    w
                    for w in items[max(0, index - _RUN) : index]
                    if w.figure.unit == item.figure.unit and _RECEIVED.search(_clause(text, w))
                ),
                None,
            )
            if whole and whole.figure.value >= item.figure.value:
                found.append(FoundLink("part_of", item.id, whole.id, "carried on to the next year"))
    return found


def _with_previous(text: str, previous: Placed, item: Placed, between: str) -> list[FoundLink]:
    if item.figure.value > previous.figure.value:
        if _TOTAL_OF.fullmatch(between) and _NEW.search(_clause(text, previous)):
            return [FoundLink("part_of", previous.id, item.id, "new part of a total")]
        return []
    if _SUBSET.fullmatch(between) or _NOUN_SUBSET.fullmatch(between) or _SOME.fullmatch(between):
        return [FoundLink("part_of", item.id, previous.id, "some of them")]
    return []


def _clause(text: str, item: Placed) -> str:
    """The words of the clause before a figure."""
    return _CLAUSE_MARK.split(text[max(item.sentence[0], item.figure.start - 30) : item.figure.start])[-1]


def _among(text: str, items: Sequence[Placed], index: int) -> list[FoundLink]:
    """The figures of the list behind 其中, each part of the nearest total of its unit before it."""
    found = []
    first = items[index]
    opens = text[first.sentence[0] : first.figure.start].startswith("其中")  # then the whole sentence is its list
    wholes = [
        other
        for other in items[max(0, index - _RUN) : index]
        if not other.figure.change and not other.share and other.figure.bound != "le"
    ]
    for item in items[index : index + _RUN]:
        gap = text[first.figure.end : item.figure.start] if item is not first else ""
        if item.sentence != first.sentence or (not opens and _SEMICOLON.search(gap)) or _BESIDES.search(gap):
            break
        if item.figure.change or item.share:
            continue
        whole = next((w for w in reversed(wholes) if w.figure.unit == item.figure.unit), None)
        if whole and item.figure.start - whole.figure.end < _LIST and whole.figure.value >= item.figure.value:
            found.append(FoundLink("part_of", item.id, whole.id, "其中"))
    return found


def _sums(items: Sequence[Placed]) -> list[FoundLink]:
    """A total and the run of figures behind it that add up to it (受理200起,立案182起,不予受理18起).

    A figure or two of the same unit may stand between the total and its parts; then three parts are asked for.
    """
    if len(items) <= _PARTS:
        return []
    by_unit: dict[str, list[tuple[int, Placed]]] = {}
    for index, item in enumerate(items):
        if not item.figure.change and not item.share:
            by_unit.setdefault(item.figure.unit, []).append((index, item))
    found: list[tuple[int, list[Placed]]] = []
    for unit, same in by_unit.items():
        if unit not in _NO_SUM:
            found += ((same[at][0], parts) for at in range(len(same) - _PARTS) if (parts := _parts_of(same, at)))
    wholes = sorted(found, key=itemgetter(0))
    return [FoundLink("part_of", part.id, items[at].id, "parts add up") for at, parts in wholes for part in parts]


def _parts_of(same: Sequence[tuple[int, Placed]], at: int) -> list[Placed]:
    """The run behind ``same[at]`` that adds up to it; ``same`` holds figures of one unit with their numbers in order."""
    index, whole = same[at]
    if whole.figure.value_high is not None or whole.figure.value <= 0:
        return []
    behind = [
        other
        for number, other in same[at + 1 : at + _NEXT]
        if number < index + _NEXT and other.figure.start - whole.figure.end <= _REACH
    ]
    for skipped in range(min(_BETWEEN, len(behind) - 1)):
        run = _adding_up(behind[skipped:], whole.figure.value)
        if len(run) >= (_PARTS if skipped == 0 else _PARTS + 1):
            return run
    return []


def _adding_up(candidates: Sequence[Placed], wanted: Decimal) -> list[Placed]:
    total, run = Decimal(0), []
    for other in candidates:
        run.append(other)
        total += other.figure.value
        if total >= wanted:
            return run if total == wanted else []
    return []


def _repeated(text: str, placed: Sequence[Placed]) -> list[FoundLink]:
    """A sentence that stands twice in the report: its figures repeat the first ones."""
    found = []
    sentences: dict[str, dict[int, Placed]] = {}
    low = -1
    first: dict[int, Placed] | None = None
    for item in placed:
        if item.sentence[0] != low:
            low = item.sentence[0]
            sentence = "".join(text[low : item.sentence[1]].split())
            first = sentences.setdefault(sentence, {}) if len(sentence) >= _SENTENCE else None
        if first is not None:
            earlier = first.setdefault(item.figure.start - low, item)
            if earlier is not item:
                found.append(FoundLink("same_as", item.id, earlier.id, "repeated sentence"))
    return found
