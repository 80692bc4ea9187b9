"""The descriptor of a Frictionless data package: tables of CSV with types, keys and checksums."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textmine.export.columns import Column, Table

DESCRIPTOR = "datapackage.json"

_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "decimal": {"type": "number"},
    "date": {"type": "date"},
    "boolean": {"type": "boolean", "trueValues": ["1"], "falseValues": ["0"]},
    "list": {"type": "array"},
}


def write_descriptor(path: Path, files: Mapping[Table, Path]) -> int:
    """Describe files of CSV, which lie beside the descriptor under the names of their tables; returns how many they are.

    Whoever opens the package finds the types of all columns, the keys of rows, and where a row refers to another.
    """
    names = {table.name for table in files}
    package = {
        "profile": "tabular-data-package",
        "name": "textmine-facts",
        "title": "Facts from government reports",
        "resources": [_resource(table, file, names) for table, file in files.items()],
    }
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return len(files)


def _resource(table: Table, file: Path, names: set[str]) -> dict[str, Any]:
    with file.open("rb") as content:
        total = hashlib.file_digest(content, "sha256").hexdigest()
    keys = [
        {"fields": list(columns), "reference": {"resource": other.name, "fields": list(other.key)}}
        for columns, other in table.refers
        if other.name in names
    ]
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.name.capitalize(),
        "description": table.says,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{total}",
        "dialect": {"lineTerminator": "\r\n", "doubleQuote": True},
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "missingValues": [""],
            "primaryKey": list(table.key),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _field(column: Column) -> dict[str, Any]:
    required = {"constraints": {"required": True}} if column.required else {}
    return {"name": column.name, "description": column.says, **_TYPES[column.kind], **required}
