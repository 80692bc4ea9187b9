"""`textmine check`: the arithmetic of an archive's tables, and where it does not hold."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

from textmine.cli.errors import Exit
from textmine.cli.mining import MINED, mined, tell
from textmine.cli.run import expand
from textmine.cli.terminal import escaped, escaped_json, out
from textmine.lexicon import use_overlay
from textmine.read import display_name, documents, list_files
from textmine.schema import Check, Report
from textmine.store import TableChecks, is_database, reading, table_checks

_MOST_PLACES = 6  # of the cells of a check that are named; a column of a form has up to 23


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "check",
        help="check the arithmetic of tables",
        description="Show where the tables of an archive or of a fact store do not add up as their forms say. "
        "Errors of the source are told, never repaired.",
    )
    parser.add_argument("archive", nargs="+", metavar="ARCHIVE", help="files, folders, patterns, or a fact store")
    parser.add_argument("--json", action="store_true", help="print JSON: every table with its checks")
    parser.add_argument(
        "--lexicon", metavar="DIR", type=Path, help="a folder of vocabulary files laid over the built-in ones"
    )
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Print the failed checks by report and a summary; code 1 if a check fails, 3 if a file could not be read."""
    use_overlay(options.lexicon)
    aside: list[str] = []
    found = [table for path in expand(options.archive) for table in _tables(path, aside)]
    if options.json:
        out(escaped_json(json.dumps([asdict(table) for table in found], ensure_ascii=False, indent=1)))
    else:
        _print(found)
    if any(not check.ok for table in found for check in table.checks):
        return Exit.CHECK_FAILED
    return Exit.SET_ASIDE if aside else Exit.DONE


def _tables(path: str, aside: list[str]) -> Iterator[TableChecks]:
    if is_database(path):
        with reading(path) as connection:
            yield from table_checks(connection)
        return
    for entry in list_files([path]):
        for read in documents(entry, display_path=display_name(os.path.relpath(entry.path))):
            document, report = mined(read)
            if report.reason is not None:
                tell(report.path, report.status, report.reason, document.detail)
            if report.status in MINED:
                yield from _of_report(report)
            elif report.status != "skipped":
                aside.append(report.path)


def _of_report(report: Report) -> Iterator[TableChecks]:
    for table in report.tables:
        yield TableChecks(
            path=report.path,
            report=report.title or report.id,
            table=table.id,
            caption=table.title,
            start=table.start,
            checks=table.checks,
        )


def _print(tables: Iterable[TableChecks]) -> None:
    number = holding = 0
    failed: dict[str, list[tuple[TableChecks, Check]]] = {}
    for table in tables:
        number += 1
        holding += sum(check.ok for check in table.checks)
        for check in table.checks:
            if not check.ok:
                failed.setdefault(table.path, []).append((table, check))
    for path, checks in failed.items():
        out(f"{escaped(path)}  {escaped(checks[0][0].report)}")
        for table, check in checks:
            caption = escaped(table.caption or "-")
            out(f"    {table.table} {caption}: {escaped(check.rule)}: {escaped(check.expected)} ≠ {escaped(check.actual)}"
                f"{_places(check, table.start)}")  # fmt: skip
    broken = sum(map(len, failed.values()))
    out(f"tables   {number}")
    out(f"checks   {holding + broken} = {holding} hold + {broken} fail, in {len(failed)} reports")


def _places(check: Check, start: int) -> str:
    named = [f"{first}-{last}" for first, last in check.places[:_MOST_PLACES]]
    rest = ["…"] if len(check.places) > _MOST_PLACES else []
    return f"  at {', '.join([*named, *rest]) or start}"
