"""Cutting glued digits into cells: `640020470` is `64 0 0 2 0 4 70`, because the form says what must add up.

A row of a form is given as the pieces that stand between white space or pipes. Each piece holds one cell or several
glued ones. A cut is possible where every cell is a number without a leading zero and the row's own sums hold; the rows
together must obey the form's equations. A cell is known where all solutions agree on it, else it stays unknown: nothing
is guessed.
"""

import re
from collections.abc import Iterator, Sequence

from textmine.lexicon.forms import Equation, Sum
from textmine.tables.cells import count

Row = tuple[str, ...]

_CELL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)(?:\.[0-9]+)?(?:万?元|%)?")
_TAIL = frozenset("万元%.,")
_COUNT = re.compile(r"[0-9][0-9,]*")
_COUNT_CELL = re.compile(r"0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*")
_STEPS = 20_000


class _TooManyError(Exception):
    """The search was given up: more readings than are worth trying."""


def cuts(pieces: Sequence[str], width: int, sums: Sequence[Sum] = ()) -> list[Row] | None:
    """Every way to cut ``pieces`` into ``width`` cells so that ``sums`` hold; ``None`` where there are too many to try.

    >>> cuts(["640020470"], 7, [Sum(parts=(0, 1, 2, 3, 4, 5), total=6)])
    [('64', '0', '0', '2', '0', '4', '70')]
    """
    if sum(map(len, pieces)) < width or len(pieces) > width:
        return []
    try:
        return list(_Cutter(pieces, width, sums).grow([], 0, 0))
    except _TooManyError:
        return None


class _Cutter:
    """The search of `cuts`: cells are cut off the front, a total wherever the sum of its parts stands."""

    def __init__(self, pieces: Sequence[str], width: int, sums: Sequence[Sum]) -> None:
        self._pieces = pieces
        self._width = width
        self._due = {item.total: item for item in sums}
        self._rest = [sum(map(len, pieces[piece:])) for piece in range(len(pieces) + 1)]
        self._steps = 0

    def _ends(self, cells: list[str], piece: int, at: int) -> Iterator[int]:
        """Where the next cell, which begins at ``at``, may end; a total has one place at most."""
        whole = self._pieces[piece]
        item = self._due.get(len(cells))
        if item:
            total = str(sum(count(cells[part]) for part in item.parts))
            if whole.startswith(total, at):
                yield at + len(total)
            return
        shape = _COUNT_CELL if self._due else _CELL
        for end in range(at + 1, len(whole) + 1):
            if shape.fullmatch(whole, at, end) and whole[end : end + 1] not in _TAIL:
                yield end

    def grow(self, cells: list[str], piece: int, at: int) -> Iterator[Row]:
        """The readings that begin with ``cells`` and go on at ``at`` of a piece."""
        self._steps += 1
        if self._steps > _STEPS:
            raise _TooManyError
        left = self._width - len(cells)
        if left == 0 and piece == len(self._pieces):
            yield tuple(cells)
        if left == 0 or len(self._pieces) - piece > left or self._rest[piece] - at < left:
            return
        for end in self._ends(cells, piece, at):
            whole = self._pieces[piece]
            cells.append(whole[at:end])
            done = end == len(whole)
            yield from self.grow(cells, piece + done, 0 if done else end)
            cells.pop()


def _balanced(rows: Sequence[Row], equations: Sequence[Equation], width: int) -> bool:
    return all(
        sum(count(rows[i][column]) for i in item.left) == sum(count(rows[i][column]) for i in item.right)
        for item in equations
        for column in range(width)
    )


def _bounds(options: Sequence[Sequence[Row]], rows: Sequence[int], column: int) -> tuple[int, int]:
    low = sum(min(count(option[column]) for option in options[i]) for i in rows)
    return low, sum(max(count(option[column]) for option in options[i]) for i in rows)


def _narrow(options: list[list[Row]], equations: Sequence[Equation], width: int) -> bool:
    """Drop readings that no reading of the other rows can balance; ``False`` where a row has none left."""
    changed = True
    while changed:
        changed = False
        for item in equations:
            for column in range(width):
                for ours, theirs in ((item.left, item.right), (item.right, item.left)):
                    low, high = _bounds(options, theirs, column)
                    own_low, own_high = _bounds(options, ours, column)
                    for i in ours:
                        if len(options[i]) == 1:
                            continue
                        values = [count(option[column]) for option in options[i]]
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


def _solutions(options: list[list[Row]], equations: Sequence[Equation], width: int) -> list[list[Row]] | None:
    """All choices of one reading a row that satisfy the equations; ``None`` where there are too many to try."""
    found: list[list[Row]] = []
    steps = 0

    def search(current: list[list[Row]]) -> None:
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
    chosen = [list(options[row]) for row in involved]
    if not chosen or not all(row and all(map(_COUNT.fullmatch, row[0])) for row in chosen):
        return {}
    renumbered = [
        Equation(name=e.name, left=tuple(number[i] for i in e.left), right=tuple(number[i] for i in e.right))
        for e in equations
    ]
    solutions = _solutions(chosen, renumbered, width)
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
    separated = width > 1 and 2 * sum(len(row) == width for row in rows) > len(rows)
    bound = {row for item in equations for row in (*item.left, *item.right)}
    options: list[list[Row]] = []
    known: list[list[str | None]] = []
    for at, row in enumerate(rows):
        if len(row) == width:
            options.append([tuple(row)])
            known.append(list(row))
            continue
        options.append(cuts(row, width, sums) or [])
        # A short row of a table that is not glued has lost an empty cell: its digits are not to be cut.
        certain = [] if separated or len(row) > 1 else cuts(row, width) or []
        if sums and at not in bound and options[at]:
            certain = options[at]
        known.append(_agreed(certain, width) if certain else [None] * width)
    together = _proved(options, equations, width)
    for proof in [together] if together else [_proved(options, [item], width) for item in equations]:
        for at, cells in proof.items():
            known[at] = cells
    return known
