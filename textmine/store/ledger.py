"""What a store knows of the files of an archive: which need not be opened again, and which are no longer there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from textmine.schema import Reason

_COLUMNS = "path, sha256, status, reason, detail, report"
_OF_SOURCE = (
    "(path = :path OR (path >= :path || '//' AND path < :path || '/0'))"  # the file itself, and documents in it
)
# Perhaps the machine was to blame, or the file is whole by now: it is tried again.
_AGAIN = frozenset({Reason.TIMEOUT, Reason.MEMORY, Reason.IO, Reason.CRASH, Reason.CHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """What became of one file of an archive; ``report`` is the id of the report in it, if it was mined."""

    path: str
    sha256: str
    status: str
    reason: str | None
    detail: str
    report: str | None

    @property
    def row(self) -> tuple[str | None, ...]:
        """Its fields in their order; `astuple` copies each of them, which takes ten times as long."""
        return self.path, self.sha256, self.status, self.reason, self.detail, self.report


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file on the disk as it was read: its size in bytes, when it changed (nanoseconds since 1970), and what it was read with.

    ``setup`` is a digest, of 63 bits, of the program and its options. Where the size is not known it is -1: then the file is
    read each time.
    """

    path: str
    size: int
    mtime: int
    setup: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A report that the store holds already, as this program mines it."""

    id: str
    status: str
    reason: str | None

    def outlasts(self, file: FileRecord) -> bool:
        """Whether this report stays, whatever became of its bytes this time: all do but those that are tried again."""
        return self.reason not in _AGAIN or (self.status, self.reason) == (file.status, file.reason)

    def seen_in(self, file: FileRecord) -> FileRecord:
        """What is to be remembered of a file that holds this report."""
        detail = file.detail if (self.status, self.reason) == (file.status, file.reason) else ""
        return replace(file, status=self.status, reason=self.reason, detail=detail, report=self.id)


def known(connection: sqlite3.Connection, sha256: str, program: str) -> Known | None:
    """The report of these bytes, if this same program has mined it before."""
    found = connection.execute(
        "SELECT id, status, reason FROM reports WHERE sha256 = ? AND program = ?", (sha256, program)
    ).fetchone()
    return Known(id=found[0], status=found[1], reason=found[2]) if found else None


def recorded(connection: sqlite3.Connection, path: str) -> tuple[Any, ...] | None:
    """The fields of the `FileRecord` of a file, and behind them whether it is gone (0 or 1); ``None`` if there is none."""
    found: tuple[Any, ...] | None = connection.execute(
        f"SELECT {_COLUMNS}, gone FROM files WHERE path = ?",  # noqa: S608
        (path,),
    ).fetchone()
    return found


def unchanged(connection: sqlite3.Connection, source: Source) -> list[FileRecord]:
    """The records of a file that is as it was when it was read last, and of the documents in it; none if it is to be read."""
    found = connection.execute("SELECT size, mtime, setup FROM sources WHERE path = ?", (source.path,)).fetchone()
    if source.size < 0 or found != (source.size, source.mtime, source.setup):
        return []
    records = records_of(connection, source.path)
    return [] if any(record.reason in _AGAIN for record in records) else records


def is_news(connection: sqlite3.Connection, source: Source) -> bool:
    """Whether to remember how a file was that holds what it held before: one that was only touched is not written for."""
    found = connection.execute("SELECT setup FROM sources WHERE path = ?", (source.path,)).fetchone()
    return bool(found != (source.setup,))


def records_of(connection: sqlite3.Connection, path: str) -> list[FileRecord]:
    """The records of a file and of the documents in it, but those that are gone."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM files WHERE {_OF_SOURCE} AND NOT gone", {"path": path})  # noqa: S608
    return [
        FileRecord(path=path, sha256=sha256, status=status, reason=reason, detail=detail, report=report)
        for path, sha256, status, reason, detail, report in rows
    ]


def by_reason(connection: sqlite3.Connection) -> list[tuple[str, str | None, int]]:
    """How many files and documents in containers ended with which status (``gone`` for what is no longer there) and reason."""
    return connection.execute(
        """
        SELECT CASE gone WHEN 1 THEN 'gone' ELSE status END, CASE gone WHEN 0 THEN reason END, count(*)
        FROM files GROUP BY 1, 2 ORDER BY 1, 2
        """
    ).fetchall()


def sources(connection: sqlite3.Connection) -> Iterator[Source]:
    """The files that the store has read, in the order of their paths."""
    for path, size, mtime, setup in connection.execute("SELECT path, size, mtime, setup FROM sources ORDER BY path"):
        yield Source(path=path, size=size, mtime=mtime, setup=setup)


def note(connection: sqlite3.Connection, sources: Iterable[Source]) -> None:
    """Remember how files were when they were read; within a transaction."""
    rows = ((source.path, source.size, source.mtime, source.setup) for source in sources)
    connection.executemany("INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?)", rows)


def forget(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Mark files, with the documents in them, that are no longer there; within a transaction."""
    for path in paths:
        connection.execute("DELETE FROM sources WHERE path = ?", (path,))
        connection.execute(f"UPDATE files SET gone = 1 WHERE {_OF_SOURCE}", {"path": path})  # noqa: S608


def drop_others(connection: sqlite3.Connection, path: str, kept: Sequence[str]) -> list[str]:
    """Delete the records of documents that a container holds no longer; the reports that these had."""
    names = frozenset(kept)
    left = [record for record in records_of(connection, path) if record.path not in names]
    connection.executemany("DELETE FROM files WHERE path = ?", [(record.path,) for record in left])
    return [record.report for record in left if record.report is not None]
