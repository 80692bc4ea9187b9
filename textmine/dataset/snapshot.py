"""The ledger of a data set as a Parquet file, which a run reads at its start and writes anew at its end."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from textmine.dataset.folder import LEDGER, Folder
from textmine.errors import DatasetFormatError
from textmine.export.columns import Table, columns_of
from textmine.export.parquet import read_parquet, told_by, write_parquet
from textmine.export.rows import Row

FILES = Table(
    name="files",
    says="every file of the archive and every document in a container, with what became of it",
    key=("path",),
    columns=columns_of("""
        path text! the file; of a document in a container the container's path, two slashes and its name
        status text! ok, partial, empty, unsupported, skipped or quarantined
        reason text why it is not ok, a code
        detail text! what the reason means for this file
        sha256 text! SHA-256 of its bytes; empty where they were not read
        gone boolean! whether a later run found it no longer
        size integer its bytes; -1 where they are not known, null of a document in a container
        mtime integer when it changed, in nanoseconds since 1970, or a number that changes with it
        setup integer digest of the program and of the options that it was read with
        report text id of the report in it
        part text the part that holds the report
        program text the program that mined the report
        report_status text status of the report
        report_reason text why that is not ok, a code
        facts integer how many facts the report has
        links integer how many links they have
    """),
)
_FORMAT = {"textmine": "7"}  # the schema of stores whose rows the parts hold, as people see them
_SELECT = """
SELECT f.path, f.status, f.reason, f.detail, f.sha256, f.gone, s.size, s.mtime, s.setup, f.report, w.part, w.program,
    r.status, r.reason, w.facts, w.links
FROM files f LEFT JOIN sources s ON s.path = f.path LEFT JOIN wanted w ON w.report = f.report LEFT JOIN reports r ON r.id = f.report
ORDER BY f.path
"""


def save(folder: Folder, connection: sqlite3.Connection, number: int) -> None:
    """Write the ledger of run ``number``, then delete those before."""
    before = folder.files(LEDGER)
    with tempfile.TemporaryDirectory(prefix="textmine-") as beside:
        file = Path(beside) / "ledger.parquet"
        write_parquet(file, FILES, connection.execute(_SELECT), told=_FORMAT)
        folder.put(f"{LEDGER}/{FILES.name}-{number:08}.parquet", file)
    for name in before:
        folder.delete(name)


def restore(folder: Folder, connection: sqlite3.Connection) -> int:
    """Take the ledger of a data set into an empty one; returns the number of its run, 0 if there is none."""
    name = latest(folder)
    if name is None:
        return 0
    for row in ledger_rows(folder, name):
        path, status, reason, detail, sha256, gone, size, mtime, setup, report, part, program, *told = row
        connection.execute(
            "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?)", (path, sha256, status, reason, detail, report, int(gone))
        )
        if size is not None:
            connection.execute("INSERT INTO sources VALUES (?, ?, ?, ?)", (path, size, mtime, setup))
        if report is not None:
            connection.execute(
                "INSERT OR IGNORE INTO reports VALUES (?, ?, ?, ?, ?, ?, ?)", (report, sha256, program, *told)
            )
            _hold(connection, (report, part, program, path, int(gone)))
    return int(name.rpartition("-")[2].removesuffix(".parquet"))


def latest(folder: Folder) -> str | None:
    """The file of the ledger; ``None`` where no run has come to its end yet."""
    return next(reversed(folder.files(LEDGER)), None)


def ledger_rows(folder: Folder, name: str) -> Iterator[Row]:
    """The rows of a ledger in the order of the paths; `DatasetFormatError` for one of another version."""
    with folder.open(name) as file:
        if not _FORMAT.items() <= told_by(file).items():
            raise DatasetFormatError(f"{folder.url}: was made by another textmine; make it anew from the archive")
        yield from read_parquet(file, FILES)


def _hold(connection: sqlite3.Connection, row: tuple[object, ...]) -> None:
    """A part shows the first of the files that hold a report, those that are there before those that are gone."""
    connection.execute(
        """INSERT INTO held (report, part, program, path, gone) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (report, part) DO UPDATE SET path = excluded.path, gone = 0 WHERE gone > excluded.gone""",
        row,
    )
