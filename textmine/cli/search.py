"""`textmine search`: the facts of a store that fulfil a query, by report, the figure marked in its sentence."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Sequence
from dataclasses import asdict, astuple

from textmine.cli.errors import Exit, UsageError
from textmine.cli.open import require_file
from textmine.cli.terminal import OUTPUT, csv_cell, err, escaped, escaped_json, marked, out
from textmine.store import Hit, Page, reading, search

_LIMIT = 20
_REACH = 60  # characters of its sentence shown on either side of a figure


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "search",
        help="search a fact store",
        description='Show the facts that fulfil a query of words, "phrases" and filters (field:value), the nearest first.',
    )
    parser.add_argument("store", metavar="STORE", help="the fact store")
    parser.add_argument("query", metavar="QUERY", nargs="+", help="words, phrases and filters; see docs/search.md")
    parser.add_argument(
        "--limit", metavar="N", type=_positive, default=_LIMIT, help=f"at most so many facts (default {_LIMIT})"
    )
    parser.add_argument("--after", metavar="PLACE", help="go on where the page before has ended, as it says")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print JSON")
    shape.add_argument("--csv", action="store_true", help="print CSV, one fact a line")
    parser.set_defaults(command=run)


def _positive(text: str) -> int:
    number = int(text)
    if not 0 < number <= 1_000_000:
        raise argparse.ArgumentTypeError("must be between 1 and 1000000")
    return number


def run(options: argparse.Namespace) -> int:
    """Search and print; finding nothing is no error."""
    query = " ".join(options.query)
    with reading(require_file(options.store)) as connection:
        try:
            page = search(connection, query, limit=options.limit, after=options.after)
        except ValueError as error:
            raise UsageError(f"--after {options.after}: {error}; give what the page before has said") from error
    if options.json:
        shown = {"exact": page.exact, "hits": [asdict(hit) for hit in page.hits], "after": page.after}
        out(escaped_json(json.dumps(shown, ensure_ascii=False, indent=1)))
        return Exit.DONE
    if options.csv:
        _print_csv(page.hits)
    else:
        _print_grouped(page.hits)
    _tell(page, query)
    return Exit.DONE


def _tell(page: Page, query: str) -> None:
    if not page.hits:
        err(f"nothing found for {query!r}: each word has to stand in a fact, in its passage or above it")
    elif not page.exact:
        err("no fact holds all of these words; shown are those that come nearest")
    if page.after:
        err(f"there are more: --after {page.after}")


def _print_csv(hits: Sequence[Hit]) -> None:
    rows = csv.writer(OUTPUT, lineterminator="\n")
    rows.writerow(Hit.__slots__)
    rows.writerows(["" if value is None else csv_cell(value) for value in astuple(hit)] for hit in hits)


def _print_grouped(hits: Sequence[Hit]) -> None:
    """The hits by report: the report of the best hit first."""
    reports: dict[str, list[Hit]] = {}
    for hit in hits:
        reports.setdefault(hit.report, []).append(hit)
    for group in reports.values():
        first = group[0]
        out(
            f"== {escaped(first.title or first.report)}  {escaped(first.body or '-')}  {escaped(first.path or '-')}{' (gone)' * first.gone}"
        )
        for hit in group:
            _print(hit)


def _print(hit: Hit) -> None:
    value = hit.value if hit.value_high is None else f"{hit.value} to {hit.value_high}"
    sign = {"up": "+", "down": "-"}.get(hit.change or "", "")
    period = f"{hit.period_start or '..'}/{hit.period_end or '..'}"
    out(f"{escaped(hit.quote)}  =  {sign}{value} {escaped(hit.unit)}  {escaped(hit.indicator or '-')}")
    out(f"    {period}  {escaped(hit.subject or hit.body or '-')}  {escaped(hit.category or '-')}")
    start = hit.start - hit.sentence_start
    out(f"    {marked(hit.sentence, start, start + len(hit.quote), reach=_REACH)}")
    section = f"  {escaped(hit.section)}" if hit.section else ""
    out(f"    {hit.start}-{hit.end}{section}  [{escaped(hit.id)}]")
    out("")
