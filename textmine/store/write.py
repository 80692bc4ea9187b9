"""Writes reports into a store: each in one transaction that replaces what was there, and nothing if nothing changed."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from operator import itemgetter

from textmine.schema import Report
from textmine.store import ledger
from textmine.store.delete import INDEXED, delete_report, sweep
from textmine.store.keys import Keys
from textmine.store.ledger import FileRecord, Source
from textmine.store.prepared import Prepared, prepare
from textmine.store.rows import COLUMNS, Row
from textmine.store.sqlite import transaction, write_ahead, writing

_AT = {name: place for place, name in enumerate(COLUMNS["facts"])}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A report that the store holds already, as this program mines it."""

    id: str
    status: str
    reason: str | None

    def seen_in(self, file: FileRecord) -> FileRecord:
        """What is to be remembered of a file that holds this report."""
        detail = file.detail if self.status != "ok" else ""
        return replace(file, status=self.status, reason=self.reason, detail=detail, report=self.id)


class Writer:
    """The writing end of a store; made by `open_store`. ``program`` is the version of all that decides the facts."""

    def __init__(self, connection: sqlite3.Connection, program: str) -> None:
        self._connection = connection
        self._program = program
        self._keys = Keys(connection)
        self._wrote = self._deleted = False

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

    def unchanged(self, source: Source) -> list[FileRecord]:
        """What became of a file, and of the documents in it, if it need not be read again; else nothing."""
        return ledger.unchanged(self._connection, source)

    def record(self, file: FileRecord, report: Report | Prepared | None = None, source: Source | None = None) -> bool:
        """Store what became of a file and, if one is given, its new report; whether anything had to be written.

        ``source`` is how the file was when it was read; that of a container is for `finish`.
        """
        before = self._connection.execute(
            "SELECT path, sha256, status, reason, detail, report, gone FROM files WHERE path = ?", (file.path,)
        ).fetchone()
        same = report is None and before == (*astuple(file), 0)
        if same and (source is None or not ledger.is_news(self._connection, source)):
            return False
        with self._writing():
            if report is not None:
                self._replace(prepare(report) if isinstance(report, Report) else report)
            self._connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, 0)", astuple(file))
            if before is not None and before[5] not in (None, file.report):
                self._drop_unused(before[5])
            if source is not None:
                ledger.note(self._connection, source)
        return True

    def finish(self, source: Source, documents: Sequence[str], *, changed: bool) -> None:
        """Forget what a file that has been read to its end holds no longer, and remember how it was if it is a container.

        ``documents`` are the paths of all that it holds; ``changed`` says whether anything was written of them.
        """
        known = {record.path for record in ledger.records_of(self._connection, source.path)}
        container = list(documents) != [source.path]
        if known <= {*documents} and not (container and (changed or ledger.is_news(self._connection, source))):
            return
        with self._writing():
            for report in ledger.drop_others(self._connection, source.path, documents):
                self._drop_unused(report)
            ledger.note(self._connection, source)

    def mark_gone(self, paths: Sequence[str]) -> None:
        """Mark files that are no longer there. What they said stays in the store."""
        if paths:
            with self._writing():
                ledger.forget(self._connection, paths)

    def sources(self) -> Iterator[Source]:
        """The files that the store has read and not missed since."""
        return ledger.sources(self._connection)

    def close(self) -> None:
        """Leave the store as one plain file, if it was written to."""
        if not self._wrote:
            return
        if self._deleted:
            with transaction(self._connection):
                sweep(self._connection)
        try:
            self._connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:  # else somebody is reading: all is stored all the same
                raise

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self._wrote:
            self._wrote = True
            write_ahead(self._connection)
            self._keys.refresh_units()
        try:
            with transaction(self._connection):
                yield
        except BaseException:
            self._keys.forget()
            raise

    def _replace(self, report: Prepared) -> None:
        old = self._connection.execute(
            "SELECT id FROM reports WHERE id = ? OR sha256 = ?", (report.id, report.sha256)
        ).fetchall()
        for (other,) in old:
            self._delete(other)
            self._connection.execute("UPDATE files SET report = ? WHERE report = ?", (report.id, other))
        insert(self._connection, self._keys, report, self._program)

    def _drop_unused(self, report: str) -> None:
        if not self._connection.execute("SELECT 1 FROM files WHERE report = ?", (report,)).fetchone():
            self._delete(report)

    def _delete(self, report: str) -> None:
        delete_report(self._connection, report)
        self._deleted = True


