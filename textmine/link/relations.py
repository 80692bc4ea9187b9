"""Links between the figures of a report: old and new, part and whole, change and level, repetition."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from textmine.schema.fact import Relation
from textmine.schema.figure import Figure

_OLD = re.compile(r"(?:由|从)(?P<words>[^，。；：！？]{0,12})$")
_TO = re.compile(r"^(?:左右|以上)?(?:[（(][^）)]{0,20}[）)])?[，,]?(?:逐步|进一步|大幅|分别)?(?:增加|提高|减少|压缩|缩短|下降|上升|提升|拓展|扩大|增长|精简|缩减|调整|优化|发展|降低|回落|压减|跃升|攀升|扩展|合并|缩小|升级|改|减|增|降|升|变|翻|放宽|下调|上调|缩|简化|整合|翻番)?(?:到|至|为|成)")
_AMONG = re.compile(r"其中|含|包括|分别为|分别是")
_NEW = re.compile(r"新增|新设|新建|新认定|净增|新登记|新发展|新培育|新引进|新开工")
_TOTAL_OF = re.compile(r"(?:总数|总量|累计|总计|达到?|已有|共有|总额|总面积|保有量|存量|余额|拥有|现有)[^，。；]{0,4}$")
_ADDITION = re.compile(r"另有|另外|此外")
_COMPARED = 80


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with what linking needs to know of it: its fact id, indicator, passage, and sentence span (code points)."""

    id: str
    figure: Figure
    indicator: str
    passage: str | None
    sentence: tuple[int, int]
    share: bool


@dataclass(frozen=True, slots=True)
class FoundLink:
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
        for link in [*_changed(text, items), *_compared(text, items), *_parts(text, items), *_sums(text, items)]:
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
    for left, right in zip(items, items[1:], strict=False):
        if left.sentence != right.sentence or left.figure.unit.split("/")[0] != right.figure.unit.split("/")[0]:
            continue
        before = text[max(left.sentence[0], left.figure.start - 16) : left.figure.start]
        between = text[left.figure.end : right.figure.start]
        if _OLD.search(before) and _TO.match(between) and len(between) <= 14:
            found.append(FoundLink("changed_to", left.id, right.id, "from A to B"))
    return found


def _compared(text: str, items: Sequence[Placed]) -> list[FoundLink]:
    """The amount of a change and the level that it is a change of: the nearest before it with its name, else after it."""
    found = []
    for index, item in enumerate(items):
        if not item.figure.change:
            continue
        level = _level_before(text, items, index) or _level_after(text, items, index)
        if level:
            found.append(FoundLink("compared_with", item.id, level.id, "change of a level"))
    return found


def _level_before(text: str, items: Sequence[Placed], index: int) -> Placed | None:
    item = items[index]
    for other in reversed(items[:index]):
        if item.figure.start - other.figure.end > _COMPARED or other.sentence != item.sentence:
            return None
        if other.figure.change or other.share:
            continue
        if other.indicator == item.indicator:
            return other
    return None


def _level_after(text: str, items: Sequence[Placed], index: int) -> Placed | None:
    """提高1岁，达到74.5岁."""
    item = items[index]
    if index + 1 >= len(items):
        return None
    other = items[index + 1]
    between = text[item.figure.end : other.figure.start]
    if other.sentence == item.sentence and not other.figure.change and re.fullmatch(r"[，,、](?:总量|总数|已)?(?:达到?|为|突破|超过|增至|升至|降至|增加到|提高到|下降到|降到|减少到)", between):
        return other
    return None


def _parts(text: str, items: Sequence[Placed]) -> list[FoundLink]:
    """其中 and what follows it; 新增…, 总数达…."""
    found: list[FoundLink] = []
    for index, item in enumerate(items):
        if item.figure.change or index == 0 or item.share:
            continue
        floor = items[index - 1].figure.end
        between = text[floor : item.figure.start]
        if _AMONG.search(between):
            found += _among(text, items, index)
        previous = items[index - 1]
        if previous.sentence == item.sentence and previous.figure.unit == item.figure.unit and not previous.figure.change:
            before = text[max(previous.sentence[0], previous.figure.start - 24) : previous.figure.start]
            clause = re.split(r"[，。；：]", before)[-1]
            if _NEW.search(clause) and _TOTAL_OF.search(between) and previous.figure.value < item.figure.value and "，" in between and len(between) <= 16 and "其中" not in between:
                found.append(FoundLink("part_of", previous.id, item.id, "new part of a total"))
    return found


def _among(text: str, items: Sequence[Placed], index: int) -> list[FoundLink]:
    """The figures of the list behind 其中, each part of the nearest total of its unit before it."""
    found = []
    wholes = [other for other in items[:index] if not other.figure.change and not other.share]
    for item in items[index:]:
        if item.figure.change or item.share:
            continue
        if item is not items[index] and (item.sentence != items[index].sentence or _another_topic(text, items[index], item)):
            break
        whole = next((w for w in reversed(wholes) if w.figure.unit == item.figure.unit and item.figure.start - w.figure.end < 160), None)
        if whole and whole.figure.value >= item.figure.value and whole.figure.bound != "le":
            found.append(FoundLink("part_of", item.id, whole.id, "其中"))
    return found


def _another_topic(text: str, first: Placed, item: Placed) -> bool:
    """Whether the list behind 其中 has ended before ``item``: with another sentence, or a clause set apart by a semicolon after a comma list."""
    return "。" in text[first.figure.end : item.figure.start]


def _sums(text: str, items: Sequence[Placed]) -> list[FoundLink]:
    """A total and the run of figures behind it that add up to it (受理200起,立案182起,不予受理18起)."""
    found: list[FoundLink] = []
    for index, whole in enumerate(items):
        if whole.figure.change or whole.figure.value_high is not None or whole.figure.value <= 0 or whole.share or whole.figure.unit in ("%", "1", "a", "{百分点}"):
            continue
        total, run = Decimal(0), []
        for other in items[index + 1 : index + 16]:
            if other.share or other.figure.change:
                continue
            if other.figure.unit != whole.figure.unit or other.figure.start - whole.figure.end > 400:
                break
            run.append(other)
            total += other.figure.value
            if total >= whole.figure.value:
                break
        if len(run) >= 2 and total == whole.figure.value:
            found += [FoundLink("part_of", part.id, whole.id, "parts add up") for part in run]
    return found


def _repeated(text: str, placed: Sequence[Placed]) -> list[FoundLink]:
    """A sentence that stands twice in the report: its figures repeat the first ones."""
    found = []
    first: dict[tuple[str, int], Placed] = {}
    for item in placed:
        low, high = item.sentence
        sentence = re.sub(r"\s", "", text[low:high])
        if len(sentence) < 12:
            continue
        key = (sentence, item.figure.start - low)
        if key in first:
            found.append(FoundLink("same_as", item.id, first[key].id, "repeated sentence"))
        else:
            first[key] = item
    return found
