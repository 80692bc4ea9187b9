"""What all answers share: the store, the limits, the templates; and an HTML page in the reader's language."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

import textmine
from textmine.web.bounded import bounded
from textmine.web.languages import COOKIE, LANGUAGES, chosen, words
from textmine.web.names import category_group, category_name, measure_name, number, unit_name
from textmine.web.shown import arrow, period_text, quoted, relation, value_text

_YEAR = 365 * 24 * 3600  # seconds that the chosen language is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A store on show.

    ``seconds`` is the time that SQLite may take for a page, ``counting`` that for the counts beside it, ``keeping`` that for a
    file to keep.
    """

    store: Path
    seconds: float = 5.0
    counting: float = 1.0
    keeping: float = 30.0

    def open(self) -> AbstractContextManager[Connection]:
        """The store for one answer."""
        return bounded(self.store, self.seconds)

    def open_to_count(self) -> AbstractContextManager[Connection]:
        """The store for what an answer can do without."""
        return bounded(self.store, self.counting)

    def open_to_keep(self) -> AbstractContextManager[Connection]:
        """The store for a file, which may be long."""
        return bounded(self.store, self.keeping)


def site_of(request: Request) -> Site:
    """The site that a request is for."""
    site: Site = request.app.state.site
    return site


def url(path: str, **values: object) -> str:
    """An address on this server; values of ``None`` are left out, those of a list given one by one.

    >>> url("/", q="不动产 year:2019", after=None)
    '/?q=%E4%B8%8D%E5%8A%A8%E4%BA%A7+year%3A2019'
    """
    given = {name: value for name, value in values.items() if value is not None}
    return quote(path) + (f"?{urlencode(given, doseq=True, errors='replace')}" if given else "")


def file_name(path: str | None) -> str:
    """The name of a file without its folders, for a report that has no title.

    >>> file_name("archive.zip//2019/报告.txt"), file_name(None)
    ('报告.txt', '')
    """
    return (path or "").rpartition("/")[2]


@functools.cache
def _templates() -> Environment:
    templates = Environment(
        loader=PackageLoader("textmine.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(
        url=url,
        file_name=file_name,
        arrow=arrow,
        category_group=category_group,
        quoted=quoted,
        version=textmine.__version__,
    )
    return templates


def page(request: Request, template: str, values: Mapping[str, Any], *, status: int = 200) -> Response:
    """A page made of a template, in the language that the reader has chosen."""
    language = chosen(request)
    told = words(language)
    other = request.url.include_query_params(lang=told("page.to_language"))
    in_language = {
        "t": told,
        "lang": language,
        "other_language": f"{other.path}?{other.query}",
        "category_name": functools.partial(category_name, words=told),
        "measure_name": functools.partial(measure_name, words=told),
        "unit_name": functools.partial(unit_name, words=told),
        "value_text": functools.partial(value_text, words=told),
        "period_text": functools.partial(period_text, words=told),
        "relation": functools.partial(relation, words=told),
        "number": number,
    }
    html = _templates().get_template(template).render(in_language | dict(values))
    answer = HTMLResponse(
        html.encode("utf-8", "replace"), status, {"cache-control": "no-cache", "vary": "Accept-Language, Cookie"}
    )
    if request.query_params.get("lang") in LANGUAGES:
        answer.set_cookie(COOKIE, language, max_age=_YEAR, samesite="lax", httponly=True)
    return answer
