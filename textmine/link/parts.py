"""Parts and wholes: 其中 and its list, parts that add up, parts whose share is told, what was closed of what was received."""

import itertools
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from textmine.link.placed import CLAUSE_MARK, FEWEST_PARTS, RUN, FoundLink, Placed, same_kind

_PARTLY = re.compile(r"其中|含|包括")
_AMONG = re.compile(rf"{_PARTLY.pattern}|分别为|分别是")
_OF_WHICH = re.compile(r"[^，。；：]{1,16}中[，,]")
_TOTAL = re.compile(r"总[\u4e00-\u9fff]{0,6}达到?$")
_NEW = re.compile(r"新增|新设|新建|新认定|净增|新登记|新发展|新培育|新引进|新开工")
_TOTAL_OF = re.compile(
    r"[，,、](?:[^，。；]{0,8}?)(?:总数|总量|累计|总计|达|已有|共有|总额|总面积|总里程|总长度|总装机|保有量|存量|余额|拥有|现有)[^，。；]{0,4}"
)
_OLD = re.compile(r"(?:由|从)[^，。；、0-9]{0,8}$")
_CARRIED_ON = re.compile(r"顺延|结转|转入下|转下年|下年度继续")
_ONWARD = re.compile(r"[^，。；0-9,;]{0,10}?(?:顺延|结转下|结转至下|转入下|转下年|下年度继续)")
_ONWARD_BEFORE = re.compile(r"(?:顺延|结转下|结转至下|转入下|转下年)[^，。；]{0,6}$")
_RECEIVED = re.compile(r"收到|受理|收件|接收|接到|收集|新收|征集|办理|收")
_TO_BE_CLOSED = re.compile(rf"{_RECEIVED.pattern}|发现|排查|任务|续建")
_CLOSED = re.compile(
    r"[\u4e00-\u9fff“”]{0,12}[，,、；;](?:截至[^，。；]{1,10}[，,])?(?:已|均|均已|累计|按期|按时|当年|当场|现场|其中|全部){0,2}"
    r"(?:办结|办复|审结|整改到位|整改完成|完成整改|化解|解决|完成|建成投产|竣工投产|建成|竣工|完工|投产)了?\s{0,9}"
)
_CLOSED_ENDS = frozenset("结复位成改解决产工了 \n\t\u3000")
_SUBSET = re.compile(
    r"(?:中|，|,)?(?:仅|只|均|已|已有)?有(?:\s)*|[，,](?:已|共|其余)?(?:采纳|整改到位|整改完成)(?:\s)*"
)
_NOUN_SUBSET = re.compile(rf"[\u4e00-\u9fff“”、]{{0,10}}+(?:[（(][^（）()]{{1,8}}[）)])?(?:{_SUBSET.pattern})")
_SOME = re.compile(r"[\u4e00-\u9fff]{2,10}?(?:中)?有")
_SEMICOLON = re.compile(r"[；;]")
_BESIDES = re.compile(r"另有|另外|此外")
_MONEY = re.compile(r"[A-Z]{3}")
_LIST = 160  # characters over which a 其中 reaches back to its whole
_NEAR_SHARE = 24  # characters between a part and the share that it makes


def told_parts(text: str, items: Sequence[Placed]) -> list[FoundLink]:
    """Parts that words tell: 其中…; 120个中, 14个…; 新增…, 总数达…; 收到28件, 办结21件; 另有9件结转下年; 占X%."""
    found: list[FoundLink] = []
    start, end = items[0].sentence[0], items[-1].sentence[1]
    onward, among = _CARRIED_ON.search(text, start, end), _AMONG.search(text, start, end)
    for index, (previous, item) in enumerate(itertools.pairwise(items), 1):
        if item.figure.change or item.share:
            continue
        between = text[previous.figure.end : item.figure.start]
        if among and _AMONG.search(between):
            found += _among(text, items, index)
        elif previous.figure.unit == item.figure.unit and previous.sentence == item.sentence:
            if not previous.figure.change:
                listed = _of_which(text, items, index, between) if "中" in between else []
                found += listed or _with_previous(text, previous, item, between)
        elif previous.figure.unit == item.figure.unit and between[-1:] in _CLOSED_ENDS and _CLOSED.fullmatch(between):
            found += _with_previous(text, previous, item, between)
        if onward and (_ONWARD.match(text, item.figure.end) or _ONWARD_BEFORE.search(between[-12:])):
            found += _carried_on(text, items, index)
        if index + 1 < len(items) and items[index + 1].share:
            found += _by_share(items, index)
    return found


