"""Fills the cells of ruled tables with the words that stand in them, and tells data tables from laid-out pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from textmine.read.pdf.lattice import Lattice, lattices
from textmine.read.pdf.lines import line_of
from textmine.read.pdf.types import Page, Piece, Slot, Table, Word

_NUMBER = re.compile(r"[-+−]?[0-9][0-9,，.]{0,40}%?|[-—–/]")
_LONG = 200  # characters; a longer cell is prose, and its table lays out a page


def tables_of(page: Page) -> tuple[list[Table], list[list[Piece]], list[Word]]:
    """The data tables of a page, the cells of tables that only lay it out (each as its lines), and the other words."""
    tables: list[Table] = []
    cells: list[list[Piece]] = []
    words: list[Word] = list(page.words)
    for lattice in sorted(lattices(page.rules), key=_area):  # a table within a laid-out cell comes first
        inside, words = _split(words, lattice)
        slots = _slots(inside, lattice, page.number)
        if is_data(lattice, slots):
            top, bottom = lattice.ys[0], lattice.ys[-1]
            height = len(lattice.ys) - 1
            tables.append(
                Table(page=page.number, top=top, bottom=bottom, edges=lattice.xs, height=height, slots=tuple(slots))
            )
        else:
            cells.extend(list(slot.lines) for slot in slots if slot.lines)
    return sorted(tables, key=lambda table: -table.top), cells, words


def _area(lattice: Lattice) -> float:
    return (lattice.xs[-1] - lattice.xs[0]) * (lattice.ys[0] - lattice.ys[-1])


def is_data(lattice: Lattice, slots: Sequence[Slot]) -> bool:
    """Whether a table holds data: several rows and columns with text, and no prose in a cell; or the last row of one, alone."""
    filled = [slot for slot in slots if slot.lines]
    if len(lattice.ys) == 2:
        return len(filled) > 2 and all(_NUMBER.fullmatch(slot.plain) for slot in filled)
    rows, columns = {slot.row for slot in filled}, {slot.column for slot in filled}
    long = any(sum(len(line.text) for line in slot.lines) > _LONG for slot in filled)
    return len(lattice.ys) > 2 and len(lattice.xs) > 2 and len(rows) > 1 and len(columns) > 1 and not long


def _split(words: Iterable[Word], lattice: Lattice) -> tuple[dict[tuple[int, int], list[Word]], list[Word]]:
    """The words by the place of the table that they stand in, and those outside it."""
    inside: dict[tuple[int, int], list[Word]] = defaultdict(list)
    outside: list[Word] = []
    for word in words:
        y = (word.bottom + word.top) / 2
        first = lattice.place((word.lefts[0] + word.rights[0]) / 2, y)
        last = lattice.place((word.lefts[-1] + word.rights[-1]) / 2, y)
        if first is None and last is None:
            outside.append(word)
        elif first == last and first is not None:
            inside[first].append(word)
        else:
            for place, part in _parts(word, lattice, y):
                (outside if place is None else inside[place]).append(part)
    return inside, outside


def _parts(word: Word, lattice: Lattice, y: float) -> Iterable[tuple[tuple[int, int] | None, Word]]:
    """A word that runs over a line between two cells, cut there."""
    places = [lattice.place((a + b) / 2, y) for a, b in zip(word.lefts, word.rights, strict=True)]
    start = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or places[at] != places[start]:
            yield (
                places[start],
                word._replace(text=word.text[start:at], lefts=word.lefts[start:at], rights=word.rights[start:at]),
            )
            start = at


def _slots(inside: dict[tuple[int, int], list[Word]], lattice: Lattice, page: int) -> list[Slot]:
    slots = []
    for region in lattice.regions:
        words = [
            word
            for row in range(region.row, region.row + region.rows)
            for column in range(region.column, region.column + region.columns)
            for word in inside.get((row, column), ())
        ]
        slots.append(Slot(*region, tuple(line_of(words, page))))
    return slots
