"""What must add up in a rebuilt table, as numbers of its cells: for whoever learns of a cell after the table was read."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from textmine.lexicon.forms import FormTable, form_tables
from textmine.schema import Table
from textmine.tables.identities import identities_of

_NUMBERED = re.compile(r"[0-9][.、]")


class Relation(NamedTuple):
    """Two sets of cells of a table with the same sum, as their numbers in ``table.cells``."""

    left: tuple[int, ...]
    right: tuple[int, ...]


def relations(table: Table) -> list[Relation]:
    """The relations of a national form, or those of a sheet in which numbered rows are the parts of the row above them.

    >>> from textmine.tables import find_tables
    >>> text = "指标名称计量单位2015年度历年累计主动公开文件数条2949 81916其中：1、网站公开数条2949 819162、公报公开数条0 0"
    >>> relations(find_tables(text, (0, len(text)))[0])
    [Relation(left=(4, 7), right=(1,)), Relation(left=(5, 8), right=(2,))]
    """
    form = next((form for form in form_tables() if form.title == table.title and _is_of(table, form)), None)
    return list(_of_form(table, form) if form else _of_sheet(table))


def _is_of(table: Table, form: FormTable) -> bool:
    known = {measure for line in form.measures for measure in line}
    measures = {cell.measure for cell in table.cells if cell.measure is not None}
    return bool(measures) and measures <= known


def _of_form(table: Table, form: FormTable) -> Iterator[Relation]:
    number = {cell.measure: at for at, cell in enumerate(table.cells) if cell.measure is not None}
    kept = [row for row, line in enumerate(form.measures) if line[0] in number]
    for item in identities_of(form, kept):
        left, right = (
            tuple(number[form.measures[kept[row]][column]] for row, column in side) for side in (item.left, item.right)
        )
        yield Relation(left, right)


def _of_sheet(table: Table) -> Iterator[Relation]:
    number = {
        (cell.row, cell.column): at for at, cell in enumerate(table.cells) if cell.value is not None or not cell.text
    }
    for (row, column), whole in number.items():
        parts = tuple(
            at
            for (path, other), at in number.items()
            if other == column and path[:-1] == row and _NUMBERED.match(path[-1])
        )
        if len(parts) > 1:
            yield Relation(parts, (whole,))
