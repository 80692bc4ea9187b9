"""Cutting a glued form into cells, because the form says what must add up.

Each row has some ways to be cut (`cuts.py`), most of them one; the rows together must obey the form's equations. A cell
is known where all solutions agree on it, else it stays unknown: nothing is guessed.
"""

from collections.abc import Sequence
from itertools import accumulate
from math import prod
from typing import NamedTuple

from textmine.lexicon.forms import Equation, RowLaw
from textmine.tables.cells import fits, is_blank, plain_count
from textmine.tables.cuts import Budget, Row, cuts, holds, may_lack

_MOST_CHOICES = 50_000  # combinations of readings of half the rows
_MOST_SOLUTIONS = 1_000


def _solutions(options: Sequence[Sequence[Row]], equations: Sequence[Equation]) -> list[tuple[Row, ...]] | None:
    """All choices of one reading a row that satisfy the equations; ``None`` where there are too many to try.

    The rows with several readings are parted in two halves. Whatever one half lacks to balance the equations the other
    must bring, so the sums of one are looked up among those of the other, instead of trying every choice of both.
    """
    longest = max(len(cell) for found in options for reading in found for cell in reading)
    room = 1 << (4 * longest + 32)  # more than any sum of cells: packed sums are zero only where all of them are
    weights = [[_weight(reading, row, equations, room) for reading in found] for row, found in enumerate(options)]
    settled = sum(found[0] for found in weights if len(found) == 1)
    near, far = _halves([row for row, found in enumerate(weights) if len(found) > 1], weights)
    if max(prod(len(weights[row]) for row in half) for half in (near, far)) > _MOST_CHOICES:
        return None
    wanted: dict[int, list[int]] = {}
    for number, total in enumerate(_sums_of(near, weights)):
        wanted.setdefault(-settled - total, []).append(number)
    found: list[tuple[Row, ...]] = []
    for other, total in enumerate(_sums_of(far, weights)):
        for number in wanted.get(total, ()):
            chosen = dict(
                zip((*near, *far), (*_choice(number, near, weights), *_choice(other, far, weights)), strict=True)
            )
            found.append(tuple(readings[chosen.get(row, 0)] for row, readings in enumerate(options)))
            if len(found) > _MOST_SOLUTIONS:
                return None
    return found


def _sums_of(rows: Sequence[int], weights: Sequence[Sequence[int]]) -> list[int]:
    """What every choice of a reading in each of some rows adds up to; a choice is known by its number in the list."""
    sums = [0]
    for row in rows:
        sums = [total + weight for total in sums for weight in weights[row]]
    return sums


def _choice(number: int, rows: Sequence[int], weights: Sequence[Sequence[int]]) -> list[int]:
    """Which reading of each row the choice with a number takes."""
    chosen = []
    for row in reversed(rows):
        number, reading = divmod(number, len(weights[row]))
        chosen.append(reading)
    return chosen[::-1]


def _weight(reading: Row, row: int, equations: Sequence[Equation], room: int) -> int:
    """What a reading adds to every equation in every column, packed into one number with ``room`` for each."""
    values = [int(cell) if cell.isdecimal() else plain_count(cell) or 0 for cell in reading]
    weight = 0
    for item in equations:
        sign = (row in item.left) - (row in item.right)
        for value in values:
            weight = weight * room + sign * value
    return weight


