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
from textmine.web import reading, searching
from textmine.web.bounded import TooCostly
from textmine.web.guard import Guard
from textmine.web.languages import chosen, words
from textmine.web.site import Site, page

_TOO_COSTLY = 422  # the query is understood, and refused for what it is


def create_app(
    store: str | os.PathLike[str], *, names: Collection[str] = (), seconds: float = 5.0, counting: float = 1.0
) -> Guard:
    """An ASGI application that shows a store; ``names`` are host names it goes by besides addresses and `localhost`.

    ``seconds`` bounds the time that SQLite may take for one answer, ``counting`` that for the counts beside the results. The
    store is opened for reading only.
    """
    routes = [
        Route("/", searching.home, name="home"),
        Route("/reports", searching.reports),
        Route("/report/{id}", reading.report),
        Route("/fact/{id}", reading.fact),
        Mount("/static", StaticFiles(directory=str(files("textmine.web") / "static"))),
    ]
    handlers = {HTTPException: _http_error, TooCostly: _too_costly, StoreError: _store_error}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.state.site = Site(store=Path(store), seconds=seconds, counting=counting)
    return Guard(app, names)


def _http_error(request: Request, error: Exception) -> Response:
    told = words(chosen(request))
    status = error.status_code if isinstance(error, HTTPException) else 500
    values = {"title": told("error.not_found"), "text": told("error.not_found_text"), "query": ""}
    return page(request, "error.html", values, status=status)


def _too_costly(request: Request, error: Exception) -> Response:
    del error
    told = words(chosen(request))
    query = request.query_params.get("q", "")
    values = {"title": told("search.costly_title"), "text": told("search.costly"), "query": query}
    return page(request, "error.html", values, status=_TOO_COSTLY)


def _store_error(request: Request, error: Exception) -> Response:
    told = words(chosen(request))
    return page(request, "error.html", {"title": told("error.store"), "text": str(error), "query": ""}, status=503)
