"""Builds the cells of ruled tables: where lines across and down meet there is a table, where a line is missing cells merge."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from textmine.read.pdf.types import Rules

Line = tuple[float, float, float]

_TOUCH = 3.0  # points within which two lines meet, or lie on one border
_ROOM = 6.0  # points; what is narrower holds no text: a line that overshoots its corner, a double border
_MOST = 1_000_000  # pairs of lines that are compared, and cells of one page; a page beyond that is a drawing


class Region(NamedTuple):
    """A cell: row and column of its upper left corner, and how many of each it covers."""

    row: int
    column: int
    rows: int
    columns: int


class Lattice(NamedTuple):
    """The borders of a table and its cells in reading order; ``xs`` run to the right, ``ys`` downwards."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    regions: tuple[Region, ...]

    def place(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of a point; ``None`` outside the table."""
        column = bisect_right(self.xs, x) - 1
        row = bisect_right(self.ys, -y, key=lambda border: -border) - 1
        inside = 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1
        return (row, column) if inside else None


def lattices(rules: Rules) -> list[Lattice]:
    """The tables that the lines of a page make, from the top; a frame around one text is none.

    >>> across = tuple((y, 0.0, 90.0) for y in (0.0, 20.0, 40.0))
    >>> down = ((0.0, 0.0, 40.0), (30.0, 0.0, 20.0), (90.0, 0.0, 40.0))
    >>> [tuple(region) for region in lattices(Rules(across, down))[0].regions]
    [(0, 0, 1, 2), (1, 0, 1, 1), (1, 1, 1, 1)]
    """
    found = []
    for across, down in _groups(rules):
        lattice = _lattice(across, down)
        if lattice and len(lattice.regions) > 1:
            found.append(lattice)
    return sorted(found, key=lambda lattice: -lattice.ys[0])


def _groups(rules: Rules) -> Iterable[tuple[list[Line], list[Line]]]:
    """The lines that hang together, directly or over others."""
    across, down = rules
    if not across or not down or len(across) * len(down) > _MOST:
        return
    parent = list(range(len(across) + len(down)))

    def root(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for i, (y, left, right) in enumerate(across):
        for j, (x, bottom, top) in enumerate(down, len(across)):
            if left - _TOUCH <= x <= right + _TOUCH and bottom - _TOUCH <= y <= top + _TOUCH:
                parent[root(j)] = root(i)
    groups: dict[int, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for i, line in enumerate(across):
        groups[root(i)][0].append(line)
    for j, line in enumerate(down, len(across)):
        groups[root(j)][1].append(line)
    yield from (group for group in groups.values() if len(group[0]) > 1 or len(group[1]) > 1)


def _lattice(across: Sequence[Line], down: Sequence[Line]) -> Lattice | None:
    xs = _borders((x for x, _, _ in down), [end for _, *ends in across for end in ends])
    ys = _borders((y for y, _, _ in across), [end for _, *ends in down for end in ends])
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns > _MOST:
        return None
    ys.reverse()
    walls = _walls(((x, bottom, top) for x, bottom, top in down), xs, [(a + b) / 2 for a, b in pairwise(ys)])
    floors = _walls(((y, left, right) for y, left, right in across), ys, [(a + b) / 2 for a, b in pairwise(xs)])
    return Lattice(tuple(xs), tuple(ys), tuple(_regions(rows, columns, walls, floors)))


def _borders(places: Iterable[float], ends: Sequence[float]) -> list[float]:
    """The places of borders: those of the lines, and the outermost ends of the lines that cross them (open sides)."""
    borders: list[float] = []
    for place in sorted(places):
        if not borders or place - borders[-1] > _TOUCH:
            borders.append(place)
    if ends:
        if not borders or min(ends) < borders[0] - _ROOM:
            borders.insert(0, min(ends))
        if max(ends) > borders[-1] + _ROOM:
            borders.append(max(ends))
    return borders


def _walls(lines: Iterable[Line], borders: Sequence[float], middles: Sequence[float]) -> set[tuple[int, int]]:
    """Which borders are drawn: (index of the border, index of the strip in which a line covers its middle)."""
    rising = borders[0] <= borders[-1]
    ordered = list(borders) if rising else [-border for border in borders]
    climbing = middles[0] <= middles[-1]
    strips = list(middles) if climbing else [-middle for middle in middles]
    found = set()
    for place, start, end in lines:
        at = place if rising else -place
        border = bisect_left(ordered, at - _TOUCH)
        low, high = (start, end) if climbing else (-end, -start)
        for strip in range(bisect_left(strips, low), bisect_right(strips, high)):
            found.add((border, strip))
    return found


def _regions(rows: int, columns: int, walls: set[tuple[int, int]], floors: set[tuple[int, int]]) -> Iterable[Region]:
    """Rectangles that tile the table: each grows to the right, then down, as far as no line stops it."""
    taken: set[tuple[int, int]] = set()
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < columns and (right, row) not in walls and (row, right) not in taken:
                right += 1
            below = row + 1
            while below < rows and _goes_on(below, column, right, walls, floors):
                below += 1
            taken.update((i, j) for i in range(row, below) for j in range(column, right))
            yield Region(row, column, below - row, right - column)


def _goes_on(row: int, left: int, right: int, walls: set[tuple[int, int]], floors: set[tuple[int, int]]) -> bool:
    """Whether a cell over the columns ``left:right`` goes on in this row."""
    open_above = all((row, column) not in floors for column in range(left, right))
    return open_above and all((column, row) not in walls for column in range(left + 1, right))
