"""Lines and tables of a laid-out document, and the one text that they make: shared by the readers of HTML and Markdown.

White space of the source that the format does not show is taken out here, and nothing else is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from textmine.schema import Grid, GridCell

Role = Literal["", "furniture", "hidden"]

_WIDE = "\u1100-\u11ff\u2010-\u2027\u2030-\u205e\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_IS_WIDE = re.compile(f"[{_WIDE}]")
_RUN = re.compile(r"[ \t\f\r\n]{2,}|[\t\f\r\n]")
SOURCE_SPACE = " \t\r\n\f"


class PlacedCell(NamedTuple):
    """A cell of a table: row and column of its upper left corner from 0, how many of each it covers, and its text."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


class Block(NamedTuple):
    """One line of a document, or one data table (``cells``), and what its page says about it.

    ``level`` is that of a heading (1-6), 0 for others; ``set_off`` says that it is centred or bold; ``linked`` counts the characters that are links, without white
    space, ``links`` the links; ``role`` says that the line is furniture of the page or hidden.
    """

    text: str = ""
    cells: tuple[PlacedCell, ...] = ()
    level: int = 0
    set_off: bool = False
    linked: int = 0
    links: int = 0
    role: Role = ""

    @property
    def size(self) -> int:
        """The number of its characters without white space."""
        return visible(self.text) + sum(visible(cell.text) for cell in self.cells)


def visible(text: str) -> int:
    """How many characters of a text are no white space.

    >>> visible("办结　364 项")
    6
    """
    return sum(map(len, text.split()))


def shown(raw: str) -> str:
    r"""The text of one line as its page shows it: source line ends and indentation are nothing beside a wide character.

    >>> shown("\n\t2019年，全市公开\n\t政府信息  364 条。\n")
    '2019年，全市公开政府信息 364 条。'
    >>> shown("open\n  data")
    'open data'
    """
    text = raw.strip(SOURCE_SPACE).rstrip()
    return _RUN.sub(_space, text)


def _space(run: re.Match[str]) -> str:
    """What is shown of white space within a line: of a line end with indentation what joins two lines, else a space."""
    wrapped = "\n" in run[0] or "\r" in run[0]
    return _joint(run.string[run.start() - 1], run.string[run.end()]) if wrapped else " "


def join_lines(lines: Sequence[str]) -> str:
    """The lines of a cell as one: joined as `shown` joins them; the indentation of the first one stays.

    >>> join_lines(["本年新", "公开数量", "(件)", "a", "b"])
    '本年新公开数量(件) a b'
    """
    joined = ""
    for line in lines:
        part = line.strip() if joined else line.rstrip()
        if part:
            joined += (_joint(joined[-1], part[0]) if joined else "") + part
    return joined


def _joint(left: str, right: str) -> str:
    return "" if _IS_WIDE.match(left) or _IS_WIDE.match(right) else " "


class Assembled(NamedTuple):
    """The text of some blocks, its grids, and where each block starts in it (code points)."""

    text: str
    grids: tuple[Grid, ...]
    starts: tuple[int, ...]


def assemble(blocks: Iterable[Block]) -> Assembled:
    r"""Put blocks together: one line each, the rows of a table one line each with tabs between their cells.

    >>> cells = (PlacedCell(0, 0, 2, 1, "规章"), PlacedCell(0, 1, 1, 1, "3"), PlacedCell(1, 1, 1, 1, "4"))
    >>> found = assemble([Block(text="附表"), Block(cells=cells)])
    >>> found.text, found.grids[0].cells[2]
    ('附表\n规章\t3\n\t4\n', GridCell(row=1, column=1, rows=1, columns=1, start=9, end=10))
    """
    parts: list[str] = []
    grids: list[Grid] = []
    starts: list[int] = []
    at = 0
    for block in blocks:
        starts.append(at)
        if block.cells:
            text, grid = _table(block.cells, at)
            grids.append(grid)
        else:
            text = block.text
        parts.append(text)
        at += len(text) + 1
    return Assembled("".join(f"{part}\n" for part in parts), tuple(grids), tuple(starts))


def _table(cells: Sequence[PlacedCell], at: int) -> tuple[str, Grid]:
    """The lines of a table that starts at ``at``, and its grid."""
    rows: list[list[tuple[int, PlacedCell | None]]] = [[] for _ in range(max(c.row + c.rows for c in cells))]
    for placed in cells:
        rows[placed.row].append((placed.column, placed))
        for below in range(placed.row + 1, placed.row + placed.rows):
            rows[below].append((placed.column, None))
    parts: list[str] = []
    places: list[GridCell] = []
    end = at
    for number, row in enumerate(rows):
        if number:
            parts.append("\n")
            end += 1
        for index, (_, cell) in enumerate(sorted(row, key=lambda item: item[0])):
            if index:
                parts.append("\t")
                end += 1
            if cell:
                indent = len(cell.text) - len(cell.text.lstrip())
                parts.append(cell.text)
                places.append(GridCell(*cell[:4], end + indent, end + len(cell.text)))
                end += len(cell.text)
    return "".join(parts), Grid(start=at, end=end, cells=tuple(places))
