"""What must add up in a table of a form (勾稽关系), as sums over its cells."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from textmine.lexicon.forms import Equation, FormTable
from textmine.schema import Cell, Check
from textmine.tables.cells import is_blank, plain_count

_BLANK = (
    -1
)  # stands for an empty cell, which adds nothing; where a whole side is empty, nothing or zero has to stand against it
Place = tuple[int, int]  # number of the row among those that the report has, number of the column


class Identity(NamedTuple):
    """Two sets of cells with the same sum."""

    name: str
    left: tuple[Place, ...]
    right: tuple[Place, ...]


def equations_of(form: FormTable, kept: Sequence[int]) -> list[Equation]:
    """The form's equations for the rows that the report has; an equation that loses a whole side is dropped."""
    number = {row: at for at, row in enumerate(kept)}
    equations = []
    for item in form.equations:
        left = tuple(number[row] for row in item.left if row in number)
        right = tuple(number[row] for row in item.right if row in number)
        if left and right:
            equations.append(Equation(name=item.name, left=left, right=right))
    return equations


def identities_of(form: FormTable, kept: Sequence[int]) -> Iterator[Identity]:
    """Every identity of a form's table for the rows that the report has."""
    for at, row in enumerate(kept):
        for item in form.law.sums:
            name = "/".join((*form.rows[row], *form.columns[item.total]))
            yield Identity(f"{name}=各项之和", tuple((at, part) for part in item.parts), ((at, item.total),))
    yield from by_column(equations_of(form, kept), ["/".join(column) for column in form.columns])


def by_column(equations: Sequence[Equation], columns: Sequence[str]) -> Iterator[Identity]:
    """Equations between rows as identities, one for each column."""
    for equation in equations:
        for at, column in enumerate(columns):
            left, right = (tuple((row, at) for row in side) for side in (equation.left, equation.right))
            yield Identity(f"{equation.name} [{column}]", left, right)


def places_of(row: int, cells: Sequence[Cell]) -> dict[Place, tuple[int, int]]:
    """Where the cells of a row stand (code points), those whose place is known."""
    return {
        (row, column): (cell.start, cell.end)
        for column, cell in enumerate(cells)
        if cell.start is not None and cell.end is not None
    }


def _count(cell: str | None) -> int | None:
    return _BLANK if is_blank(cell) else plain_count(cell)


def checks_of(
    identities: Iterator[Identity],
    texts: Sequence[Sequence[str | None]],
    spans: Mapping[Place, tuple[int, int]],
) -> Iterator[Check]:
    """The checks of all identities whose cells are known, with both sides; those that fail with the cells' places.

    ``texts`` are the cells row by row, ``spans`` where they stand (code points), as far as that is known.
    """
    counts = [[_count(cell) for cell in cells] for cells in texts]
    for identity in identities:
        left, right = ([counts[row][column] for row, column in side] for side in (identity.left, identity.right))
        if None in left or None in right:
            continue
        ours, theirs = (sum(number for number in side if number and number > 0) for side in (left, right))
        blank = all(n == _BLANK for n in left) or all(n == _BLANK for n in right)
        if blank and ours == theirs:
            continue
        places = () if ours == theirs else (spans.get(place) for place in (*identity.left, *identity.right))
        yield Check(
            rule=identity.name,
            expected=str(ours),
            actual=str(theirs),
            ok=ours == theirs,
            places=tuple(span for span in places if span),
        )
