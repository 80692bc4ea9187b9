"""Figures: numbers that say how many, how much, how long, how often or what share.

A numeral is found first, then what stands before and behind it is read; no pattern alternates over all units. Numerals
inside dates, names, identifiers and list markers are left alone (`context.py`, `traps.toml`).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from textmine.extract.bounds import BoundMatch, bound_after, bound_before
from textmine.extract.change import ChangeMatch, change_after, change_before
from textmine.extract.context import Enclosures, find_enclosures, in_fixed_name, is_trap
from textmine.extract.coordination import share_over_lists
from textmine.extract.numerals import NUMERAL, Number, broken_end, parse
from textmine.extract.rates import find_special, rate_before
from textmine.extract.units import UnitMatch, inside_words, read_unit, unit_heads
from textmine.lexicon import cached, table, words
from textmine.schema.figure import Bound, Change, Figure, Problem

# 整合为一个环节: here 一 counts and is no article.
_MERGED = re.compile(r"(?:整合|合并|压减|压缩|缩减|精简|减少|集成|归并|降|减|优化)(?:为|到|至|成)$")
_CHINESE_ONLY_SCALE = re.compile(r"[百千万亿佰仟萬億]+")
_RANGE = re.compile(r"[ ]?(?:--|[-－—–~～〜至到]|—)[ ]?")
_SIGN = re.compile(r"[-－−﹣]$")
_NEGATIVE_CONTEXT = re.compile(r"(?:[^0-9A-Za-z０-９%％年月日个项条\s]|^)[ ]?[-－−﹣]$")
_SESSION = re.compile(r"(?:[、和][一二三四五六七八九十]{1,3}次){0,4}(?:全会|全体|会议|党代会|人代会|代表大会|常委会)")
_DIGITS = "0123456789０１２３４５６７８９"
_RATE_OF_TWO = re.compile(r"(?:比|之比|系数|指数|强度|密度|值)[^，。；\n]{0,12}(?:到|至|为|达|的|由|从|于|是)$")
_AFTER_SHORT_NOUN = "，。；、,;的入上获被）)共列均有实已成完全开建参"
_AFTER_BARE = re.compile(r"[，。；、,;）)\n 。]|$|以|左|上")
_INDEX = re.compile(r"(?:系数|指数|得分|评分|分数|比值|综合分|密度|PMI|pH值|比例为|容积率)(?:达到|达|为|是|至|上升到|降到|提高到|超过)?$")
# Chinese numerals count only with these counters; with others they are names or idioms (四处, 一口).
_CHINESE_COUNTERS = frozenset("个项条件次户人场类家份名位篇批所座台套种组例门支款只届起宗本张辆间栋册轮枚块根株头匹艘架")
_YEARS_CONTEXT = re.compile(r"(?:连续|已连续|为期|历时|长达|延长|缩短|提前|超过|不少于|不超过|不低于|至少|最长|服务|工作|任期|有效期|刑期|免费|平均|约|用了|耗时|累计|合计|减少|增加|提高|实施|达|不满|未满|年限|寿命)(?:了|至|到|为|达|约)?$")


def find_figures(text: str, *, skip: Sequence[tuple[int, int]] = (), start: int = 0, end: int | None = None) -> list[Figure]:
    """All figures of a text, in order; ``text[f.start:f.end] == f.quote`` for each.

    ``skip`` are spans (sorted, half-open code points) whose numerals are none, such as dates, tables and list markers.
    ``start`` and ``end`` limit the search. Numbers beyond sense are left out; `find_problems` names them.

    >>> [(f.quote, str(f.value), f.unit, f.bound) for f in find_figures("共受理1.2万余件,时限压缩在3个工作日内")]
    [('1.2万余件', '12000.0', '{件}', 'gt'), ('3个工作日内', '3', '{working_day}', 'le')]
    """
    return scan(text, skip=skip, start=start, end=end)[0]


def find_problems(text: str, *, skip: Sequence[tuple[int, int]] = ()) -> list[Problem]:
    """Numbers that stand where a figure would and cannot be read, each with its reason and place."""
    return scan(text, skip=skip)[1]


def scan(
    text: str,
    *,
    skip: Sequence[tuple[int, int]] = (),
    start: int = 0,
    end: int | None = None,
    enclosures: Enclosures | None = None,
) -> tuple[list[Figure], list[Problem]]:
    """Figures and problems in one pass; ``enclosures`` are those of the whole text, found once for all its passages."""
    enclosures = enclosures or find_enclosures(text)
    special = find_special(text, start, len(text) if end is None else end)
    figures: list[Figure] = []
    problems: list[Problem] = []
    blocked = _Blocked([*skip, *((f.start, f.end) for f in special)])
    here = start
    limit = len(text) if end is None else end
    while match := NUMERAL.search(text, here, limit):
        here = match.end()
        if blocked.covers(match.start()):
            continue
        read = _read(text, match, enclosures, blocked)
        if isinstance(read, Figure):
            figures.append(read)
            here = max(here, read.number[1])
        elif isinstance(read, Problem):
            problems.append(read)
    kept = [f for f in special if not _quoted(enclosures, f.start) and not _covered(skip, f.start)]
    merged = sorted([*figures, *kept], key=lambda f: (f.start, -f.end))
    return share_over_lists(text, _without_overlaps(merged)), problems


class _Blocked:
    """Sorted spans with a cursor, asked in text order."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._next = 0

    def covers(self, at: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next][1] <= at:
            self._next += 1
        return self._next < len(self._spans) and self._spans[self._next][0] <= at

    def start_after(self, at: int) -> int | None:
        for begin, _ in self._spans[self._next : self._next + 4]:
            if begin >= at:
                return begin
        return None


