"""Cutting glued digits into cells: `640020470` is `64 0 0 2 0 4 70`, because the form says what must add up.

A row of a form is given as the pieces that stand between white space or pipes. Each piece holds one cell or several
glued ones. A cut is possible where every cell is a number without a leading zero and the row's own sums hold; the rows
together must obey the form's equations. A cell is known where all solutions agree on it, else it stays unknown: nothing
is guessed.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from textmine.lexicon.forms import Equation, Sum
from textmine.tables.cells import LONGEST, count

Row = tuple[str, ...]

_CELL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)(?:\.[0-9]+)?(?:万?元|%)?")
_TAIL = frozenset("万元%.,")
_COUNT = re.compile(rf"[0-9][0-9,]{{0,{LONGEST - 2}}}")
_COUNT_CELL = re.compile(r"0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*")
_STEPS = 20_000


class _Reading(NamedTuple):
    """One way to read a row of plain counts: its cells, and the numbers in them."""

    cells: Row
    counts: tuple[int, ...]


class _TooManyError(Exception):
    """The search was given up: more readings than are worth trying."""


def cuts(pieces: Sequence[str], width: int, sums: Sequence[Sum] = ()) -> list[Row] | None:
    """Every way to cut ``pieces`` into ``width`` cells so that ``sums`` hold; ``None`` where there are too many to try.

    >>> cuts(["640020470"], 7, [Sum(parts=(0, 1, 2, 3, 4, 5), total=6)])
    [('64', '0', '0', '2', '0', '4', '70')]
    """
    if sum(map(len, pieces)) < width or len(pieces) > width:
        return []
    if sums and max(map(len, pieces)) >= LONGEST:
        return None
    try:
        return _Cutter(pieces, width, sums).grow([], 0, 0)
    except _TooManyError:
        return None


class _Cutter:
    """The search of `cuts`: cells are cut off the front, a total wherever the sum of its parts stands."""

    def __init__(self, pieces: Sequence[str], width: int, sums: Sequence[Sum]) -> None:
        self._pieces = pieces
        self._width = width
        self._due = {item.total: item for item in sums}
        self._digits = [piece.isdecimal() for piece in pieces]
        self._rest = [sum(map(len, pieces[piece:])) for piece in range(len(pieces) + 1)]
        self._steps = 0
        self._found: list[Row] = []

    def _ends(self, cells: Sequence[str], piece: int, at: int) -> Sequence[int]:
        """Where the next cell, which begins at ``at`` of a piece, may end; a total has one place at most."""
        whole = self._pieces[piece]
        item = self._due.get(len(cells))
        if item:
            total = str(sum(count(cells[part]) for part in item.parts))
            return [at + len(total)] if whole.startswith(total, at) else []
        if self._digits[piece]:  # as the patterns have it: a nought stands alone, another number may end anywhere
            return [at + 1] if whole[at] == "0" else range(at + 1, len(whole) + 1)
        shape = _COUNT_CELL if self._due else _CELL
        return [
            end
            for end in range(at + 1, len(whole) + 1)
            if shape.fullmatch(whole, at, end) and whole[end : end + 1] not in _TAIL
        ]

    def grow(self, cells: list[str], piece: int, at: int) -> list[Row]:
        """The readings found so far, with those that begin with ``cells`` and go on at ``at`` of a piece."""
        self._steps += 1
        if self._steps > _STEPS:
            raise _TooManyError
        left = self._width - len(cells)
        if left == 0 and piece == len(self._pieces):
            self._found.append(tuple(cells))
        if left == 0 or len(self._pieces) - piece > left or self._rest[piece] - at < left:
            return self._found
        whole = self._pieces[piece]
        for end in self._ends(cells, piece, at):
            cells.append(whole[at:end])
            done = end == len(whole)
            self.grow(cells, piece + done, 0 if done else end)
            cells.pop()
        return self._found


def _balanced(rows: Sequence[_Reading], equations: Sequence[Equation], width: int) -> bool:
    return all(
        sum(rows[i].counts[column] for i in item.left) == sum(rows[i].counts[column] for i in item.right)
        for item in equations
        for column in range(width)
    )


def _bounds(options: Sequence[Sequence[_Reading]], rows: Sequence[int], column: int) -> tuple[int, int]:
    values = [[option.counts[column] for option in options[i]] for i in rows]
    return sum(map(min, values)), sum(map(max, values))


def _narrow(options: list[list[_Reading]], equations: Sequence[Equation], width: int) -> bool:
    """Drop readings that no reading of the other rows can balance; ``False`` where a row has none left."""
    changed = True
    while changed:
        changed = False
        for item in equations:
            for column in range(width):
                for ours, theirs in ((item.left, item.right), (item.right, item.left)):
                    unsure = [i for i in ours if len(options[i]) > 1]
                    if not unsure:
                        continue
                    low, high = _bounds(options, theirs, column)
                    own_low, own_high = _bounds(options, ours, column)
                    for i in unsure:
                        values = [option.counts[column] for option in options[i]]
                        rest_low, rest_high = own_low - min(values), own_high - max(values)
                        kept = [
                            option
                            for option, value in zip(options[i], values, strict=True)
                            if rest_low + value <= high and rest_high + value >= low
                        ]
                        if len(kept) < len(options[i]):
                            if not kept:
                                return False
                            options[i] = kept
                            changed = True
                            own_low, own_high = _bounds(options, ours, column)
    return True


def _solutions(options: list[list[_Reading]], equations: Sequence[Equation], width: int) -> list[list[_Reading]] | None:
    """All choices of one reading a row that satisfy the equations; ``None`` where there are too many to try."""
    found: list[list[_Reading]] = []
    steps = 0

    def search(current: list[list[_Reading]]) -> None:
        nonlocal steps
        steps += 1
        if steps > 2_000 or len(found) > 64:
            raise _TooManyError
        if not _narrow(current, equations, width):
            return
        open_rows = [i for i, row in enumerate(current) if len(row) > 1]
        if not open_rows:
            chosen = [row[0] for row in current]
            if _balanced(chosen, equations, width):
                found.append(chosen)
            return
        pick = min(open_rows, key=lambda i: len(current[i]))
        for option in current[pick]:
            search([*current[:pick], [option], *current[pick + 1 :]])

    try:
        search([list(row) for row in options])
    except _TooManyError:
        return None
    return found


def _agreed(readings: Sequence[Row], width: int) -> list[str | None]:
    first = readings[0]
    return [first[c] if all(reading[c] == first[c] for reading in readings) else None for c in range(width)]


def _proved(options: Sequence[Sequence[Row]], equations: Sequence[Equation], width: int) -> dict[int, list[str | None]]:
    """The cells of the rows that ``equations`` speak of, where there is a solution; else nothing."""
    involved = sorted({row for item in equations for row in (*item.left, *item.right)})
    number = {row: at for at, row in enumerate(involved)}
    if not involved or not all(options[row] and all(map(_COUNT.fullmatch, options[row][0])) for row in involved):
        return {}
    chosen = [[_Reading(cells, tuple(map(count, cells))) for cells in options[row]] for row in involved]
    renumbered = [
        Equation(name=e.name, left=tuple(number[i] for i in e.left), right=tuple(number[i] for i in e.right))
        for e in equations
    ]
    solutions = _solutions(chosen, renumbered, width)
    return {row: _agreed([found[number[row]].cells for found in solutions], width) for row in involved if solutions}


def solve(
    rows: Sequence[Sequence[str]], width: int, sums: Sequence[Sum], equations: Sequence[Equation]
) -> list[list[str | None]]:
    """The cells of every row; ``None`` for a cell that has more than one reading, or none.

    Where the equations together have no solution (the report does not add up, or a row is damaged), each is tried
    alone; rows that none of them proves get only the cells that can be cut in one way without using any sum.

    >>> solve([["12", "3", "15"], ["101"]], 3, [Sum(parts=(0, 1), total=2)], [])
    [['12', '3', '15'], ['1', '0', '1']]
    """
    options = [[tuple(row)] if len(row) == width else cuts(row, width, sums) or [] for row in rows]
    together = _proved(options, equations, width)
    proved: dict[int, list[str | None]] = {}
    for proof in [together] if together else [_proved(options, [item], width) for item in equations]:
        proved.update(proof)
    separated = width > 1 and 2 * sum(len(row) == width for row in rows) > len(rows)
    bound = {row for item in equations for row in (*item.left, *item.right)}
    known: list[list[str | None]] = []
    for at, row in enumerate(rows):
        if at in proved:
            known.append(proved[at])
        elif len(row) == width or (sums and at not in bound and options[at]):
            known.append(_agreed(options[at], width))
        else:
            # A short row of a table that is not glued has lost an empty cell: its digits are not to be cut.
            certain = [] if separated or len(row) > 1 else cuts(row, width) or []
            known.append(_agreed(certain, width) if certain else [None] * width)
    return known
