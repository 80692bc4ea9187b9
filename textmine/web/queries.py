"""Queries as text that a link can carry: clauses added to a query and taken out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from textmine.store.filters import dimension_names
from textmine.store.query import Item, parse

_PLAIN = re.compile(r"[^\s\"]+")


@dataclass(frozen=True, slots=True)
class Filter:
    """A clause of a query that holds a filter or something negative: how it is written, and the query without it."""

    text: str
    without: str


def filters(query: str) -> list[Filter]:
    """The filters of a query.

    >>> filters("不动产 year:2019 body:市政府")
    [Filter(text='year:2019', without='不动产 body:市政府'), Filter(text='body:市政府', without='不动产 year:2019')]
    """
    clauses = parse(query, dimensions=dimension_names()).clauses
    found = []
    for at, clause in enumerate(clauses):
        if any(item.field or item.negative for item in clause):
            rest = (*clauses[:at], *clauses[at + 1 :])
            found.append(Filter(_clause(clause), " ".join(map(_clause, rest))))
    return found


def added(query: str, field: str, value: str) -> str | None:
    """The query with one more filter; ``None`` where the value cannot be written in a query.

    >>> added("不动产", "body", "乙县 政府"), added("", "unit", "{件}"), added("", "body", 'a"b')
    ('不动产 body:"乙县 政府"', 'unit:{件}', None)
    """
    if '"' in value or not value.strip():
        return None
    return f"{query} {_item(Item(value, field))}".strip()


def _clause(clause: tuple[Item, ...]) -> str:
    return " OR ".join(map(_item, clause))


def _item(item: Item) -> str:
    plain = _PLAIN.fullmatch(item.text) and (item.field or item.text.isalnum())
    text = item.text if plain and item.text != "OR" else f'"{item.text}"'
    return f"{'-' if item.negative else ''}{f'{item.field}:' if item.field else ''}{text}"
