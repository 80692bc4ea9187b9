"""Searches a store: facts that fulfil a query, or, where none does and it is put in words, those that answer it best."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from textmine.errors import StoreFormatError
from textmine.store.candidates import Place
from textmine.store.filters import dimension_names
from textmine.store.find import find
from textmine.store.query import MAX_CHARACTERS, parse
from textmine.store.question import answers, is_question

_SHOW = """
SELECT id, report, title, body, subject, indicator, value, value_high, bound, unit, dimension, value_base, period_start,
    period_end, period_kind, change, status, category, measure, quote, start, end, page, section, path, sentence,
    sentence_start, gone
FROM fact_view WHERE pk = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A fact that a search found; ``start``, ``end`` and ``sentence_start`` are code points in the text of the report at ``path``.

    ``gone`` is 1 where all files with that report are gone. ``value_base`` is the value in the base unit of ``dimension`` (hours for `time`).
    """

    id: str
    report: str
    title: str | None
    body: str | None
    subject: str | None
    indicator: str | None
    value: str
    value_high: str | None
    bound: str
    unit: str
    dimension: str | None
    value_base: float | None
    period_start: str | None
    period_end: str | None
    period_kind: str
    change: str | None
    status: str
    category: str | None
    measure: str | None
    quote: str
    start: int
    end: int
    page: int | None
    section: str | None
    path: str | None
    sentence: str
    sentence_start: int
    gone: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of results: ``after`` asks for the next one, ``None`` on the last.

    ``exact`` is false where no fact fulfils the query, and ``hits`` are those that come nearest to it.
    """

    hits: tuple[Hit, ...]
    after: str | None
    exact: bool = True


def search(connection: sqlite3.Connection, query: str, *, limit: int = 20, after: str | None = None) -> Page:
    """A page of the facts that fulfil a query (docs/search.md), the nearest first.

    Any query is answered; ``after`` is that of the page before, and `ValueError` is raised for what is none.
    """
    place = _place(after)
    read = parse(query, dimensions=dimension_names())
    found = list(islice(find(connection, read, after=place), limit + 1))
    more = _token(found[limit - 1]) if len(found) > limit else None
    if not found and after is None and read.words() and not read.others() and is_question(query):
        nearest = answers(connection, query[:MAX_CHARACTERS], limit=limit)
        return Page(hits=_hits(connection, nearest), after=None, exact=False)
    return Page(hits=_hits(connection, [one.fact for one in found[:limit]]), after=more)


def _hits(connection: sqlite3.Connection, facts: Sequence[int]) -> tuple[Hit, ...]:
    rows = [connection.execute(_SHOW, (fact,)).fetchone() for fact in facts]
    if None in rows:
        raise StoreFormatError(
            "the store is damaged: a fact speaks of a row that is not there (textmine verify); make it anew from the archive"
        )
    return tuple(Hit(**dict(zip(Hit.__slots__, row, strict=True))) for row in rows)


def _token(place: Place) -> str:
    return ".".join(map(str, (place.tier, place.after, *place.score, place.fact)))


def _place(token: str | None) -> Place | None:
    if token is None:
        return None
    tier, after, near, length, fact = map(int, token.split("."))
    if max(map(abs, (tier, after, near, length, fact))) >= 2**63:
        raise ValueError("no place of a page is as far as that")
    return Place(tier, after, (near, length), fact)
