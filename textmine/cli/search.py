"""`textmine search`: the facts of a store that hold all words of a query."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from textmine.cli.errors import Exit
from textmine.cli.open import require_file
from textmine.cli.terminal import err, escaped, escaped_json, marked, out
from textmine.store import Hit, reading, search

_LIMIT = 20
_REACH = 60  # characters of its sentence shown on either side of a figure


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "search",
        help="search a fact store",
        description="Show the facts that hold all words of the query, those whose indicator or sentence holds them first.",
    )
    parser.add_argument("store", metavar="STORE", help="the fact store")
    parser.add_argument("query", metavar="QUERY", nargs="+", help="words, each a piece of Chinese text or a number")
    parser.add_argument(
        "--limit", metavar="N", type=_positive, default=_LIMIT, help=f"at most so many (default {_LIMIT})"
    )
    parser.add_argument("--json", action="store_true", help="print a JSON array")
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
        hits = list(search(connection, query, limit=options.limit))
    if options.json:
        out(escaped_json(json.dumps([asdict(hit) for hit in hits], ensure_ascii=False, indent=1)))
        return Exit.DONE
    for hit in hits:
        _print(hit)
    if not hits:
        err(f"nothing found for {query!r}: each word has to stand in a fact, its passage or its report's title")
    return Exit.DONE


def _print(hit: Hit) -> None:
    value = hit.value if hit.value_high is None else f"{hit.value} to {hit.value_high}"
    sign = {"up": "+", "down": "-"}.get(hit.change or "", "")
    period = f"{hit.period_start or '..'}/{hit.period_end or '..'}"
    out(f"{escaped(hit.quote)}  =  {sign}{value} {escaped(hit.unit)}  {escaped(hit.indicator or '-')}")
    out(f"    {period}  {escaped(hit.subject or hit.body or '-')}  {escaped(hit.category or '-')}")
    start = hit.start - hit.sentence_start
    out(f"    {marked(hit.sentence, start, start + len(hit.quote), reach=_REACH)}")
    section = f"  {escaped(hit.section)}" if hit.section else ""
    out(f"    {escaped(hit.path or '-')}:{hit.start}-{hit.end}{section}  [{escaped(hit.id)}]")
    out("")