def _halves(rows: Sequence[int], weights: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """The rows parted so that both halves have about as many choices."""
    halves: tuple[list[int], list[int]] = ([], [])
    sizes = [1, 1]
    for row in sorted(rows, key=lambda row: -len(weights[row])):
        smaller = int(sizes[1] < sizes[0])
        halves[smaller].append(row)
        sizes[smaller] *= len(weights[row])
    return halves


def _proved(options: Sequence[Sequence[Row]], equations: Sequence[Equation]) -> dict[int, list[Row]]:
    """The readings that are left of the rows that ``equations`` speak of, where there is a solution; else nothing."""
    involved = sorted({row for item in equations for row in (*item.left, *item.right)})
    number = {row: at for at, row in enumerate(involved)}
    chosen = [options[row] for row in involved]
    if not chosen or not all(row and all(map(_adds, row[0])) for row in chosen):
        return {}
    renumbered = [
        Equation(name=e.name, left=tuple(number[i] for i in e.left), right=tuple(number[i] for i in e.right))
        for e in equations
    ]
    solutions = _solutions(chosen, renumbered)
    return {row: list(dict.fromkeys(found[number[row]] for found in solutions)) for row in involved if solutions}


def _adds(cell: str) -> bool:
    """Whether a cell can stand in an equation: a count, or a blank, which adds nothing."""
    return plain_count(cell) is not None or is_blank(cell)


class Solved(NamedTuple):
    """A row cut into cells, ``None`` for one that has more than one reading, or none.

    ``offsets`` say where in the joined pieces each cell begins that all readings find at the same place. ``rule`` says what
    decided the cells that are known: `arithmetic`, `one_reading`, or nothing where the row was never glued. ``readings`` are
    all that are left where cells are open, or the one that was taken where a blank may be lost; ``complete`` says whether there
    can be no others.
    """

    cells: tuple[str | None, ...]
    offsets: tuple[int | None, ...]
    rule: str | None = None
    readings: tuple[Row, ...] = ()
    complete: bool = True


def agreed(readings: Sequence[Row], rule: str | None = None, *, complete: bool = True) -> Solved:
    """What all of one or more readings of a row agree on.

    >>> agreed([("6", "238", "417"), ("62", "38", "417")]).cells
    (None, None, '417')
    """
    first = readings[0]
    starts = [tuple(accumulate(map(len, reading[:-1]), initial=0)) for reading in readings]
    cells: list[str | None] = [*first]
    offsets: list[int | None] = [*starts[0]]
    if len(readings) > 1:
        for at, cell in enumerate(first):
            if any(reading[at] != cell for reading in readings):
                cells[at] = offsets[at] = None
            elif any(start[at] != offsets[at] for start in starts):
                offsets[at] = None
    return Solved(tuple(cells), tuple(offsets), rule, tuple(readings) if None in cells else (), complete)


def _open(width: int, *, complete: bool) -> Solved:
    return Solved((None,) * width, (None,) * width, complete=complete)


def solve(
    rows: Sequence[Sequence[str]],
    laws: Sequence[RowLaw],
    equations: Sequence[Equation],
    apart: Sequence[bool] | None = None,
) -> list[Solved]:
    """The cells of every row, given as pieces that hold one cell or several glued ones.

    ``apart`` says of which rows the numbers are set apart from the label. Where cells are set apart, a piece that is a number
    by itself may be one cell of a row that lost the others: such a row is cut only where an equation proves it, else its
    readings are kept.

    Where the equations together have no solution (the report does not add up, or a row is damaged), each is tried
    alone; rows that none of them proves get only the cells that can be cut in one way without using any sum.

    >>> from textmine.lexicon.forms import Sum
    >>> pair = RowLaw(kinds=("count",) * 3, sums=(Sum(parts=(0, 1), total=2),))
    >>> [row.cells for row in solve([["12", "3", "15"], ["101"]], [pair, pair], [])]
    [('12', '3', '15'), ('1', '0', '1')]
    """
    whole = [len(row) == law.width for row, law in zip(rows, laws, strict=True)]
    if all(whole):
        return [agreed([tuple(row)]) for row in rows]
    budget = Budget()
    options = [
        [tuple(row)] if complete else cuts(row, law, budget)
        for row, law, complete in zip(rows, laws, whole, strict=True)
    ]
    found = [option or [] for option in options]
    together = _proved(found, equations)
    proved: dict[int, list[Row]] = {}
    for proof in [together] if together else [_proved(found, [item]) for item in equations]:
        proved |= proof
    bound = {row for item in equations for row in (*item.left, *item.right)}
    loose = _loose(rows, laws, apart or [False] * len(rows))
    separated = 2 * sum(complete and law.width > 1 for complete, law in zip(whole, laws, strict=True)) > len(rows)
    solved = []
    for at, (row, law) in enumerate(zip(rows, laws, strict=True)):
        own_sums = bool(law.sums) and at not in bound
        if whole[at]:
            solved.append(agreed(found[at]))
        elif at in proved or (own_sums and found[at]):
            readings = proved.get(at) or found[at]
            solved.append(_undecided(readings) if loose[at] and at not in proved else agreed(readings, "arithmetic"))
        elif len(row) != 1 or separated:
            # A short row of a table that is not glued has lost an empty cell: its digits are not to be cut.
            solved.append(_open(law.width, complete=False))
        else:
            free = cuts(row, RowLaw(kinds=law.kinds, at_most=law.at_most), budget) if law.sums else options[at]
            if free and loose[at]:
                solved.append(_undecided(free))
            else:
                solved.append(_only(free, law) if free else _open(law.width, complete=free is not None))
    return solved


def _only(free: Sequence[Row], law: RowLaw) -> Solved:
    """What the readings without any sum agree on. A single one that adds up is proved by that.

    One that does not prove itself is no certain one where two neighbours could be one number and a blank.
    """
    found = agreed(free, "one_reading")
    if len(free) > 1 or not may_lack(free[0], law):
        return found
    if law.sums and holds(free[0], law):
        return found._replace(rule="arithmetic")
    return found._replace(readings=(free[0],), complete=False)


def _loose(rows: Sequence[Sequence[str]], laws: Sequence[RowLaw], apart: Sequence[bool]) -> list[bool]:
    """Whether a row may have lost cells instead of what sets them apart: all its pieces could be numbers of one cell.

    So it is where more than half of them are set apart, or, in a table without sums, the numbers of all rows from their labels.
    """
    filled = [at for at, row in enumerate(rows) if row]
    all_apart = all(apart[at] for at in filled)
    return [
        (2 * len(row) > law.width or (all_apart and not law.sums))
        and not any(len(piece) > 1 and piece.startswith("0") for piece in row)
        and all(fits(kind, piece) for kind, piece in zip(law.kinds, row, strict=False))
        for row, law in zip(rows, laws, strict=True)
    ]


def _undecided(readings: Sequence[Row]) -> Solved:
    """Nothing of a row is known but how it may be cut; it may be none of these."""
    width = len(readings[0])
    return Solved((None,) * width, (None,) * width, None, tuple(readings), complete=False)
