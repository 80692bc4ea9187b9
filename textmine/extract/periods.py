"""Periods: what the words of time in a text mean, given the report that they stand in.

Nothing depends on today's date: `今年` and `全年` are read against a `PeriodContext`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from textmine.extract.context import Enclosures, find_enclosures
from textmine.extract.dates import Raw, find_raw, part_number
from textmine.lexicon import cached, table
from textmine.schema.figure import Problem
from textmine.schema.period import Period, PeriodMention, year_span

_AS_OF = re.compile(r"(?:截至到|截止到|截至|截止|截止至|至到)[ ]?$")
_SUM_SINCE = re.compile(r"以来[，,]?(?:我[市区县省局])?(?:已)?累计")
_CLAUSE_HEAD = re.compile(r"(?:^|[，。；：！？、（(\n,;:!?\t>|—])[ \u3000]*$")
_TIMES_BEHIND = re.compile(r"的[^，。；\n]{0,6}倍")
# A period that belongs to the next number alone: 由2010年的310项, 上年的28家.
_OF_ONE_FIGURE = re.compile(r"的(?:约|近|不足|超过)?[0-9０-９]")
_NUMBER_NEXT = re.compile(r"(?:约|近)?[0-9０-９]")
_PUNCTUATION = "，。；：、！？,;:)）(（\n 　—"
_RELATIVE_RULES = frozenset({"year", "whole", "past year", "now", "term", "recurring", "same period", "bare part", "bare month", "bare day", "bare quarter", "bare half", "bare first quarters", "bare month range", "bare day range", "first months", "month", "half", "quarter", "first quarters"})
_FIRST_YEAR, _LAST_YEAR = 1800, 2099


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodContext:
    """What relative words of time are read against.

    ``report`` is the report's statistical period, ``local`` the period of the section, ``speaking_year`` the year that
    `今年` means, ``None`` where nothing tells.
    """

    report: Period
    local: Period
    speaking_year: int | None


def context_of(reference: date) -> PeriodContext:
    """The context of a report about the year of ``reference``."""
    whole = year_span(reference.year)
    return PeriodContext(report=whole, local=whole, speaking_year=reference.year)


def find_periods(text: str, *, reference: date) -> list[PeriodMention]:
    """Every place of ``text`` that names a period; ``reference`` is a day of the year that 今年 means.

    Offsets are 0-based code points, half-open; impossible dates (2019年2月30日) are left out.

    >>> from datetime import date
    >>> [str(m.period) for m in find_periods("去年5月至7月,截至2019年12月底", reference=date(2019, 1, 1))]
    ['2018-05-01/2018-07-31', '../2019-12-31']
    """
    return [m for m in read_periods(text, context_of(reference)) if isinstance(m, PeriodMention)]


def read_periods(
    text: str, context: PeriodContext, *, start: int = 0, end: int | None = None, enclosures: Enclosures | None = None
) -> Iterator[PeriodMention | Problem]:
    """The periods of ``text[start:end]`` in order, and the impossible dates among them as problems."""
    enclosures = enclosures or find_enclosures(text)
    year = context.local.end.year if context.local.end else context.speaking_year
    for raw in find_raw(text, start, end):
        period = _resolve(raw, context, year)
        if period is None:
            if raw.rule in _RELATIVE_RULES and context.report.end is None:
                continue  # nothing tells which year is meant, and nothing is claimed
            yield Problem(reason="invalid_date", start=raw.start, end=raw.end, quote=text[raw.start : raw.end])
            continue
        begin = raw.start
        prefix = _AS_OF.search(text, max(start, raw.start - 4), raw.start)
        if prefix:
            begin, period = prefix.start(), replace(period, start=None, kind="as_of")
        elif raw.rule == "now" or _SUM_SINCE.match(text[raw.end - 2 : raw.end + 10]):
            period = replace(period, start=None, kind="as_of")
        role = _role(text, begin, raw, enclosures)
        if role == "reign" and period.end and raw.rule != "recurring" and "y" in raw.parts:
            year = period.end.year
        yield PeriodMention(
            start=begin, end=raw.end, quote=text[begin : raw.end], period=period, rule=raw.rule, role=role
        )


def _resolve(raw: Raw, context: PeriodContext, year: int | None) -> Period | None:
    """The dates of a raw mention; ``None`` where there is no such date."""
    try:
        if "rel" not in raw.parts and "y" not in raw.parts and not {"p", "p2"} & set(raw.parts) and not year:
            return None
        return _RESOLVERS[_family(raw.rule)](raw.parts, context, _year_of(raw.parts, context, year))
    except ValueError:
        return None


def _family(rule: str) -> str:
    return rule.removeprefix("bare ")


def _year_of(parts: dict[str, str], context: PeriodContext, year: int | None) -> int:
    if "y" in parts:
        value = part_number(parts["y"])
        if parts.get("era") == "公元前":
            raise ValueError("before the common era")
        if parts.get("era") in ("民国", "民國"):
            return value + 1911
        if value < 100:
            return value + 2000 if value < 50 else value + 1900
        return _checked(value)
    if "rel" in parts:
        if parts["rel"] == "当年":
            return _known(year)
        if parts["rel"] in ("上年", "上一年", "上年度", "上一年度") and context.local.end:
            return context.local.end.year - 1
        return _known(context.speaking_year) + int(table("periods")["relative_years"]["offsets"][parts["rel"]])
    return year or 0


def _known(year: int | None) -> int:
    if year is None:
        raise ValueError("nothing tells which year is meant")
    return year


def _checked(year: int) -> int:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"no year of a report: {year}")
    return year


def _month(year: int, month: int) -> tuple[date, date]:
    first = date(year, month, 1)
    following = date(year + month // 12, month % 12 + 1, 1)
    return first, following - timedelta(days=1)


def _days(parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    month, day = part_number(parts["m"]), part_number(parts["d"])
    first = last = date(year, month, day)
    if "d2" in parts:
        year2 = _checked(part_number(parts["y2"])) if "y2" in parts else year
        last = date(year2, part_number(parts.get("m2", parts["m"])), part_number(parts["d2"]))
        if last < first and "y2" not in parts:
            last = date(year2 + 1, last.month, last.day)
        if last < first:
            raise ValueError("ends before it starts")
    return Period(start=first, end=last)


def _months(parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    first, last = _month(year, part_number(parts["m"]))
    if "m2" in parts:
        year2 = _checked(part_number(parts["y2"])) if "y2" in parts else year
        month2 = part_number(parts["m2"])
        if year2 == year and month2 < first.month and "y2" not in parts:
            year2 += 1
        last = _month(year2, month2)[1]
    part = parts.get("part")
    tens = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last.day)}
    if part in tens:
        low, high = tens[part]
        return Period(start=first.replace(day=low), end=first.replace(day=high))
    return Period(start=first, end=last)


def _first_months(parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    return Period(start=date(year, 1, 1), end=_month(year, part_number(parts["m2"]))[1])


def _quarter(parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    quarter = part_number(parts["q"])
    return Period(start=date(year, 3 * quarter - 2, 1), end=_month(year, 3 * quarter)[1])


def _first_quarters(parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    return Period(start=date(year, 1, 1), end=_month(year, 3 * part_number(parts["q"]))[1])


def _half(parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    first = 1 if parts["h"] == "上" else 7
    return Period(start=date(year, first, 1), end=_month(year, first + 5)[1])


def _years(parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    last = _checked(part_number(parts.get("y3", parts["y2"])))
    if last < year:
        raise ValueError("ends before it starts")
    return year_span(year, last)


def _year(parts: dict[str, str], context: PeriodContext, year: int) -> Period:
    if parts.get("part") in ("以来", "起", "至今", "以后"):
        return _since(date(year, 1, 1), context)
    return year_span(year)


def _since(start: date, context: PeriodContext) -> Period:
    end = context.report.end
    if end is None or end < start:
        end = date(start.year, 12, 31)
    return Period(start=start, end=end)


def _plan(parts: dict[str, str], context: PeriodContext, _year_: int) -> Period:
    first = int(table("periods")["plans"]["years"][parts.get("p") or parts["p2"]])
    part = parts.get("part")
    if part in ("末", "期末"):
        return year_span(first + 4)
    if part == "以来":
        return _since(date(first, 1, 1), context)
    return year_span(first, first + 4)


def _term(parts: dict[str, str], context: PeriodContext, year: int) -> Period:
    count = part_number(parts.get("n") or parts.get("n2") or parts["n3"])
    if not 1 <= count <= 30:
        raise ValueError("no term of years")
    word = parts.get("word", "")
    if word in ("今后", "未来", "往后", "下", "下一", "后"):
        first = _known(context.speaking_year)
        return year_span(first, first + count - 1)
    local = context.local
    if local.start and local.end and local.end.year - local.start.year + 1 == count and word in ("", "这", "过去"):
        return local
    end = context.report.end.year if context.report.end else year
    if word in ("前", "上", "上一届"):
        end -= count
    return year_span(end - count + 1, end)


def _whole(_parts: dict[str, str], context: PeriodContext, year: int) -> Period:
    local = context.local
    if local.start and local.end and local.start.year == local.end.year and year <= local.end.year:
        return local
    return year_span(year)


def _past_year(_parts: dict[str, str], context: PeriodContext, year: int) -> Period:
    return year_span(context.report.end.year if context.report.end else year)


def _now(_parts: dict[str, str], context: PeriodContext, _year_: int) -> Period:
    return context.report


def _part_of_year(parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    return year_span(year)


def _recurring(_parts: dict[str, str], context: PeriodContext, _year_: int) -> Period:
    return replace(context.local, kind="recurring")


def _same_period(_parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    return year_span(year - 1)


_RESOLVERS = {
    "day range": _days,
    "day": _days,
    "month range": _months,
    "month range across years": _months,
    "month": _months,
    "first months": _first_months,
    "quarter": _quarter,
    "first quarters": _first_quarters,
    "half": _half,
    "year range": _years,
    "year list": _years,
    "year": _year,
    "plan": _plan,
    "term": _term,
    "whole": _whole,
    "past year": _past_year,
    "now": _now,
    "part": _part_of_year,
    "recurring": _recurring,
    "same period": _same_period,
}


@cached
def _words_of_role() -> tuple[tuple[str, ...], ...]:
    data = table("periods")
    return tuple(
        tuple(data[name]["words"]) for name in ("compare_before", "compare_after", "lead_in", "attribute_after")
    )


# Of the words that may introduce a comparison only these always do; 是, 在, 与 … need the words behind to agree.
_ALWAYS_COMPARE = ("比", "较", "同比", "相较", "相较于", "较之", "多于", "少于", "快于", "对比", "高于", "低于", "超过", "好于", "优于")


def _after_comparison(before: str) -> bool:
    """Whether the words before a period compare with it (相较去年22件: the number is that of the other side)."""
    return before.rstrip(" \u3000").endswith(_ALWAYS_COMPARE)


def _role(text: str, start: int, raw: Raw, enclosures: Enclosures) -> str:
    """Whether the mention governs figures, names the other side of a comparison, or belongs to the name of a thing."""
    around = enclosures.around(start)
    if around and not (raw.rule == "plan" and around[1] + 2 <= raw.end - raw.start):
        return "attribute"
    before = text[max(0, start - 8) : start]
    after = text[raw.end : raw.end + 8]
    stripped = before.rstrip(" \u3000")
    if raw.rule == "same period":
        return "compare"
    if _TIMES_BEHIND.match(after) and stripped.endswith(_words_of_role()[0]):
        return "compare"
    if _NUMBER_NEXT.match(after) and _after_comparison(before):
        return "single"
    if _OF_ONE_FIGURE.match(after) and ("rel" in raw.parts or stripped.endswith(("由", "从", "自")) or _after_comparison(before)):
        return "single"
    compare_before, compare_after, lead_in, attribute_after = _words_of_role()
    if stripped.endswith(_ALWAYS_COMPARE) and not stripped.endswith("比较"):
        return "compare"
    if stripped.endswith(compare_before) and (after.startswith(compare_after) or _TIMES_BEHIND.match(after)):
        return "compare"
    if after.startswith(("同期", "相比")) or (raw.parts.get("part") == "末" and after.startswith("相比")):
        return "compare"
    if raw.rule in ("now", "recurring", "whole"):
        return "reign"
    if raw.rule == "plan" and text[raw.start : raw.end].endswith(("计划", "规划")):
        return "attribute"
    if raw.rule == "plan" and after.startswith(("规划", "计划", "发展规划", "专项规划", "目标任务", "的目标")):
        return "attribute"
    if after.startswith(attribute_after):
        return "attribute"
    if _CLAUSE_HEAD.search(before) or stripped.endswith(lead_in) or not stripped:
        return "reign"
    if raw.rule == "bare part":
        return "attribute" if raw.parts["part"] == "年初" else "reign"
    if not after or after[0] in _PUNCTUATION:
        return "reign"
    if "rel" in raw.parts or raw.rule in ("plan", "term"):
        return "reign"
    return "attribute"
