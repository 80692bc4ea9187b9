"""Writes reports into a store: each in one transaction that replaces what was there, and nothing if nothing changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass

from textmine.schema import Report
from textmine.store import rows
from textmine.store.index import sentence_ranges, spaced
from textmine.store.sqlite import transaction, writing


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """What became of one file of an archive; ``report`` is the id of the report in it, if it was mined."""

    path: str
    sha256: str
    status: str
    reason: str | None
    detail: str
    report: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A report that the store holds already, as this program mines it."""

    id: str
    status: str
    reason: str | None


class Writer:
    """The writing end of a store; made by `open_store`. ``program`` is the version of all that decides the facts."""

    def __init__(self, connection: sqlite3.Connection, program: str) -> None:
        self._connection = connection
        self._program = program
        self._wrote = False

    def known(self, sha256: str) -> Known | None:
        """The report of these bytes, if this same program has mined it before."""
        found = self._connection.execute(
            "SELECT id, status, reason FROM reports WHERE sha256 = ? AND program = ?", (sha256, self._program)
        ).fetchone()
        return Known(id=found[0], status=found[1], reason=found[2]) if found else None

    def totals(self) -> tuple[int, int, int]:
        """The numbers of reports, facts and links in the store."""
        reports, facts, links = self._connection.execute(
            "SELECT count(*), coalesce(sum(n_facts), 0), coalesce(sum(n_links), 0) FROM reports"
        ).fetchone()
        return reports, facts, links

    def record(self, file: FileRecord, report: Report | None = None) -> bool:
        """Store what became of a file and, if one is given, its new report; whether anything had to be written."""
        before = self._connection.execute(
            "SELECT path, sha256, status, reason, detail, report FROM files WHERE path = ?", (file.path,)
        ).fetchone()
        if report is None and before == astuple(file):
            return False
        self._begin()
        with transaction(self._connection):
            if report is not None:
                self._replace(report)
            self._connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", astuple(file))
            if before is not None and before[5] not in (None, file.report):
                self._drop_unused(before[5])
        return True

    def close(self) -> None:
        """Leave the store as one plain file, if it was written to."""
        if not self._wrote:
            return
        try:
            self._connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:  # else somebody is reading: all is stored all the same
                raise

    def _begin(self) -> None:
        if not self._wrote:
            self._wrote = True
            self._connection.execute("PRAGMA journal_mode = WAL")

    def _replace(self, report: Report) -> None:
        old = self._connection.execute(
            "SELECT id FROM reports WHERE id = ? OR sha256 = ?", (report.id, report.sha256)
        ).fetchall()
        for (other,) in old:
            _delete(self._connection, other)
            self._connection.execute("UPDATE files SET report = ? WHERE report = ?", (report.id, other))
        _insert(self._connection, report, self._program)

    def _drop_unused(self, report: str) -> None:
        if not self._connection.execute("SELECT 1 FROM files WHERE report = ?", (report,)).fetchone():
            _delete(self._connection, report)


@contextmanager
def open_store(path: str | os.PathLike[str], *, program: str) -> Iterator[Writer]:
    """A store to write to, created if there is none; see `textmine.store.sqlite.writing` for what is raised."""
    with writing(path) as connection:
        writer = Writer(connection, program)
        try:
            yield writer
        finally:
            writer.close()


def _insert(connection: sqlite3.Connection, report: Report, program: str) -> None:
    facts, links = [rows.fact_row(fact) for fact in report.facts], rows.link_rows(report)
    row = rows.report_row(report, program, facts, links)
    _insert_keyed(connection, "reports", [row], [(report.title or "", report.issuer or "")])
    _insert_rows(connection, "sections", rows.section_rows(report))
    passages = rows.passage_rows(report)
    _insert_keyed(
        connection,
        "passages",
        passages,
        [(report.text[p.start : p.end], row[-1]) for p, row in zip(report.passages, passages, strict=True)],
    )
    around = list(sentence_ranges(report))
    sentences = list(dict.fromkeys(around))
    keys = _insert_keyed(
        connection,
        "sentences",
        [(report.id, start, end) for start, end in sentences],
        [(report.text[start:end],) for start, end in sentences],
    )
    key_of = dict(zip(sentences, keys, strict=True))
    _insert_keyed(
        connection,
        "facts",
        [(report.id, *fact, key_of[place]) for fact, place in zip(facts, around, strict=True)],
        [(fact.indicator or "", fact.subject or "") for fact in report.facts],
    )
    _insert_rows(connection, "links", links)
    for table, found in zip(("tables", "cells", "checks"), rows.table_rows(report), strict=True):
        _insert_rows(connection, table, found)
    _insert_rows(connection, "problems", rows.problem_rows(report))


def _insert_keyed(
    connection: sqlite3.Connection, table: str, found: Sequence[rows.Row], texts: Sequence[tuple[str, ...]]
) -> range:
    """Insert rows under new keys and their texts into the table's index under the same keys, which are returned."""
    (last,) = connection.execute(f"SELECT coalesce(max(pk), 0) FROM {table}").fetchone()  # noqa: S608  # our own tables
    keys = range(last + 1, last + 1 + len(found))
    _insert_rows(connection, table, [(key, *row) for key, row in zip(keys, found, strict=True)])
    index, columns = _INDEXES[table]
    connection.executemany(
        f"INSERT INTO {index} (rowid, {columns}) VALUES (?, {_marks(columns.split())})",  # noqa: S608  # our own tables
        [(key, *map(spaced, text)) for key, text in zip(keys, texts, strict=True)],
    )
    return keys


def _insert_rows(connection: sqlite3.Connection, table: str, found: Sequence[rows.Row]) -> None:
    if found:
        connection.executemany(f"INSERT INTO {table} VALUES ({_marks(found[0])})", found)  # noqa: S608  # our own tables


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


# Each table that is searched, with its index and the columns of that.
_INDEXES = {
    "reports": ("report_index", "title, issuer"),
    "passages": ("passage_index", "text, headings"),
    "sentences": ("sentence_index", "text"),
    "facts": ("fact_index", "indicator, subject"),
}
# An index holds no text: to take an entry out, the text that went in has to be given again.
_INDEXED = {
    "reports": "SELECT pk, title, issuer FROM reports WHERE id = ?",
    "passages": """
        SELECT p.pk, substr(r.text, p.start + 1, p.end - p.start), p.headings
        FROM passages p JOIN reports r ON r.id = p.report WHERE p.report = ?
        """,
    "sentences": """
        SELECT s.pk, substr(r.text, s.start + 1, s.end - s.start)
        FROM sentences s JOIN reports r ON r.id = s.report WHERE s.report = ?
        """,
    "facts": "SELECT pk, indicator, subject FROM facts WHERE report = ?",
}
_OWNED = ("problems", "checks", "cells", "tables", "links", "facts", "sentences", "passages", "sections")


def _delete(connection: sqlite3.Connection, report: str) -> None:
    for table, (index, columns) in _INDEXES.items():
        found = connection.execute(_INDEXED[table], (report,)).fetchall()
        connection.executemany(
            f"INSERT INTO {index} ({index}, rowid, {columns}) VALUES ('delete', ?, {_marks(columns.split())})",  # noqa: S608
            [(pk, *(spaced(text or "") for text in texts)) for pk, *texts in found],
        )
    for table in _OWNED:
        connection.execute(f"DELETE FROM {table} WHERE report = ?", (report,))  # noqa: S608  # our own tables
    connection.execute("DELETE FROM reports WHERE id = ?", (report,))
