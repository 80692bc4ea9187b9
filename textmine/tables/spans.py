"""Tables whose file says where their cells stand (HTML, DOCX, ruled PDF): merged labels, header rows, row labels.

A merged label belongs to every row and column that it covers. The rows above the first row with a number are the header;
the columns left of the first column with numbers are row labels. A row that holds nothing but one label heads the rows
below it. Tables may stand below one another, and beside one another, in one grid.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from textmine.schema import Cell, Check, Grid, Table
from textmine.tables.captions import DATE, UNIT_LINE
from textmine.tables.heads import (
    first_data_column,
    first_data_row,
    header_follows,
    holds_units,
    is_attribute_head,
    is_code,
    is_counting,
    is_ordinal_head,
    is_rank_head,
    is_unit_head,
    path_of,
    starts_of_blocks,
    top_of,
)
from textmine.tables.matrix import (
    Matrix,
    Row,
    is_banner,
    is_lone,
    label_at,
    labels_in,
    matrix_of,
    spread_down,
    spread_right,
    texts_in,
    unmerged,
)
from textmine.tables.rowheads import RowHeads, heads_others, is_continued, is_note
from textmine.tables.totals import is_part, total_checks

Path = tuple[str, ...]

_NUMBER_OF_TABLE = re.compile(r"(?:公开|附[件表]|表)[0-9一二三四五六七八九十-]{0,4}表?[:：]?")
_IN_BRACKETS = re.compile(r"[（(].{1,20}[）)]")
_ORDINAL = re.compile("[一二三四五六七八九十]{1,3}")


def read_grids(text: str, grid: Grid, title: str | None) -> list[Table]:
    r"""The tables of a grid with their headers and row labels as paths, and the checks of their totals; none where it holds no number.

    A grid may hold several tables below one another, each with a caption over all its columns and a header of its own.
    Offsets of the cells are code points of ``text``. A cell without a number (a blank, a dash, words) has no value.

    >>> from textmine.schema import GridCell
    >>> text = "指标\t2020年\t2021年\n面积\t12\t13"
    >>> places = [(0, 2), (3, 8), (9, 14), (15, 17), (18, 20), (21, 23)]
    >>> cells = tuple(GridCell(i // 3, i % 3, 1, 1, *place) for i, place in enumerate(places))
    >>> (table,) = read_grids(text, Grid(start=0, end=23, cells=cells), None)
    >>> [(c.row, c.column, c.text) for c in table.cells]
    [(('面积',), ('2020年',), '12'), (('面积',), ('2021年',), '13')]
    """
    matrix = matrix_of(text, grid)
    parts = [part for part in _parts(matrix) if first_data_row(part) is not None]
    if len(parts) < 2:  # one table, whatever stands around it
        read = _read(text, matrix, title)
        return [replace(read, start=grid.start, end=grid.end)] if read else []
    tables = []
    first = 0
    for number, part in enumerate(_parts(matrix)):
        read = _read(text, part, None if number else title, first)
        first += len(part)
        if read:
            squares = [square.cell for row in part for square in row if square]
            tables.append(replace(read, start=min(c.start for c in squares), end=max(c.end for c in squares)))
    return tables


def _parts(matrix: Matrix) -> list[Matrix]:
    """The tables that stand below one another: each begins with a caption that a header follows."""
    starts = [
        number
        for number in range(1, len(matrix))
        if is_banner(matrix[number])
        and not is_continued(label_at(matrix[number], 0))
        and header_follows(matrix, number)
    ]
    return [matrix[start:stop] for start, stop in pairwise([0, *starts, len(matrix)])]


def _read(text: str, matrix: Matrix, title: str | None, first: int = 0) -> Table | None:
    """The table of a matrix whose first row is row ``first`` of its grid."""
    first_row = first_data_row(matrix)
    if first_row is None:
        return None
    top = top_of(matrix, first_row)
    stop = first_row
    while stop > top + 1 and (is_lone(matrix[stop - 1]) or not labels_in(matrix[stop - 1])):
        stop -= 1  # heads of the first rows
    header: Sequence[Row] = [row for row in matrix[top:stop] if not is_counting(row)]
    loose = unmerged(matrix)
    if loose:
        header = spread_right(header)
    whole = _caption(text, matrix[:top], title)
    cells: list[Cell] = []
    checks: list[Check] = []
    for left, right in pairwise([*starts_of_blocks(matrix, header, first_row), len(matrix[0])]):
        block = [row[left:right] for row in matrix]
        columns = _Columns.of(block, [row[left:right] for row in header], first_row)
        body = [(first + number, row) for number, row in enumerate(block[stop:], stop) if not columns.repeats(row)]
        if loose:
            merged = [at for at in columns.named if at not in columns.counted and not is_code(columns.paths[at])]
            kept = spread_down([row for _, row in body], merged)
            body = [(number, row) for (number, _), row in zip(body, kept, strict=True)]
        found = tuple(_cells(text, body, columns, left))
        checks += total_checks(Table(id="", section=None, title=whole, start=0, end=0, cells=found))
        cells += found
    cells.sort(key=lambda cell: cell.start or 0)
    return Table(id="", section=None, title=whole, start=0, end=0, cells=tuple(cells), checks=tuple(checks))


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a table hold: ``named`` the names of rows, ``counted`` their numbers, ``shown`` what becomes a cell."""

    header: Sequence[Row]
    paths: list[Path]
    first: int  # with numbers
    named: list[int]
    counted: list[int]
    shown: list[int]

    @classmethod
    def of(cls, matrix: Matrix, header: Sequence[Row], first_row: int) -> "_Columns":
        paths = [path_of([line[column] for line in header]) for column in range(len(matrix[0]))]
        ends = [path[-1] if path else "" for path in paths]
        first = first_data_column(matrix, header, first_row)
        body = matrix[first_row:]
        beside = [
            at
            for at, label in enumerate(ends)
            if (is_unit_head(label) and holds_units(body, at)) or (at and is_attribute_head(label))
        ]
        counted = [at for at, label in enumerate(ends) if is_ordinal_head(label) or (at == 0 and is_rank_head(label))]
        named = [at for at in range(first) if at not in beside]
        shown = [at for at in range(len(ends)) if (at >= first or at in beside) and at not in counted]
        return cls(header, paths, first, named, counted, shown)

    def repeats(self, row: Row) -> bool:
        """Whether a row says again what stands in the header, or nothing."""
        labels = labels_in(row)
        return not labels or is_counting(row) or labels in [labels_in(line) for line in self.header]

    def blank(self, row: Row) -> bool:
        """Whether a row has a name at most: neither numbers nor a number of its own."""
        return not any(square and square.label for square in (*row[self.first :], *(row[at] for at in self.counted)))

    def name(self, row: Row, *, whole: bool) -> Path:
        """The labels of a row; its number is one only where the ``whole`` is asked for, or there is no other."""
        path = path_of([row[at] for at in self.named])
        bare = path_of([row[at] for at in self.named if at not in self.counted or not _counts(row, at)])
        return path if whole or not bare else bare


def _counts(row: Row, column: int) -> bool:
    square = row[column]
    return square is not None and (square.value is not None or _ORDINAL.fullmatch(square.label) is not None)


def _cells(text: str, body: Sequence[tuple[int, Row]], columns: _Columns, left: int) -> Iterator[Cell]:
    """The cells of the rows of a table (each with its number in the grid) whose first column is column ``left`` of the grid."""
    known = Counter(columns.name(row, whole=False) for _, row in body)
    heads = RowHeads()
    whole: Path = ()
    within = False  # whether a part of it stands above
    for at, (number, row) in enumerate(body):
        name = columns.name(row, whole=False)
        labels = name if known[name] == 1 else columns.name(row, whole=True)
        if is_banner(row) or (known[name] == 1 and not is_part(labels)):
            whole, within = labels, False
        elif known[name] > 1 and (within or is_part(labels)):
            labels, within = (*whole, *labels), True  # 其中：住宅 of several wholes
        following = label_at(body[at + 1][1], 0) if at + 1 < len(body) else ""
        if is_banner(row) or columns.blank(row):
            if labels and heads_others(labels[0], following, spanning=is_banner(row)):
                heads.enter(labels)
            continue
        above = heads.above(labels, last=not following or is_note(following))
        path = labels if labels[: len(above)] == above else (*above, *labels)
        for column in columns.shown:
            square = row[column]
            if square is None or not square.label or square.cell[:2] != (number, left + column):
                continue  # a blank, or a place that a cell above or on the left covers
            yield Cell(
                row=path,
                column=columns.paths[column],
                text=text[square.cell.start : square.cell.end],
                value=square.value,
                start=square.cell.start,
                end=square.cell.end,
            )


def _caption(text: str, rows: Sequence[Row], title: str | None) -> str | None:
    """The caption of a table and its unit: from the rows above its header, else what stands above the grid."""
    told = [" ".join(" ".join(texts_in(text, row)).split()) for row in rows if labels_in(row)]
    units = [line for line in told if UNIT_LINE.search(line)]
    names = [line for line in told if line not in units and not _NUMBER_OF_TABLE.fullmatch(line)]
    named = (
        " ".join(
            names[-2:] if names and (DATE.fullmatch(names[-1]) or _IN_BRACKETS.fullmatch(names[-1])) else names[-1:]
        )
        or title
    )
    unit = next((line for line in units if not (named and line in named)), None)
    return " ".join(filter(None, [named, unit])) or None
