"""`textmine export`: a fact store in the forms that other programs read."""

from __future__ import annotations

import argparse
from pathlib import Path

from textmine.cli.errors import Exit, UsageError
from textmine.cli.open import require_file
from textmine.cli.terminal import escaped, out
from textmine.errors import MissingExtra
from textmine.export import FEEDS, FORMS, TABLES, WHOLE, export, send
from textmine.store import reading

_DATABASE = "postgres"
_SCHEMA = "textmine"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    forms = sorted([*FORMS, _DATABASE])
    parser = commands.add_parser(
        "export",
        help="write a fact store for other programs",
        description="Write the facts of a store, their links, reports and checks in a form that other programs read.",
    )
    parser.add_argument("store", metavar="STORE", help="the fact store")
    parser.add_argument("target", metavar="TARGET", help="the folder to write into, or the database (postgresql://…)")
    parser.add_argument("--to", metavar="FORM", required=True, choices=forms, help=", ".join(forms))
    parser.add_argument(
        "--table",
        metavar="NAME",
        action="append",
        choices=[table.name for table in TABLES],
        help="this table only; may be given again",
    )
    parser.add_argument(
        "--since",
        metavar="CURSOR",
        help="only what changed since this file was written by a feed; all if it is not there",
    )
    parser.add_argument("--schema", metavar="NAME", help=f"the schema of the database (default {_SCHEMA})")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Write and say what was written."""
    if options.table and options.to in (*WHOLE, _DATABASE):
        raise UsageError(f"--to {options.to} has no tables to choose from; leave out --table")
    if options.schema is not None and options.to != _DATABASE:
        raise UsageError(f"--schema is for --to {_DATABASE}")
    if options.since is not None and options.to not in FEEDS:
        reason = "sends only what changed anyway" if options.to == _DATABASE else "cannot say what is to be deleted"
        raise UsageError(f"--to {options.to} {reason}; leave out --since")
    try:
        return _send(options) if options.to == _DATABASE else _write(options)
    except MissingExtra as error:
        raise UsageError(f"--to {options.to} needs another package; {error}") from error


def _write(options: argparse.Namespace) -> int:
    tables = [table for table in TABLES if options.table is None or table.name in options.table]
    folder = Path(options.target)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{options.target}: is no folder")
    since = None if options.since is None else Path(options.since)
    with reading(require_file(options.store)) as connection:
        written = export(connection, options.to, folder, tables, since=since)
    for file in written:
        out(f"{file.rows:>9} rows  {escaped(folder / file.name)}")
    return Exit.DONE


def _send(options: argparse.Namespace) -> int:
    with reading(require_file(options.store)) as connection:
        sent = send(connection, options.target, options.schema or _SCHEMA)
    out(f"reports  {sent.sent} sent + {sent.same} there already, {sent.deleted} deleted")
    return Exit.DONE
