"""Cuts the text of a report into blocks and runs, so that a page shows every character of it exactly once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; ``facts`` are the ids of the figures that it is, none for text between figures.

    ``first`` is false for the rest of a figure that a block before has begun.
    """

    text: str
    facts: tuple[str, ...] = ()
    first: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a passage, a table or the text between them (``kind``), with its row; offsets are code points."""

    kind: str
    start: int
    end: int
    row: Row | None
    runs: tuple[Run, ...]


def blocks(text: str, sections: Sequence[Row], passages: Sequence[Row], tables: Sequence[Row], facts: Sequence[Row]) -> list[Block]:  # fmt: skip
    r"""The blocks of a text in order; put together, their runs are the text.

    Where two overlap the one that begins first has the shared characters, of two that begin together the longer. A
    table whose characters others have is a block without any, so that it is shown all the same.

    >>> passage = {"start": 3, "end": 9}
    >>> [(block.kind, block.runs) for block in blocks("概况\n办结364项。", [], [passage], [], [{"id": "f", "start": 5, "end": 9}])]
    [('text', (Run(text='概况\n', facts=(), first=True),)),
     ('passage', (Run(text='办结', facts=(), first=True), Run(text='364项', facts=('f',), first=True))),
     ('text', (Run(text='。', facts=(), first=True),))]
    """
    listed = [
        *(("heading", row["start"], row["body"], row) for row in sections),
        *(("passage", row["start"], row["end"], row) for row in passages),
        *(("table", row["start"], row["end"], row) for row in tables),
    ]
    figures = _figures(facts)
    found: list[Block] = []
    at = 0
    for kind, start, end, row in sorted(listed, key=lambda item: (item[1], -item[2])):
        low = max(at, start)
        if low >= end:
            if kind == "table":
                found.append(Block(kind, end, end, row, ()))
            continue
        if at < low:
            found.append(_block("text", at, low, None, text, figures))
        found.append(_block(kind, low, end, row, text, figures))
        at = end
    if at < len(text):
        found.append(_block("text", at, len(text), None, text, figures))
    return found


_Figure = tuple[int, int, tuple[str, ...]]


def _figures(facts: Iterable[Row]) -> list[_Figure]:
    """The places of figures in order, those that overlap as one with the ids of all."""
    found: list[_Figure] = []
    for fact in sorted(
        (fact for fact in facts if fact["start"] < fact["end"]),
        key=lambda fact: (fact["start"], -fact["end"], fact["id"]),
    ):
        start, end, identifier = fact["start"], fact["end"], fact["id"]
        if found and start < found[-1][1]:
            first, last, identifiers = found[-1]
            found[-1] = (first, max(last, end), (*identifiers, identifier))
        else:
            found.append((start, end, (identifier,)))
    return found


def _end_of(figure: _Figure) -> int:
    return figure[1]


def _block(kind: str, start: int, end: int, row: Row | None, text: str, figures: Sequence[_Figure]) -> Block:
    runs: list[Run] = []
    at = start
    for number in range(bisect_right(figures, start, key=_end_of), len(figures)):
        first, last, facts = figures[number]
        low, high = max(start, first), min(end, last)
        if low >= high:
            break
        if at < low:
            runs.append(Run(text[at:low]))
        runs.append(Run(text[low:high], facts, first=low == first))
        at = high
    if at < end:
        runs.append(Run(text[at:end]))
    return Block(kind, start, end, row, tuple(runs))


def tree(sections: Sequence[Row]) -> list[Row]:
    """The sections as a tree: each of the top with its ``children``, those with theirs.

    >>> [(top["id"], [child["id"] for child in top["children"]]) for top in tree([
    ...     {"id": "s1", "parent": None}, {"id": "s2", "parent": "s1"}, {"id": "s3", "parent": "gone"}])]
    [('s1', ['s2']), ('s3', [])]
    """
    nodes = {section["id"]: section | {"children": []} for section in sections}
    top: list[Row] = []
    for node in nodes.values():
        above = nodes.get(node["parent"] or "")
        (above["children"] if above is not None and above is not node else top).append(node)
    return top
