"""The entry point of the `textmine` command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

import textmine
from textmine.cli.errors import guard
from textmine.cli.terminal import escaped, open_streams

COMMANDS = (
    "run",
    "load",
    "extract",
    "search",
    "explain",
    "check",
    "panel",
    "export",
    "status",
    "serve",
    "verify",
    "migrate",
    "dump",
    "classify",
    "train",
    "evaluate",
    "label",
)
_CODES = (
    "exit codes: 0 done; 1 a check of a table fails; 2 usage; 3 done, but more files were set aside than --max-bad; 65 bad store, model, vocabulary or labels; "
    "70 internal error; 73 the store cannot be created; 74 I/O error or disk full; 75 the store is locked; "
    "129, 130, 143 interrupted"
)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints cannot steer the terminal."""

    def error(self, message: str) -> NoReturn:
        super().error(escaped(message))


def build_parser(names: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """The parser of the command line, or of some commands of it: one a module, which is imported when it is wanted."""
    parser = _Parser(
        prog="textmine",
        description="Turns Chinese government reports into a table of linked facts that can be searched.",
        epilog=_CODES,
    )
    parser.add_argument("--version", action="version", version=f"textmine {textmine.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in names:
        import_module(f"textmine.cli.{name}").add_parser(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code (see docs/cli.md)."""
    open_streams()
    for stream in (sys.stdout, sys.stderr):  # output is UTF-8 whatever the locale says, and never fails on a character
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = sys.argv[1:] if arguments is None else arguments
    named = [name for name in given[:1] if name in COMMANDS]
    options = build_parser(named or COMMANDS).parse_args(given)
    return guard(lambda: options.command(options))


if __name__ == "__main__":
    sys.exit(main())
