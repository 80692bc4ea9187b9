"""`textmine explain`: where a fact comes from and which rule decided which of its fields."""

from __future__ import annotations

import argparse
import json

from textmine.cli.errors import Exit, UsageError
from textmine.cli.open import require_file
from textmine.cli.terminal import escaped, marked, out, table
from textmine.store import explanation, matching_ids, reading
from textmine.store.lookup import Explanation

_FIELDS = (
    "value",
    "value_high",
    "bound",
    "unit",
    "change",
    "status",
    "indicator",
    "subject",
    "period",
    "section",
    "category",
)
_LIMITS = (12, 48, 60)


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "explain",
        help="show where a fact comes from",
        description="Show the sentence of a fact with its place marked, and which rule decided each of its fields.",
    )
    parser.add_argument("store", metavar="STORE", help="the fact store")
    parser.add_argument("fact_id", metavar="FACT_ID", help="the id of the fact, or its beginning")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Find the one fact that is meant and print it."""
    with reading(require_file(options.store)) as connection:
        found = matching_ids(connection, options.fact_id) if options.fact_id else []
        if not found:
            raise UsageError(f"no fact has an id that begins with {options.fact_id!r}; textmine search shows ids")
        if len(found) > 1:
            raise UsageError(f"several facts begin with {options.fact_id!r}: {', '.join(found)}; give more of the id")
        _print(explanation(connection, found[0]))
    return Exit.DONE


def _print(found: Explanation) -> None:
    fact = found.fact
    out(f"fact      {escaped(fact['id'])}")
    out(f"report    {escaped(fact['title'] or '-')}")
    out(f"body      {escaped(fact['body'] or '-')}")
    out(f"place     {escaped(fact['path'] or '-')}, characters {fact['start']}-{fact['end']}")
    if fact["page"] is not None:
        left, bottom, right, top = json.loads(fact["box"])
        out(f"page      {fact['page']}, from {left},{bottom} to {right},{top} points")
    if fact["confidence"] is not None:
        out(f"read      from a picture, with confidence {fact['confidence']:.3f}")
    out(f"sentence  {_marked(found)}")
    if found.flags:
        out(f"flags     {escaped(', '.join(found.flags))}")
    out("")
    rows = [(name, _value(fact, name), found.rules.get(name, "-")) for name in _FIELDS]
    for line in table(("field", "value", "rule"), rows, _LIMITS):
        out(line)
    for link in found.links:
        arrow = "->" if link.forward else "<-"
        out(f"\nlink      {arrow} {link.rel} {escaped(link.quote)}  [{escaped(link.other)}]")


def _marked(found: Explanation) -> str:
    fact = found.fact
    start = fact["start"] - fact["sentence_start"]
    return marked(fact["sentence"], start, start + len(fact["quote"]))


def _value(fact: dict[str, object], name: str) -> object:
    if name == "period":
        start, end = fact["period_start"] or "..", fact["period_end"] or ".."
        return f"{start}/{end} {fact['period_kind']}, {fact['period_basis']}"
    return fact[name] or "-"
