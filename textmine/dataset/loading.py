"""Feeds a store from a data set, so that it is as if a run had written it."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from textmine.dataset.folder import COMPLETE, Folder
from textmine.dataset.ledger import empty_ledger
from textmine.dataset.part import read_part
from textmine.dataset.snapshot import restore
from textmine.errors import DatasetFormatError
from textmine.read.urls import is_url
from textmine.schema.record import record
from textmine.store import FileRecord, Source, Writer, open_store
from textmine.store.prepared import Rows, prepare_rows

_INSIDE = "//"  # stands between a container and what is in it
_FILES = """
SELECT f.path, f.sha256, f.status, f.reason, f.detail, f.report, s.size, s.mtime, s.setup
FROM files f LEFT JOIN sources s ON s.path = f.path
"""
# By way of an index: to find the part of a report from the view alone each report of the data set is looked at.
_HELD = """
SELECT w.report, r.sha256
FROM held h JOIN wanted w ON w.report = h.report AND w.part = h.part JOIN reports r ON r.id = w.report
WHERE h.part = ? ORDER BY w.path
"""


@record
class Loaded:
    """What a store was fed: the reports that were new in it, those that it had, and the `Writer.totals` it came to."""

    reports: int
    known: int
    totals: tuple[int, int, int]


def load(dataset: str, store: Path) -> Loaded:
    """Bring a store up to date with a data set; what the store has of other archives stays.

    Raises `DatasetFormatError` for what is no complete data set, and what `open_store` raises.
    """
    folder = Folder(dataset)
    folder.require_ours()
    if not folder.files(COMPLETE):
        raise DatasetFormatError(
            f"{dataset}: is no complete data set; a run writes to it, or has to be run again to end"
        )
    with (
        tempfile.TemporaryDirectory(prefix="textmine-") as beside,
        closing(empty_ledger(str(Path(beside) / "ledger"))) as ledger,
    ):
        restore(folder, ledger)
        loading = _Loading(folder, ledger, _renaming(folder, store))
        for program in [program for (program,) in ledger.execute("SELECT DISTINCT program FROM wanted ORDER BY 1")]:
            with open_store(store, program=program) as writer:
                loading.reports(writer, program)
        with open_store(store, program="") as writer:
            loading.others(writer)
            return Loaded(reports=loading.new, known=loading.known, totals=writer.totals())


class _Loading:
    """One pass over a data set."""

    def __init__(self, folder: Folder, ledger: sqlite3.Connection, renamed: Callable[[str], str]) -> None:
        self._folder, self._ledger, self._renamed = folder, ledger, renamed
        self.new = self.known = 0

    def reports(self, writer: Writer, program: str) -> None:
        """Write the reports that a program has mined, part by part, each with the files that hold it."""
        parts = self._ledger.execute(
            "SELECT part FROM wanted WHERE program = ? GROUP BY part ORDER BY min(path)", (program,)
        )
        for (part,) in parts:
            held = self._ledger.execute(_HELD, (part,)).fetchall()
            new = {report for report, sha256 in held if writer.known(sha256) is None}
            for report, _ in held:
                if report not in new:
                    self._files(writer, report, None)
            for rows in read_part(self._folder, part, new) if new else ():
                self._files(writer, rows.id, rows)
            self.new, self.known = self.new + len(new), self.known + len(held) - len(new)

    def others(self, writer: Writer) -> None:
        """Write the files that hold no report, forget what containers hold no longer, and mark what is gone."""
        for file, source in self._found("WHERE f.report IS NULL ORDER BY f.path"):
            writer.record(file, None, source)
        for (path,) in self._ledger.execute("SELECT path FROM sources ORDER BY path"):
            self._finish(writer, path)
        gone = self._ledger.execute("SELECT path FROM files WHERE gone ORDER BY path")
        writer.mark_gone([self._renamed(path) for (path,) in gone])

    def _files(self, writer: Writer, report: str, rows: Rows | None) -> None:
        for number, (file, source) in enumerate(self._found("WHERE f.report = ? ORDER BY f.gone, f.path", report)):
            writer.record(
                file, prepare_rows(rows.rows, rows.digest) if rows is not None and number == 0 else None, source
            )

    def _finish(self, writer: Writer, path: str) -> None:
        inside = "WHERE f.path >= ? AND f.path < ? AND NOT f.gone ORDER BY f.path"
        documents = [file.path for file, _ in self._found(inside, f"{path}{_INSIDE}", f"{path}/0")]
        (found,) = self._found("WHERE f.path = ?", path)
        file, source = found
        if source is not None and documents:
            writer.finish(source, [*documents, file.path], changed=False)

    def _found(self, which: str, *values: str) -> Iterator[tuple[FileRecord, Source | None]]:
        for row in self._ledger.execute(f"{_FILES} {which}", values):
            yield self._told(*row)

    def _told(
        self,
        path: str,
        sha256: str,
        status: str,
        reason: str | None,
        detail: str,
        report: str | None,
        size: int | None,
        mtime: int | None,
        setup: int | None,
    ) -> tuple[FileRecord, Source | None]:
        name = self._renamed(path)
        file = FileRecord(path=name, sha256=sha256, status=status, reason=reason, detail=detail, report=report)
        if size is None or mtime is None or setup is None:
            return file, None
        return file, Source(path=name, size=size, mtime=mtime, setup=setup)


def _renaming(folder: Folder, store: Path) -> Callable[[str], str]:
    """How a store calls the files of a data set: both call them by the way from the folder that they lie in."""
    if folder.local is None:
        return str
    here, there = os.path.realpath(folder.local.parent), os.path.realpath(store.parent)

    def renamed(path: str) -> str:
        if here == there or is_url(path):
            return path
        file, *inside = path.partition(_INSIDE)
        return os.path.relpath(os.path.join(here, file), there).replace(os.sep, "/") + "".join(inside)  # noqa: PTH118

    return renamed
