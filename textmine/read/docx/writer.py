"""Writes lines and tables into one text and keeps the places of the cells."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.read.docx.tables import Slot
from textmine.schema import Grid, GridCell

MAX_TEXT = 50_000_000  # characters: ../shared/faults/README.md, part 7
_BLANK = " \t\n\r\f\v\u3000\xa0\u200b\ufeff"


class Full(Exception):
    """The text has reached its limit."""


class Writer:
    """Collects the text of a document; ``text`` and ``grids`` are what was written."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self.grids: list[Grid] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def paragraph(self, text: str) -> None:
        """Write the lines of a paragraph; blank ones, and tabs and spaces at either end, only make room on the page."""
        for line in text.split("\n"):
            if line.strip(_BLANK):
                self._add(line.strip("\t ") + "\n")

    def table(self, rows: Sequence[Sequence[tuple[Slot, str]]]) -> None:
        """Write a table, a row a line, a tab between cells; one without any text is left out."""
        if not any(text for row in rows for _, text in row):
            return
        start = self._length
        cells: list[GridCell] = []
        for at, row in enumerate(rows):
            for index, (slot, text) in enumerate(row):
                self._add("\t" if index else "")
                if slot.row == at:
                    end = self._length + len(text)
                    cells.append(GridCell(at, slot.column, slot.rows, slot.columns, self._length, end))
                    self._add(text)
            self._add("\n")
        self.grids.append(Grid(start=start, end=self._length - 1, cells=tuple(cells)))

    def _add(self, text: str) -> None:
        if self._length + len(text) > MAX_TEXT:
            raise Full
        self._parts.append(text)
        self._length += len(text)


def joined(before: str, after: str) -> str:
    """Two pieces of text in one line: a space only between two ASCII characters, as Chinese has none.

    >>> joined("本年", "受理"), joined("1.", "2019年"), joined("Open", "data")
    ('本年受理', '1. 2019年', 'Open data')
    """
    if before and after and before[-1].isascii() and after[0].isascii():
        return f"{before} {after}"
    return before + after
