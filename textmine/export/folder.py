"""Exports into a folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from textmine.export.bulk import TEMPLATES, write_bulk, write_template
from textmine.export.columns import TABLES, Table
from textmine.export.datapackage import DESCRIPTOR, write_descriptor
from textmine.export.delimited import write_csv
from textmine.export.files import new_files
from textmine.export.graph import write_graph
from textmine.export.jsonlines import write_lines
from textmine.export.parquet import write_parquet
from textmine.export.rows import Row, StoredReport, rows, snapshot
from textmine.schema.record import record


@record
class Written:
    """A file that was written, with the number of its rows: of facts, resources or fields where it is no table."""

    name: str
    rows: int


Place = Callable[[str], Path]
Form = Callable[[sqlite3.Connection, Sequence[StoredReport], Sequence[Table], Place], Iterator[Written]]


def _per_table(suffix: str, write: Callable[[Path, Table, Iterable[Row]], int]) -> Form:
    """A form that has a file a table."""

    def form(
        connection: sqlite3.Connection, reports: Sequence[StoredReport], tables: Sequence[Table], place: Place
    ) -> Iterator[Written]:
        for table in tables:
            name = f"{table.name}{suffix}"
            yield Written(name=name, rows=write(place(name), table, rows(connection, table, reports)))

    return form


_plain = _per_table(".csv", partial(write_csv, excel=False))


def _package(
    connection: sqlite3.Connection, reports: Sequence[StoredReport], tables: Sequence[Table], place: Place
) -> Iterator[Written]:
    yield from _plain(connection, reports, tables, place)
    files = {table: place(f"{table.name}.csv") for table in tables}
    yield Written(name=DESCRIPTOR, rows=write_descriptor(place(DESCRIPTOR), files))


def _graph(
    connection: sqlite3.Connection, reports: Sequence[StoredReport], tables: Sequence[Table], place: Place
) -> Iterator[Written]:
    del tables
    name = "facts.jsonld"
    yield Written(name=name, rows=write_graph(place(name), connection, reports))


def _opensearch(
    connection: sqlite3.Connection, reports: Sequence[StoredReport], tables: Sequence[Table], place: Place
) -> Iterator[Written]:
    del tables
    name = "facts.ndjson"
    yield Written(name=name, rows=write_bulk(place(name), connection, reports))
    for name in TEMPLATES:
        yield Written(name=name, rows=write_template(place(name), name))


FORMS: dict[str, Form] = {
    "csv": _per_table(".csv", partial(write_csv, excel=True)),
    "csv-plain": _plain,
    "datapackage": _package,
    "jsonl": _per_table(".jsonl", write_lines),
    "jsonld": _graph,
    "opensearch": _opensearch,
    "parquet": _per_table(".parquet", write_parquet),
}
WHOLE = ("jsonld", "opensearch")  # forms that have no tables to choose from


def export(connection: sqlite3.Connection, form: str, folder: Path, tables: Sequence[Table] = TABLES) -> list[Written]:
    """Write tables of a store into a folder in one of `FORMS`; files of the same names are replaced.

    Raises `MissingExtra` where the form needs a package that is not installed.
    """
    with snapshot(connection) as reports, new_files(folder) as place:
        return list(FORMS[form](connection, reports, tables, place))
