"""`textmine check`: the arithmetic of an archive's tables, and where it does not hold."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

from textmine.cli.errors import Exit
from textmine.cli.mining import MINED, mined, tell
from textmine.cli.run import expand
from textmine.cli.terminal import escaped, escaped_json, out
from textmine.lexicon import use_overlay
from textmine.link.continuity import IN, OUT, Carried, continuity
from textmine.read import display_name, documents, list_files
from textmine.schema import Check, Report
from textmine.store import TableChecks, is_database, measured, reading, table_checks

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


class _Found:
    """What the archive holds: tables with their checks, cells of requests carried over, files that could not be read."""

    def __init__(self) -> None:
        self.tables: list[TableChecks] = []
        self.carried: list[Carried] = []
        self.aside: list[str] = []

    def add_store(self, path: str) -> None:
        """Take in the tables of a store."""
        with reading(path) as connection:
            self.tables += table_checks(connection)
            for prefix in (OUT, IN):
                self.carried += [Carried(*row[:5], Decimal(row[5]), *row[6:]) for row in measured(connection, prefix)]

    def add_files(self, root: str) -> None:
        """Mine the files of an archive and take in their tables."""
        for entry in list_files([root]):
            for read in documents(entry, display_path=display_name(os.path.relpath(entry.path))):
                document, report = mined(read)
                if report.reason is not None:
                    tell(report.path, report.status, report.reason, document.detail)
                if report.status in MINED:
                    self.tables += _tables_of(report)
                    self.carried += _carried_of(report)
                elif report.status != "skipped":
                    self.aside.append(report.path)

    def all_checks(self) -> list[TableChecks]:
        """The tables, and behind them what does not follow on from one year's form to the next."""
        over_years = [
            TableChecks(path=cell.path, report=cell.report, table="-", caption=None, start=cell.start, checks=(check,))
            for cell, check in continuity(self.carried)
        ]
        return [*self.tables, *over_years]


def run(options: argparse.Namespace) -> int:
    """Print the failed checks by report and a summary; code 1 if a check fails, 3 if a file could not be read."""
    use_overlay(options.lexicon)
    found = _Found()
    for path in expand(options.archive):
        if is_database(path):
            found.add_store(path)
        else:
            found.add_files(path)
    tables = found.all_checks()
    if options.json:
        out(escaped_json(json.dumps([asdict(table) for table in tables], ensure_ascii=False, indent=1)))
    else:
        _print(tables)
    if any(not check.ok for table in tables for check in table.checks):
        return Exit.CHECK_FAILED
    return Exit.SET_ASIDE if found.aside else Exit.DONE


def _tables_of(report: Report) -> list[TableChecks]:
    return [
        TableChecks(
            path=report.path,
            report=report.title or report.id,
            table=table.id,
            caption=table.title,
            start=table.start,
            checks=table.checks,
        )
        for table in report.tables
    ]


def _carried_of(report: Report) -> list[Carried]:
    return [
        Carried(
            report.path,
            report.title or report.id,
            report.issuer,
            fact.period.end.year,
            fact.measure,
            fact.value,
            fact.start,
            fact.end,
        )
        for fact in report.facts
        if fact.measure and fact.measure.startswith((IN, OUT)) and report.issuer and fact.period.end
    ]


def _print(tables: Iterable[TableChecks]) -> None:
    number = holding = 0
    failed: dict[str, list[tuple[TableChecks, Check]]] = {}
    for table in tables:
        number += table.table != "-"
        holding += sum(check.ok for check in table.checks)
        for check in table.checks:
            if not check.ok:
                failed.setdefault(table.path, []).append((table, check))
    for path, checks in failed.items():
        out(f"{escaped(path)}  {escaped(checks[0][0].report)}")
        for table, check in checks:
            caption = escaped(table.caption or "-")
            out(f"    {table.table} {caption}: {escaped(check)}{_places(check, table.start)}")
    broken = sum(map(len, failed.values()))
    out(f"tables   {number}")
    out(f"checks   {holding + broken} = {holding} hold + {broken} fail, in {len(failed)} reports")


def _places(check: Check, start: int) -> str:
    named = [f"{first}-{last}" for first, last in check.places[:_MOST_PLACES]]
    rest = ["…"] if len(check.places) > _MOST_PLACES else []
    return f"  at {', '.join([*named, *rest]) or start}"