@contextmanager
def open_store(path: str | os.PathLike[str], *, program: str) -> Iterator[Writer]:
    """A store to write to, created if there is none; see `textmine.store.sqlite.writing` for what is raised."""
    with writing(path) as connection:
        writer = Writer(connection, program)
        try:
            yield writer
        finally:
            writer.close()


def insert(connection: sqlite3.Connection, keys: Keys, report: Prepared, program: str) -> None:
    """Write a report that the store does not have."""
    pk, first_fact = _next(connection, "reports"), _next(connection, "facts")
    (row,) = report.rows["reports"]
    counted = len(report.rows["facts"]), len(report.rows["links"])
    _add(connection, "reports", [(pk, *row[:2], program, *row[2:], first_fact, *counted, report.digest)])
    _index(connection, "report_index", [(pk, report.title, report.issuer)])
    Inserter(connection, keys, report, pk, first_fact).insert()


class Inserter:
    """Turns the rows of one report into those of the narrow tables, with keys instead of ids and texts."""

    def __init__(self, connection: sqlite3.Connection, keys: Keys, report: Prepared, pk: int, first_fact: int) -> None:
        self._connection, self._keys, self._report, self._pk = connection, keys, report, pk
        self._first_fact = first_fact
        self._sections: dict[str | None, int] = {}
        self._passages: dict[str | None, int] = {}

    def insert(self) -> None:
        """Write all rows but that of the report itself, and their entries in the indexes."""
        rows = self._report.rows
        self._sections = self._numbered("sections", rows["sections"])
        self._passages = self._numbered("passages", rows["passages"])
        _add(self._connection, "sections", [(self._sections[row[0]], self._pk, *row) for row in rows["sections"]])
        headings = zip(rows["sections"], self._report.headings, strict=True)
        _index(self._connection, "section_index", [(self._sections[row[0]], heading) for row, heading in headings])
        # The facts of a passage have keys in a row, so that no index is needed to find them.
        ordered = sorted(
            rows["facts"],
            key=lambda fact: (self._passages.get(fact[_AT["passage"]], _LAST), fact[_AT["start"]], fact[0]),
        )
        self._add_passages(rows["passages"], ordered)
        self._add_facts(ordered)
        self._add_links(rows["links"], ordered)
        self._add_tables(rows)
        _add(self._connection, "problems", [(self._pk, *row) for row in rows["problems"]])

    def _numbered(self, table: str, rows: Sequence[Row]) -> dict[str | None, int]:
        return {row[0]: key for key, row in enumerate(rows, _next(self._connection, table))}

    def _add_passages(self, rows: Sequence[Row], facts: Sequence[Row]) -> None:
        terms = self._keys.of("terms", (text for row in rows for text in row[4:6]))
        ends: dict[str | None, tuple[int, int]] = {}
        for key, fact in enumerate(facts, self._first_fact):
            passage = fact[_AT["passage"]]
            ends[passage] = (ends.get(passage, (key,))[0], key)
        found = []
        for identifier, section, start, end, category, categories, boilerplate, repeats in rows:
            held = ends.get(identifier, (None, None))
            place = (self._pk, identifier, self._sections.get(section), start, end)
            found.append(
                (self._passages[identifier], *place, terms[category], terms[categories], boilerplate, repeats, *held)
            )
        _add(self._connection, "passages", found)
        keys = self._passages.values()
        _index(self._connection, "passage_index", list(zip(keys, self._report.passages, strict=True)))
        _index(self._connection, "word_index", list(zip(keys, self._report.words, strict=True)))

    def _add_facts(self, rows: Sequence[Row]) -> None:
        at = _AT
        manner = itemgetter(*(at[name] for name in ("source", "bound", "change", "status")))
        period = itemgetter(*(at[name] for name in ("period_start", "period_end", "period_kind", "period_basis")))
        text = [at[name] for name in ("subject", "category", "measure", "row", "column", "flags", "rules")]
        units = self._keys.of("units", (row[at["unit"]] for row in rows))
        manners = self._keys.of("manners", map(manner, rows))
        periods = self._keys.of("periods", map(period, rows))
        indicators = self._keys.of("indicators", (row[at["indicator"]] for row in rows))
        terms = self._keys.of("terms", (row[place] for row in rows for place in text))
        before = itemgetter(*(at[name] for name in ("start", "end", "sentence_start", "sentence_end", "quote")))
        value = itemgetter(*(at[name] for name in ("value", "value_real", "value_high", "value_high_real")))
        seen = itemgetter(*(at[name] for name in ("page", "box", "confidence", "table")))
        told, path = text[:3], text[3:]
        _add(
            self._connection,
            "facts",
            [
                (
                    pk, _signed(row[0]), self._pk, self._passages.get(row[at["passage"]]),
                    self._sections.get(row[at["section"]]), *before(row), *value(row), units[row[at["unit"]]],
                    manners[manner(row)], periods[period(row)], indicators.get(row[at["indicator"]]),
                    *(terms.get(row[place]) for place in told), *seen(row), *(terms.get(row[place]) for place in path),
                )
                for pk, row in enumerate(rows, self._first_fact)
            ],
        )  # fmt: skip

    def _add_links(self, rows: Sequence[Row], facts: Sequence[Row]) -> None:
        key_of = {fact[0]: key for key, fact in enumerate(facts, self._first_fact)}
        terms = self._keys.of("terms", (row[0] for row in rows))
        _add(self._connection, "links", [(key_of[source], key_of[target], terms[rel]) for rel, source, target in rows])

    def _add_tables(self, rows: Mapping[str, Sequence[Row]]) -> None:
        tables = self._numbered("tables", rows["tables"])
        _add(
            self._connection,
            "tables",
            [
                (tables[identifier], self._pk, identifier, self._sections.get(section), *rest)
                for identifier, section, *rest in rows["tables"]
            ],
        )
        terms = self._keys.of("terms", (row[at] for row in rows["cells"] for at in (2, 3, 8, 9)))
        cells = [
            (tables[row[0]], row[1], terms[row[2]], terms[row[3]], *row[4:8], terms.get(row[8]), terms.get(row[9]))
            for row in rows["cells"]
        ]
        _add(self._connection, "cells", cells)
        _add(self._connection, "checks", [(tables[row[0]], *row[1:]) for row in rows["checks"]])


_LAST = 2**63  # after every key


def _signed(identifier: str) -> int:
    """The 64 bits of an id as SQLite holds them."""
    return int.from_bytes(bytes.fromhex(identifier), "big", signed=True)


def _next(connection: sqlite3.Connection, table: str) -> int:
    (last,) = connection.execute(f"SELECT coalesce(max(pk), 0) FROM {table}").fetchone()  # noqa: S608  # our own tables
    return int(last) + 1


def _add(connection: sqlite3.Connection, table: str, found: Sequence[Row]) -> None:
    if found:
        connection.executemany(f"INSERT INTO {table} VALUES ({_marks(found[0])})", found)  # noqa: S608  # our own tables


def _index(connection: sqlite3.Connection, index: str, found: Sequence[Row]) -> None:
    columns = INDEXED[index][0]
    connection.executemany(
        f"INSERT INTO {index} (rowid, {columns}) VALUES (?, {_marks(columns.split())})",  # noqa: S608  # our own tables
        found,
    )


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
