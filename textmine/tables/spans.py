"""Tables whose file says where their cells stand (HTML, DOCX, ruled PDF): merged labels, header rows, row labels.

A merged label belongs to every row and column that it covers. The rows above the first row with a number are the header;
the columns left of the first column with numbers are row labels. A row that holds nothing but one label heads the rows
below it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from textmine.schema import Cell, Grid, GridCell, Table
from textmine.tables.cells import cell_value
from textmine.tables.markup import TAG

_UNIT_HEADS = ("单位", "计量单位")
_UNIT = re.compile(r"单位[:：]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:年(?:度)?)?")
_ORDINALS = ("序号", "编号", "代码", "行次", "年份", "年度", "年")
_COUNTED = {
    *((1, label) for label in ("", "甲", "栏次", "行次", "序号")),
    (2, "1"),
}  # how a row begins that counts columns
_BLANK = re.compile(r"[\s\-－—–/／…]*")
_MOST_HEADERS = 5  # rows; a header of a printed table is no higher
_MOST_SQUARES = 10**6  # spans can claim more places than a file has bytes
_SPACE = re.compile(r"\s+")


class _Square(NamedTuple):
    """What stands at one row and column: the cell that covers it and its text without white space."""

    cell: GridCell
    label: str
    value: Decimal | None


_Matrix = list[list[_Square | None]]


def read_grids(text: str, grid: Grid, title: str | None) -> list[Table]:
    r"""The tables of a grid with their headers and row labels as paths; none where it holds no number.

    A grid may hold several tables below one another, each with a caption over all its columns and a header of its own.
    Offsets of the cells are code points of ``text``. A cell without a number (a blank, a dash, words) has no value.

    >>> text = "指标\t2020年\t2021年\n面积\t12\t13"
    >>> places = [(0, 2), (3, 8), (9, 14), (15, 17), (18, 20), (21, 23)]
    >>> cells = tuple(GridCell(i // 3, i % 3, 1, 1, *place) for i, place in enumerate(places))
    >>> (table,) = read_grids(text, Grid(start=0, end=23, cells=cells), None)
    >>> [(c.row, c.column, c.text) for c in table.cells]
    [(('面积',), ('2020年',), '12'), (('面积',), ('2021年',), '13')]
    """
    matrix = _matrix(text, grid)
    parts = [part for part in _parts(matrix) if _first_data_row(part) is not None]
    if len(parts) < 2:  # one table, whatever stands around it
        read = _read(text, matrix, 0, title)
        return [replace(read, start=grid.start, end=grid.end)] if read else []
    tables = []
    first = 0
    for part in _parts(matrix):
        read = _read(text, part, first, None)
        first += len(part)
        if read:
            squares = [square.cell for row in part for square in row if square]
            tables.append(replace(read, start=min(c.start for c in squares), end=max(c.end for c in squares)))
    return tables


def _parts(matrix: _Matrix) -> list[_Matrix]:
    """The tables that stand below one another: each begins with a caption that a header follows."""
    starts = [
        number for number in range(1, len(matrix)) if _is_banner(matrix[number]) and _header_follows(matrix, number)
    ]
    return [matrix[start:stop] for start, stop in pairwise([0, *starts, len(matrix)])]


def _header_follows(matrix: _Matrix, number: int) -> bool:
    """Whether the first row below a caption, but for one with a unit or nothing, is made of labels alone."""
    for row in matrix[number + 1 :]:
        labels = [square for square in dict.fromkeys(row) if square is not None and square.label]
        if len(labels) > 1:
            return all(square.value is None or _YEAR.fullmatch(square.label) for square in labels) and not any(
                _BLANK.fullmatch(square.label) for square in labels
            )
        if labels and not _UNIT.search(labels[0].label):
            return False
    return False


def _read(text: str, matrix: _Matrix, first: int, title: str | None) -> Table | None:
    """The table of a matrix whose first row is row ``first`` of its grid."""
    first_row = _first_data_row(matrix)
    if first_row is None:
        return None
    header = [row for row in matrix[:first_row] if not _is_banner(row) and not _unit_in(row)]
    columns = [_path([line[column] for line in header]) for column in range(len(matrix[0]))]
    units = [at for at, path in enumerate(columns) if path[-1:] and path[-1] in _UNIT_HEADS]
    first_column = _first_data_column(matrix, first_row)
    top = next((number for number, row in enumerate(matrix) if not _is_banner(row) and not _unit_in(row)), 0)
    captions = [square.label for row in matrix[:top] if _is_banner(row) and (square := row[0]) and square.label]
    unit = next(filter(None, map(_unit_in, matrix[:first_row])), "")
    cells: list[Cell] = []
    group = next((_path(row[:1]) for row in reversed(matrix[top:first_row]) if _is_banner(row)), ())
    for number, row in enumerate(matrix[first_row:], first_row):
        labels = _path([square for at, square in enumerate(row[:first_column]) if at not in units])
        if _is_banner(row) or not any(square and square.label for square in row[first_column:]):
            group = labels or group
            continue
        for column in (*(at for at in units if at < first_column), *range(first_column, len(row))):
            square = row[column]
            if square is None or not square.label or (square.cell.row, square.cell.column) != (first + number, column):
                continue  # a blank, or a place that a cell above or on the left covers
            cells.append(
                Cell(
                    row=labels if labels[: len(group)] == group else (*group, *labels),
                    column=columns[column],
                    text=text[square.cell.start : square.cell.end],
                    value=square.value,
                    start=square.cell.start,
                    end=square.cell.end,
                )
            )
    named = next((label for label in captions if label != unit), title)
    whole = " ".join(filter(None, [named, None if unit and unit in (named or "") else unit]))
    return Table(id="", section=None, title=whole or None, start=0, end=0, cells=tuple(cells))


def _labels(row: Sequence[_Square | None]) -> list[str]:
    return [square.label for square in dict.fromkeys(row) if square is not None and square.label]


def _unit_in(row: Sequence[_Square | None]) -> str:
    """The unit that stands alone in a row above a header (单位：亿元)."""
    labels = _labels(row)
    return labels[0] if len(labels) == 1 and _UNIT.search(labels[0]) else ""


def _matrix(text: str, grid: Grid) -> _Matrix:
    height = max((cell.row + cell.rows for cell in grid.cells), default=0)
    width = max((cell.column + cell.columns for cell in grid.cells), default=0)
    if height * width > _MOST_SQUARES:
        return []
    matrix: _Matrix = [[None] * width for _ in range(height)]
    for cell in grid.cells:
        quote = text[cell.start : cell.end]
        label = _SPACE.sub("", TAG.sub("", quote) if "<" in quote else quote)
        square = _Square(cell, label, cell_value(quote))
        for row in matrix[cell.row : cell.row + cell.rows]:
            for column in range(cell.column, min(cell.column + cell.columns, width)):
                if row[column] is None:
                    row[column] = square
    return matrix


def _is_banner(row: Sequence[_Square | None]) -> bool:
    """Whether one cell fills the whole row: a caption, or the head of a group of rows."""
    return len(row) > 1 and row[0] is not None and all(square is row[0] for square in row)


def _is_data(row: Sequence[_Square | None]) -> bool:
    """Whether a row holds numbers that are no years and no ordinals heading columns (1, 2, 3)."""
    squares = [square for square in dict.fromkeys(row[1:]) if square is not None]
    numbers = [square.value for square in squares if square.value is not None and not _YEAR.fullmatch(square.label)]
    counted = len(numbers) > 1 and numbers == [numbers[0] + at for at in range(len(numbers))]
    first = row[0].label if row[0] is not None else ""
    return bool(numbers) and not (counted and (int(numbers[0]), first) in _COUNTED)


def _first_data_row(matrix: _Matrix) -> int | None:
    for number, row in enumerate(matrix):
        if number > _MOST_HEADERS:
            break
        if not _is_banner(row) and _is_data(row):
            return number
    return None


def _first_data_column(matrix: _Matrix, first_row: int) -> int:
    """The first column that holds numbers, ordinals and years of the rows left out.

    The very first has labels, unless the table has one row, of numbers alone, and a label above each.
    """
    width = len(matrix[0])
    only = matrix[first_row] if len(matrix) == first_row + 1 else []
    head = matrix[first_row - 1][0] if first_row else None
    if head and head.label and head.label not in _ORDINALS and all(s and s.value is not None for s in only) and only:
        return 0 if only[0] and not _YEAR.fullmatch(only[0].label) else 1
    for column in range(1, width):
        head = next((row[column] for row in matrix[:first_row][::-1] if row[column]), None)
        if head is not None and head.label in _ORDINALS:
            continue
        squares = [row[column] for row in matrix[first_row:] if not _is_banner(row)]
        filled = [square for square in squares if square is not None and square.label]
        numbers = [square for square in filled if square.value is not None]
        if numbers and 2 * len(numbers) >= len([s for s in filled if not _BLANK.fullmatch(s.label)]):
            return column
    return min(1, width - 1)


def _path(squares: Sequence[_Square | None]) -> tuple[str, ...]:
    """The labels of a row or column from the outside in, one that covers several places once."""
    found: list[_Square] = []
    for square in squares:
        if square is not None and square.label and (not found or square is not found[-1]):
            found.append(square)
    return tuple(square.label for square in found)
