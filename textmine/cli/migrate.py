"""`textmine migrate`: bring a fact store of an older version up to date."""

from __future__ import annotations

import argparse

from textmine.cli.errors import Exit
from textmine.cli.open import require_file
from textmine.cli.terminal import escaped, out
from textmine.read import display_name
from textmine.store import migrate


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "migrate",
        help="bring a fact store of an older version up to date",
        description="Write a fact store of an older version anew in the schema of this one. The old file stays as it is until the "
        "new one is complete.",
    )
    parser.add_argument("store", metavar="STORE", help="the fact store")
    parser.add_argument("--to", metavar="FILE", help="write to this file instead of replacing the store")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Migrate and say what the store holds."""
    done = migrate(require_file(options.store), options.to)
    if done is None:
        out(f"{escaped(display_name(options.store))}: is up to date, nothing was written")
        return Exit.DONE
    written = escaped(display_name(options.to or options.store))
    out(f"{written}: {done.reports} reports, {done.facts} facts, {done.links} links, from schema {done.version}")
    return Exit.DONE
