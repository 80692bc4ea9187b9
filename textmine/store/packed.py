"""The rows of a report as columns of the store's narrow tables, but for the keys: workers make them, the one writer puts in the keys.

Instead of an id or a text there is a place in a list; -1 is no place at all. The writer's lists of keys end with ``None``, which is
what Python finds at -1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from textmine.store.rows import COLUMNS, Row

Columns = tuple[Sequence[Any], ...]

LISTED = ("terms", "indicators", "units", "manners", "periods")  # what is said again and again

# For each table, after its own key and that of the report, in the order of schema.sql: what its columns are places in, one of
# the above or the rows of another table.
PLACES: Mapping[str, tuple[str | None, ...]] = {
    "sections": (None,) * 9,
    "passages": (None, "sections", None, None, "terms", "terms", None, None, "facts", "facts"),
    "facts": (
        None, "passages", "sections", *(None,) * 9, "units", "manners", "periods", "indicators", "terms", "terms", "terms",
        None, None, None, None, "terms", "terms", "terms", "terms",
    ),
    "links": ("facts", "facts", "terms"),
    "tables": (None, "sections", None, None, None),
    "cells": ("tables", None, "terms", "terms", None, None, None, None, "terms", "terms"),
    "checks": ("tables", *(None,) * 10),
    "problems": (None,) * 5,
}  # fmt: skip

_OF_FACTS = (
    "id", "passage", "section", "start", "end", "sentence_start", "sentence_end", "quote", "value", "value_real", "value_high",
    "value_high_real", "unit", ("source", "bound", "change", "status"),
    ("period_start", "period_end", "period_kind", "period_basis"), "indicator", "subject", "category", "measure", "page", "box",
    "confidence", "table", "row", "column", "flags", "rules",
)  # fmt: skip
_FACT = {name: place for place, name in enumerate(COLUMNS["facts"])}
_LAST = 2**63  # after every place


def packed(rows: Mapping[str, Sequence[Row]]) -> tuple[dict[str, Columns], dict[str, list[Any]]]:
    """Columns by table, and the lists; ``rows`` are those that `COLUMNS` describes.

    >>> rows = {table: [] for table in PLACES} | {"tables": [("t1", None, "收费情况", 0, 9), ("t2", None, "收费情况", 9, 12)]}
    >>> packed(rows)[0]["tables"]
    (('t1', 't2'), [-1, -1], ('收费情况', '收费情况'), (0, 9), (9, 12))
    """
    passages = _numbered(rows["passages"])
    passage, start = _FACT["passage"], _FACT["start"]
    # The facts of a passage have keys in a row, so that no index is needed to find them.
    facts = sorted(rows["facts"], key=lambda fact: (passages.get(fact[passage], _LAST), fact[start], fact[0]))
    found = {table: _columns(rows[table]) for table in PLACES}
    found["facts"] = _of_facts(_columns(facts))
    found["passages"] = _with_facts(found["passages"], facts)
    if rows["links"]:
        rel, *ends = found["links"]
        found["links"] = (*ends, rel)
    places: dict[str, dict[Any, int]] = {name: {} for name in LISTED}
    for table in ("sections", "tables"):
        places[table] = _numbered(rows[table])
    places |= {"passages": passages, "facts": _numbered(facts)}
    for table, columns in found.items():
        found[table] = tuple(
            column if name is None else _places(places[name], column, add=name in LISTED)
            for name, column in zip(PLACES[table], columns, strict=bool(columns))
        )
    if facts:
        found["facts"] = ([_signed(fact[0]) for fact in facts], *found["facts"][1:])
    return found, {name: list(places[name]) for name in LISTED}


def _columns(rows: Sequence[Row]) -> Columns:
    return tuple(zip(*rows, strict=True))


def _numbered(rows: Sequence[Row]) -> dict[Any, int]:
    """The place of each row by its id."""
    return {row[0]: place for place, row in enumerate(rows)}


def _of_facts(columns: Columns) -> Columns:
    if not columns:
        return ()
    named = dict(zip(COLUMNS["facts"], columns, strict=True))
    return tuple(
        named[name] if isinstance(name, str) else list(zip(*(named[part] for part in name), strict=True))
        for name in _OF_FACTS
    )


def _with_facts(passages: Columns, facts: Sequence[Row]) -> Columns:
    """The columns of passages with the ids of the first and the last fact of each."""
    if not passages:
        return ()
    of = _FACT["passage"]
    last = {fact[of]: fact[0] for fact in facts}
    first = {fact[of]: fact[0] for fact in reversed(facts)}
    return (*passages, [first.get(passage) for passage in passages[0]], [last.get(passage) for passage in passages[0]])


def _places(known: dict[Any, int], values: Iterable[Any], *, add: bool) -> list[int]:
    if add:
        return [-1 if value is None else known.setdefault(value, len(known)) for value in values]
    return [known.get(value, -1) for value in values]


def _signed(identifier: str) -> int:
    """The 64 bits of an id as SQLite holds them."""
    return int.from_bytes(bytes.fromhex(identifier), "big", signed=True)
