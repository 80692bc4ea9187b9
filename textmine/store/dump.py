"""Writes a store out in one canonical form, to compare two stores whatever happened while they were made."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from os.path import commonpath
from pathlib import PurePosixPath

# Each table with its order. Keys inside the database, and what follows from other columns, are left out.
_TABLES = (
    ("files", "SELECT * FROM files ORDER BY path"),
    ("reports", "SELECT * FROM reports ORDER BY id"),
    ("sections", "SELECT * FROM sections ORDER BY report, start, id"),
    ("passages", "SELECT * FROM passages ORDER BY report, start, id"),
    ("facts", "SELECT * FROM facts ORDER BY report, start, id"),
    ("links", "SELECT * FROM links ORDER BY report, source, rel, target"),
    ("tables", "SELECT * FROM tables ORDER BY report, start, id"),
    ("cells", 'SELECT * FROM cells ORDER BY report, "table", number'),
    ("checks", 'SELECT * FROM checks ORDER BY report, "table", number'),
    ("problems", "SELECT * FROM problems ORDER BY report, number"),
)
_KEYS = frozenset({"pk", "sentence"})


def dump(connection: sqlite3.Connection, *, canonical: bool = False) -> Iterator[str]:
    """The rows of a store, a JSON object a line, in an order that depends on their content alone.

    ``canonical`` leaves out what may differ between two runs over the same archive: the version of the program, and the
    part of the paths that all files share.
    """
    shared = _shared_folder(connection) if canonical else PurePosixPath()
    for table, select in _TABLES:
        cursor = connection.execute(select)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            record = {name: value for name, value in zip(names, row, strict=True) if name not in _KEYS}
            if canonical:
                record.pop("program", None)
                if table == "files":
                    record["path"] = str(PurePosixPath(record["path"]).relative_to(shared))
            yield json.dumps({"record": table, **record}, ensure_ascii=False, sort_keys=True)


def _shared_folder(connection: sqlite3.Connection) -> PurePosixPath:
    folders = [str(PurePosixPath(path).parent) for (path,) in connection.execute("SELECT path FROM files")]
    return PurePosixPath(commonpath(folders)) if folders else PurePosixPath()
