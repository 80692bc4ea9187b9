"""Rows of a form out of a grid: the file says which cell stands where, so that a blank is told from a lost cell."""

import re
from bisect import bisect_left, bisect_right
from itertools import groupby, islice, takewhile
from operator import attrgetter

from textmine.schema import Grid, GridCell
from textmine.tables.compact import Compact
from textmine.tables.pieces import BLANK, NUMBER, Piece

_VALUE = re.compile(rf"{NUMBER.pattern}|{BLANK.pattern}|")


def row_behind(text: str, window: Compact, grid: Grid, stop: int, width: int) -> list[Piece] | None:
    """The ``width`` cells behind the label that ends at compact offset ``stop``, blanks included.

    ``None`` where the grid has not so many cells there: then what stands in the text decides.
    """
    at = _cell_at(grid, window.at[stop - 1])
    if at is None:
        return None
    label = grid.cells[at]
    behind = takewhile(lambda cell: cell.row < label.row + label.rows, islice(grid.cells, at + 1, None))
    found = [cell for cell in behind if cell.column > label.column]
    while len(found) > width and found[-1].start == found[-1].end:
        found.pop()  # blanks that fill the row up
    return _pieces(text, window, found) if len(found) == width else None


def within(window: Compact, grid: Grid, stop: int, row: list[Piece]) -> list[Piece]:
    """The numbers of a row that stand in cells of the grid, where its label (up to compact offset ``stop``) does: the others are a page's."""
    if _cell_at(grid, window.at[stop - 1]) is None:
        return row
    return [piece for piece in row if _cell_at(grid, window.at[piece.start]) is not None]


def _cell_at(grid: Grid, place: int) -> int | None:
    """The number of the grid's cell that stands at a place (code point)."""
    at = bisect_right(grid.cells, place, key=attrgetter("start")) - 1
    return at if at >= 0 and place < grid.cells[at].end else None


def numeric_row(text: str, window: Compact, grid: Grid, width: int) -> list[Piece] | None:
    """The first row that ends in ``width`` cells of numbers, dashes and blanks in the window; one with a number, if there is.

    Cells of a grid stand in the order of the text, so that only those of the window are looked at.
    """
    blank = None
    if not window.at:  # nothing but marks and blanks
        return None
    first = bisect_left(grid.cells, window.at[0], key=attrgetter("end"))
    for _, row in groupby(islice(grid.cells, first, None), key=attrgetter("row")):
        cells = list(row)
        if cells[0].start > window.at[-1]:
            break
        if len(cells) >= width:
            more = len(cells) > width and _VALUE.fullmatch(text, cells[-width - 1].start, cells[-width - 1].end)
            found = None if more and more.group() else _pieces(text, window, cells[-width:])
            if found and any(piece.text and piece.text[0].isdigit() for piece in found):
                return found
            blank = blank or found
    return blank


def _pieces(text: str, window: Compact, cells: list[GridCell]) -> list[Piece] | None:
    found = []
    for cell in cells:
        start, end = bisect_left(window.at, cell.start), bisect_left(window.at, cell.end)
        if end > len(window.at) or not _VALUE.fullmatch(window.text, start, end):
            return None
        if "\n" in text[cell.start : cell.end].strip():
            return None
        found.append(Piece(start, end, window.text[start:end]))
    return found
