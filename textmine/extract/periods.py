"""Periods: what the words of time in a text mean, given the report that they stand in.

Nothing depends on today's date: `今年` and `全年` are read against a `PeriodContext`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from textmine.extract.context import Enclosures, find_enclosures
from textmine.extract.dates import find_raw
from textmine.extract.resolve import PeriodContext, context_of, resolve
from textmine.extract.roles import role_of
from textmine.extract.view import restored, view_of
from textmine.schema.figure import Problem
from textmine.schema.period import PeriodMention

_ALWAYS_TOLD = ("other calendar", "letter year", "impossible day")
_AS_OF = re.compile(r"(?:截至到|截止到|截至|截止|截止至|至到)[ ]?$")
_SUM_SINCE = re.compile(r"以来[，,]?(?:我[市区县省局])?(?:已)?累计")


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
    limit = len(text) if end is None else end
    view = view_of(text, start, limit)
    if view is None:
        yield from _read(text, context, start, limit, enclosures or find_enclosures(text))
        return
    for found in _read(view.text, context, view.at(start), view.at(limit), find_enclosures(view.text)):
        yield restored(found, view, text)


def _read(
    text: str, context: PeriodContext, start: int, end: int, enclosures: Enclosures
) -> Iterator[PeriodMention | Problem]:
    year = context.local.end.year if context.local.end else context.speaking_year
    for raw in find_raw(text, start, end):
        period = resolve(raw, context, year)
        if period is None:
            if "y" not in raw.parts and raw.rule not in _ALWAYS_TOLD and context.report.end is None:
                continue  # nothing tells which year is meant, and nothing is claimed
            reason = "other_calendar" if raw.rule == "other calendar" else "invalid_date"
            yield Problem(reason=reason, start=raw.start, end=raw.end, quote=text[raw.start : raw.end])
            continue
        begin = raw.start
        prefix = _AS_OF.search(text, max(start, raw.start - 4), raw.start)
        if prefix:
            begin, period = prefix.start(), replace(period, start=None, kind="as_of")
        elif raw.rule == "now" or _SUM_SINCE.match(text[raw.end - 2 : raw.end + 10]):
            period = replace(period, start=None, kind="as_of")
        role = role_of(text, begin, raw, enclosures)
        if role == "reign" and period.end and raw.rule != "recurring" and "y" in raw.parts:
            year = period.end.year
        yield PeriodMention(
            start=begin, end=raw.end, quote=text[begin : raw.end], period=period, rule=raw.rule, role=role
        )
