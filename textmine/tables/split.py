"""Cutting a glued form into cells, because the form says what must add up.

Each row has some ways to be cut (`cuts.py`), most of them one; the rows together must obey the form's equations. A cell
is known where all solutions agree on it, else it stays unknown: nothing is guessed.
"""

import re
from collections.abc import Sequence
from itertools import product
from math import prod

from textmine.lexicon.forms import Equation, Sum
from textmine.tables.cells import LONGEST, count
from textmine.tables.cuts import Row, cuts

_COUNT = re.compile(rf"[0-9][0-9,]{{0,{LONGEST - 2}}}")
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
    wanted: dict[int, list[tuple[int, ...]]] = {}
    for chosen in product(*(range(len(weights[row])) for row in near)):
        total = sum(weights[row][number] for row, number in zip(near, chosen, strict=True))
        wanted.setdefault(-settled - total, []).append(chosen)
    found: list[tuple[Row, ...]] = []
    for other in product(*(range(len(weights[row])) for row in far)):
        total = sum(weights[row][number] for row, number in zip(far, other, strict=True))
        for chosen in wanted.get(total, ()):
            number = dict(zip((*near, *far), (*chosen, *other), strict=True))
            found.append(tuple(readings[number.get(row, 0)] for row, readings in enumerate(options)))
            if len(found) > _MOST_SOLUTIONS:
                return None
    return found


def _weight(reading: Row, row: int, equations: Sequence[Equation], room: int) -> int:
    """What a reading adds to every equation in every column, packed into one number with ``room`` for each."""
    values = [count(cell) for cell in reading]
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


def _agreed(readings: Sequence[Row], width: int) -> list[str | None]:
    first = readings[0]
    return [first[c] if all(reading[c] == first[c] for reading in readings) else None for c in range(width)]


def _proved(options: Sequence[Sequence[Row]], equations: Sequence[Equation], width: int) -> dict[int, list[str | None]]:
    """The cells of the rows that ``equations`` speak of, where there is a solution; else nothing."""
    involved = sorted({row for item in equations for row in (*item.left, *item.right)})
    number = {row: at for at, row in enumerate(involved)}
    chosen = [options[row] for row in involved]
    if not chosen or not all(row and all(map(_COUNT.fullmatch, row[0])) for row in chosen):
        return {}
    renumbered = [
        Equation(name=e.name, left=tuple(number[i] for i in e.left), right=tuple(number[i] for i in e.right))
        for e in equations
    ]
    solutions = _solutions(chosen, renumbered)
    return {row: _agreed([found[number[row]] for found in solutions], width) for row in involved if solutions}


def solve(
    rows: Sequence[Sequence[str]], width: int, sums: Sequence[Sum], equations: Sequence[Equation]
) -> list[list[str | None]]:
    """The cells of every row; ``None`` for a cell that has more than one reading, or none.

    Where the equations together have no solution (the report does not add up, or a row is damaged), each is tried
    alone; rows that none of them proves get only the cells that can be cut in one way without using any sum.

    >>> solve([["12", "3", "15"], ["101"]], 3, [Sum(parts=(0, 1), total=2)], [])
    [['12', '3', '15'], ['1', '0', '1']]
    """
    if all(len(row) == width for row in rows):
        return [list(row) for row in rows]
    separated = width > 1 and 2 * sum(len(row) == width for row in rows) > len(rows)
    bound = {row for item in equations for row in (*item.left, *item.right)}
    options = [[tuple(row)] if len(row) == width else cuts(row, width, sums) or [] for row in rows]
    together = _proved(options, equations, width)
    known: dict[int, list[str | None]] = {}
    for proof in [together] if together else [_proved(options, [item], width) for item in equations]:
        known |= proof
    for at, row in enumerate(rows):
        if at in known:
            continue
        certain = options[at] if len(row) == width or (sums and at not in bound) else []
        # A short row of a table that is not glued has lost an empty cell: its digits are not to be cut.
        if not certain and not separated and len(row) <= 1:
            certain = (cuts(row, width) or []) if sums else options[at]
        known[at] = _agreed(certain, width) if certain else [None] * width
    return [known[at] for at in range(len(rows))]
