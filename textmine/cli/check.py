"""`textmine check`: the arithmetic of an archive's tables, and where it does not hold."""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

from textmine.cli.errors import Exit
from textmine.cli.mining import MINED, mined, tell
from textmine.cli.run import expand
from textmine.cli.terminal import escaped, escaped_json, out
from textmine.lexicon import use_overlay
from textmine.link.continuity import Counted, concerned, continuity
from textmine.link.glued import is_open
from textmine.link.neighbours import OpenRow, readings_between_years
from textmine.read import display_name, documents, list_files
from textmine.schema import Check, Report
from textmine.schema.table import ONE_READING
from textmine.store import TableChecks, is_database, measured, open_rows, reading, table_checks

_YEARS = "相邻年度"  # stands for a table where two reports are compared
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
    """What the archive holds: tables with their checks, cells and open rows that other years speak of, files not read."""

    def __init__(self) -> None:
        self.tables: list[TableChecks] = []
        self.cells: list[Counted] = []
        self.rows: list[OpenRow] = []
        self.aside: list[str] = []

    def add_store(self, path: str) -> None:
        """Take in the tables of a store."""
        with reading(path) as connection:
            self.tables += table_checks(connection)
            for _, group in groupby(measured(connection), key=itemgetter(0)):
                cells = [Counted(*row[:5], Decimal(row[5]), *row[6:]) for row in group]
                self._add_cells(cells)
            self.rows += [OpenRow(*row) for row in open_rows(connection)]

    def add_files(self, root: str) -> None:
        """Mine the files of an archive and take in their tables."""
        for entry in list_files([root]):
            for read in documents(entry, display_path=display_name(os.path.relpath(entry.path))):
                document, report = mined(read)
                if report.reason is not None:
                    tell(report.path, report.status, report.reason, document.detail)
                if report.status in MINED:
                    self.tables += _tables_of(report)
                    self._add_cells(_cells_of(report))
                    self.rows += _open_rows_of(report)
                elif report.status != "skipped":
                    self.aside.append(report.path)

    def _add_cells(self, cells: list[Counted]) -> None:
        kept = concerned({cell.measure for cell in cells})
        self.cells += [cell for cell in cells if cell.measure in kept]

    def between_years(self) -> list[TableChecks]:
        """What does not follow on from one year's form to the next, and the rows that the years beside decide."""
        found: Iterator[tuple[Counted | OpenRow, Check]] = chain(
            continuity(self.cells), readings_between_years(self.cells, self.rows)
        )
        return [
            TableChecks(
                path=one.path, report=one.report, table="-", caption=_YEARS, start=check.places[0][0], checks=(check,)
            )
            for one, check in found
        ]


def run(options: argparse.Namespace) -> int:
    """Print the failed checks by report and a summary; code 1 if a check fails, 3 if a file could not be read."""
    use_overlay(options.lexicon)
    found = _Found()
    for path in expand(options.archive):
        if is_database(path):
            found.add_store(path)
        else:
            found.add_files(path)
    tables = [*found.tables, *found.between_years()]
    if options.json:
        out(escaped_json(json.dumps([asdict(table) for table in tables], ensure_ascii=False, indent=1)))
    else:
        _print(tables)
    if any(_kind(table, check) in ("fail", "open") for table in tables for check in table.checks):
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


def _cells_of(report: Report) -> list[Counted]:
    title = report.title or report.id
    return [
        Counted(
            report.path,
            title,
            report.issuer,
            fact.period.end.year,
            fact.measure,
            fact.value,
            fact.start,
            fact.end,
        )
        for fact in report.facts
        if fact.measure and report.issuer and fact.period.end
    ]


def _open_rows_of(report: Report) -> list[OpenRow]:
    if report.issuer is None or report.period.end is None:
        return []
    return [
        OpenRow(report.path, report.title or report.id, report.issuer, report.period.end.year, check)
        for table in report.tables
        for check in table.checks
        if is_open(check)
    ]


def _print(tables: Sequence[TableChecks]) -> None:
    told: dict[str, list[tuple[TableChecks, Check]]] = {}
    numbers: Counter[str] = Counter()
    for table in tables:
        for check in table.checks:
            kind = _kind(table, check)
            numbers[kind] += 1
            if kind != "hold":
                told.setdefault(table.path, []).append((table, check))
    for path, checks in told.items():
        out(f"{escaped(path)}  {escaped(checks[0][0].report)}")
        for table, check in checks:
            caption = escaped(table.caption or "-")
            out(f"    {table.table} {caption}: {escaped(check)}{_places(check, table.start)}")
    failing = {table.path for table in tables for check in table.checks if _kind(table, check) in ("fail", "open")}
    broken = numbers["fail"] + numbers["open"]
    out(f"tables   {sum(table.table != '-' for table in tables)}")
    out(f"checks   {numbers['hold'] + broken} = {numbers['hold']} hold + {broken} fail, in {len(failing)} reports")
    rows = numbers["narrative"] + numbers["open"]
    if rows:
        left = numbers["open"] - numbers["years"]
        out(f"glued    {rows} rows with several readings = {numbers['narrative']} decided by the narrative + "
            f"{numbers['years']} by the years beside + {left} open")  # fmt: skip


def _kind(table: TableChecks, check: Check) -> str:
    """Whether a check holds or fails; a row of glued digits is `open`, or decided by `narrative` or `years`."""
    if check.expected != ONE_READING:
        return "hold" if check.ok else "fail"
    if table.table == "-":
        return "years" if check.ok else "narrowed"
    return "narrative" if check.ok else "open"


def _places(check: Check, start: int) -> str:
    named = [f"{first}-{last}" for first, last in check.places[:_MOST_PLACES]]
    rest = ["…"] if len(check.places) > _MOST_PLACES else []
    return f"  at {', '.join([*named, *rest]) or start}"