def _carried_on(text: str, items: Sequence[Placed], index: int) -> list[FoundLink]:
    """另有9件结转下年: part of what was received."""
    item = items[index]
    for whole in items[max(0, index - RUN) : index]:
        if whole.figure.unit == item.figure.unit and _RECEIVED.search(_clause(text, whole)):
            if whole.figure.value < item.figure.value:
                return []
            return [FoundLink("part_of", item.id, whole.id, "carried on to the next year")]
    return []


def _with_previous(text: str, previous: Placed, item: Placed, between: str) -> list[FoundLink]:
    if item.figure.value > previous.figure.value:
        if _TOTAL_OF.fullmatch(between) and _NEW.search(_clause(text, previous)):
            return [FoundLink("part_of", previous.id, item.id, "new part of a total")]
        return []
    if between[-1:] in _CLOSED_ENDS and _CLOSED.fullmatch(between) and _TO_BE_CLOSED.search(_clause(text, previous)):
        return [FoundLink("part_of", item.id, previous.id, "closed of those received")]
    if _SUBSET.fullmatch(between) or _NOUN_SUBSET.fullmatch(between) or _SOME.fullmatch(between):
        return [FoundLink("part_of", item.id, previous.id, "some of them")]
    return []


def _clause(text: str, item: Placed) -> str:
    """The words of the clause before a figure."""
    return CLAUSE_MARK.split(text[max(item.sentence[0], item.figure.start - 30) : item.figure.start])[-1]


def _among(text: str, items: Sequence[Placed], index: int) -> list[FoundLink]:
    """The figures of the list behind 其中, each part of the nearest total of its unit before it."""
    first = items[index]
    wholes = [
        other
        for other in reversed(items[max(0, index - RUN) : index])
        if not other.figure.change and not other.share and other.figure.bound != "le"
    ]
    wholes = [whole for whole in wholes if first.figure.start - whole.figure.end < _LIST]
    listed = list(_listed(text, items, index))
    exact = _wholes_of_all(listed, wholes)
    if not exact and not _PARTLY.search(text, items[index - 1].figure.end, first.figure.start):
        return []  # a value for each (分别为), no parts
    found = []
    for item in listed:
        whole = exact.get(item.figure.unit) or next((whole for whole in wholes if _can_hold(whole, item)), None)
        if whole:
            found.append(FoundLink("part_of", item.id, whole.id, "其中"))
        elif any(other.figure.unit == item.figure.unit for other in wholes):
            break  # more than any total: another list has begun
    return found


def _wholes_of_all(listed: Sequence[Placed], wholes: Sequence[Placed]) -> dict[str, Placed]:
    """The nearest figure that all of a list add up to, by their unit."""
    totals: dict[str, list[Decimal]] = {}
    for item in listed:
        totals.setdefault(item.figure.unit, []).append(item.figure.value)
    return {
        whole.figure.unit: whole
        for whole in reversed(wholes)
        if len(values := totals.get(whole.figure.unit, [])) >= FEWEST_PARTS and sum(values) == whole.figure.value
    }


