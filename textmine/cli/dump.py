"""`textmine dump`: the content of a store as JSON lines."""

from __future__ import annotations

import argparse

from textmine.cli.errors import Exit
from textmine.cli.open import require_file
from textmine.cli.terminal import escaped_json, out
from textmine.store import dump, reading


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "dump",
        help="print the content of a fact store",
        description="Print every row of a fact store as JSON, one a line, in an order that depends on the content alone.",
    )
    parser.add_argument("store", metavar="STORE", help="the fact store")
    parser.add_argument(
        "--canonical",
        action="store_true",
        help="leave out what may differ between runs over one archive: the program's version and the common folder",
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Print the rows."""
    with reading(require_file(options.store)) as connection:
        for line in dump(connection, canonical=options.canonical):
            out(escaped_json(line))
    return Exit.DONE
