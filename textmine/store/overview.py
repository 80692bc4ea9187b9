"""What a store holds: its size, and its reports a page at a time."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The size of a store: reports, facts, links, issuing bodies, first and last year of the reports' periods."""

    reports: int
    facts: int
    links: int
    bodies: int
    first_year: int | None
    last_year: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportEntry:
    """A report in a list: ``year`` is that in which its statistical period ends, ``facts`` the number of its facts."""

    id: str
    title: str | None
    body: str | None
    year: int | None
    facts: int
    path: str | None


def totals(connection: sqlite3.Connection) -> Totals:
    """The size of a store, without the reports whose files are gone."""
    reports, facts, links, bodies, first, last = connection.execute(
        """
        SELECT count(*), coalesce(sum(n_facts), 0), coalesce(sum(n_links), 0), count(DISTINCT issuer),
            min(CAST(substr(period_end, 1, 4) AS INTEGER)), max(CAST(substr(period_end, 1, 4) AS INTEGER))
        FROM reports WHERE (SELECT min(gone) FROM files WHERE files.report = reports.id) IS NOT 1
        """
    ).fetchone()
    return Totals(reports=reports, facts=facts, links=links, bodies=bodies, first_year=first, last_year=last)


def report_entries(connection: sqlite3.Connection, *, limit: int = 50, after: str = "") -> list[ReportEntry]:
    """The reports, but those whose files are gone, whose first file comes after the path ``after``, in the order of paths; at most ``limit``.

    A report of several files stands where the first of them does. The path of the last entry asks for the next page.
    """
    rows = connection.execute(
        """
        SELECT r.id, r.title, r.issuer, CAST(substr(r.period_end, 1, 4) AS INTEGER), r.n_facts, f.path
        FROM files f JOIN reports r ON r.id = f.report
        WHERE f.path > ? AND NOT f.gone AND f.path = (SELECT min(path) FROM files WHERE report = r.id AND NOT gone)
        ORDER BY f.path LIMIT ?
        """,
        (after, limit),
    )
    return [
        ReportEntry(id=identifier, title=title, body=body, year=year, facts=facts, path=path)
        for identifier, title, body, year, facts, path in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureEntry:
    """A measure that is counted in a store: by how many bodies, from which year to which."""

    id: str
    bodies: int
    first_year: int
    last_year: int


def measure_entries(connection: sqlite3.Connection) -> list[MeasureEntry]:
    """The measures of a store in the order of their ids, those alone that a panel has rows of."""
    rows = connection.execute(
        """
        SELECT measure, count(DISTINCT body), min(CAST(substr(period_end, 1, 4) AS INTEGER)),
            max(CAST(substr(period_end, 1, 4) AS INTEGER))
        FROM fact_view WHERE measure IS NOT NULL AND body IS NOT NULL AND period_end IS NOT NULL AND NOT gone
        GROUP BY measure ORDER BY measure
        """
    )
    return [MeasureEntry(id=row[0], bodies=row[1], first_year=row[2], last_year=row[3]) for row in rows]


def counted_at(connection: sqlite3.Connection, measure: str) -> dict[tuple[str | None, int], tuple[str, str]]:
    """For each place of a panel (path and start) of a measure, the ids of its report and its fact."""
    rows = connection.execute("SELECT path, start, report, id FROM fact_view WHERE measure = ?", (measure,))
    return {(path, start): (report, fact) for path, start, report, fact in rows}