def _covered(spans: Sequence[tuple[int, int]], at: int) -> bool:
    return any(begin <= at < finish for begin, finish in spans)


def _quoted(enclosures: Enclosures, at: int) -> bool:
    """Whether the place is inside a title, or inside a quotation short enough to be a name."""
    around = enclosures.around(at)
    if around is None:
        return False
    mark, length = around
    return mark in "《〈" or length <= table("traps")["quote_limit"]["characters"]


def _read(text: str, match: re.Match[str], enclosures: Enclosures, blocked: _Blocked) -> Figure | Problem | None:
    start, end = match.span()
    arabic = match.lastgroup == "arabic"
    if not arabic and text[end : end + 1] not in _chinese_followers():
        return None
    if _quoted(enclosures, start) or in_fixed_name(text, start, end) or is_trap(text, start, end):
        return None
    first = read_unit(text, end)
    if arabic and first is None:
        joined = broken_end(text, start, end)
        if joined > end and read_unit(text, joined):
            end, first = joined, read_unit(text, joined)
    number = parse(text[start:end])
    if len(match.group()) == 2 and match.group()[0] in "0０":
        return None  # 01, 02 … number the rows of a list
    if not arabic and not _chinese_counts(text, start, end):
        return None
    high, end = _read_range(text, start, end, first, blocked)
    unit = (read_unit(text, end) if high else first) or first
    if unit is None:
        unit = _bare(text, start, end, number, arabic=arabic)
    if unit is None or not _unit_counts(text, start, end, number, unit, arabic=arabic, enclosures=enclosures):
        return None
    if number.value is None:
        return Problem(reason=number.flags[-1], start=start, end=end, quote=text[start:end])
    return _figure(text, (start, end), number, high, unit)


def _read_range(
    text: str, start: int, end: int, first: UnitMatch | None, blocked: _Blocked
) -> tuple[Number | None, int]:
    """The upper end of a range (3至5个, 10%-20%, 25%到40%) and where it ends; ``first`` is the unit of the lower end."""
    for at, unit in ((end, None), (first.end if first else end, first)):
        dash = _RANGE.match(text, at)
        if not dash:
            continue
        other = NUMERAL.match(text, dash.end())
        if not other or blocked.start_after(dash.end()) == dash.end():
            continue
        if text[max(0, start - 6) : start].rstrip("原来的约").endswith(("由", "从")) and dash.group().strip() in ("到", "至"):
            continue
        if is_trap(text, *other.span()) and text[other.end() : other.end() + 1] not in ("月", "号"):
            continue
        high, low = parse(other.group()), parse(text[start:end])
        second = read_unit(text, other.end())
        if high.value is None or low.value is None or second is None:
            continue
        if unit is not None and unit.unit != second.unit:
            continue
        if unit is None and high.value <= low.value:
            continue
        return high, other.end()
    return None, end


