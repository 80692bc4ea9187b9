"""What a single cell says, where it stands, and whether cells add up."""

import re
from collections.abc import Sequence
from decimal import Decimal

from textmine.schema import Cell, Check
from textmine.schema.table import ONE_READING
from textmine.tables.compact import Compact
from textmine.tables.pieces import Piece

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


def row_cells(
    text: str,
    window: Compact,
    *,
    row: tuple[str, ...],
    columns: Sequence[tuple[str, ...]],
    found: Sequence[Piece],
    known: Sequence[str | None],
    measures: Sequence[str | None],
) -> list[Cell]:
    """The cells of one row of numbers; one that could not be read has no text, and none after it has a place.

    A blank that the layout shows is known to be empty; it has neither a text nor a value.
    """
    places = [offset for piece in found for offset in range(piece.start, piece.end)]
    cells = []
    at: int | None = 0
    for column, cell, measure in zip(columns, known, measures, strict=True):
        if not cell:
            at = at if cell == "" else None
            cells.append(Cell(row=row, column=column, text="", measure=measure))
        elif at is None:
            cells.append(Cell(row=row, column=column, text=cell, value=cell_value(cell), measure=measure))
        else:
            start, end = window.span(places[at], places[at + len(cell) - 1] + 1)
            at += len(cell)
            value = cell_value(cell)
            cells.append(
                Cell(row=row, column=column, text=text[start:end], value=value, start=start, end=end, measure=measure)
            )
    return cells


def unread(label: str, found: Sequence[Piece], width: int) -> Check:
    """The failed check that names a row whose digits can be cut in several ways, or in none."""
    return Check(rule=f"{label}: {width}格", expected=ONE_READING, actual=" ".join(p.text for p in found), ok=False)
