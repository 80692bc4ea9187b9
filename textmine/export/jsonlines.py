"""JSON lines: an object a row, decimals as text so that no reader rounds them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from textmine.export.columns import Table
from textmine.export.rows import Row
from textmine.schema.codec import compact_json

# Ends of lines to some readers, though not in JSON.
_ESCAPES = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}


def record_of(table: Table, row: Row) -> dict[str, Any]:
    """A row as an object: lists and truth values as such, decimals and dates as text.

    >>> from textmine.export.columns import LINKS
    >>> record_of(LINKS, ("r", "part_of", "a", "b"))
    {'report': 'r', 'rel': 'part_of', 'source': 'a', 'target': 'b'}
    """
    found: dict[str, Any] = {}
    for column, value in zip(table.columns, row, strict=True):
        if value is not None and column.kind == "list":
            found[column.name] = json.loads(value)
        elif value is not None and column.kind == "boolean":
            found[column.name] = bool(value)
        else:
            found[column.name] = value
    return found


def line_of(value: object) -> str:
    r"""A JSON value on one line, which no reader takes for two.

    >>> line_of({"quote": "364项\u2028"})
    '{"quote":"364项\\u2028"}'
    """
    return compact_json(value).translate(_ESCAPES)


def write_lines(path: Path, table: Table, found: Iterable[Row]) -> int:
    """Write a table; returns the number of its rows."""
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for count, row in enumerate(found, 1):  # noqa: B007  # the last count is that of the rows
            file.write(line_of(record_of(table, row)) + "\n")
    return count
