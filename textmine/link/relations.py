"""Links between the figures of a report: old and new, part and whole, change and level, repetition."""

import itertools
import re
from collections.abc import Iterable, Sequence

from textmine.link.parts import told_parts
from textmine.link.placed import RUN, FoundLink, Placed
from textmine.link.repetition import repeated
from textmine.link.sums import Sum, far_sums, sums

_OLD = re.compile(r"(?:由|从|法定)(?P<words>[^，。；：！？]{0,12})$")
_YEAR_OF = r"(?:(?:[0-9０-９]{4}年|去年|上年|今年|本年|本期|现在|目前)(?:底|末)?的?)?"
_TO = re.compile(
    r"(?:左右|以上)?(?:[（(][^）)]{0,20}[）)])?的?[\u4e00-\u9fff]{0,8}?[，,]?(?:逐步|进一步|大幅|分别)?[\u4e00-\u9fff]{0,3}(?:到|至|为|成)"
    rf"{_YEAR_OF}(?:每[人户]?[年月日]?)?了?"
)
_BECOMES = re.compile(r"[到至为成]")  # what _TO and _MERGED cannot do without
_MERGED = re.compile(
    r"的?[\u4e00-\u9fff]{0,8}?(?:(?P<sure>整合|合并|归并)|压缩|精简|缩减|减少|优化|降低|下调|降)(?:为|成|至|到)"
)
_JOINT = re.compile(r"\s{0,9}[、和与及：:∶︰]\s{0,9}")
# 11件, 相较去年22件: the old value stands behind the new one.
_AGAINST = re.compile(r"(?:相较于?|较|比|对比)(?:去年|上年|[0-9０-９]{4}年)(?:同期)?的?$")
_MULTIPLE = re.compile(r"(?:是|为|相当于|达到?)[^，。；]{0,28}$")
_LEVEL_BEHIND = re.compile(
    r"[，,、](?:力?争?到[^，。；]{2,10})?(?:总量|总数|已|将|力争)?(?P<to>达到?|为|突破|超过|增至|升至|降至|增加到|提高到|下降到|降到|减少到)?"
)
_RATIOS = ("%", "{百分点}", "{倍}", "1")
_NEAR = 80  # characters between a change and the level that it belongs to
_TIMES = ("s", "min", "h", "d", "{working_day}", "wk", "mo", "{quarter}", "a")


def find_links(text: str, placed: Sequence[Placed]) -> list[FoundLink]:
    """All links between the figures of a report, in text order of their sources."""
    found: dict[tuple[str, str, str], FoundLink] = {}
    adding_up: list[Sum] = []
    passages = [tuple(passage) for _, passage in itertools.groupby(placed, key=lambda item: item.passage)]
    for items in passages:
        if len(items) == 1:
            continue
        for link in [*_changed(text, items), *_compared(text, items), *told_parts(text, items)]:
            found.setdefault((link.rel, link.source, link.target), link)
        adding_up += sums(items, text)
    adding_up += far_sums(placed, passages)
    return [*_of_one_whole(found.values(), adding_up), *repeated(text, placed)]


def _of_one_whole(told: Iterable[FoundLink], adding_up: Sequence[Sum]) -> list[FoundLink]:
    """Without a figure that is part of two wholes, or part of its own part; words come before sums, long sums before short."""
    kept: list[FoundLink] = []
    wholes: dict[str, str] = {}
    for link in told:
        if link.rel == "part_of":
            if link.source in wholes or wholes.get(link.target) == link.source:
                continue
            wholes[link.source] = link.target
        kept.append(link)
    for group in sorted(adding_up, key=lambda group: (-len(group.parts), group.skipped)):
        whole = group.whole.id
        if any(wholes.get(part.id, whole) != whole or wholes.get(whole) == part.id for part in group.parts):
            continue
        kept += [FoundLink("part_of", part.id, whole, "parts add up") for part in group.parts if part.id not in wholes]
        wholes |= dict.fromkeys((part.id for part in group.parts), whole)
    return kept


def _changed(text: str, items: Sequence[Placed]) -> list[FoundLink]:
    """由A压缩为B; B, 相较去年A."""
    found = []
    for index, (left, right) in enumerate(itertools.pairwise(items)):
        if left.sentence != right.sentence or right.figure.change:
            continue
        if _BECOMES.search(text, left.figure.end, right.figure.start):
            first = _first_joined(text, items, index)
            if _same_dimension(left.figure.unit, right.figure.unit) and _turns_into(text, items[first], left, right):
                one = [FoundLink("changed_to", left.id, right.id, "from A to B")]
                found += _parallel(text, items, first, index) or one
        elif text[right.figure.start - 1] in "年期的" and _AGAINST.search(text, left.figure.end, right.figure.start):
            found += _against(items, index + 1)
    return found


