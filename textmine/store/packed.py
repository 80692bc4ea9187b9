"""The rows of a report as columns of the store's narrow tables, but for the keys: workers make them, the one writer puts in the keys.

Instead of an id or a text there is a place in a list; -1 is no place at all. The writer's lists of keys end with ``None``, which is
what Python finds at -1.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from textmine.schema.codec import compact_json
from textmine.store.rows import COLUMNS, Row

Columns = Sequence[Sequence[Any]]
Part = Columns | bytes  # the columns of some rows, perhaps `pressed`


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


class Packer:
    """Packs the rows of one report, a table at once or in parts; what the rows of other tables are is told beforehand.

    ``facts`` are the ids of the facts in the order of `in_order`, each with that of its passage, the others ids in the order of the rows.
    """

    def __init__(
        self,
        *,
        sections: Iterable[Any],
        passages: Iterable[Any],
        facts: Sequence[tuple[Any, Any]],
        tables: Iterable[Any],
    ) -> None:
        own = {"sections": sections, "passages": passages, "facts": (fact for fact, _ in facts), "tables": tables}
        self._places: dict[str, dict[Any, int]] = {name: {} for name in LISTED}
        self._places |= {name: {row: place for place, row in enumerate(ids)} for name, ids in own.items()}
        self._first, self._last = (array("q", [-1]) * (len(self._places["passages"]) + 1) for _ in range(2))
        for place, (_, passage) in enumerate(facts):
            at = self._places["passages"].get(passage, -1)  # those of no passage are counted where nobody looks
            self._last[at] = place
            if self._first[at] < 0:
                self._first[at] = place

    def pack(self, table: str, rows: Sequence[Row]) -> Columns:
        """The columns of some rows of a table; none where there are none."""
        if not rows:
            return ()
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True))
        if table == "facts":
            columns = _of_facts(columns)
        elif table == "links":
            columns = [*columns[1:], columns[0]]
        packed = [
            column if name is None else self._placed(name, column)
            for name, column in zip(PLACES[table], columns, strict=table != "passages")
        ]
        if table == "facts":
            packed[0] = [_signed(row[0]) for row in rows]
        elif table == "passages":
            places = self._placed("passages", columns[0])
            packed += [[of[place] for place in places] for of in (self._first, self._last)]
        return packed

    def lists(self) -> dict[str, list[Any]]:
        """What the columns so far are places in, other than rows."""
        return {name: list(self._places[name]) for name in LISTED}

    def _placed(self, name: str, values: Iterable[Any]) -> list[int]:
        known = self._places[name]
        if name in LISTED:
            return [-1 if value is None else known.setdefault(value, len(known)) for value in values]
        return [known.get(value, -1) for value in values]


def packed(rows: Mapping[str, Sequence[Row]]) -> tuple[dict[str, Columns], dict[str, list[Any]]]:
    """Columns by table, and the lists; ``rows`` are those that `COLUMNS` describes.

    >>> rows = {table: [] for table in PLACES} | {"tables": [("t1", None, "收费情况", 0, 9), ("t2", None, "收费情况", 9, 12)]}
    >>> packed(rows)[0]["tables"]
    [('t1', 't2'), [-1, -1], ('收费情况', '收费情况'), (0, 9), (9, 12)]
    """
    passage, start = _FACT["passage"], _FACT["start"]
    order = in_order([row[0] for row in rows["passages"]])
    rows = {**rows, "facts": sorted(rows["facts"], key=lambda fact: order(fact[passage], fact[start], fact[0]))}
    packer = Packer(
        facts=[(fact[0], fact[passage]) for fact in rows["facts"]],
        **{table: [row[0] for row in rows[table]] for table in ("sections", "passages", "tables")},
    )
    return {table: packer.pack(table, rows[table]) for table in PLACES}, packer.lists()


def in_order(passages: Iterable[Any]) -> Callable[[Any, int, str], tuple[int, int, str]]:
    """What to sort facts by, from the id of their passage, their start and their id.

    The facts of a passage get keys in a row so, and no index is needed to find them.
    """
    places = {passage: place for place, passage in enumerate(passages)}
    return lambda passage, start, fact: (places.get(passage, _LAST), start, fact)


def pressed(columns: Columns) -> bytes:
    """Columns in a tenth of the memory, to be taken out with `unpressed`.

    >>> unpressed(pressed((["办结", None], [1, 2.5])))
    [['办结', None], [1, 2.5]]
    """
    return zlib.compress(compact_json(columns).encode("utf-8", "surrogatepass"), 1)


def unpressed(part: Part) -> Columns:
    """The columns in a part, pressed or not."""
    if not isinstance(part, bytes):
        return part
    columns: Columns = json.loads(zlib.decompress(part).decode("utf-8", "surrogatepass"))
    return columns


def _of_facts(columns: Columns) -> list[Sequence[Any]]:
    named = dict(zip(COLUMNS["facts"], columns, strict=True))
    return [
        named[name] if isinstance(name, str) else list(zip(*(named[part] for part in name), strict=True))
        for name in _OF_FACTS
    ]


def _signed(identifier: str) -> int:
    """The 64 bits of an id as SQLite holds them."""
    return int.from_bytes(bytes.fromhex(identifier), "big", signed=True)
