"""A report as a store holds it, all its rows by table, to show it or to hand it on."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from textmine.store.rows import COLUMNS, READ_BACK

_JSON = frozenset({"categories", "box", "row", "column", "flags", "rules", "places", "readings", "measures"})
_YES_NO = frozenset({"boilerplate", "ok", "more"})


def report_rows(connection: sqlite3.Connection, identifier: str) -> dict[str, list[dict[str, Any]]]:
    """The rows of the report of this id by table, as docs/output.md names tables and columns; lists are lists.

    Offsets count code points in the ``text`` of the one row of ``reports``; ``files`` lists the paths that hold the
    report, or held it while it was not ``gone``. Raises `LookupError` if there is no such report.
    """
    found = connection.execute("SELECT pk FROM reports WHERE id = ?", (identifier,)).fetchone()
    if found is None:
        raise LookupError(identifier)
    rows = {
        table: [
            {name: _read(name, value) for name, value in zip(COLUMNS[table], row, strict=True)}
            for row in connection.execute(query, found)
        ]
        for table, query in READ_BACK.items()
    }
    paths = connection.execute("SELECT path, gone FROM files WHERE report = ? ORDER BY path", (identifier,))
    return rows | {"files": [{"path": path, "gone": bool(gone)} for path, gone in paths]}


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _JSON:
        return json.loads(value)
    return bool(value) if name in _YES_NO else value
