"""`textmine extract`: everything found in one report, as JSON or as a table."""

from __future__ import annotations

import argparse
import json
import os

from textmine.cli import models
from textmine.cli.errors import Exit, UsageError
from textmine.cli.mining import MINED, add_ocr, mined, only_item, opened, tell
from textmine.cli.terminal import escaped, escaped_json, out, table
from textmine.lexicon import use_overlay
from textmine.read import display_name
from textmine.read.scans import use_ocr
from textmine.schema import Fact, Report, Table
from textmine.schema.codec import decimal_text

_HEADER = ("place", "quote", "value", "unit", "period", "indicator", "subject", "category")
_LIMITS = (6, 24, 16, 16, 22, 30, 20, 24)


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "extract",
        help="show what is found in one report",
        description="Show everything that is found in one report: a table of its facts, or all of it as JSON.",
    )
    parser.add_argument("file", metavar="FILE", help="the report")
    parser.add_argument("--json", action="store_true", help="print JSON, also for a file that cannot be mined")
    parser.add_argument("--tables", action="store_true", help="print the rebuilt tables too, with their failed checks")
    models.add_options(parser)
    add_ocr(parser)
    parser.set_defaults(command=extract)


def extract(options: argparse.Namespace) -> int:
    """Mine one file and print it; code 2 if there is no such file, 3 if it was set aside."""
    use_overlay(options.lexicon)
    models.usable_model(options.model)
    use_ocr(wanted=not options.no_ocr)
    document, report = mined(opened(only_item(options.file, does="mine")))
    if options.json:
        out(escaped_json(json.dumps(report.to_dict(), ensure_ascii=False, indent=1, allow_nan=False)))
    elif report.status in MINED:
        _print(report)
        if options.tables:
            for rebuilt in report.tables:
                _print_table(rebuilt)
    if not os.path.lexists(options.file):
        raise UsageError(f"{display_name(options.file)}: no such file")
    if report.reason is not None:
        tell(report.path, report.status, report.reason, document.detail)
    return Exit.SET_ASIDE if report.status in ("quarantined", "unsupported", "skipped") else Exit.DONE


def _print(report: Report) -> None:
    for name, value in (
        ("title", report.title),
        ("body", report.issuer),
        ("period", report.period),
        ("file", report.path),
    ):
        out(f"{name:<7}{escaped(value if value is not None else '-')}")
    out(f"{'found':<7}{len(report.facts)} facts, {len(report.links)} links, {len(report.sections)} sections, "
        f"{len(report.passages)} passages, {len(report.tables)} tables")  # fmt: skip
    if report.facts:
        out("")
        for line in table(_HEADER, map(_row, report.facts), _LIMITS):
            out(line)


def _print_table(rebuilt: Table) -> None:
    out("")
    title, *lines = str(rebuilt).splitlines()
    for line in (f"{rebuilt.id}  {title or '-'}  ({rebuilt.start}-{rebuilt.end})", *lines):
        out(escaped(line))


def _row(fact: Fact) -> tuple[object, ...]:
    value = decimal_text(fact.value) or ""
    if fact.value_high is not None:
        value = f"{value}-{decimal_text(fact.value_high)}"
    sign = {"up": "+", "down": "-", None: ""}[fact.change]
    return (
        fact.start, fact.quote, sign + value, fact.unit, fact.period, fact.indicator, fact.subject, fact.category,
    )  # fmt: skip
