"""The entry point of the `textmine` command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn

import textmine
from textmine.cli import check, classify, dump, evaluate, explain, extract, label, run, search, train, verify
from textmine.cli.errors import guard
from textmine.cli.terminal import escaped

_CODES = (
    "exit codes: 0 done; 1 a check of a table fails; 2 usage; 3 done, but more files were set aside than --max-bad; 65 bad store, model, vocabulary or labels; "
    "70 internal error; 73 the store cannot be created; 74 I/O error or disk full; 75 the store is locked; "
    "129, 130, 143 interrupted"
)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints cannot steer the terminal."""

    def error(self, message: str) -> NoReturn:
        super().error(escaped(message))


def build_parser() -> argparse.ArgumentParser:
    """The parser of the command line, one subcommand a module."""
    parser = _Parser(
        prog="textmine",
        description="Turns Chinese government reports into a table of linked facts that can be searched.",
        epilog=_CODES,
    )
    parser.add_argument("--version", action="version", version=f"textmine {textmine.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for module in (run, extract, search, explain, check, verify, dump, classify, train, evaluate, label):
        module.add_parser(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code (see docs/cli.md)."""
    for stream in (sys.stdout, sys.stderr):  # output is UTF-8 whatever the locale says, and never fails on a character
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = build_parser().parse_args(arguments)
    return guard(lambda: options.command(options))


if __name__ == "__main__":
    sys.exit(main())
