"""Writes a store out in one canonical form, to compare two stores whatever happened while they were made."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from os.path import commonpath
from pathlib import PurePosixPath
from typing import Any

from textmine.store.rows import COLUMNS, READ_BACK


def dump(connection: sqlite3.Connection, *, canonical: bool = False) -> Iterator[str]:
    """The rows of a store, a JSON object a line, in an order that depends on their content alone.

    ``canonical`` leaves out what may differ between runs over archives that are now the same: the version of the program, the
    part of the paths that all files share, in which words a process ended that a file has killed, and what stood in files that are gone.
    """
    shared = _shared_folder(connection) if canonical else PurePosixPath()
    present = "WHERE NOT gone" if canonical else ""
    detail = "CASE reason WHEN 'crash' THEN '' ELSE detail END" if canonical else "detail"
    cursor = connection.execute(
        f"SELECT path, sha256, status, reason, {detail}, report, gone FROM files {present} ORDER BY path"  # noqa: S608  # our own words
    )
    for path, *rest in cursor:
        shown = str(PurePosixPath(path).relative_to(shared)) if canonical else path
        yield _line("files", ("path", "sha256", "status", "reason", "detail", "report", "gone"), (shown, *rest))
    held = f"WHERE id IN (SELECT report FROM files {present})" if canonical else ""  # noqa: S608
    reports = connection.execute(f"SELECT pk, id, program FROM reports {held} ORDER BY id").fetchall()  # noqa: S608
    for table, columns in COLUMNS.items():
        for pk, report, program in reports:
            whose = {} if table == "reports" else {"report": report}
            if table == "reports" and not canonical:
                whose = {"program": program}
            for row in connection.execute(READ_BACK[table], (pk,)):
                yield _line(table, columns, row, **whose)


def _line(table: str, columns: Sequence[str], row: Sequence[Any], **more: str) -> str:
    record = {"record": table, **dict(zip(columns, row, strict=True)), **more}
    return json.dumps(record, ensure_ascii=False, sort_keys=True)


def _shared_folder(connection: sqlite3.Connection) -> PurePosixPath:
    folders = [
        str(PurePosixPath(path).parent) for (path,) in connection.execute("SELECT path FROM files WHERE NOT gone")
    ]
    return PurePosixPath(commonpath(folders)) if folders else PurePosixPath()
