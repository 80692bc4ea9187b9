"""Figures: numbers that say how many, how much, how long, how often or what share.

A numeral is found first, then what stands before and behind it is read; no pattern alternates over all units. Numerals
inside dates, names, identifiers and list markers are left alone (`context.py`, `traps.toml`).
"""

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from textmine.extract.accept import bare_unit, chinese_counts, unit_counts
from textmine.extract.assemble import figure_of
from textmine.extract.context import Enclosures, find_enclosures, in_fixed_name, is_trap, quoted
from textmine.extract.coordination import share_over_lists
from textmine.extract.mixed import read_mixed
from textmine.extract.numerals import NUMERAL, Number, broken_end, parse, scaled
from textmine.extract.odd import Oddity, odd_run
from textmine.extract.plain import DASHES, places, plain_figure
from textmine.extract.rates import find_special
from textmine.extract.units import UnitMatch, read_unit
from textmine.extract.view import restored, view_of
from textmine.schema.figure import Figure, Problem

_RANGE = re.compile(r"[ ]?(?:--|[-－—–~～〜至到]|—)[ ]?")
_COMMA_LIST = re.compile(r"[0-9],$")  # 3,29元: a list, or a group gone wrong; the flag says so
_ROW_NUMBER = re.compile("[0０][0-9０-９]")  # 01, 02 … number the rows of a list
_VAGUE = "vague"  # 三四个 is no figure, and no problem either
_LARGE = ("万", "亿", "萬", "億")
_FOOTNOTES = ("¹", "²", "³")
_START, _END = attrgetter("start"), attrgetter("end")


def find_figures(
    text: str, *, skip: Sequence[tuple[int, int]] = (), start: int = 0, end: int | None = None
) -> list[Figure]:
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
    limit = len(text) if end is None else end
    view = view_of(text, start, limit)
    if view is None:
        return read_figures(text, skip, start, limit, enclosures or find_enclosures(text))
    seen = [(view.at(begin), view.at(finish)) for begin, finish in skip]
    figures, problems = read_figures(view.text, seen, view.at(start), view.at(limit), find_enclosures(view.text))
    return [restored(f, view, text) for f in figures], [restored(p, view, text) for p in problems]


def read_figures(
    text: str, skip: Sequence[tuple[int, int]], start: int, end: int, enclosures: Enclosures
) -> tuple[list[Figure], list[Problem]]:
    """As `scan`, of a stretch of text without hidden characters."""
    special: list[Figure] = []
    figures: list[Figure] = []
    problems: list[Problem] = []
    blocked: _Blocked | None = None  # until a numeral is met that may count: most passages hold none
    here = start
    for match in places().finditer(text, start, end):
        begin, behind = match.span()
        if begin < here:
            continue
        if blocked is None:
            special = find_special(text, start, end)
            blocked = _Blocked([*skip, *((f.start, f.end) for f in special)] if special else skip)
        plain = match.lastgroup == "plain"
        if blocked.meets(begin, match.end("number") if plain else behind):
            continue
        if plain:
            if not quoted(enclosures, begin):
                figure = plain_figure(text, match)
                figures.append(figure)
                here = figure.end
            continue
        read, here = _read_any(text, match, enclosures, blocked)
        if isinstance(read, Figure):
            figures.append(read)
        elif read:
            problems.append(read)
    if blocked is None and (text.find("半", start, end) >= 0 or text.find("成", start, end) >= 0):
        special = find_special(text, start, end)  # 半小时 and 三成 hold no numeral with a unit behind it
    if special:
        special.sort(key=_START)
        skipped = _Blocked(skip)
        figures += [f for f in special if not skipped.meets(f.start, f.start + 1) and not quoted(enclosures, f.start)]
    if len(figures) < 2:
        return figures, problems
    figures.sort(key=_END, reverse=True)
    figures.sort(key=_START)  # of those that begin at one place the longest comes first
    return share_over_lists(text, _without_overlaps(figures)), problems


