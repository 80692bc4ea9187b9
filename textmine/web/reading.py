"""The views of one report and of one fact."""

from __future__ import annotations

import functools
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from textmine.store import explanation
from textmine.store.readback import report_rows
from textmine.web.grids import grids
from textmine.web.languages import Words, chosen, words
from textmine.web.pieces import Row, blocks, tree
from textmine.web.shown import fields, relation
from textmine.web.site import file_name, page, site_of

_FIRST_WORDS = 14  # characters
_SCRIPT_SAFE = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def report(request: Request) -> Response:
    """The view of a report: its text with passages, figures and tables."""
    told = words(chosen(request))
    try:
        with site_of(request).open() as connection:
            rows = report_rows(connection, request.path_params["id"])
    except LookupError:
        return page(request, "error.html", {"title": told("report.not_found"), "text": "", "query": ""}, status=404)
    (about,) = rows["reports"]
    tables = grids(rows["tables"], rows["cells"], rows["checks"], rows["facts"])
    in_grids = {cell.fact for grid in tables.values() for line in grid.lines for cells in line.cells for cell in cells}
    counted = Counter(passage["category"] for passage in rows["passages"])
    firsts = {passage["category"]: passage["id"] for passage in reversed(rows["passages"])}
    values = {
        "query": "",
        "report": about,
        "address": web_address(about["url"]),
        "files": rows["files"],
        "gone": bool(rows["files"]) and all(file["gone"] for file in rows["files"]),
        "title": about["title"]
        or file_name(next((file["path"] for file in rows["files"]), None))
        or told("search.unknown_report"),
        "tree": tree(rows["sections"]),
        "label": functools.partial(_label, about["text"]),
        "blocks": blocks(about["text"], rows["sections"], rows["passages"], rows["tables"], rows["facts"]),
        "grids": tables,
        "in_grids": in_grids - {None},
        "failed": sum(grid.failed for grid in tables.values()),
        "held": sum(len(grid.checks) - grid.failed for grid in tables.values()),
        "n_facts": len(rows["facts"]),
        "n_links": len(rows["links"]),
        "problems": rows["problems"],
        "legend": [(label, count, firsts[label]) for label, count in counted.most_common()],
        "explained": _for_script(_explained(rows["facts"], rows["links"], told)),
    }
    return page(request, "report.html", values)


def fact(request: Request) -> Response:
    """The view of a fact: where it stands, what decided its fields, what it is linked to."""
    told = words(chosen(request))
    try:
        with site_of(request).open() as connection:
            found = explanation(connection, request.path_params["id"])
    except LookupError:
        return page(request, "error.html", {"title": told("fact.not_found"), "text": "", "query": ""}, status=404)
    row = found.fact | {"box": json.loads(found.fact["box"]) if found.fact["box"] else None}
    values = {
        "query": "",
        "fact": row,
        "fields": [(name, text, found.rules.get(rule, "")) for name, text, rule in fields(row, told)],
        "flags": found.flags,
        "links": found.links,
    }
    return page(request, "fact.html", values)


def _label(text: str, section: Row) -> str:
    """What a section is called in the tree: its marker and title, or the first words of it where it has none."""
    if section["title"]:
        return f"{section['marker']}{section['title']}"
    words = text[section["body"] : min(section["end"], section["body"] + _FIRST_WORDS)].split("\n", maxsplit=1)[0]
    return f"{section['marker']}{words}…"


def web_address(url: str | None) -> str | None:
    """The address of a report where it is one that a link may lead to; a report says what it likes."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Jump:
    rel: str
    fact: str
    quote: str


def _explained(facts: Sequence[Row], links: Sequence[Row], told: Words) -> Mapping[str, Any]:
    """What the script shows of each figure: its quote, its fields with their rules, its links."""
    quotes = {fact["id"]: fact["quote"] for fact in facts}
    jumps: defaultdict[str, list[_Jump]] = defaultdict(list)
    for link in links:
        source, target = link["source"], link["target"]
        jumps[source].append(_Jump(relation(link["rel"], forward=True, words=told), target, quotes.get(target, "")))
        if target in quotes:
            jumps[target].append(_Jump(relation(link["rel"], forward=False, words=told), source, quotes[source]))
    return {
        fact["id"]: {
            "quote": fact["quote"],
            "fields": [
                (told(f"fact.{name}"), text, fact["rules"].get(rule, "")) for name, text, rule in fields(fact, told)
            ],
            "links": [(jump.rel, jump.fact, jump.quote) for jump in jumps[fact["id"]]],
        }
        for fact in facts
    }


def _for_script(value: object) -> str:
    r"""JSON that can stand inside a script element, whatever is in it.

    >>> _for_script("</script>")
    '"\\u003c/script\\u003e"'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_SCRIPT_SAFE)
