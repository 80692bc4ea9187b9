"""What is seen on a PDF page: words, lines and rules with their places, and the tables built of them.

Lengths are points; places are counted from the lower left corner of the page when its text stands upright.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from textmine.schema import Box


class Word(NamedTuple):
    """Characters set close together on one baseline; ``lefts`` and ``rights`` are their edges, one of each a character.

    ``size`` is about the font size; ``spaced`` says that the file has a space before the word; ``score`` is how sure it is, from 0 to 1, where
    it was recognised in a picture.
    """

    text: str
    lefts: tuple[float, ...]
    rights: tuple[float, ...]
    bottom: float
    top: float
    baseline: float
    size: float
    spaced: bool
    score: float | None = None


class Piece(NamedTuple):
    """A line of text, or a part of one that a wide gap sets apart; spaces stand where the page shows them.

    ``score`` is that of its least sure word.
    """

    page: int
    text: str
    box: Box
    edges: tuple[float, ...]
    baseline: float
    size: float
    score: float | None = None

    @property
    def left(self) -> float:
        """The left edge of its first character."""
        return self.box[0]

    @property
    def right(self) -> float:
        """The right edge of its last character."""
        return self.box[2]


class Rules(NamedTuple):
    """The straight lines drawn on a page: horizontal ones as (y, left, right), vertical ones as (x, bottom, top)."""

    across: tuple[tuple[float, float, float], ...]
    down: tuple[tuple[float, float, float], ...]


class Page(NamedTuple):
    """A page as PDFium shows it; ``number`` counts from 1.

    ``drawn`` counts what it shows, ``pictured`` is the share of it that its largest picture covers, ``unread`` counts
    characters without meaning.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: Rules
    drawn: int
    pictured: float
    unread: int


class Slot(NamedTuple):
    """A cell of a table: the place of its upper left corner, the rows and columns it covers, the lines of its text."""

    row: int
    column: int
    rows: int
    columns: int
    lines: tuple[Piece, ...]

    @property
    def plain(self) -> str:
        """Its text without white space, as labels are compared."""
        return "".join("".join(line.text.split()) for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table on one page, or over several; ``edges`` are the x of its columns' borders, left to right.

    Slots stand in reading order and do not overlap; ``top`` and ``bottom`` are those of its first page.
    """

    page: int
    top: float
    bottom: float
    edges: tuple[float, ...]
    height: int
    slots: tuple[Slot, ...]


class Column(NamedTuple):
    """Lines of running text, from the top, each as the pieces that wide gaps set apart.

    ``whole`` is true of text over the full width of the page, whose margins are those of the document.
    """

    lines: tuple[tuple[Piece, ...], ...]
    whole: bool = True


# What a page holds, in reading order.
Block = Column | Table


class Sheet(NamedTuple):
    """What a page says: its number from 1, its size, its blocks in reading order, and its ``pictured`` share."""

    number: int
    width: float
    height: float
    blocks: tuple[Block, ...]
    pictured: float
