"""A grid as rows of squares: what covers each place, as label and as number."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from textmine.schema import Grid, GridCell
from textmine.tables.cells import cell_value
from textmine.tables.markup import TAG

_MOST_SQUARES = 10**6  # spans can claim more places than a file has bytes
_SPACE = re.compile(r"\s+")


class Square(NamedTuple):
    """What stands at one row and column: the cell that covers it, its text without white space, and its number."""

    cell: GridCell
    label: str
    value: Decimal | None


Row = Sequence[Square | None]
Matrix = list[list[Square | None]]


def matrix_of(text: str, grid: Grid) -> Matrix:
    """The squares of a grid (offsets are code points of ``text``), row by row; nothing where spans claim too much."""
    height = max((cell.row + cell.rows for cell in grid.cells), default=0)
    width = max((cell.column + cell.columns for cell in grid.cells), default=0)
    if height * width > _MOST_SQUARES:
        return []
    matrix: Matrix = [[None] * width for _ in range(height)]
    for cell in grid.cells:
        quote = text[cell.start : cell.end]
        label = _SPACE.sub("", TAG.sub("", quote) if "<" in quote else quote)
        square = Square(cell, label, cell_value(quote))
        for row in matrix[cell.row : cell.row + cell.rows]:
            for column in range(cell.column, min(cell.column + cell.columns, width)):
                if row[column] is None:
                    row[column] = square
    return matrix


def labels_in(row: Row) -> list[str]:
    """What stands in a row, once for each cell."""
    return [square.label for square in dict.fromkeys(row) if square is not None and square.label]


def texts_in(text: str, row: Row) -> list[str]:
    """What stands in a row as it is written, once for each cell, markup aside."""
    return [
        TAG.sub("", text[square.cell.start : square.cell.end])
        for square in dict.fromkeys(row)
        if square is not None and square.label
    ]


def label_at(row: Row, column: int) -> str:
    """What stands at a place; nothing for a blank."""
    square = row[column]
    return square.label if square is not None else ""


def is_banner(row: Row) -> bool:
    """Whether one cell fills the whole row: a caption, or the head of a group of rows."""
    return len(row) > 1 and row[0] is not None and all(square is row[0] for square in row)


def is_lone(row: Row) -> bool:
    """Whether nothing but one label at its beginning stands in a row."""
    return bool(label_at(row, 0)) and all(square is row[0] or not square or not square.label for square in row)


def unmerged(matrix: Matrix) -> bool:
    """Whether no cell covers several places: what has no merged cells, or lost them on its way into text."""
    return all(square is None or square.cell.rows == square.cell.columns == 1 for row in matrix for square in row)


def spread_right(header: Sequence[Row]) -> Matrix:
    """A header whose merged cells were lost: a label covers the blanks on its right that have labels below, as it has itself."""
    rows = [list(row) for row in header]
    for at, row in enumerate(rows[:-1]):
        below = [any(label_at(other, column) for other in rows[at + 1 :]) for column in range(len(row))]
        for column in range(1, len(row)):
            left = row[column - 1]
            if below[column] and below[column - 1] and left and left.label and not label_at(row, column):
                row[column] = left
    return rows


def spread_down(rows: Sequence[Row], columns: Sequence[int]) -> Matrix:
    """Rows whose merged labels were lost: a blank in one of the label ``columns`` with a label right of it is the label above."""
    found = [list(row) for row in rows]
    for above, row in pairwise(found):
        for at, column in enumerate(columns):
            right = any(label_at(row, other) for other in columns[at + 1 :])
            if right and not label_at(row, column) and not is_lone(above):
                row[column] = above[column]
    return found
