"""What a single cell says: a number, a count, or nothing."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"([-+−]?)([0-9][0-9,，]*(?:\.[0-9]+)?)(万亿|亿|万)?(?:元|%|％)?")
_COUNT = re.compile(r"[0-9]+(?:,[0-9]{3})*")
LONGEST = 4_000  # characters of a cell from which on it is no count: Python neither reads nor writes 4,300 digits
_SCALE = {"万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}


def cell_value(text: str) -> Decimal | None:
    """The number in a cell, scale words multiplied in; ``None`` where the cell is not a number.

    >>> cell_value("1.2万元"), cell_value("－"), cell_value("3,292")
    (Decimal('12000.0'), None, Decimal('3292'))
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    sign, digits, scale = match.groups()
    value = Decimal(digits.replace(",", "").replace("，", "")) * _SCALE.get(scale or "", Decimal(1))
    return -value if sign in ("-", "−") else value


def plain_count(text: str | None) -> int | None:
    """The number in a cell that is a plain count, as the identities of a form need it; else ``None``."""
    return count(text) if text is not None and len(text) < LONGEST and _COUNT.fullmatch(text) else None


def count(text: str) -> int:
    """The number in a cell that holds a count, thousands separators or not."""
    return int(text.replace(",", ""))
