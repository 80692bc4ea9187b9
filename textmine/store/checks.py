"""The checks of a store's tables: what must add up by their forms, and where it does not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from textmine.schema import Check

# Of a report r: a file that it stands in, and whether one of them is still there.
_PATH = "(SELECT path FROM files WHERE files.report = r.id ORDER BY gone, path LIMIT 1)"
_IS_THERE = "(SELECT min(gone) FROM files WHERE files.report = r.id) IS NOT 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChecks:
    """The checks of one table with where it stands: the file, the report's title, the table's id, caption and offset."""

    path: str
    report: str
    table: str
    caption: str | None
    start: int
    checks: tuple[Check, ...]


def table_checks(connection: sqlite3.Connection) -> Iterator[TableChecks]:
    """Every table of a store with its checks, in the order of paths and places; none of a report whose files are gone."""
    tables = connection.execute(
        f"""
        SELECT {_PATH} AS path, r.title, r.id, t.pk, t.id, t.title, t.start
        FROM tables t JOIN reports r ON r.pk = t.report
        WHERE {_IS_THERE}
        ORDER BY path, r.id, t.start, t.id
        """  # noqa: S608  # our own words
    ).fetchall()
    for path, title, report, pk, table, caption, start in tables:
        rows = connection.execute(
            f'SELECT {_COLUMNS} FROM checks c WHERE "table" = ? ORDER BY number',  # noqa: S608  # our own columns
            (pk,),
        )
        yield TableChecks(
            path=path or "",
            report=title or report,
            table=table,
            caption=caption,
            start=start,
            checks=tuple(map(_check, rows)),
        )


def measured(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str, int, str, str, int, int]]:
    """The cells of a store that count a known thing, ordered by path and place.

    Only those of a known body and year, each as path, title of the report, issuing body, year, measure, value, start and end.
    """
    yield from connection.execute(
        f"""
        SELECT {_PATH} AS path, coalesce(r.title, r.id),
            r.issuer, CAST(substr(p.end, 1, 4) AS INTEGER), m.text, f.value, f.start, f.end
        FROM facts f JOIN reports r ON r.pk = f.report JOIN periods p ON p.pk = f.period JOIN terms m ON m.pk = f.measure
        WHERE f.measure IS NOT NULL AND r.issuer IS NOT NULL AND p.end IS NOT NULL
            AND {_IS_THERE}
        ORDER BY path, f.start
        """  # noqa: S608  # our own words
    )


def open_rows(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str, int, Check]]:
    """The rows of glued digits with several readings: path, title of the report, issuing body, year and the check."""
    found = connection.execute(
        f"""
        SELECT {_PATH} AS path, coalesce(r.title, r.id),
            r.issuer, CAST(substr(r.period_end, 1, 4) AS INTEGER), {_COLUMNS}
        FROM checks c JOIN tables t ON t.pk = c."table" JOIN reports r ON r.pk = t.report
        WHERE NOT c.ok AND NOT c.more AND c.readings <> '[]' AND r.issuer IS NOT NULL AND r.period_end IS NOT NULL
            AND {_IS_THERE}
        ORDER BY path, t.id, c.number
        """  # noqa: S608  # our own columns
    )
    for path, title, body, year, *check in found:
        yield path, title, body, year, _check(check)


_COLUMNS = "c.rule, c.expected, c.actual, c.ok, c.places, c.readings, c.more, c.measures, c.decided"


def _check(row: Sequence[Any]) -> Check:
    rule, expected, actual, ok, places, readings, more, measures, decided = row
    return Check(
        rule=rule,
        expected=expected,
        actual=actual,
        ok=bool(ok),
        places=tuple((start, end) for start, end in json.loads(places)),
        readings=tuple(map(tuple, json.loads(readings))),
        more=bool(more),
        measures=tuple(json.loads(measures)),
        decided=decided,
    )
