"""Amounts and ranges as a query writes them: `<=24h`, `3..5`, `>=1亿元`, `2017..2019`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from textmine.lexicon.dimensions import dimension

_SIGN = re.compile(r"(?P<sign><=|>=|<|>|=|≤|≥|＜|＞|＝)?(?P<rest>.*)")
_SAME = {"≤": "<=", "≥": ">=", "＜": "<", "＞": ">", "＝": "=", "": "="}
_BELOW = re.compile("-(?=[0-9])")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with the code of its unit, `None` where it has none."""

    number: Decimal
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """From ``low`` to ``high``, each with whether it belongs to the range; `None` where the range is open."""

    low: str | None = None
    high: str | None = None
    with_low: bool = True
    with_high: bool = True


def read_bounds(text: str) -> Bounds:
    """The two ends of a range as they are written.

    >>> read_bounds("<=3"), read_bounds("2017..2019")
    (Bounds(low=None, high='3', with_low=True, with_high=True),
     Bounds(low='2017', high='2019', with_low=True, with_high=True))
    """
    low, dots, high = text.partition("..")
    if dots:
        return Bounds(low.strip() or None, high.strip() or None)
    match = _SIGN.fullmatch(text)
    sign = (match and match["sign"]) or ""
    rest = text[len(sign) :].strip()
    sign = _SAME.get(sign, sign)
    if sign == "=":
        return Bounds(rest, rest)
    if sign.startswith("<"):
        return Bounds(high=rest, with_high="=" in sign)
    return Bounds(low=rest, with_low="=" in sign)


def read_amount(text: str) -> Amount | None:
    """A number with its unit, as a report or as UCUM writes it; ``None`` for what is none.

    >>> read_amount("24h"), read_amount("1.5亿元"), read_amount("半天")
    (Amount(number=Decimal('24'), unit='h'), Amount(number=Decimal('150000000.0'), unit='CNY'), None)
    """
    from textmine.extract.numerals import NUMERAL, parse  # they take time, and few commands search
    from textmine.extract.units import read_unit

    sign = -1 if _BELOW.match(text) else 1
    at = 0 if sign == 1 else 1
    found = NUMERAL.match(text, at)
    number = parse(found.group()).value if found else None
    if found is None or number is None:
        return None
    end = found.end()
    code = text[end:].strip()
    if not code:
        return Amount(number * sign)
    if dimension(code):
        return Amount(number * sign, code)
    unit = read_unit(text, end)
    if unit is None or text[unit.end :].strip():
        return None
    return Amount(number * sign * unit.scale, unit.unit if unit.unit != "1" else None)
