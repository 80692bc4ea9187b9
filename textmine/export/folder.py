"""Exports into a folder: all of a store, or what changed since the last feed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from textmine.export.bulk import TEMPLATES, deleting, indexing, write_actions, write_template
from textmine.export.columns import REPLACED, TABLES, Table
from textmine.export.datapackage import DESCRIPTOR, write_descriptor
from textmine.export.delimited import write_csv
from textmine.export.feed import CURSOR, Feed, feed_since, read_sent, write_cursors
from textmine.export.files import new_files
from textmine.export.graph import write_graph
from textmine.export.jsonlines import write_lines
from textmine.export.parquet import write_parquet
from textmine.export.rows import Row, StoredReport, rows, stored_reports
from textmine.schema.record import record


@record
class Written:
    """A file that was written, with the number of its rows: of facts, reports, resources, fields or files where it is no table."""

    name: str
    rows: int


@record
class Job:
    """What is to be written: ``reports`` of a store, and what ``feed`` says of deletions if it is one; ``place`` gives the files."""

    connection: sqlite3.Connection
    reports: Sequence[StoredReport]
    tables: Sequence[Table]
    place: Callable[[str], Path]
    feed: Feed | None = None


Form = Callable[[Job], Iterator[Written]]


def _per_table(suffix: str, write: Callable[[Path, Table, Iterable[Row]], int]) -> Form:
    """A form that has a file a table."""

    def form(job: Job) -> Iterator[Written]:
        for table in job.tables:
            name = f"{table.name}{suffix}"
            yield Written(name=name, rows=write(job.place(name), table, rows(job.connection, table, job.reports)))
        if job.feed:
            name = f"{REPLACED.name}{suffix}"
            yield Written(name=name, rows=write(job.place(name), REPLACED, job.feed.replaced()))

    return form


_plain = _per_table(".csv", partial(write_csv, excel=False))


def _package(job: Job) -> Iterator[Written]:
    yield from _plain(job)
    tables = [*job.tables, *([REPLACED] if job.feed else [])]
    files = {table: job.place(f"{table.name}.csv") for table in tables}
    yield Written(name=DESCRIPTOR, rows=write_descriptor(job.place(DESCRIPTOR), files))


def _graph(job: Job) -> Iterator[Written]:
    name = "facts.jsonld"
    yield Written(name=name, rows=write_graph(job.place(name), job.connection, job.reports))


def _opensearch(job: Job) -> Iterator[Written]:
    name = "facts.ndjson"
    yield Written(name=name, rows=write_actions(job.place(name), indexing(job.connection, job.reports)))
    if job.feed:
        name = "deleted.ndjson"
        yield Written(name=name, rows=write_actions(job.place(name), deleting(job.connection, job.feed)))
    for name in TEMPLATES:
        yield Written(name=name, rows=write_template(job.place(name), name))


FORMS: dict[str, Form] = {
    "csv": _per_table(".csv", partial(write_csv, excel=True)),
    "csv-plain": _plain,
    "datapackage": _package,
    "jsonl": _per_table(".jsonl", write_lines),
    "jsonld": _graph,
    "opensearch": _opensearch,
    "parquet": _per_table(".parquet", write_parquet),
}
MANIFEST = "manifest-{}.json"  # of a form: several may be written into one folder
WHOLE = ("jsonld", "opensearch")  # forms that have no tables to choose from
_NAMES = (
    *(f"{table.name}{suffix}" for table in (*TABLES, REPLACED) for suffix in (".csv", ".jsonl", ".parquet")),
    *("facts.jsonld", "facts.ndjson", "deleted.ndjson", *TEMPLATES, DESCRIPTOR, CURSOR, *map(MANIFEST.format, FORMS)),
)  # of all files that a form writes
FEEDS = tuple(form for form in FORMS if form != "jsonld")  # forms that can say what is to be deleted


def export(
    connection: sqlite3.Connection,
    form: str,
    folder: Path,
    tables: Sequence[Table] = TABLES,
    *,
    since: Path | None = None,
) -> list[Written]:
    """Write tables of a store into a folder in one of `FORMS`; files of the same names are replaced.

    With ``since``, the path of a cursor, only what has changed and what is to be deleted is written, and the cursor of the next
    feed. Raises `MissingExtra` where the form needs a package that is not installed, `CursorError` for what is no cursor.
    """
    sent = None if since is None else read_sent(since)
    reports = stored_reports(connection)
    with new_files(folder, names=_NAMES) as place:
        if since is None or sent is None:
            written = list(FORMS[form](Job(connection=connection, reports=reports, tables=tables, place=place)))
            return [*written, _manifest(form, written, place)]
        feed = feed_since(reports, sent)
        job = Job(connection=connection, reports=feed.changed, tables=tables, place=place, feed=feed)
        written = list(FORMS[form](job))
        written.append(_manifest(form, written, place))
        return [*written, Written(name=CURSOR, rows=write_cursors(place(CURSOR), since, connection, feed))]


def _manifest(form: str, written: Sequence[Written], place: Callable[[str], Path]) -> Written:
    """Write what says of the files of an export that they belong together; it gets its name after them.

    Whoever reads a folder while an export puts files into it, or after one was killed as it did, sees by it which are not of one
    export: their checksums are others.
    """
    files = {}
    for each in written:
        with place(each.name).open("rb") as file:
            total = hashlib.file_digest(file, "sha256").hexdigest()
            files[each.name] = {"rows": each.rows, "bytes": file.tell(), "sha256": total}
    text = json.dumps({"form": form, "files": files}, indent=1)
    name = MANIFEST.format(form)
    place(name).write_text(text + "\n", encoding="utf-8")
    return Written(name=name, rows=len(files))
