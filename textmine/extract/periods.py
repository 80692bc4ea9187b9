"""Periods: what the words of time in a text mean, given the report that they stand in.

Nothing depends on today's date: `今年` and `全年` are read against a `PeriodContext`.
"""

import re
from datetime import date

from textmine.extract.context import Enclosures, find_enclosures
from textmine.extract.dates import find_raw, part_number
from textmine.extract.resolve import PeriodContext, context_of, resolve
from textmine.extract.roles import role_of
from textmine.extract.view import restored, view_of
from textmine.schema.figure import Problem
from textmine.schema.period import Period, PeriodMention

_ALWAYS_TOLD = ("other calendar", "letter year", "impossible day")
_AS_OF = re.compile(r"(?:截至到|截止到|截至|截止|截止至|至到)[ ]?$")
_AS_OF_ENDS = frozenset("到至止 \n")  # the last characters of these words; `$` matches before a line end too
# 自2009年5月运行以来，大厅累计受理
_SINCE_DEED = re.compile(r"[\u4e00-\u9fff]{1,8}?以来(?:[，,]?[\u4e00-\u9fff]{0,4}(?P<sum>累计))?")
_SUM_SINCE = re.compile(r"以来[，,]?(?:[我全][市区县省州局])?(?:已)?累计")


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
) -> list[PeriodMention | Problem]:
    """The periods of ``text[start:end]`` in order, and the impossible dates among them as problems."""
    limit = len(text) if end is None else end
    view = view_of(text, start, limit)
    if view is None:
        return read_mentions(text, context, start, limit, enclosures)
    found = read_mentions(view.text, context, view.at(start), view.at(limit), None)
    return [restored(item, view, text) for item in found]


def _other_years(count: int, local: Period, *, within: bool) -> bool:
    """Whether 两年新增 tells of some years within a section of more or fewer: nothing says which.

    五年内 (``within``) is said of the years to come, too, except in a section of just as many.
    """
    years = local.end.year - local.start.year + 1 if local.start and local.end else 1
    return years != count and (within or years != 1)


def read_mentions(
    text: str, context: PeriodContext, start: int, end: int, enclosures: Enclosures | None
) -> list[PeriodMention | Problem]:
    """As `read_periods`, of a stretch of text without hidden characters."""
    raws = find_raw(text, start, end)
    if not raws:
        return []
    enclosures = enclosures or find_enclosures(text)
    year = context.local.end.year if context.local.end else context.speaking_year
    found: list[PeriodMention | Problem] = []
    for raw in raws:
        begin, behind, rule, parts = raw
        if "n3" in parts and _other_years(part_number(parts["n3"]), context.local, within=text[behind - 1] == "内"):
            continue
        period = resolve(raw, context, year)
        if period is None:
            if "y" not in parts and rule not in _ALWAYS_TOLD and context.report.end is None:
                continue  # nothing tells which year is meant, and nothing is claimed
            reason = "other_calendar" if rule == "other calendar" else "invalid_date"
            found.append(Problem(reason=reason, start=begin, end=behind, quote=text[begin:behind]))
            continue
        prefix = _AS_OF.search(text, max(start, begin - 4), begin) if text[begin - 1 : begin] in _AS_OF_ENDS else None
        if prefix:
            begin = prefix.start()
        summed = text.startswith("以来", behind - 2) and _SUM_SINCE.match(text, behind - 2, behind + 10)
        deed = _SINCE_DEED.match(text, behind, behind + 16) if text[begin - 1 : begin] in ("自", "从") else None
        if deed and period.start and context.report.end and period.start <= context.report.end:
            period = Period(start=period.start, end=context.report.end, basis=period.basis)
        if prefix or summed or rule == "now" or (deed and deed["sum"]):
            period = Period(start=None, end=period.end, kind="as_of", basis=period.basis)
        role = role_of(text, begin, raw, enclosures, start)
        if role == "reign" and "y" in parts and period.end and rule != "recurring":
            year = period.end.year
        found.append(
            PeriodMention(start=begin, end=behind, quote=text[begin:behind], period=period, rule=rule, role=role)
        )
    return found
