"""The JSON answers (openapi.json), for programs and for the page's own script."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

import textmine
from textmine.store import explanation, measures_like, panel, search
from textmine.store.facets import facets as counts
from textmine.store.overview import measure_entries, report_entries
from textmine.store.query import MAX_CHARACTERS
from textmine.store.readback import report_rows
from textmine.web.chart import chart as drawn
from textmine.web.chart import most_told
from textmine.web.downloads import MOST
from textmine.web.languages import LANGUAGES, chosen, words
from textmine.web.names import measure_name
from textmine.web.site import site_of

_LIMIT, _MOST = 20, 500  # facts and reports in an answer


def answer(value: object, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A JSON answer; a half character of a broken text is replaced."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(body, status, {"cache-control": "no-cache", **(headers or {})}, "application/json")


def refusal(status: int, message: str) -> Response:
    """What an error looks like: an object with the message."""
    return answer({"error": message}, status=status)


def _limit(request: Request) -> int:
    text = request.query_params.get("limit", str(_LIMIT))
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and 0 < int(text) <= _MOST):
        raise HTTPException(400, f"limit must be a number from 1 to {_MOST}")
    return int(text)


def _query(request: Request) -> str:
    query = request.query_params.get("q", "")
    if len(query) > MAX_CHARACTERS:
        raise HTTPException(400, f"q must have at most {MAX_CHARACTERS} characters")
    return query


def facts(request: Request) -> Response:
    """A page of the facts that a query finds."""
    query, limit = _query(request), _limit(request)
    with site_of(request).open() as connection:
        try:
            found = search(connection, query, limit=limit, after=request.query_params.get("after") or None)
        except ValueError as error:
            raise HTTPException(400, "after must be what the page before has said") from error
    return answer({"exact": found.exact, "hits": [asdict(hit) for hit in found.hits], "after": found.after})


def file_of_facts(request: Request) -> Response:
    """The facts that a query finds as a file to keep."""
    with site_of(request).open_to_keep() as connection:
        found = search(connection, _query(request), limit=MOST)
    shown = {"exact": found.exact, "hits": [asdict(hit) for hit in found.hits], "after": found.after}
    return answer(shown, headers={"content-disposition": 'attachment; filename="facts.json"'})


def facets(request: Request) -> Response:
    """How many facts of each body, year and so on a query finds."""
    with site_of(request).open() as connection:
        found = counts(connection, _query(request))
    shown = {name: [{"value": value, "count": count} for value, count in each] for name, each in found.counts.items()}
    return answer({"total": found.total, "more": found.more, "facets": shown})


def reports(request: Request) -> Response:
    """A page of the list of reports."""
    limit = _limit(request)
    with site_of(request).open() as connection:
        found = report_entries(connection, limit=limit + 1, after=request.query_params.get("after", ""))
    more = found[limit - 1].path if len(found) > limit else None
    return answer({"reports": [asdict(entry) for entry in found[:limit]], "after": more})


def report(request: Request) -> Response:
    """All rows of a report."""
    try:
        with site_of(request).open() as connection:
            return answer(report_rows(connection, request.path_params["id"]))
    except LookupError as error:
        raise HTTPException(404, "no such report") from error


def fact(request: Request) -> Response:
    """A fact with its rules and its links."""
    try:
        with site_of(request).open() as connection:
            found = explanation(connection, request.path_params["id"])
    except LookupError as error:
        raise HTTPException(404, "no such fact") from error
    row: dict[str, Any] = {name: value for name, value in found.fact.items() if name != "pk"}
    row["box"] = json.loads(row["box"]) if row["box"] else None
    links = [asdict(link) for link in found.links]
    return answer({"fact": row, "rules": found.rules, "flags": found.flags, "links": links})


def panel_rows(request: Request) -> Response:
    """What bodies counted of some measures year by year, as `textmine panel --json` prints it."""
    wanted = request.query_params.getlist("measure")
    if not wanted:
        raise HTTPException(400, "measure must be given: an id or a pattern as request.*")
    with site_of(request).open() as connection:
        ids = dict.fromkeys(each for pattern in wanted for each in measures_like(connection, pattern))
        rows = panel(connection, ids)
    return answer([asdict(row) for row in rows])


def measures_counted(request: Request) -> Response:
    """The measures of the store with their names."""
    with site_of(request).open() as connection:
        found = measure_entries(connection)
    return answer(
        [
            asdict(entry) | {language: measure_name(entry.id, words(language)) for language in LANGUAGES}
            for entry in found
        ]
    )


def chart(request: Request) -> Response:
    """The chart of a measure as a Vega-Lite specification, with its data."""
    identifier, told = request.path_params["id"], words(chosen(request))
    with site_of(request).open() as connection:
        known = identifier in measures_like(connection, "*")
        rows = panel(connection, [identifier]) if known else []
    if not rows:
        raise HTTPException(404, "no such measure")
    wanted = set(request.query_params.getlist("body")) & {row.body for row in rows}
    bodies = wanted or set(most_told(rows))
    shown = [row for row in rows if row.body in bodies]
    logarithmic = request.query_params.get("scale") == "log"
    return answer(drawn(shown, title=measure_name(identifier, told), words=told, logarithmic=logarithmic))


@cache
def _openapi() -> dict[str, Any]:
    text = (files("textmine.web") / "openapi.json").read_text("utf-8")
    written: dict[str, Any] = json.loads(text)
    written["info"]["version"] = textmine.__version__
    return written


def openapi(request: Request) -> Response:
    """What these answers look like, as an OpenAPI document."""
    del request
    return answer(_openapi())
