"""Writes reports into a store, some in one transaction: each replaces what was there, and nothing is written if nothing changed."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from textmine.schema import Report
from textmine.store import ledger
from textmine.store.delete import delete_report, sweep
from textmine.store.group import Change, Group
from textmine.store.insert import insert
from textmine.store.keys import Keys
from textmine.store.ledger import FileRecord, Known, Source
from textmine.store.prepared import Prepared, prepare
from textmine.store.sqlite import transaction, write_ahead, writing


class Writer:
    """The writing end of a store; made by `open_store`. ``program`` is the version of all that decides the facts.

    What is recorded waits until a transaction of it is worth its price, or `flush` is called.
    """

    def __init__(self, connection: sqlite3.Connection, program: str) -> None:
        self._connection = connection
        self._program = program
        self._keys = Keys(connection)
        self._group = Group()
        self._wrote = self._deleted = False

    def known(self, sha256: str) -> Known | None:
        """The report of these bytes, if this same program has mined it before."""
        waiting = self._group.reports.get(sha256)
        if waiting is not None:
            return Known(id=waiting.id, status=waiting.status, reason=waiting.reason)
        return ledger.known(self._connection, sha256, self._program)

    def totals(self) -> tuple[int, int, int]:
        """The numbers of reports, facts and links in the store."""
        self.flush()
        reports, facts, links = self._connection.execute(
            "SELECT count(*), coalesce(sum(n_facts), 0), coalesce(sum(n_links), 0) FROM reports"
        ).fetchone()
        return reports, facts, links

    def unchanged(self, source: Source) -> list[FileRecord]:
        """What became of a file, and of the documents in it, if it need not be read again; else nothing."""
        return ledger.unchanged(self._connection, source)

    def record(self, file: FileRecord, report: Report | Prepared | None = None, source: Source | None = None) -> bool:
        """Store what became of a file and, if one is given, its new report; whether anything has to be written.

        ``source`` is how the file was when it was read; that of a container is for `finish`.
        """
        prepared = prepare(report) if isinstance(report, Report) else report
        if self._group.clashes(file.path, prepared):
            self.flush()
        before = ledger.recorded(self._connection, file.path)
        same = prepared is None and before == (*file.row, 0)
        if same and (source is None or not ledger.is_news(self._connection, source)):
            return False
        left = before[5] if before is not None and before[5] != file.report else None
        self._add(Change(file=file, report=prepared, left=left, source=source))
        return True

    def finish(self, source: Source, documents: Sequence[str], *, changed: bool) -> None:
        """Forget what a file that has been read to its end holds no longer, and remember how it was if it is a container.

        ``documents`` are the paths of all that it holds; ``changed`` says whether anything was written of them.
        """
        known = {record.path for record in ledger.records_of(self._connection, source.path)}
        container = list(documents) != [source.path]
        if known <= {*documents} and not (container and (changed or ledger.is_news(self._connection, source))):
            return
        self._add(Change(source=source, documents=documents))

    def mark_gone(self, paths: Sequence[str]) -> None:
        """Mark files that are no longer there. What they said stays in the store."""
        self.flush()
        if paths:
            with self._writing():
                ledger.forget(self._connection, paths)

    def sources(self) -> Iterator[Source]:
        """The files that the store has read and not missed since."""
        self.flush()
        return ledger.sources(self._connection)

    def flush(self) -> None:
        """Store what waits: all of it in one transaction or, where that fails, each change in one of its own."""
        group, self._group = self._group, Group()
        try:
            self._store(group.changes)
        except sqlite3.OperationalError:  # the disk, or another program: each alone would fare no better
            raise
        except Exception:
            if len(group.changes) == 1:
                raise
            for change in group.changes:
                self._store([change])
        except BaseException:
            # A signal: what waits is written when the store is closed, but nobody waits for readers then.
            if self._wrote:
                self._group = group
            raise

    def close(self) -> None:
        """Leave the store as one plain file, if it was written to."""
        try:
            self.flush()
        finally:
            if self._wrote:
                self._leave()

    def _leave(self) -> None:
        if self._deleted:
            with transaction(self._connection):
                sweep(self._connection)
            self._keys.forget()
        try:
            self._connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:  # else somebody is reading: all is stored all the same
                raise

    def _add(self, change: Change) -> None:
        self._group.add(change, now=time.monotonic())
        if self._group.is_full(now=time.monotonic()):
            self.flush()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self._wrote:
            write_ahead(self._connection)
            self._wrote = True
            self._keys.refresh_units()
        try:
            with transaction(self._connection):
                yield
        except BaseException:
            self._keys.forget()
            raise

    def _store(self, changes: Sequence[Change]) -> None:
        if not changes:
            return
        connection = self._connection
        with self._writing():
            reports = [change.report for change in changes if change.report is not None]
            for report in reports:
                self._make_room(report)
            if reports:
                insert(connection, self._keys, reports, self._program)
            files = [change.file.row for change in changes if change.file is not None]
            connection.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, 0)", files)
            ledger.note(connection, [change.source for change in changes if change.source is not None])
            left = [change.left for change in changes if change.left is not None]
            for change in changes:
                if change.source is not None and change.documents is not None:
                    left += ledger.drop_others(connection, change.source.path, change.documents)
            for report_id in left:
                self._drop_unused(report_id)

    def _make_room(self, report: Prepared) -> None:
        """Take out a report of the same id or bytes, which another program has mined."""
        old = self._connection.execute(
            "SELECT id FROM reports WHERE id = ? OR sha256 = ?", (report.id, report.sha256)
        ).fetchall()
        for (other,) in old:
            self._delete(other)
            self._connection.execute("UPDATE files SET report = ? WHERE report = ?", (report.id, other))

    def _drop_unused(self, report: str) -> None:
        used = self._connection.execute("SELECT 1 FROM files WHERE report = ?", (report,)).fetchone()
        if not used and self._connection.execute("SELECT 1 FROM reports WHERE id = ?", (report,)).fetchone():
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
