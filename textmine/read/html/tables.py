"""Tables of HTML: where each cell stands, and whether a table holds data or only lays out the page."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from textmine.errors import ReadError
from textmine.read.html.text import Block, PlacedCell, Role, join_lines, visible
from textmine.schema import Reason

MAX_COLUMNS, MAX_ROWS = 1000, 65534  # colspan and rowspan: HTML Living Standard 4.9.11
MAX_CELLS = 1_000_000  # places in a table
_PROSE = 200  # characters from which the text of a cell is prose
_SENTENCE_ENDS = ("。", "；", "！", "？")


class RawCell(NamedTuple):
    """A cell as written: the lines in it, and the spans it claims."""

    lines: tuple[str, ...]
    columns: int
    rows: int


@dataclass(slots=True, kw_only=True)
class OpenCell:
    """A cell that is being read, or was: its spans, and the range of blocks in it."""

    columns: int
    rows: int
    first: int
    last: int = 0


@dataclass(slots=True, kw_only=True)
class OpenTable:
    """A table that is being read, from the block ``first`` on; one with tables in it (no ``leaf``) keeps no cells."""

    first: int
    leaf: bool
    role: Role
    rows: list[list[OpenCell]] = field(default_factory=list)
    cell: OpenCell | None = None


class _Cover(NamedTuple):
    """Columns ``start`` to ``end`` that a cell above still covers up to the row ``until``."""

    start: int
    end: int
    until: int


def span(written: str | None, most: int) -> int:
    """The value of ``colspan`` or ``rowspan``: 1 where it is no number, ``most`` where it is larger.

    >>> span("3", 1000), span("999999999", 1000), span("100%", 1000), span(None, 1000)
    (3, 1000, 1, 1)
    """
    digits = (written or "").strip()
    if not (digits.isascii() and digits.isdigit()):
        return 1
    if len(digits) > 9:
        return most
    return min(int(digits), most) or (most if most == MAX_ROWS else 1)  # rowspan="0": down to the end


def place(rows: Sequence[Sequence[RawCell]]) -> tuple[PlacedCell, ...]:
    """Each cell of a table with its place, spans cut to the table, in reading order.

    Raises `ReadError` with reason ``limit`` for a table of over `MAX_CELLS` places.

    Rows and columns without text are left out.

    >>> rows = [[RawCell(("年",), 1, 2), RawCell(("件",), 99, 1)], [RawCell(("1",), 1, 1), RawCell(("2",), 1, 1)]]
    >>> [cell[:4] for cell in place(rows)]
    [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]
    """
    loose: list[tuple[int, int, RawCell]] = []
    covers: list[_Cover] = []
    work = 0
    for number, row in enumerate(rows):
        covers = [cover for cover in covers if cover.until > number]
        work += len(covers) + len(row)
        if work > MAX_CELLS:
            raise ReadError(f"a table of over {MAX_CELLS} cells", reason=str(Reason.LIMIT))
        column, ahead, added = 0, iter(covers), list[_Cover]()
        cover = next(ahead, None)
        for cell in row:
            while cover and cover.start <= column:
                column = max(column, cover.end)
                cover = next(ahead, None)
            loose.append((number, column, cell))
            if cell.rows > 1:
                added.append(_Cover(column, column + cell.columns, number + cell.rows))
            column += cell.columns
        covers = sorted([*covers, *added]) if added else covers
    placed = _pressed(loose)
    if sum(cell.rows * cell.columns for cell in placed) > MAX_CELLS:
        raise ReadError(f"a table of over {MAX_CELLS} places", reason=str(Reason.LIMIT))
    return placed


def _pressed(loose: Sequence[tuple[int, int, RawCell]]) -> tuple[PlacedCell, ...]:
    """The cells in a table of only those rows and columns in which some text starts; pages put spacers between them."""
    texts = [_text(cell) for _, _, cell in loose]
    filled = [place for place, text in zip(loose, texts, strict=True) if text.strip()]
    rows = sorted({row for row, _, _ in filled})
    columns = sorted({column for _, column, _ in filled})
    placed = []
    for (row, column, cell), text in zip(loose, texts, strict=True):
        top, left = bisect_left(rows, row), bisect_left(columns, column)
        high = bisect_left(rows, row + cell.rows) - top
        wide = bisect_left(columns, column + cell.columns) - left
        if high and wide:
            placed.append(PlacedCell(top, left, high, wide, text))
    return tuple(placed)


def _text(cell: RawCell) -> str:
    return join_lines(cell.lines) if len(cell.lines) != 1 else cell.lines[0].rstrip()


def settled(blocks: Sequence[Block], read: OpenTable) -> list[Block]:
    """The blocks from the start of a table on, with a grid in the place of its cells if it holds data.

    Raises `ReadError` with reason ``limit`` as `place` does.
    """
    after = list(blocks[read.first :])
    if not read.leaf:
        return after
    owned = [
        [[i for i in range(cell.first, cell.last) if blocks[i].role == read.role] for cell in row] for row in read.rows
    ]
    raw = [
        [
            RawCell(tuple(blocks[i].text for i in places), cell.columns, cell.rows)
            for cell, places in zip(row, own, strict=True)
        ]
        for row, own in zip(read.rows, owned, strict=True)
    ]
    first, last = 0, len(raw)
    while last > first and _is_note(raw[last - 1]):
        last -= 1
    while first < last and _is_note(raw[first]):
        first += 1
    cells = place(raw[first:last])
    if not is_data(raw[first:last], cells):
        return after
    inside = dict.fromkeys(i for row in owned[first:last] for places in row for i in places)
    top = min(inside)
    grid = Block(
        cells=cells,
        linked=sum(blocks[i].linked for i in inside),
        links=sum(blocks[i].links for i in inside),
        role=read.role,
    )
    rest = [blocks[i] for i in range(top, len(blocks)) if i not in inside]
    return [*blocks[read.first : top], grid, *rest]


def _is_note(row: Sequence[RawCell]) -> bool:
    """Whether a row is a note above or below a table: one cell of prose."""
    return len(row) == 1 and is_prose(row[0])


def is_data(rows: Sequence[Sequence[RawCell]], cells: Sequence[PlacedCell]) -> bool:
    """Whether a table holds data: text in several rows and several columns, none of it prose."""
    filled = [cell for cell in cells if cell.text.strip()]
    if len({cell.row for cell in filled}) < 2 or len({cell.column for cell in filled}) < 2:
        return False
    return not any(is_prose(cell) for row in rows for cell in row)


def is_prose(cell: RawCell) -> bool:
    """Whether a cell holds a paragraph rather than a value: over 200 characters, or several sentences on their own lines."""
    if sum(map(visible, cell.lines)) > _PROSE:
        return True
    return len(cell.lines) > 1 and sum(line.rstrip().endswith(_SENTENCE_ENDS) for line in cell.lines) > 1