@cached
def _chinese_followers() -> frozenset[str]:
    """What can stand behind a Chinese numeral that counts: a unit, 多 or 余, white space, a dash of a range, a noun."""
    return unit_heads() | inside_words() | frozenset(" \u3000\n-－—–~～〜至到") | {n[0] for n in table("units")["nouns"]["spelled"]}


def _chinese_counts(text: str, start: int, end: int) -> bool:
    quote = text[start:end]
    before = text[max(0, start - 2) : start]
    if _CHINESE_ONLY_SCALE.fullmatch(quote):
        return False
    vague_before, vague_after = _vague()
    return not (before.endswith(vague_before) or text.startswith(vague_after, end) or before.endswith(("届", "第")))


@cached
def _vague() -> tuple[tuple[str, ...], tuple[str, ...]]:
    data = table("traps")
    return tuple(data["vague_before"]["words"]), tuple(data["vague_after"]["words"])


@cached
def _nouns() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("units", "nouns"))))


def _noun_at(text: str, at: int) -> str | None:
    match = _nouns().match(text, at)
    return match.group() if match else None


def _bare(text: str, start: int, end: int, number: Number, *, arabic: bool) -> UnitMatch | None:
    """A number without a unit: a noun counted without a counter (20余部门), a ratio, an index."""
    noun = _noun_at(text, end)
    if noun and arabic and "." not in text[start:end]:
        if end - start == 4 and text[start:end][:2] in ("19", "20"):
            return None
        if number.value == 1 or (len(noun) == 1 and text[end + 1 : end + 2] not in _AFTER_SHORT_NOUN):
            return None
        return UnitMatch(end, "{个}", noun, "noun", Decimal(1), False, scaled=False)
    if not arabic:
        spelled = next((noun for noun in table("units")["nouns"]["spelled"] if text.startswith(noun, end)), None)
        counted = spelled and (number.value or 0) > 1
        return UnitMatch(end, "{个}", spelled, "noun", Decimal(1), False, scaled=True) if spelled and counted else None
    if _INDEX.search(text[max(0, start - 12) : start]) and _AFTER_BARE.match(text, end):
        return UnitMatch(end, "1", "", "index", Decimal(1), False, scaled=False)
    if "." in text[start:end] and _RATE_OF_TWO.search(text[max(0, start - 24) : start]) and not text[end : end + 1].isdigit():
        return UnitMatch(end, "1", "", "index", Decimal(1), False, scaled=False)
    return None


def _unit_counts(
    text: str, start: int, end: int, number: Number, unit: UnitMatch, *, arabic: bool, enclosures: Enclosures
) -> bool:
    """Whether number and unit together are a figure."""
    behind = text[unit.end : unit.end + 4]
    if unit.kind == "none" and not unit.scaled and not unit.inside:
        return False
    if behind.startswith(("级", "制的", "式的")) and unit.kind != "counter":
        return False
    if unit.surface in ("年", "个年头"):
        return _years_count(text, start, unit.end, arabic=arabic)
    if unit.surface in ("日", "天", "周", "期", "位", "名") and not _time_or_rank_counts(text, start, unit, arabic=arabic):
        return False
    if arabic:
        return True
    if unit.kind == "counter":
        if unit.surface not in _CHINESE_COUNTERS and len(unit.surface) == 1:
            return False
        if number.value == 1 and not _MERGED.search(text[max(0, start - 5) : start]):
            return False
        if unit.surface in ("次", "届") and _SESSION.match(text, unit.end):
            return False
    elif number.value == 1 and unit.kind in ("time", "none", "noun") and not unit.scaled:
        return bool(bound_after(text, unit.end, unit.kind) or bound_before(text, start))
    if unit.kind in ("none", "noun") and not arabic:
        return unit.scaled or unit.inside
    return not (unit.kind == "measure" and len(unit.surface) == 1 and number.value == 1 and text[start] == "一")


