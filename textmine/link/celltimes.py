"""The period of a table cell: what its labels say, then its caption, read against the period of the report."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import groupby

from textmine.extract.frame import Frame
from textmine.extract.periods import read_periods
from textmine.extract.resolve import PeriodContext
from textmine.schema.period import Period, PeriodMention, year_span
from textmine.schema.table import Cell

_YEAR = re.compile(r"((?:19|20)[0-9]{2})年?(?:度)?")
_MARKER = re.compile(r"其中[:：]?|[（(]?[一二三四五六七八九十]{1,2}[)）、]")
_YEAR_BEFORE = re.compile("(?:上年|去年|上一年)同[期月]")
_THIS_MONTH = ("本月", "当月")
_SINCE_JANUARY = re.compile(r"(?:1|一|年初)[-—–－~至到](?:本月|当月)|(?:本月止|本年)?累计")
_LONGEST = 40  # characters of a label that may name a period
_INDEX = re.compile(r"[^（(，,\s]{1,12}[=＝]\s?100")  # 上年=100
_BASE = "=＝"  # 2015年=100: what an index is measured against


def periods_of(cells: Iterable[Cell], caption: str, frame: Frame) -> Iterator[Period | None]:
    """The period of each cell that its labels name, or else the caption; ``None`` where neither does, or labels disagree.

    A label names it where it begins with it: 2020年末, 1-6月累计, 上年数, but not 比上年增长. A month is one of the year that another label
    names. Where one label stands above several columns (1-3月, 增长%, 1-4月, 增长%), each is of the period on its left.
    """
    plain = frame.context()
    titled = _titled(caption, plain)
    context = plain
    if titled is not None:
        context = PeriodContext(report=titled, local=titled, speaking_year=titled.end.year if titled.end else None)
        titled = replace(titled, basis="inherited")
    for _, of_row in groupby(cells, key=lambda cell: cell.row):
        row = list(of_row)
        often = Counter(cell.column for cell in row) if len({cell.column for cell in row}) < len(row) else {}
        left: Period | None = None
        for cell in row:
            labels = (*cell.row, *cell.column)
            if cell.measure is not None:  # the labels of a form: 上一年项目数量 is told in the report's year
                yield _named(labels, plain, years=True)
                continue
            own = _named(labels, context) or (left if often and often[cell.column] > 1 else None)
            left = own or left
            yield own or titled


@lru_cache(maxsize=1024)
def _named(labels: tuple[str, ...], context: PeriodContext, *, years: bool = False) -> Period | None:
    known = {match[1] for label in labels if (match := _YEAR.fullmatch(label))}
    year = year_span(int(*known)) if len(known) == 1 else None
    if years or len(known) > 1:
        return year and replace(year, basis="explicit")
    if year:
        context = PeriodContext(report=year, local=year, speaking_year=int(*known))
    found = list(dict.fromkeys(period for label in labels if (period := _at_start(label, context))))
    inner = [period for period in found if not any(other is not period and other in period for other in found)]
    if len(inner) == 1:
        return replace(inner[0], basis="explicit")
    return replace(year, basis="explicit") if year and not found else None


def _at_start(label: str, context: PeriodContext) -> Period | None:
    """The period that a label begins with."""
    if (marker := _MARKER.match(label)) is not None:
        label = label[marker.end() :]
    if len(label) > _LONGEST or any(sign in label for sign in _BASE):
        return None
    local = context.local
    if _YEAR_BEFORE.match(label) and local.start and local.end:
        return Period(start=_year_earlier(local.start), end=_year_earlier(local.end))
    if label.startswith(_THIS_MONTH):
        return local if local.start and local.end and _is_month(local) else None
    if local.start and local.end and _is_month(local) and _SINCE_JANUARY.match(label):
        return replace(local, start=local.start.replace(month=1))
    return next((mention.period for mention in _mentions(label, context) if mention.start == 0), None)


def _year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _is_month(period: Period) -> bool:
    return bool(
        period.start and period.end and (period.start.year, period.start.month) == (period.end.year, period.end.month)
    )


def _titled(caption: str, context: PeriodContext) -> Period | None:
    mentions = _mentions(_INDEX.sub("", caption), context) if caption else ()
    return _only(mention.period for mention in mentions if mention.role != "compare")


def _only(periods: Iterable[Period]) -> Period | None:
    found = set(periods)
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1024)
def _mentions(text: str, context: PeriodContext) -> tuple[PeriodMention, ...]:
    if not any(sign in text for sign in "年月季上下本去“期末"):
        return ()
    return tuple(found for found in read_periods(text, context) if isinstance(found, PeriodMention))