def _can_hold(whole: Placed, part: Placed) -> bool:
    """Whether a figure can be the whole of another: more of the same unit, or money of another currency beside it."""
    of, unit = whole.figure.unit, part.figure.unit
    if "人均" in part.indicator and "人均" not in whole.indicator:
        return False
    if of == unit or (part.figure.rule == "number+index" and of.startswith("{")):
        return whole.figure.value >= part.figure.value
    same_sentence = whole.sentence == part.sentence
    return same_sentence and _MONEY.fullmatch(of) is not None and _MONEY.fullmatch(unit) is not None


def _listed(text: str, items: Sequence[Placed], index: int) -> Iterator[Placed]:
    """The figures of the list that begins with ``items[index]``, up to where the sentence or the list ends.

    A semicolon ends it, unless the names go on alike (甲类信息9条；乙类信息7条) and are of no list around it, or the
    sentence opens with 其中. What stands in parentheses is of another list.
    """
    first = last = items[index]
    # Then the whole sentence, or all that stands within the parentheses, is its list.
    opens = text.startswith("其中", first.sentence[0]) or _opens_aside(text, first)
    renewed = _NEW.match(_clause(text, first)) is not None
    around = _SEMICOLON.search(text, first.sentence[0], first.figure.start) is not None
    depth = 0
    run = items[index : index + RUN]
    for previous, item in zip([first, *run], run, strict=False):
        between = text[previous.figure.end : item.figure.start]
        depth += sum(map(between.count, "（(")) - sum(map(between.count, "）)"))
        gap = text[last.figure.end : item.figure.start]
        if item.sentence != first.sentence or _BESIDES.search(gap) or depth < 0:
            return
        if (
            item.figure.change
            or item.share
            or depth
            or _OLD.search(text[max(0, item.figure.start - 10) : item.figure.start])
        ):
            continue
        alike = same_kind(item.indicator, first.indicator) or same_kind(item.indicator, last.indicator)
        if _SEMICOLON.search(gap) and (gap.startswith("等") or (not opens and (around or not alike))):
            return
        if not renewed and item is not first and _NEW.match(_clause(text, item)):
            return  # 其中高速公路3万公里，新建机场33个，新建堤防1万公里
        last = item
        if item is first or not _TOTAL.search(_clause(text, item)):
            yield item


def _opens_aside(text: str, first: Placed) -> bool:
    """Whether a 其中 that opens parentheses stands before the first figure of its list."""
    at = text.rfind("其中", first.sentence[0], first.figure.start)
    return at > 0 and text[at - 1] in "（("


def _of_which(text: str, items: Sequence[Placed], index: int, between: str) -> list[FoundLink]:
    """28项事项中，7项…；3项…: the list behind 中 is of the figure before it, if its names or nothing stand before it."""
    whole, first = items[index - 1], items[index]
    opening = _OF_WHICH.match(between)
    if not opening or not (opening.end() == len(between) or same_kind(first.indicator, whole.indicator)):
        return []
    listed = [item for item in _listed(text, items, index) if item.figure.unit == whole.figure.unit]
    if sum(item.figure.value for item in listed) > whole.figure.value:
        return []
    return [FoundLink("part_of", item.id, whole.id, "of which") for item in listed]


def _by_share(items: Sequence[Placed], index: int) -> list[FoundLink]:
    """303条，占71.3%: part of the figure before it of which it is that share."""
    item, share = items[index], items[index + 1]
    if (
        item.sentence != share.sentence
        or share.figure.unit != "%"
        or share.figure.start - item.figure.end > _NEAR_SHARE
    ):
        return []
    told = share.figure.value
    exponent = told.as_tuple().exponent
    slack = Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)
    for whole in reversed(items[max(0, index - RUN) : index]):
        if whole.figure.unit != item.figure.unit or whole.figure.change or whole.figure.value <= item.figure.value:
            continue
        if abs(item.figure.value * 100 / whole.figure.value - told) <= slack:
            return [FoundLink("part_of", item.id, whole.id, "share that is told")]
    return []
