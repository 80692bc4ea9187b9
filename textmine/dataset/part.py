"""A part of a data set: some reports in the tables of an export, facts by year, and with all their rows, so that a store can be fed."""

from __future__ import annotations

import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from textmine.dataset.folder import TABLES, Folder
from textmine.dataset.view import Shown, view, year_of
from textmine.export.columns import CHECKS, FACTS, LINKS, REPORTS, Column, Table
from textmine.export.parquet import read_parquet, write_parquet
from textmine.export.rows import Row
from textmine.schema.codec import compact_json
from textmine.store.prepared import Rows
from textmine.store.rows import COLUMNS
from textmine.store.rows import digest as digest_of

# A report as a store holds it: for each of a store's tables its rows as JSON, lists of cells in the order of `COLUMNS`.
ROWS = Table(
    name="rows",
    says="the reports with all their rows, from which a store is fed",
    key=("report",),
    columns=(
        Column(name="report", kind="text", says="id of the report", required=True),
        Column(name="digest", kind="text", says="SHA-256 over its rows", required=True),
        *(Column(name=name, kind="list", says=f"its rows of the table {name}", required=True) for name in COLUMNS),
    ),
)


def name_of(reports: Sequence[Shown]) -> str:
    """The name of a part, from what it holds: the same reports shown in the same way are the same part."""
    total = hashlib.sha256()
    for shown in reports:
        total.update(compact_json([shown.report.id, shown.report.digest, shown.path, shown.gone]).encode("utf-8"))
    return f"part-{total.hexdigest()[:20]}"


def write_part(folder: Folder, reports: Sequence[Shown]) -> str:
    """Write the files of a part, each of them whole; returns its name."""
    name = name_of(reports)
    by_year = defaultdict(list)
    for shown in reports:
        by_year[year_of(shown)].append(shown)
    for year, some in sorted(by_year.items()):
        _write(folder, f"{FACTS.name}/year={year}/{name}.parquet", FACTS, _rows(some, FACTS))
    for table in (LINKS, REPORTS, CHECKS):
        _write(folder, f"{table.name}/{name}.parquet", table, _rows(reports, table))
    _write(folder, f"{ROWS.name}/{name}.parquet", ROWS, [_exact(shown.report) for shown in reports])
    return name


def read_part(folder: Folder, name: str, wanted: Collection[str]) -> Iterator[Rows]:
    """Those of the reports in a part that are wanted, by their ids, one after the other.

    Raises `DatasetFormatError` where one is not as it was written, or at the end where one is missing.
    """
    with folder.intact(name):
        file = io.BytesIO(folder.read(f"{ROWS.name}/{name}.parquet"))
        left = len(wanted)
        for row in read_parquet(file, ROWS, at_once=1):
            if row[0] in wanted:
                left -= 1
                yield _report(row)
        if left:
            raise ValueError("a report is missing")


def _report(row: Row) -> Rows:
    _, digest, *tables = row
    rows = {table: [tuple(cells) for cells in json.loads(told)] for table, told in zip(COLUMNS, tables, strict=True)}
    if digest_of(rows) != digest:
        raise ValueError("its rows are others")
    return Rows(rows=rows, digest=digest)


def parts(folder: Folder) -> Iterator[tuple[str, str]]:
    """The files of all parts, each with the name of its part."""
    for table in TABLES:
        for file in folder.files(table):
            yield file, file.rpartition("/")[2].removesuffix(".parquet")


def _rows(reports: Sequence[Shown], table: Table) -> Iterator[Row]:
    for shown in reports:
        yield from view(shown, table)


def _exact(report: Rows) -> Row:
    return (report.id, report.digest, *(compact_json(report.rows[table]) for table in COLUMNS))


def _write(folder: Folder, name: str, table: Table, rows: Iterator[Row] | list[Row]) -> None:
    file = io.BytesIO()
    if write_parquet(file, table, rows) or table.name in (ROWS.name, REPORTS.name):
        folder.write(name, file.getvalue())
