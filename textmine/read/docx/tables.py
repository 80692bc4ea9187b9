"""How a table of a Word document is laid out: rows, columns and merged cells, and whether it holds data at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element as Element

from textmine.read.docx.names import KINDS, child, number, tag, value
from textmine.read.docx.text import SKIPPED, chosen

MAX_CELLS = 1_000_000
_MAX_SPAN = 1000  # columns that a cell may cover: HTML standard, 4.9.11
_PROSE = 200  # characters from which on a cell is no cell of a data table
_DELETED = {"w:tr": ("w:trPr", "w:del"), "w:tc": ("w:tcPr", "w:cellDel")}  # the mark of a revision that took it away
_SENTENCE_ENDS = ("。", "；", "！", "？")


@dataclass(slots=True, kw_only=True)
class Slot:
    """A cell in its place; ``element`` is ``None`` for the gap before a row that begins further right."""

    row: int
    column: int
    rows: int = 1
    columns: int
    element: Element | None


def cells_of(table: Element) -> list[list[Element]] | None:
    """The cells of a table, row by row, without what a revision deleted; ``None`` for over a million."""
    rows: list[list[Element]] = []
    left = MAX_CELLS
    for row in _within(table, "w:tr"):
        rows.append(list(islice(_within(row, "w:tc"), left + 1)))
        left -= len(rows[-1])
        if left < 0:
            return None
    return [cells for cells in rows if cells]


def is_continuation(cell: Element) -> bool:
    """Whether a cell belongs to the one above or before it; Word does not show its content."""
    properties = child(cell, "w:tcPr")
    return any(_merge(properties, name) == "continue" for name in ("w:vMerge", "w:hMerge"))


def data_rows(rows: list[list[Element]]) -> tuple[int, int]:
    """The half-open range of rows that hold data, ``(0, 0)`` for a table that lays out a page.

    Data stand in several rows and columns of short cells, without a table within. A row above or below them that is
    one cell of prose is a note on the table.
    """
    first, last = 0, len(rows)
    while first < last and _is_note(rows[first]):
        first += 1
    while last > first and _is_note(rows[last - 1]):
        last -= 1
    data = rows[first:last]
    several = len(data) > 1 and any(len(row) > 1 for row in data)
    return (first, last) if several and not any(_is_prose(cell) for row in data for cell in row) else (0, 0)


def lay_out(table: Element, rows: list[list[Element]]) -> list[list[Slot]]:
    """The cells in their places, row by row. One that covers several rows stands, as the same slot, in each of them."""
    grid = child(table, "w:tblGrid")
    width = max(0 if grid is None else len(grid), *map(len, rows))
    above: dict[int, Slot] = {}
    laid: list[list[Slot]] = []
    for at, row in enumerate(rows):
        line = _gap(at, row[0], width)
        column = sum(slot.columns for slot in line)
        going_on: dict[int, Slot] = {}
        for cell in row:
            properties = child(cell, "w:tcPr")
            span = min(_span(properties), max(width - column, 1))
            vertical = _merge(properties, "w:vMerge")
            if line and _merge(properties, "w:hMerge") == "continue":
                line[-1].columns += span if line[-1].row == at else 0
            elif vertical == "continue" and (slot := above.get(column)) and slot.columns == span:
                slot.rows += 1
                line.append(slot)
                going_on[column] = slot
            else:
                line.append(Slot(row=at, column=column, columns=span, element=cell))
                if vertical:
                    going_on[column] = line[-1]
            column += span
        above = going_on
        laid.append(line)
    return laid


def _gap(row: int, first: Element, width: int) -> list[Slot]:
    parent = first.getparent()
    while parent is not None and KINDS.get(parent.tag) != "w:tr":
        parent = parent.getparent()
    skipped = number(value(child(parent, "w:trPr"), "w:gridBefore")) or 0
    skipped = min(skipped, _MAX_SPAN, width - 1)
    return [Slot(row=row, column=0, columns=skipped, element=None)] if skipped > 0 else []


def _span(properties: Element | None) -> int:
    return min(max(number(value(properties, "w:gridSpan")) or 1, 1), _MAX_SPAN)


def _merge(properties: Element | None, name: str) -> str | None:
    found = child(properties, name)
    return None if found is None else found.get(tag("w:val"), "continue")


def _is_note(row: list[Element]) -> bool:
    return len(row) == 1 and _is_prose(row[0])


def _is_prose(cell: Element) -> bool:
    """Whether a cell holds paragraphs rather than a value: a table, over 200 characters, or several sentences' ends."""
    if next(cell.iter(tag("w:tbl")), None) is not None:
        return True
    paragraphs = ["".join(words.text or "" for words in one.iter(tag("w:t"))).rstrip() for one in cell.iter(tag("w:p"))]
    return sum(map(len, paragraphs)) > _PROSE or sum(one.endswith(_SENTENCE_ENDS) for one in paragraphs) > 1


def _within(element: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also where a content control or a revision is around them."""
    pending: list[Iterator[Element]] = [iter(element)]
    while pending:
        found = next(pending[-1], None)
        if found is None:
            pending.pop()
            continue
        kind = KINDS.get(found.tag, "")
        if kind == wanted:
            if not _is_deleted(found):
                yield found
        elif kind == "mc:AlternateContent":
            pending.append(chosen(found))
        elif kind not in SKIPPED and kind != "w:tbl":
            pending.append(iter(found))


def _is_deleted(element: Element) -> bool:
    properties, mark = _DELETED[KINDS[element.tag]]
    return child(child(element, properties), mark) is not None
