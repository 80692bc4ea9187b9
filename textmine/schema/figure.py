"""A number with its unit and bound, as it stands in the text."""

from decimal import Decimal
from typing import Literal

from textmine.schema.record import maker, record

Bound = Literal["exact", "approx", "gt", "ge", "lt", "le", "range"]
Change = Literal["up", "down"]
Status = Literal["actual", "target", "norm"]


@record
class Figure:
    """One figure: ``text[start:end] == quote``; offsets are 0-based code points.

    ``value`` is in base units, scale words multiplied in; ``value_high`` only for ranges. ``unit`` is a UCUM code, an
    ISO 4217 code or a counter in braces. ``number`` is the span of the numeral inside the figure. ``rule`` names the
    pattern that read it, ``flags`` what was odd about it: ``normalised`` (full-width), ``spaced``, ``bad_grouping``,
    ``superscript`` (a footnote's mark), ``invisible`` and ``bidi`` (hidden characters in the quote).
    """

    start: int
    end: int
    quote: str
    value: Decimal
    value_high: Decimal | None = None
    bound: Bound = "exact"
    unit: str = "1"
    change: Change | None = None
    number: tuple[int, int] = (0, 0)
    counter: str = ""
    rule: str = ""
    flags: tuple[str, ...] = ()


make_figure = maker(Figure)


@record
class Problem:
    """A place that could not be read with certainty: a reason code and where it stands (code points).

    Of numbers: ``out_of_range`` (over 38 digits), ``sci`` (powers and exponents), ``product``, ``malformed``,
    ``no_coefficient`` (亿亿元), ``non_canonical`` (一亿亿元), ``odd_digits`` (of other scripts, ½), ``combining`` (marks on
    digits), ``damaged`` (U+FFFD and the like between digits). Of dates: ``invalid_date``, ``other_calendar``.
    """

    reason: str
    start: int
    end: int
    quote: str
