"""The search page: results by report, filters with counts, pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from textmine.store import Hit, search
from textmine.store.facets import Facets, facets
from textmine.store.overview import report_entries, totals
from textmine.store.query import MAX_CHARACTERS
from textmine.web.bounded import TooCostly
from textmine.web.languages import Words, chosen, words
from textmine.web.names import category_name, unit_name
from textmine.web.queries import added, filters
from textmine.web.site import Site, page, site_of

_PAGE = 25  # facts on a page
_LISTED = 200  # reports in the list
_EXAMPLES = (
    "不动产登记 dimension:time",
    "time:<=3个工作日",
    "money:>=1亿元 year:2020..",
    "主动公开 OR 依申请公开 unit:条",
    "增长 change:down category:work.*",
)


def home(request: Request) -> Response:
    """The search page; without a query it shows what is in the store."""
    site, query = site_of(request), request.query_params.get("q", "").strip()[:MAX_CHARACTERS]
    if not query:
        return _front(request, site)
    after = request.query_params.get("after") or None
    with site.open() as connection:
        try:
            found = search(connection, query, limit=_PAGE, after=after)
        except ValueError:
            told = words(chosen(request))
            return page(
                request, "error.html", {"title": told("error.bad_place"), "text": "", "query": query}, status=400
            )
    counted = _counted(site, query) if found.exact else None
    values = {
        "query": query,
        "found": found,
        "groups": grouped(found.hits),
        "filters": filters(query),
        "counted": counted,
        "facets": _facet_links(query, counted, words(chosen(request))),
    }
    return page(request, "search.html", values)


def reports(request: Request) -> Response:
    """The list of reports, a page at a time."""
    after = request.query_params.get("after", "")
    with site_of(request).open() as connection:
        entries = report_entries(connection, limit=_LISTED + 1, after=after)
    values = {"query": "", "entries": entries[:_LISTED], "more": len(entries) > _LISTED}
    return page(request, "reports.html", values)


def _front(request: Request, site: Site) -> Response:
    with site.open() as connection:
        entries = report_entries(connection, limit=13)
        values = {"query": "", "totals": totals(connection), "entries": entries[:12], "more": len(entries) > 12}
    return page(request, "home.html", values | {"examples": _EXAMPLES})


def grouped(hits: Sequence[Hit]) -> list[tuple[Hit, list[dict[str, Any]]]]:
    """The hits by report, the report of the best hit first."""
    groups: dict[str, tuple[Hit, list[dict[str, Any]]]] = {}
    for hit in hits:
        groups.setdefault(hit.report, (hit, []))[1].append(asdict(hit))
    return list(groups.values())


def _counted(site: Site, query: str) -> Facets | None:
    try:
        with site.open_to_count() as connection:
            return facets(connection, query)
    except TooCostly:
        return None


_Link = tuple[str, int, str]


def _facet_links(query: str, counted: Facets | None, told: Words) -> list[tuple[str, list[_Link]]]:
    """For each facet that tells facts apart: its values as shown, their counts, the query that adds one."""
    found: list[tuple[str, list[_Link]]] = []
    for name, values in (counted.counts if counted else {}).items():
        links = []
        for value, count in sorted(values, reverse=True) if name == "year" else values:
            more = added(query, name, value)
            if more is not None and len(more) <= MAX_CHARACTERS:
                links.append((_shown(name, value, told), count, more))
        if len(links) > 1:
            found.append((name, links))
    return found


def _shown(name: str, value: str, told: Words) -> str:
    if name == "category":
        return category_name(value, told)
    if name == "unit":
        return unit_name(value, told) or "1"
    return told.name(name, value) if name in ("dimension", "change", "status") else value
