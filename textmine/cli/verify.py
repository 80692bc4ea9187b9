"""`textmine verify`: whether a fact store is whole."""

from __future__ import annotations

import argparse

from textmine.cli.errors import Exit
from textmine.cli.open import require_file
from textmine.cli.terminal import escaped, out
from textmine.store import damage, reading


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "verify",
        help="look for damage in a fact store",
        description="Read every report of a fact store back and compare it with its digest, and the indexes with the texts.",
    )
    parser.add_argument("store", metavar="STORE", help="the fact store")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Print what is wrong, a line each, or that nothing is."""
    with reading(require_file(options.store)) as connection:
        found = list(damage(connection))
    for line in found:
        out(escaped(line))
    if not found:
        out("whole")
    return Exit.BAD_DATA if found else Exit.DONE
