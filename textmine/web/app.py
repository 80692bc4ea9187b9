"""The application: routes, and what is answered where something goes wrong."""

from __future__ import annotations

import os
from collections.abc import Collection
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from textmine.errors import StoreError
from textmine.web import api, downloads, measuring, reading, searching
from textmine.web.bounded import TooCostly
from textmine.web.guard import Guard
from textmine.web.languages import chosen, words
from textmine.web.site import Site, page

ROUTES = (
    Route("/", searching.home, name="home"),
    Route("/reports", searching.reports),
    Route("/report/{id}", reading.report),
    Route("/fact/{id}", reading.fact),
    Route("/measures", measuring.listed),
    Route("/measure/{id}", measuring.measure),
    Route("/search.csv", downloads.facts),
    Route("/search.json", api.file_of_facts),
    Route("/panel.csv", downloads.panel_rows),
    Route("/api/search", api.facts),
    Route("/api/facets", api.facets),
    Route("/api/reports", api.reports),
    Route("/api/report/{id}", api.report),
    Route("/api/fact/{id}", api.fact),
    Route("/api/measures", api.measures_counted),
    Route("/api/panel", api.panel_rows),
    Route("/api/chart/{id}", api.chart),
    Route("/openapi.json", api.openapi),
    Mount("/static", StaticFiles(directory=str(files("textmine.web") / "static"))),
)
_TOO_COSTLY = 422  # the query is understood, and refused for what it is


def create_app(
    store: str | os.PathLike[str], *, names: Collection[str] = (), seconds: float = 5.0, counting: float = 1.0
) -> Guard:
    """An ASGI application that shows a store; ``names`` are host names it goes by besides addresses and `localhost`.

    ``seconds`` bounds the time that SQLite may take for one answer (six times as long for a file to keep), ``counting`` that
    for the counts beside the results. The store is opened for reading only.
    """
    handlers = {HTTPException: _http_error, TooCostly: _too_costly, StoreError: _store_error}
    app = Starlette(routes=list(ROUTES), exception_handlers=handlers)
    app.state.site = Site(store=Path(store), seconds=seconds, counting=counting, keeping=6 * seconds)
    return Guard(app, names)


def _http_error(request: Request, error: Exception) -> Response:
    status, detail = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "")
    return _told(request, status, "error.not_found", "error.not_found_text", detail)


def _too_costly(request: Request, error: Exception) -> Response:
    return _told(request, _TOO_COSTLY, "search.costly_title", "search.costly", f"too costly: {error}")


def _store_error(request: Request, error: Exception) -> Response:
    return _told(request, 503, "error.store", str(error), str(error))


def _told(request: Request, status: int, title: str, text: str, message: str) -> Response:
    """An error as JSON for programs, as a page for people; ``text`` is a key of the words or stands for itself."""
    if request.url.path.endswith(".json") or request.url.path.startswith("/api/"):
        return api.refusal(status, message)
    told = words(chosen(request))
    shown = told(text) if text.startswith(("error.", "search.")) else text
    values = {"title": told(title), "text": shown, "query": request.query_params.get("q", "")}
    return page(request, "error.html", values, status=status)
