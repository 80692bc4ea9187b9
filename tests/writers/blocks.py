"""A report as paragraphs and tables: what a word processor or a page holds, made from its text and its facts.

The tables of the national forms stand in a text as lines or run together. Here they get the shape back that the form
prescribes: its labels from the vocabulary, its cells from what was mined of the text.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from textmine.lexicon.forms import FormTable, form_tables
from textmine.schema import Report, Table

WIDTH = str.maketrans("():,", "（）：，")  # the vocabulary has narrow brackets, the form wide ones


class Cell(NamedTuple):
    """A cell of a table: its place from 0, how many rows and columns it covers, its text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


Block = str | tuple[Cell, ...]


def lines_of(text: str) -> list[str]:
    """The lines of a text that hold something, as they stand."""
    return [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]


def blocks_of(report: Report, body: tuple[int, int]) -> list[Block]:
    """The body of a report in its order: lines without their indent, tables of the forms with their spans."""
    blocks: list[Block] = []
    here = body[0]
    for table in report.tables:
        blocks += [line.strip() for line in lines_of(report.text[here : table.start])]
        blocks.append(laid_out(table))
        here = table.end
    return blocks + [line.strip() for line in lines_of(report.text[here : body[1]])]


def laid_out(table: Table) -> tuple[Cell, ...]:
    """A table of a form as the form draws it."""
    form = next(form for form in form_tables() if _is_of(table, form))
    values = {(cell.row, cell.column): cell.text for cell in table.cells}
    high = max(map(len, form.columns))
    wide = max(map(len, form.rows))
    cells = []
    if form.anchor.startswith("第"):
        cells += [Cell(0, 0, 1, wide + len(form.columns), form.title), Cell(1, 0, 1, wide, "信息内容")]
        top = 1
    elif wide:
        cells += [Cell(0, 0, high + 1, wide, form.note), Cell(0, wide, 1, len(form.columns), form.anchor)]
        top = 1
    else:
        top = 0
    cells += [
        Cell(top + place, wide + at, down, across, text) for place, at, down, across, text in _heads(form.columns, high)
    ]
    top += high
    cells += [Cell(top + at, place, across, down, text) for place, at, down, across, text in _heads(form.rows, wide)]
    cells += [
        Cell(top + at, wide + beside, 1, 1, values.get((row, column)) or "")
        for at, row in enumerate(form.rows)
        for beside, column in enumerate(form.columns)
    ]
    return tuple(sorted(cell._replace(text=cell.text.translate(WIDTH)) for cell in cells))


def _is_of(table: Table, form: FormTable) -> bool:
    rows, columns = {cell.row for cell in table.cells}, {cell.column for cell in table.cells}
    return form.title == table.title and rows <= set(form.rows) and columns <= set(form.columns)


def _heads(paths: Sequence[tuple[str, ...]], depth: int) -> Iterator[Cell]:
    """Labels above columns, one layer for each step of their paths; the last step reaches down to the cells."""
    for layer in range(depth):
        at = 0
        for label, group in groupby(paths, itemgetter(slice(layer + 1))):
            run = list(group)
            if len(label) > layer:
                yield Cell(layer, at, depth - layer if run[0] == label else 1, len(run), label[layer])
            at += len(run)


def size_of(cells: Sequence[Cell]) -> tuple[int, int]:
    """How many rows and columns a table has."""
    return max(cell.row + cell.rows for cell in cells), max(cell.column + cell.columns for cell in cells)
