"""`textmine export`: a fact store in the forms that other programs read."""

from __future__ import annotations

import argparse
import json
from contextlib import ExitStack
from pathlib import Path

from textmine.cli.errors import Exit, UsageError
from textmine.cli.open import require_file
from textmine.cli.terminal import err, escaped, out
from textmine.errors import MissingExtra
from textmine.export import FEEDS, FORMS, TABLES, WHOLE, Refused, Server, export, load, send
from textmine.store import reading

_DATABASE = "postgres"
_SCHEMA = "textmine"
_SERVER = "opensearch"


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    forms = sorted([*FORMS, _DATABASE])
    parser = commands.add_parser(
        "export",
        help="write a fact store for other programs",
        description="Write the facts of a store, their links, reports and checks in a form that other programs read.",
    )
    parser.add_argument("store", metavar="STORE", help="the fact store")
    parser.add_argument(
        "target",
        metavar="TARGET",
        help="the folder to write into, the database (postgresql://…), or the index of a server for opensearch (https://host:9200/index)",
    )
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
    parser.add_argument(
        "--refused", metavar="FILE", help="where to add what a server of opensearch refuses, as JSON lines"
    )
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
    loads = options.to == _SERVER and options.target.startswith(("http://", "https://"))
    if options.refused is not None and not loads:
        raise UsageError(f"--refused is for --to {_SERVER} with the address of a server")
    try:
        return _load(options) if loads else _send(options) if options.to == _DATABASE else _write(options)
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


def _load(options: argparse.Namespace) -> int:
    since = None if options.since is None else Path(options.since)
    with ExitStack() as opened:
        connection = opened.enter_context(reading(require_file(options.store)))
        server = opened.enter_context(Server(options.target))
        file = None if options.refused is None else opened.enter_context(Path(options.refused).open("ab"))

        def refused(each: Refused) -> None:
            said = ", ".join(part for part in (str(each.status), each.type) if part)
            err(f"{each.action.name}: refused ({said}): the server does not take this document, the others went on")
            if file is not None:
                told = {"id": each.action.name, "status": each.status, "type": each.type, "reason": each.reason}
                file.write(
                    json.dumps({**told, "sent": each.action.lines.decode()}, ensure_ascii=False).encode() + b"\n"
                )

        loaded = load(connection, server, since=since, refused=refused)
    out(f"facts    {loaded.sent} sent, {loaded.deleted} deleted, {loaded.refused} refused")
    return Exit.SET_ASIDE if loaded.refused else Exit.DONE
