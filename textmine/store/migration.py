"""Brings a store of an older schema up to date: a new file is written beside it and takes its name when it is complete."""

from __future__ import annotations

import os
import sqlite3
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from textmine.errors import StoreCreateError, StoreFormatError
from textmine.store.disk import flush
from textmine.store.insert import insert
from textmine.store.keys import Keys
from textmine.store.lock import locked
from textmine.store.prepared import prepare_rows
from textmine.store.rows import READ_BACK
from textmine.store.sqlite import MIGRATED, SCHEMA_VERSION, empty_store, reading, settle, sqlite_told, system_told


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrated:
    """What was done: the version of the schema before, and how much the store holds."""

    version: int
    reports: int
    facts: int
    links: int


def migrate(old: str | os.PathLike[str], new: str | os.PathLike[str] | None = None) -> Migrated | None:
    """Write the store ``old`` in the schema of this program to ``new``, or in its own place; ``None`` if it has that schema.

    ``new`` must not be there. Until the new file is complete the old one stays as it is, whatever happens; a file that was
    begun and not completed (``*.migrating``) is begun anew. Every report is held against its digest.

    Raises `StoreFormatError` for what is no store, is newer, too old or damaged, `StoreLockedError` while somebody writes to
    it, `StoreCreateError` and `StoreIOError` where the new file cannot be written.
    """
    store = Path(old)
    target = Path(new) if new is not None else store
    work = target.with_name(target.name + ".migrating")
    with reading(store, versions=(*MIGRATED, SCHEMA_VERSION)) as source:
        version = _version(source)
    if version == SCHEMA_VERSION:
        return None
    with sqlite_told(target, StoreCreateError), system_told(target, StoreCreateError), ExitStack() as held:
        for path in dict.fromkeys((store, target)):
            held.enter_context(locked(path))
        if target == store:
            settle(store)
        elif os.path.lexists(target):
            raise StoreCreateError(f"{target}: is there already; name a file that is not")
        try:
            migrated = _written(store, work)
            work.replace(target)
        finally:
            work.unlink(missing_ok=True)
        flush(target.absolute().parent)
    return migrated


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _written(store: Path, work: Path) -> Migrated:
    """Write all of a store to a new file."""
    with reading(store, versions=MIGRATED) as source, closing(empty_store(work)) as target:
        # The file counts only when it is complete; then it is flushed as a whole.
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        target.execute("BEGIN")
        keys, facts, links = Keys(target), 0, 0
        reports = source.execute("SELECT pk, id, program, digest FROM reports ORDER BY pk").fetchall()
        for pk, identifier, program, told in reports:
            rows = {table: source.execute(query, (pk,)).fetchall() for table, query in READ_BACK.items()}
            report = prepare_rows(rows)
            if report.digest != told:
                raise StoreFormatError(
                    f"{store}: is damaged, the rows of report {identifier} are not those that were written; "
                    "make it anew from the archive"
                )
            insert(target, keys, [report], program)
            facts, links = facts + report.n_facts, links + report.n_links
        _copy_files(source, target)
        target.execute("COMMIT")
        version = _version(source)
    flush(work)
    return Migrated(version=version, reports=len(reports), facts=facts, links=links)


def _copy_files(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """The tables that speak of files, as far as the older version had them and their columns."""
    for table in ("files", "sources"):
        columns = [name for _, name, *_ in source.execute(f"PRAGMA table_info({table})")]
        if columns:
            names, marks = ", ".join(columns), ", ".join("?" * len(columns))
            rows = source.execute(f"SELECT {names} FROM {table}")  # noqa: S608  # our own tables
            target.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608
