"""Joins a table that runs over the end of a page: the same outer borders, nothing between, repeated heads dropped."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from textmine.read.pdf.types import Slot, Table

_SAME = 4.0  # points within which two borders are one
_NUMBER = re.compile(r"[-+−]?[0-9][0-9,，.]{0,40}%?|[-—–/]")
_OPENS = re.compile(r"[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．]|[第其]")
_ENDS = tuple("。；！？;!?")


def goes_on(above: Table, below: Table) -> bool:
    """Whether ``below``, first on its page, can be the rest of ``above``: the same outer borders, or the same columns."""
    ends = abs(above.edges[0] - below.edges[0]) + abs(above.edges[-1] - below.edges[-1])
    return ends <= _SAME * 2 and (_subset(above.edges, below.edges) or _subset(below.edges, above.edges))


def _subset(few: Sequence[float], many: Sequence[float]) -> bool:
    return all(any(abs(edge - other) <= _SAME for other in many) for edge in few)


def joined(above: Table, below: Table) -> Table:
    """Both tables as one; cells and rows that the end of the page tore apart are made whole again."""
    edges = _edges(above.edges, below.edges)
    upper, lower = _moved(above, edges), _moved(below, edges)
    heads = _repeated(upper, lower)
    lower = [slot._replace(row=slot.row - heads) for slot in lower if slot.row >= heads]
    height = below.height - heads
    first = {(slot.column, slot.columns): slot for slot in lower if slot.row == 0}
    torn = [
        (slot, first[slot.column, slot.columns])
        for slot in upper
        if slot.row + slot.rows == above.height and (slot.column, slot.columns) in first
    ]
    if _row_goes_on(torn, first.values(), edges):
        upper = _with_rests(upper, {slot: rest for slot, rest in torn if rest.lines})
        lower = [slot._replace(row=slot.row - 1) for slot in lower if slot.row > 0]
        height -= 1
    else:
        rests = {slot: rest for slot, rest in torn if _cell_goes_on(slot, rest, edges)}
        upper = _with_rests(upper, rests, grow=True)
        lower = [slot for slot in lower if slot not in rests.values()]
    slots = sorted([*upper, *(slot._replace(row=slot.row + above.height) for slot in lower)])
    return replace(above, edges=tuple(edges), height=above.height + height, slots=tuple(slots))


def _edges(*several: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for edge in sorted(edge for edges_ in several for edge in edges_):
        if not edges or edge - edges[-1] > _SAME:
            edges.append(edge)
    return edges


def _moved(table: Table, edges: Sequence[float]) -> list[Slot]:
    """The slots of a table in the columns of ``edges``."""
    at = [_nearest(edges, edge) for edge in table.edges]
    return [
        slot._replace(column=at[slot.column], columns=at[slot.column + slot.columns] - at[slot.column])
        for slot in table.slots
    ]


def _nearest(edges: Sequence[float], place: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - place))


def _repeated(upper: Sequence[Slot], lower: Sequence[Slot]) -> int:
    """How many rows at the head of the rest are those at the head of the table."""

    def row(slots: Sequence[Slot], at: int) -> list[tuple[int, int, int, str]]:
        return [(slot.column, slot.columns, slot.rows, slot.plain) for slot in slots if slot.row == at]

    rows = max(slot.row for slot in lower) + 1
    same = 0
    while same < rows - 1 and (mine := row(lower, same)) and mine == row(upper, same):
        if not any(text for *_, text in mine) or all(_NUMBER.fullmatch(text) for *_, text in mine):
            break
        same += 1
    reach = max((slot.row + slot.rows for slot in lower if slot.row < same), default=0)
    return same if reach <= same else 0


def _row_goes_on(torn: Sequence[tuple[Slot, Slot]], first: Collection[Slot], edges: Sequence[float]) -> bool:
    """Whether the first row of the rest is the end of the last one: text goes on in some cells, the others are empty."""
    if len(torn) < 2 or len(torn) != len(first) or any(rest.rows > 1 for _, rest in torn):
        return False
    rests = [(slot, rest) for slot, rest in torn if rest.lines]
    ended = [slot for slot, rest in torn if slot.lines and not rest.lines]
    return bool(rests and ended) and all(_runs_on(slot, rest, edges) for slot, rest in rests)


def _cell_goes_on(slot: Slot, rest: Slot, edges: Sequence[float]) -> bool:
    """Whether a cell over several rows goes on over the end of the page."""
    if slot.rows == rest.rows == 1:
        return False
    return not rest.lines or _runs_on(slot, rest, edges)


def _runs_on(slot: Slot, rest: Slot, edges: Sequence[float]) -> bool:
    """Whether the text of ``slot`` breaks off at the right border of its cell, and ``rest`` can be its end."""
    if not slot.lines or _NUMBER.fullmatch(slot.plain) or _NUMBER.fullmatch(rest.plain):
        return False
    line = slot.lines[-1]
    left, right = edges[slot.column], edges[slot.column + slot.columns]
    full = line.right + line.size + (line.left - left) / 2 > right
    return full and not slot.plain.endswith(_ENDS) and not _OPENS.match(rest.plain)


def _with_rests(upper: Sequence[Slot], rests: dict[Slot, Slot], *, grow: bool = False) -> list[Slot]:
    return [
        slot._replace(lines=(*slot.lines, *rests[slot].lines), rows=slot.rows + (rests[slot].rows if grow else 0))
        if slot in rests
        else slot
        for slot in upper
    ]