def _turns_into(text: str, first: Placed, left: Placed, right: Placed) -> bool:
    """Whether the words before and between two figures say that one became the other; ``first`` opens the run of ``left``."""
    start = left.sentence[0]
    between = "".join(text[left.figure.end : right.figure.start].split())
    if _TO.fullmatch(between) and _OLD.search(text[max(start, first.figure.start - 16) : first.figure.start]):
        return True
    merged = _MERGED.fullmatch(between)
    return merged is not None and bool(merged.group("sure") or _has_object(text, start, left.figure.start))


def _has_object(text: str, start: int, end: int) -> bool:
    """Whether 将 or 把 stands in ``text[start:end]`` behind its last full stop or semicolon."""
    clause = max(start, *(text.rfind(mark, start, end) for mark in "。；"))
    return any(text.find(word, clause, end) >= 0 for word in "将把")


def _joined(text: str, items: Sequence[Placed], index: int) -> bool:
    return _JOINT.fullmatch(text, items[index].figure.end, items[index + 1].figure.start) is not None


def _first_joined(text: str, items: Sequence[Placed], last: int) -> int:
    """Where the run of coordinated figures that ends with ``items[last]`` begins."""
    first = last
    while first and _joined(text, items, first - 1):
        first -= 1
    return first


def _parallel(text: str, items: Sequence[Placed], first: int, last: int) -> list[FoundLink]:
    """The pairs of 分别由A、B提高到C、D, where B and C, found next to each other, are no pair."""
    before = last - first
    after = 0
    while last + 2 + after < len(items) and _joined(text, items, last + 1 + after):
        after += 1
    if not before or before != after:
        return []
    pairs = zip(items[first : last + 1], items[last + 1 : last + 2 + after], strict=True)
    moved = [(old, new) for old, new in pairs if old.figure.value != new.figure.value]  # not the 1 of 5:1 → 2.6:1
    return [FoundLink("changed_to", old.id, new.id, "from A and B to C and D") for old, new in moved]


def _against(items: Sequence[Placed], index: int) -> list[FoundLink]:
    """The old values that begin at ``index``, and the one of each unit before them in the sentence that they became."""
    found = []
    new = [item for item in items[max(0, index - RUN) : index] if item.sentence == items[index].sentence]
    last = items[index]
    for old in items[index : index + RUN]:
        if old.sentence != last.sentence or (old is not last and old.figure.start > last.figure.end):
            break
        became = next((item for item in reversed(new) if item.figure.unit == old.figure.unit), None)
        if became and not became.figure.change and not old.figure.change:
            found.append(FoundLink("changed_to", old.id, became.id, "against the year before"))
        last = old
    return found


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
            text[max(item.sentence[0], item.figure.start - 40) : item.figure.start]
        )
        if not item.figure.change and not multiple:
            continue
        level = _level_before(text, items, index, named=not multiple) or _level_after(text, items, index)
        if level:
            found.append(FoundLink("compared_with", item.id, level.id, "change of a level"))
    return found


def _level_before(text: str, items: Sequence[Placed], index: int, *, named: bool) -> Placed | None:
    item = items[index]
    for other in reversed(items[max(0, index - RUN) : index]):
        if item.figure.start - other.figure.end > _NEAR or other.sentence != item.sentence:
            return None
        if other.figure.change or other.share or other.figure.unit == "{倍}":
            continue
        if text.startswith("连续", other.figure.start - 2):
            continue  # 连续6年增长8%
        if (not named or other.indicator == item.indicator) and not _aside(text, other, item):
            if text[other.figure.start - 1] in "年期的" and _AGAINST.search(text, item.sentence[0], other.figure.start):
                continue  # 收到113件，较上年58件增加55件
            return other
    return None


def _aside(text: str, level: Placed, item: Placed) -> bool:
    """Whether a level stands in parentheses that are closed before ``item``: 4.5万元（折合6652美元），增长9%."""
    behind = text[level.figure.end : item.figure.start]
    return sum(map(behind.count, "）)")) > sum(map(behind.count, "（("))


def _level_after(text: str, items: Sequence[Placed], index: int) -> Placed | None:
    """提高1岁，达到74.5岁."""
    item = items[index]
    other = items[index + 1] if index + 1 < len(items) else None
    if other is None or other.sentence != item.sentence or other.figure.change:
        return None
    if item.figure.unit not in _RATIOS and not _same_dimension(item.figure.unit, other.figure.unit):
        return None  # 降低成本110亿元，为200家企业…
    match = _LEVEL_BEHIND.fullmatch(text[item.figure.end : other.figure.start])
    return (
        other if match and (match.group("to") or other.figure.quote.startswith(("突破", "超过", "超", "逾"))) else None
    )
