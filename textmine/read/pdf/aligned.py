"""Finds tables without rules: lines whose pieces stand in columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise

from textmine.read.pdf.types import Piece, Slot, Table

Row = tuple[Piece, ...]

_MIN_ROWS = 3  # lines that make a table
_FIGURES = 0.5  # share of its cells, its first column aside, that hold a digit
_FILLED = 0.6  # share of its rows in which every column is filled
_DIGIT = re.compile(r"[0-9０-９]|^[-—–/]$")
_LEADER = re.compile(r"\.{4}|…{2}|·{4}")


def aligned(rows: Sequence[Row]) -> Table | None:
    """The table in lines of several pieces each, if its columns can be proved: strips that no piece runs across."""
    if len(rows) < _MIN_ROWS or any(_LEADER.search(piece.text) for piece in chain.from_iterable(rows)):
        return None
    columns = _strips(chain.from_iterable(rows))
    places = [[_column(columns, piece) for piece in row] for row in rows]
    if any(len(set(row)) < len(row) for row in places):
        return None
    if len(columns) < 2 or sum(len(row) == len(columns) for row in places) < _FILLED * len(rows):
        return None
    values = [
        bool(_DIGIT.search(piece.text))
        for row, place in zip(rows, places, strict=True)
        for piece, at in zip(row, place, strict=True)
        if at
    ]
    if sum(values) < _FIGURES * len(values):
        return None
    slots: list[Slot] = []
    for number, (row, place) in enumerate(zip(rows, places, strict=True)):
        held = dict(zip(place, row, strict=True))
        slots.extend(Slot(number, at, 1, 1, (held[at],) if at in held else ()) for at in range(len(columns)))
    first, last = rows[0][0], rows[-1][0]
    edges = (columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1])
    return Table(
        page=first.page, top=first.box[3], bottom=last.box[1], edges=edges, height=len(rows), slots=tuple(slots)
    )


def _strips(pieces: Iterable[Piece]) -> list[tuple[float, float]]:
    """The stretches of x that pieces cover, left to right."""
    strips: list[tuple[float, float]] = []
    for left, right in sorted((piece.left, piece.right) for piece in pieces):
        if strips and left <= strips[-1][1]:
            strips[-1] = strips[-1][0], max(strips[-1][1], right)
        else:
            strips.append((left, right))
    return strips


def _column(columns: Sequence[tuple[float, float]], piece: Piece) -> int:
    return next(at for at, (left, right) in enumerate(columns) if left <= piece.left <= right)
