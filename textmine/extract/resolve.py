"""From the parts of a date to dates: what the words of time mean in a report of a given year."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from textmine.extract.dates import Raw, part_number
from textmine.lexicon import table
from textmine.schema.period import Period, year_span
from textmine.schema.record import record

_FIRST_YEAR, _LAST_YEAR = 1800, 2099
_REPUBLIC = 1911  # the year before 民国元年
_TELL_YEAR = ("rel", "y", "p", "p2")  # the parts without which another must tell the year


@record
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


def resolve(raw: Raw, context: PeriodContext, year: int | None) -> Period | None:
    """The dates of a raw mention; ``None`` where there is no such date."""
    parts = raw.parts
    if not year and parts.keys().isdisjoint(_TELL_YEAR):
        return None
    try:
        return _RESOLVERS[raw.rule.removeprefix("bare ")](parts, context, _year_of(parts, context, year))
    except ValueError:
        return None


def _year_of(parts: dict[str, str], context: PeriodContext, year: int | None) -> int:
    if "y" in parts:
        if "era" in parts:
            return _checked(_REPUBLIC + (1 if parts["y"] == "元" else part_number(parts["y"])))
        value = part_number(parts["y"])
        if len(parts["y"]) == 2:  # 19年5月: the nearest such year to that of the report
            known = _known(year)
            return min((known - known % 100 + value + shift for shift in (-100, 0, 100)), key=lambda y: abs(y - known))
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
        if last < first and "y2" not in parts and "m2" in parts:
            last = date(year2 + 1, last.month, last.day)
        if last < first:
            raise ValueError("ends before it starts")
    return Period(start=first, end=last)


def _months(parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    first, last = _month(year, part_number(parts["m"]))
    if "m2" in parts:
        year2 = _checked(part_number(parts["y2"])) if "y2" in parts else year
        month2 = part_number(parts["m2"])
        if "next" in parts or (month2 < first.month and "y2" not in parts):
            year2 += 1
        last = _month(year2, month2)[1]
        if last < first:
            raise ValueError("ends before it starts")
    part = parts.get("part")
    tens = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, last.day)}
    if part in tens:
        low, high = tens[part]
        return Period(start=first.replace(day=low), end=first.replace(day=high))
    return Period(start=first, end=last)


def _day_first(parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    """`28/02/2019` has one reading; `05/02/2019` has two and is not read."""
    small, large = sorted((int(parts["d"]), int(parts["m"])))
    if large <= 12 and small != large:
        raise ValueError("day or month first")
    day = date(year, small, large)
    return Period(start=day, end=day)


def _week(parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    """ISO 8601 (GB/T 7408): the first week holds the first Thursday."""
    number = part_number(parts["w"])
    return Period(start=date.fromisocalendar(year, number, 1), end=date.fromisocalendar(year, number, 7))


def _not_read(_parts: dict[str, str], _context: PeriodContext, _year: int) -> Period:
    raise ValueError("no day of our calendar")


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
    """Two or three years named together, in whatever order."""
    years = [year, *(_checked(part_number(parts[key])) for key in ("y2", "y3") if key in parts)]
    return year_span(min(years), max(years))


def _year_range(parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    last = _checked(part_number(parts["y2"]))
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


def _plan(parts: dict[str, str], context: PeriodContext, _known_year: int) -> Period:
    first = int(table("periods")["plans"]["years"][parts.get("p") or parts["p2"]])
    part = parts.get("part")
    if part in ("末", "期末", "时期末"):
        return year_span(first + 4)
    if part == "以来":
        return _since(date(first, 1, 1), context)
    return year_span(first, first + 4)


def _term(parts: dict[str, str], context: PeriodContext, year: int) -> Period:
    count = part_number(parts.get("n") or parts.get("n2") or parts.get("n3") or parts["n4"])
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


def _now(_parts: dict[str, str], context: PeriodContext, _known_year: int) -> Period:
    return context.report


def _part_of_year(_parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    return year_span(year)


def _recurring(_parts: dict[str, str], context: PeriodContext, _known_year: int) -> Period:
    return replace(context.local, kind="recurring")


def _same_period(_parts: dict[str, str], _context: PeriodContext, year: int) -> Period:
    return year_span(year - 1)


_RESOLVERS: dict[str, Callable[[dict[str, str], PeriodContext, int], Period]] = {
    "other calendar": _not_read,
    "letter year": _not_read,
    "impossible day": _not_read,
    "numeric day range": _days,
    "numeric day": _days,
    "day first": _day_first,
    "week": _week,
    "day range": _days,
    "day": _days,
    "month range": _months,
    "month range across years": _months,
    "month": _months,
    "first months": _first_months,
    "quarter": _quarter,
    "first quarters": _first_quarters,
    "half": _half,
    "year range": _year_range,
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