def _years_count(text: str, start: int, end: int, *, arabic: bool) -> bool:
    """`9年` is a figure as a duration (连续9年), not as a date or in a name (三年行动)."""
    before = text[max(0, start - 6) : start]
    if re.match(r"(?:以来|来|间|度|前|后|期间|初|末|底|级|第|版|[0-9]|行动|计划|规划|攻坚)", text[end : end + 4]):
        return False
    if "." in text[start:end]:
        return True
    return bool(bound_after(text, end, "time")) or bool(_YEARS_CONTEXT.search(before))


def _time_or_rank_counts(text: str, start: int, unit: UnitMatch, *, arabic: bool) -> bool:
    before = text[max(0, start - 3) : start] or "\n"
    behind = text[unit.end : unit.end + 2] or "\n"
    if unit.surface == "日":
        return before[-1:] != "月" and not (before[-1:] in ("、", "至", "-") and behind[:1] not in ("内", "以")) and not behind.startswith(("游", "在", "召", "电", "讯"))
    if unit.surface == "周":
        return arabic and behind[:1] not in ("年", "岁", "边", "期", "一") or bool(bound_after(text, unit.end, "time"))
    if unit.surface == "期":
        return arabic and not behind.startswith(("工", "项", "建", "规"))
    if unit.surface in ("位", "名"):
        clause = text[max(0, start - 24) : start].rpartition("，")[2]
        ranked = any(before.rstrip().endswith(word) for word in table("traps")["rank_before"]["words"])
        return not ranked and not any(word in clause for word in table("traps")["rank_clause"]["words"])
    return True


def _figure(text: str, span: tuple[int, int], number: Number, high: Number | None, unit: UnitMatch) -> Figure:
    start, end = span
    assert number.value is not None
    numeral_start = start
    value, flags = number.value, list(number.flags)
    if _SIGN.search(text[max(0, start - 1) : start]) and _NEGATIVE_CONTEXT.search(text[max(0, start - 3) : start]):
        start, value = start - 1, -value
    elif text[start - 1 : start] == "负" and unit.kind in ("share", "time", "measure"):
        start, value = start - 1, -value
    low_unit_end = max(unit.end, end)
    after = bound_after(text, low_unit_end, unit.kind)
    before = bound_before(text, start)
    rate = rate_before(text, before.start if before else start, unit)
    identifier = unit.unit if unit.kind != "none" else "1"
    end = low_unit_end
    if unit.kind == "none" and _noun_at(text, unit.end):
        identifier = "{个}"
    if rate:
        identifier = f"{identifier}/{rate.unit}"
    chosen = _bound(unit, before, after)
    if after:
        end = after.end
    full_start = min([start, *([before.start] if before else []), *([rate.start] if rate else [])])
    change = change_before(text, before.start if before else start, max(0, start - 40))
    value *= unit.scale
    high_value = high.value * unit.scale if high and high.value is not None else None
    return Figure(
        start=full_start,
        end=end,
        quote=text[full_start:end],
        value=value,
        value_high=high_value,
        bound="range" if high_value is not None else chosen,
        unit=identifier,
        change=_change(text, end, change, unit),
        number=(numeral_start, end),
        counter=unit.surface,
        rule=f"number+{unit.kind}",
        flags=tuple(flags),
    )


def _change(text: str, end: int, before: ChangeMatch | None, unit: UnitMatch) -> Change | None:
    if before:
        return before.change
    return change_after(text, end) if unit.kind == "share" else None


def _bound(unit: UnitMatch, before: BoundMatch | None, after: BoundMatch | None) -> Bound:
    """Of several bounding words the one inside the numeral wins, then the one behind it."""
    if unit.inside:
        return "gt"
    if after:
        return after.bound
    return before.bound if before else "exact"


def _without_overlaps(figures: list[Figure]) -> list[Figure]:
    kept: list[Figure] = []
    for figure in figures:
        if kept and figure.start < kept[-1].end:
            if figure.start > kept[-1].number[0] and figure.number[0] >= kept[-1].end:
                kept.append(replace(figure, start=kept[-1].end, quote=figure.quote[kept[-1].end - figure.start :]))
            continue
        kept.append(figure)
    return kept
