"""The views of measures: which there are, and one over years and bodies as a chart and as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from textmine.lexicon.measures import measures
from textmine.store import PanelRow, measures_like, panel
from textmine.store.overview import counted_at, measure_entries
from textmine.web.chart import MOST_BODIES, most_told
from textmine.web.languages import chosen, words
from textmine.web.names import number
from textmine.web.site import page, site_of, url


@dataclass(frozen=True, slots=True)
class Told:
    """A value of a panel as it is shown, with the ids of the report and the fact that it stands in, where they are known."""

    value: str
    report: str | None
    fact: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What a body told for a year: one value, several that contradict each other, none for a gap."""

    mark: str | None
    told: tuple[Told, ...]


def listed(request: Request) -> Response:
    """The measures of the store by their first part."""
    with site_of(request).open() as connection:
        entries = measure_entries(connection)
    groups: dict[str, list[object]] = {}
    for entry in entries:
        groups.setdefault(entry.id.partition(".")[0], []).append(entry)
    return page(request, "measures.html", {"query": "", "groups": groups})


def measure(request: Request) -> Response:
    """The view of a measure; ``body`` in the address, given several times, chooses bodies."""
    identifier, told = request.path_params["id"], words(chosen(request))
    with site_of(request).open() as connection:
        known = identifier in measures_like(connection, "*")
        rows = panel(connection, [identifier]) if known else []
        places = counted_at(connection, identifier) if known else {}
    if not rows:
        return page(request, "error.html", {"title": told("measure.none"), "text": "", "query": ""}, status=404)
    wanted = request.query_params.getlist("body")
    bodies = sorted({row.body for row in rows})
    scale = "log" if request.query_params.get("scale") == "log" else None
    drawn = [body for body in bodies if body in wanted] or most_told(rows)
    about = measures().get(identifier)
    values = {
        "query": "",
        "id": identifier,
        "about": about,
        "unit": rows[0].unit or "1",
        "bodies": bodies,
        "drawn": drawn,
        "not_all": len(drawn) == MOST_BODIES < len(bodies) and not wanted,
        "logarithmic": scale is not None,
        "chart_address": url(f"/api/chart/{identifier}", body=drawn, scale=scale, lang=told.language),
        "years": sorted({row.year for row in rows if row.body in drawn}),
        "lines": _lines([row for row in rows if row.body in drawn], places),
    }
    return page(request, "measure.html", values)


def _lines(
    rows: Sequence[PanelRow], places: Mapping[tuple[str | None, int], tuple[str, str]]
) -> dict[str, dict[int, Cell]]:
    """The cells of the table by body and year."""
    found: dict[str, dict[int, Cell]] = {}
    for row in rows:
        told: dict[str, Told] = {}
        for place in row.places:
            report, fact = places.get((place.path, place.start), (None, None))
            told.setdefault(place.value, Told(number(place.value), report, fact))
        found.setdefault(row.body, {})[row.year] = Cell(row.mark, tuple(told.values()))
    return found
