"""A table of a report as it is shown: its cells in rows and columns, and which of them a failed check speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from textmine.schema.table import ONE_READING

Row = dict[str, Any]
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A header cell over ``span`` columns."""

    text: str
    span: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: its text, the id of the fact read from it, whether a check that speaks of it fails.

    ``open`` is true where its digits could not be told from those of its neighbours.
    """

    text: str
    fact: str | None
    failed: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: its labels, outermost first, and its cells, empty where the row has none in a column."""

    labels: Path
    cells: tuple[tuple[GridCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A rebuilt table: rows of headers, lines, its checks with those that fail first."""

    id: str
    title: str | None
    headers: tuple[tuple[Heading, ...], ...]
    lines: tuple[Line, ...]
    checks: tuple[Row, ...]

    @property
    def failed(self) -> int:
        """The number of checks that fail."""
        return sum(not check["ok"] for check in self.checks)


def grids(tables: Sequence[Row], cells: Sequence[Row], checks: Sequence[Row], facts: Sequence[Row]) -> dict[str, Grid]:
    """The tables of a report by id."""
    facts_at = {(fact["table"], fact["start"]): fact["id"] for fact in facts if fact["table"]}
    own, told = _by_table(cells), _by_table(checks)
    return {
        table["id"]: _grid(table, own[table["id"]], sorted(told[table["id"]], key=itemgetter("ok")), facts_at)
        for table in tables
    }


def _by_table(rows: Sequence[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["table"]].append(row)
    return found


def _grid(table: Row, cells: Sequence[Row], checks: Sequence[Row], facts_at: dict[tuple[str, int], str]) -> Grid:
    bad = [check for check in checks if not check["ok"]]
    wrong = [tuple(place) for check in bad for place in check["places"]]
    glued = {check["rule"].rpartition(": ")[0] for check in bad if check["expected"] == ONE_READING}
    rows = dict.fromkeys(tuple(cell["row"]) for cell in cells)
    columns = dict.fromkeys(tuple(cell["column"]) for cell in cells)
    placed: dict[tuple[Path, Path], list[GridCell]] = {}
    for cell in cells:
        start, end = cell["start"], cell["end"]
        failed = start is not None and any(start < last and first < end for first, last in wrong)
        unread = not cell["text"] and ("/".join(cell["row"]) or table["title"]) in glued
        shown = GridCell(cell["text"], facts_at.get((table["id"], start)), failed or unread, unread)
        placed.setdefault((tuple(cell["row"]), tuple(cell["column"])), []).append(shown)
    lines = tuple(Line(row, tuple(tuple(placed.get((row, column), ())) for column in columns)) for row in rows)
    return Grid(table["id"], table["title"], _headers(list(columns)), lines, tuple(checks))


def _headers(columns: Sequence[Path]) -> tuple[tuple[Heading, ...], ...]:
    """The header rows of some columns, labels that neighbours share written once over all of them.

    >>> _headers([("自然人",), ("法人", "企业"), ("法人", "其他")])
    ((Heading(text='自然人', span=1), Heading(text='法人', span=2)),
     (Heading(text='', span=1), Heading(text='企业', span=1), Heading(text='其他', span=1)))
    """
    depth = max(map(len, columns), default=0)
    rows = []
    for level in range(depth):
        row: list[Heading] = []
        last: Path | None = None
        for column in columns:
            path = column[: level + 1]
            text = column[level] if level < len(column) else ""
            if text and path == last:
                row[-1] = Heading(text, row[-1].span + 1)
            else:
                row.append(Heading(text, 1))
            last = path
        rows.append(tuple(row))
    return tuple(rows)