class _Blocked:
    """Sorted spans with a cursor, asked in text order."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = [*sorted(spans), (sys.maxsize, sys.maxsize)]
        self._next = 0

    def meets(self, start: int, end: int) -> bool:
        """Whether a span covers ``start``, or begins before ``end``, such as the year in `1.2019年`."""
        while self._spans[self._next][1] <= start:
            self._next += 1
        return self._spans[self._next][0] < end

    def begins_at(self, at: int) -> bool:
        """Whether one of the next few spans begins at ``at``."""
        return any(begin == at for begin, _ in self._spans[self._next : self._next + 4])


def _read_any(
    text: str, match: re.Match[str], enclosures: Enclosures, blocked: _Blocked
) -> tuple[Figure | Problem | None, int]:
    """What a numeral or an odd run says that is no plain figure, and where the next may begin."""
    odd = odd_run(text, match)
    if odd:
        problem = _problem(text, match.start(), odd, enclosures)
        return problem, problem.end if problem else odd.end
    read = _read(text, match, enclosures, blocked)
    if read is None:
        return None, match.start()
    return read, read.number[1] if isinstance(read, Figure) else read.end


def _problem(text: str, start: int, odd: Oddity, enclosures: Enclosures) -> Problem | None:
    """An odd run is a problem where a figure would stand: a unit is behind it, and it is no part of a name."""
    unit = read_unit(text, odd.end)
    if odd.reason is None or unit is None:
        return None
    if quoted(enclosures, start) or is_trap(text, start, odd.end):
        return None
    return Problem(reason=odd.reason, start=start, end=unit.end, quote=text[start : unit.end])


def _read(text: str, match: re.Match[str], enclosures: Enclosures, blocked: _Blocked) -> Figure | Problem | None:
    start, end = match.span()
    arabic = match.lastgroup == "arabic"
    if not (arabic or chinese_counts(text, start, end)) or quoted(enclosures, start) or is_trap(text, start, end):
        return None
    if arabic:
        if text[start] in "0０" and _ROW_NUMBER.fullmatch(match.group()):
            return None
        number, end, first = _arabic(text, match, blocked)
    else:
        number, first = parse(match.group()), read_unit(text, end)
    reach = _read_range(text, (start, end), number, first, blocked)
    high, end = (reach.high, reach.end) if reach else (None, end)
    unit = reach.unit if reach else first or bare_unit(text, start, end, number, arabic=arabic)
    if unit is None or not unit_counts(text, start, number, unit, arabic=arabic):
        return None
    if not arabic and in_fixed_name(text, start):
        return None
    reason = _reason(text, number, unit)
    if reason == _VAGUE:
        return None
    low_scale = reach.scale if reach else unit.scale
    value = scaled(number.value, low_scale) if number.value is not None and not reason else None
    value_high = scaled(high.value, unit.scale) if high and high.value is not None else None
    if value is None or (high and value_high is None):
        end = max(end, unit.end)
        return Problem(reason=reason or "out_of_range", start=start, end=end, quote=text[start:end])
    flags = number.flags
    if high and high.flags:
        flags += tuple(flag for flag in high.flags if flag not in flags)
    return figure_of(text, (start, end), value, value_high, unit, flags)


def _arabic(text: str, match: re.Match[str], blocked: _Blocked) -> tuple[Number, int, UnitMatch | None]:
    """An Arabic number with what may belong to it: pieces behind a gap, pieces with scale words, a footnote's mark."""
    start, end = match.span()
    first = read_unit(text, end)
    if first is None:
        joined = broken_end(text, start, end)
        if joined > end and read_unit(text, joined):
            end, first = joined, read_unit(text, joined)
    number = parse(text[start:end])
    mixed = read_mixed(text, start) if first is not None and first.scaled else None
    if mixed and not blocked.meets(start, mixed.end):
        number, end = mixed
        first = read_unit(text, end) or UnitMatch(end, "1", "", "none", Decimal(1), inside=False, scaled=True)
    if first is None and text[end : end + 1] in _FOOTNOTES:
        end, first, number = end + 1, read_unit(text, end + 1), _flagged(number, "superscript")
    if start and text[start - 1] == "," and _COMMA_LIST.search(text, max(0, start - 2), start):
        number = _flagged(number, "bad_grouping")
    return number, end, first


def _flagged(number: Number, flag: str) -> Number:
    return Number(number.value, (*number.flags, flag))


def _reason(text: str, number: Number, unit: UnitMatch) -> str | None:
    """Why a number with its unit names no value, or `None`."""
    if unit.kind == "none" and text[unit.end : unit.end + 1] in _LARGE:
        return "non_canonical"
    return number.flags[-1] if number.value is None else None


class _Range(NamedTuple):
    """The upper end of a range, where its numeral ends, its unit, and the scale of the lower end."""

    high: Number
    end: int
    unit: UnitMatch
    scale: Decimal


def _read_range(
    text: str, span: tuple[int, int], low: Number, first: UnitMatch | None, blocked: _Blocked
) -> _Range | None:
    """The upper end of a range (3至5个, 10%-20%, 3万至5万元); ``low`` and ``first`` are the lower end and its unit.

    The lower end may have the unit of the upper one, no more than a scale word, or nothing at all.
    """
    start, end = span
    if text[end : end + 1] not in DASHES and (first is None or text[first.end : first.end + 1] not in DASHES):
        return None
    for at, unit in ((end, None), (first.end if first else end, first)):
        dash = _RANGE.match(text, at) if text[at : at + 1] in DASHES else None
        if not dash:
            continue
        other = NUMERAL.match(text, dash.end())
        if not other or blocked.begins_at(dash.end()):
            continue
        if text[max(0, start - 6) : start].rstrip("原来的约").endswith(("由", "从")) and dash.group().strip() in (
            "到",
            "至",
        ):
            continue
        if is_trap(text, *other.span(), dashed=True) and text[other.end() : other.end() + 1] not in ("月", "号"):
            continue
        high = parse(other.group())
        second = read_unit(text, other.end())
        if high.value is None or low.value is None or second is None:
            continue
        if unit is not None and unit.kind != "none" and unit.unit != second.unit:
            continue
        scale = unit.scale if unit else second.scale
        if high.value * second.scale <= low.value * scale:
            continue
        return _Range(high, other.end(), second, scale)
    return None


def _without_overlaps(figures: list[Figure]) -> list[Figure]:
    kept: list[Figure] = []
    for figure in figures:
        if kept and figure.start < kept[-1].end:
            if figure.start > kept[-1].number[0] and figure.number[0] >= kept[-1].end:
                kept.append(replace(figure, start=kept[-1].end, quote=figure.quote[kept[-1].end - figure.start :]))
            continue
        kept.append(figure)
    return kept
