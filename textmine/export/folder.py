"""Exports into a folder: a file a table."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from textmine.export.columns import Table
from textmine.export.delimited import write_csv
from textmine.export.files import new_files
from textmine.export.jsonlines import write_lines
from textmine.export.parquet import write_parquet
from textmine.export.rows import Row, rows, snapshot
from textmine.schema.record import record

Writer = Callable[[Path, Table, Iterable[Row]], int]

FORMS: dict[str, tuple[str, Writer]] = {
    "csv": (".csv", partial(write_csv, excel=True)),
    "csv-plain": (".csv", partial(write_csv, excel=False)),
    "jsonl": (".jsonl", write_lines),
    "parquet": (".parquet", write_parquet),
}


@record
class Written:
    """A file that was written, with the number of rows in it."""

    path: Path
    rows: int


def export(connection: sqlite3.Connection, form: str, folder: Path, tables: Sequence[Table]) -> list[Written]:
    """Write tables of a store into a folder in one of `FORMS`, a file each; files of these names are replaced.

    Raises `MissingExtra` where the form needs a package that is not installed.
    """
    suffix, write = FORMS[form]
    with snapshot(connection) as reports, new_files(folder) as place:
        return [
            Written(
                path=folder / f"{table.name}{suffix}",
                rows=write(place(f"{table.name}{suffix}"), table, rows(connection, table, reports)),
            )
            for table in tables
        ]
