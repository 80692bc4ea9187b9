"""`textmine status`: the ledger of a store, and what a run would have to do."""

from __future__ import annotations

import argparse
import json
import sqlite3
from pathlib import Path

from textmine.cli.archive import Archive, setup_digest, source_of
from textmine.cli.errors import Exit
from textmine.cli.open import require_file
from textmine.cli.run import ORDER, add_reading, expand, setup_of, version_of
from textmine.cli.terminal import escaped, out
from textmine.lexicon import use_overlay
from textmine.store import reading
from textmine.store.ledger import by_reason, records_of, sources, unchanged

_ORDER = (*ORDER, "gone")
Files = list[tuple[str, str | None, int]]


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "status",
        help="print the ledger of a fact store, and what a run would do",
        description=(
            "Print how many files ended how, and with an archive what a run over it with these options would do: nothing is "
            "read or written."
        ),
    )
    parser.add_argument("store", metavar="STORE", help="the fact store")
    parser.add_argument("archive", nargs="*", metavar="ARCHIVE", help="files, folders or patterns as for run")
    add_reading(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Print the ledger."""
    store = require_file(options.store)
    use_overlay(options.lexicon)
    with reading(store) as connection:
        files = by_reason(connection)
        reports = connection.execute(
            "SELECT program, count(*) FROM reports GROUP BY program ORDER BY program"
        ).fetchall()
        plan = _plan(connection, store, options) if options.archive else None
    if options.json:
        rows = [{"status": status, "reason": reason, "files": count} for status, reason, count in files]
        programs = [{"program": program, "reports": count} for program, count in reports]
        out(json.dumps({"files": rows, "reports": programs, "run": plan}, ensure_ascii=False, indent=2))
        return Exit.DONE
    _print(files, reports, plan, version_of(options))
    return Exit.DONE


def _plan(connection: sqlite3.Connection, store: Path, options: argparse.Namespace) -> dict[str, int]:
    """How many files a run over the archive would open and why, leave alone, and mark as gone."""
    setup = setup_digest(version_of(options), setup_of(options))
    archive = Archive(expand(options.archive), store)
    plan = dict.fromkeys(("new", "changed_or_tried_again", "unchanged", "not_opened", "gone"), 0)
    for entry, shown in archive.entries():
        if entry.reason is not None:
            plan["not_opened"] += 1
        elif unchanged(connection, source_of(entry, shown, setup)):
            plan["unchanged"] += 1
        else:
            plan["changed_or_tried_again" if records_of(connection, shown) else "new"] += 1
    plan["gone"] = len(archive.missing(sources(connection)))
    return plan


def _print(files: Files, reports: list[tuple[str, int]], plan: dict[str, int] | None, here: str) -> None:
    for status, reason, count in sorted(files, key=lambda row: (_ORDER.index(row[0]), row[1] or "")):
        out(f"{count:>9}  {status}{f' {escaped(reason)}' if reason else ''}")
    for program, count in reports:
        out(f"{count:>9}  reports mined by {escaped(program)}{'' if program == here else ', not this version'}")
    if plan is None:
        return
    out("a run over this archive would")
    out(
        f"{plan['new'] + plan['changed_or_tried_again']:>9}  open: {plan['new']} new, {plan['changed_or_tried_again']} changed or to be tried again"
    )
    out(f"{plan['unchanged']:>9}  leave alone, unchanged")
    out(f"{plan['not_opened']:>9}  pass over, as links and hidden names")
    out(f"{plan['gone']:>9}  mark as gone")
