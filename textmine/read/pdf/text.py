"""Writes the text of a document: paragraphs and rows of tables as lines, and for each line its place on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from textmine.read.pdf.flow import Paragraph, joint
from textmine.read.pdf.types import Piece, Slot, Table
from textmine.schema import Grid, GridCell, Line

_OF_A_NUMBER = re.compile("[-+−0-9,，.．%]{1,20}")
_LEAST = 4  # characters of a line of a number that goes on in the next
_FREE = 1.7  # times the size of its characters: what a line that fills its cell leaves free, margins included


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A text, its tables, and the places of its lines; offsets are code points of ``text``."""

    text: str
    grids: tuple[Grid, ...]
    lines: tuple[Line, ...]
    cut: bool = False


def write(parts: Iterable[Paragraph | Table], limit: int) -> Written:
    """The text of paragraphs and tables in reading order. What begins after ``limit`` characters is left out."""
    writer = _Writer()
    for part in parts:
        if writer.length >= limit:
            return writer.written(cut=True)
        if isinstance(part, Table):
            writer.table(part)
        else:
            writer.pieces(part)
            writer.put("\n")
    return writer.written(cut=False)


def _is_wrapped(slot: Slot, edges: Sequence[float]) -> bool:
    """Whether the lines of a cell are one number that its column is too narrow for: all but the last fill it."""
    if len(slot.lines) < 2 or not all(_OF_A_NUMBER.fullmatch(line.text) for line in slot.lines):
        return False
    room = edges[slot.column + slot.columns] - edges[slot.column]
    return all(
        len(line.text) >= _LEAST and room - (line.right - line.left) < _FREE * line.size for line in slot.lines[:-1]
    )


@dataclass(slots=True)
class _Writer:
    """The text so far, and what stands where in it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)

    def put(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)

    def pieces(self, pieces: Sequence[Piece], *, number: bool = False) -> tuple[int, int]:
        """Write lines of a page as one, those of one ``number`` without spaces; the span of the text."""
        first = self.length
        before = ""
        for piece in pieces:
            self.put("" if number else joint(before, piece.text))
            start = self.length
            self.put(piece.text)
            score = None if piece.score is None else round(piece.score, 3)
            line = Line(
                start=start, end=self.length, page=piece.page, box=piece.box, edges=piece.edges, confidence=score
            )
            self.lines.append(line)
            before = piece.text
        return first, self.length

    def table(self, table: Table) -> None:
        """Write a table: a line a row, a tab between cells; a cell's text stands in its first row."""
        start = self.length
        rows: list[list[Slot]] = [[] for _ in range(table.height)]
        for slot in table.slots:
            for row in rows[slot.row : slot.row + slot.rows]:
                row.append(slot)
        cells: list[GridCell] = []
        for number, row in enumerate(rows):
            for at, slot in enumerate(sorted(row, key=lambda slot: slot.column)):
                self.put("\t" if at else "")
                if slot.row == number:
                    span = self.pieces(slot.lines, number=_is_wrapped(slot, table.edges))
                    cells.append(GridCell(slot.row, slot.column, slot.rows, slot.columns, *span))
            end = self.length
            self.put("\n")
        self.grids.append(Grid(start=start, end=end, cells=tuple(cells)))

    def written(self, *, cut: bool) -> Written:
        return Written(text="".join(self.parts), grids=tuple(self.grids), lines=tuple(self.lines), cut=cut)
