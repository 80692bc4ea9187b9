"""The checks of a store's tables: what must add up by their forms, and where it does not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from textmine.schema import Check


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
    """Every table of a store with its checks, in the order of paths and places."""
    tables = connection.execute(
        """
        SELECT (SELECT min(path) FROM files WHERE files.report = t.report) AS path, r.title, t.report, t.id, t.title, t.start
        FROM tables t JOIN reports r ON r.id = t.report
        ORDER BY path, t.report, t.start, t.id
        """
    ).fetchall()
    for path, title, report, table, caption, start in tables:
        rows = connection.execute(
            'SELECT rule, expected, actual, ok, places FROM checks WHERE report = ? AND "table" = ? ORDER BY number',
            (report, table),
        )
        checks = tuple(
            Check(rule=rule, expected=expected, actual=actual, ok=bool(ok), places=_spans(places))
            for rule, expected, actual, ok, places in rows
        )
        yield TableChecks(
            path=path or "", report=title or report, table=table, caption=caption, start=start, checks=checks
        )


def measured(connection: sqlite3.Connection, prefix: str) -> Iterator[tuple[str, str, str, int, str, str, int, int]]:
    """The facts of a store whose measure begins with ``prefix``, ordered by path and place.

    Only those of a known body and year, each as path, title of the report, issuing body, year, measure, value, start and end.
    """
    yield from connection.execute(
        """
        SELECT (SELECT min(path) FROM files WHERE files.report = f.report) AS path, coalesce(r.title, f.report),
            r.issuer, CAST(substr(f.period_end, 1, 4) AS INTEGER), f.measure, f.value, f.start, f.end
        FROM facts f JOIN reports r ON r.id = f.report
        WHERE substr(f.measure, 1, length(:prefix)) = :prefix AND r.issuer IS NOT NULL AND f.period_end IS NOT NULL
        ORDER BY path, f.start
        """,
        {"prefix": prefix},
    )


def _spans(places: str) -> tuple[tuple[int, int], ...]:
    return tuple((start, end) for start, end in json.loads(places))
