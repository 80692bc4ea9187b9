"""A figure put together from its number and unit: its sign, bound, rate and change, and how far its quote reaches."""

import re
from decimal import Decimal

from textmine.extract.accept import noun_at, people_at
from textmine.extract.bounds import bound_after, bound_before, passes_step
from textmine.extract.change import change_after, change_before
from textmine.extract.mixed import cents
from textmine.extract.numerals import negated
from textmine.extract.rates import RATE_ENDS, rate_before
from textmine.extract.units import UnitMatch
from textmine.schema.figure import Bound, Figure, make_figure

SIGNS = "-－−﹣负"
_NEGATIVE_CONTEXT = re.compile(
    r"(?:[^0-9A-Za-z０-９%％年月日个项条\s][ ]?|[A-Za-z][ ]|^[ ]?|[\n\t\u3000][ ]?)[-－−﹣]$"
)
_DATE_BEFORE = re.compile(r"[年月日][ ]?[-－−﹣]$")
_RULES = {kind: f"number+{kind}" for kind in ("counter", "time", "share", "money", "measure", "none", "noun", "index")}
_COUNTED = ("counter", "noun", "none", "measure")
_NO_THINGS = ("{位}", "{名}")  # places in a ranking
_MADE_BETTER = re.compile(r"(?:提升|加快|升级|拓展|拓宽)\Z")
_IMPROVED = re.compile(r"(?:改造|优化|巩固|建设|整治|抚育)提升\Z")
_CHANGE_LIMIT = 40  # characters before a number in which its word of change stands


def figure_of(
    text: str,
    number: tuple[int, int],
    value: Decimal,
    value_high: Decimal | None,
    unit: UnitMatch,
    flags: tuple[str, ...],
) -> Figure:
    """The figure of a numeral at ``number`` (code points) with the unit behind it; ``value_high`` ends a range.

    Of several bounding words the one inside the numeral wins, then the one behind it.
    """
    start, end = number
    extra, unit_end = cents(text, unit)
    end = max(unit_end, end)
    value = value + extra if extra else value
    if start and text[start - 1] in SIGNS and _negative(text, start, unit):
        start, value = start - 1, negated(value)
    bound: Bound = "gt" if passes_step(text, end) else "exact"
    before = bound_before(text, start)
    if before:
        start, bound = before.start, before.bound
    after = bound_after(text, end, unit.kind)
    if after:
        end, bound = after.end, after.bound
    if value_high is not None:
        bound = "range"
    elif unit.inside:
        bound = "gt"
    identifier = unit.unit if unit.kind != "none" else "1"
    if unit.kind == "none" and (noun_at(text, unit.end) or people_at(text, end)):
        identifier = "{个}"
    return assembled(
        text, (start, end), number[0], value, value_high, bound, identifier, unit.kind, unit.surface, flags
    )


def _negative(text: str, start: int, unit: UnitMatch) -> bool:
    """Whether the mark before a number is its sign, not a dash between two things."""
    if text[start - 1] == "负":
        return unit.kind in ("share", "time", "measure")
    before = text[max(0, start - 3) : start]
    return bool(_NEGATIVE_CONTEXT.search(before) or (unit.kind == "share" and _DATE_BEFORE.search(before)))


def _improves(text: str, start: int, *, counted: bool) -> bool:
    """Whether the verb of change before ``start`` only says that things were made better: 改造提升3000个村道."""
    return (_MADE_BETTER if counted else _IMPROVED).search(text, max(0, start - 6), start) is not None


def assembled(
    text: str,
    span: tuple[int, int],
    number: int,
    value: Decimal,
    value_high: Decimal | None,
    bound: Bound,
    unit: str,
    kind: str,
    counter: str,
    flags: tuple[str, ...],
) -> Figure:
    """The figure that stands at ``span``, its numeral at ``number``, with the rate before it and the change that it is the amount of."""
    start, end = span
    rate = rate_before(text, start, kind) if text[start - 1 : start] in RATE_ENDS else None
    change = change_before(text, start, max(0, start - _CHANGE_LIMIT))
    if change is None and kind == "share" and text[end : end + 1] == "的":
        change = change_after(text, end)
    if change and kind in _COUNTED and unit not in _NO_THINGS and _improves(text, start, counted=kind != "measure"):
        change = None
    if rate:
        start, unit = rate.start, f"{unit}/{rate.unit}"
    found: Figure = make_figure(
        start,
        end,
        text[start:end],
        value,
        value_high,
        bound,
        unit,
        change,
        (number, end),
        counter,
        _RULES[kind],
        flags,
    )
    return found
