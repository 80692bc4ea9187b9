"""The rows of an export, report by report, so that memory does not grow with the store."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from textmine.export.columns import CHECKS, FACTS, LINKS, REPORTS, Table
from textmine.schema.record import record
from textmine.store.rows import COLUMNS, READ_BACK

Row = tuple[Any, ...]

BATCH = 10_000  # rows that a sink takes at a time


@record
class StoredReport:
    """A report of a store: the store's key of it, its id, its file, whether that is gone, and the keys of its facts.

    ``stamp`` changes where anything does that an export says of the report.
    """

    key: int
    id: str
    path: str | None
    gone: int
    stamp: str
    first_fact: int
    n_facts: int


def stored_reports(connection: sqlite3.Connection) -> list[StoredReport]:
    """The reports of a store in the order of their ids."""
    found = connection.execute("SELECT pk, id, first_fact, n_facts, digest, program FROM reports ORDER BY id")
    return [_stored(connection, key, identifier, first, count, said) for key, identifier, first, count, *said in found]


def _stored(
    connection: sqlite3.Connection, key: int, identifier: str, first: int, count: int, said: Sequence[str]
) -> StoredReport:
    found = connection.execute(
        "SELECT path, gone FROM files WHERE report = ? ORDER BY gone, path LIMIT 1", (identifier,)
    ).fetchone()
    path, gone = found or (None, 1)  # as `fact_view` says
    stamp = hashlib.sha256(json.dumps([*said, path, gone]).encode()).hexdigest()
    return StoredReport(key=key, id=identifier, path=path, gone=gone, stamp=stamp[:32], first_fact=first, n_facts=count)


def rows(connection: sqlite3.Connection, table: Table, reports: Iterable[StoredReport]) -> Iterator[Row]:
    """The rows of a table for some reports, each as the columns of the table say; lists are JSON text, booleans 0 and 1."""
    of_report = _OF_REPORT[table.name]
    for report in reports:
        yield from of_report(connection, report)


def batches(found: Iterable[Row], size: int | None = None) -> Iterator[list[Row]]:
    """Rows in lists of at most ``size`` (`BATCH` if not given).

    >>> [len(batch) for batch in batches([("364",), ("120",), ("90",)], 2)]
    [2, 1]
    """
    left = iter(found)
    while batch := list(islice(left, size or BATCH)):
        yield batch


def _facts(connection: sqlite3.Connection, report: StoredReport) -> Iterator[Row]:
    names = ", ".join(f'"{name}"' for name in FACTS.names)
    yield from connection.execute(
        f"SELECT {names} FROM fact_view WHERE pk BETWEEN ? AND ? ORDER BY start, id",  # noqa: S608  # our own columns
        (report.first_fact, report.first_fact + report.n_facts - 1),
    )


def _links(connection: sqlite3.Connection, report: StoredReport) -> Iterator[Row]:
    told = _told("links", LINKS.names[1:])
    for row in connection.execute(READ_BACK["links"], (report.key,)):
        yield (report.id, *told(row))


def _reports(connection: sqlite3.Connection, report: StoredReport) -> Iterator[Row]:
    told = _told("reports", ["issuer" if name == "body" else name for name in REPORTS.names[2:-1]])
    for row in connection.execute(READ_BACK["reports"], (report.key,)):
        yield (report.id, report.path, *told(row), report.gone)


def _checks(connection: sqlite3.Connection, report: StoredReport) -> Iterator[Row]:
    told = _told("checks", [name for name in CHECKS.names if name not in ("report", "caption")])
    table = _told("tables", ("id", "title"))
    captions: dict[str, str | None] = dict(map(table, connection.execute(READ_BACK["tables"], (report.key,))))
    for row in connection.execute(READ_BACK["checks"], (report.key,)):
        identifier, *rest = told(row)
        yield (report.id, identifier, captions[identifier], *rest)


def _told(table: str, names: Sequence[str]) -> Callable[[Row], Row]:
    """Takes some columns out of a row that was read back."""
    places = [COLUMNS[table].index(name) for name in names]
    return lambda row: tuple(row[place] for place in places)


_OF_REPORT = {"facts": _facts, "links": _links, "reports": _reports, "checks": _checks}
