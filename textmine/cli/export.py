"""`textmine export`: a fact store in the forms that other programs read."""

from __future__ import annotations

import argparse
from pathlib import Path

from textmine.cli.errors import Exit, UsageError
from textmine.cli.open import require_file
from textmine.cli.terminal import escaped, out
from textmine.errors import MissingExtra
from textmine.export import FORMS, TABLES, WHOLE, export
from textmine.store import reading


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "export",
        help="write a fact store for other programs",
        description="Write the facts of a store, their links, reports and checks in a form that other programs read.",
    )
    parser.add_argument("store", metavar="STORE", help="the fact store")
    parser.add_argument("target", metavar="FOLDER", help="the folder to write into")
    parser.add_argument("--to", metavar="FORM", required=True, choices=sorted(FORMS), help=", ".join(sorted(FORMS)))
    parser.add_argument(
        "--table",
        metavar="NAME",
        action="append",
        choices=[table.name for table in TABLES],
        help="this table only; may be given again",
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Write the files and name each with the number of its rows."""
    tables = [table for table in TABLES if options.table is None or table.name in options.table]
    folder = Path(options.target)
    if options.table and options.to in WHOLE:
        raise UsageError(f"--to {options.to} has no tables to choose from; leave out --table")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{options.target}: is no folder")
    try:
        with reading(require_file(options.store)) as connection:
            written = export(connection, options.to, folder, tables)
    except MissingExtra as error:
        raise UsageError(f"--to {options.to} needs another package; {error}") from error
    for file in written:
        out(f"{file.rows:>9} rows  {escaped(folder / file.name)}")
    return Exit.DONE
