"""The keys that stand in a store's narrow tables for what is said again and again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zlib import crc32

from textmine.lexicon.dimensions import dimension
from textmine.store.index import spaced

_MOST = 2_000  # of the keys of a table that are remembered: others are looked up again, in as little time

_HASHED = ("terms", "indicators")
_MASK = 2**21 - 1  # of the hashes that are remembered by their bits: two megabytes for each table
_NEW = {
    "periods": ("start", "end", "kind", "basis"),
    "manners": ("source", "bound", "change", "status"),
    "units": ("code",),
}


class Keys:
    """Looks keys up and makes those that are missing, in the order asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known: dict[str, dict[Any, int]] = {}
        self._maybe: dict[str, bytearray] = {}

    def forget(self) -> None:
        """Forget all keys: a transaction was rolled back, and some may not be there any more."""
        self._known.clear()

    def of(self, table: str, values: Iterable[Any]) -> Mapping[Any, int]:
        """The keys of values in ``terms``, ``indicators`` and ``units`` (texts) or ``periods`` and ``manners`` (tuples)."""
        known = self._known.setdefault(table, {})
        if len(known) > _MOST:
            known.clear()
        missing = [value for value in dict.fromkeys(values) if value not in known]
        if table in _HASHED:
            self._learn_texts(table, missing, known)
        else:
            for value in missing:
                known[value] = self._look_up(table, value if isinstance(value, tuple) else (value,))
        return known

    def _learn_texts(self, table: str, missing: Sequence[str], known: dict[Any, int]) -> None:
        """Most texts that are not remembered are new, which a look at the hashes tells without one at the table."""
        maybe = self._maybe.get(table) or self._hashes(table)
        new = []
        for text in missing:
            number = text_hash(text)
            place, bit = number >> 3 & _MASK, 1 << (number & 7)
            found = None
            if maybe[place] & bit:
                query = f"SELECT pk FROM {table} WHERE hash = ? AND text = ?"  # noqa: S608  # our own tables
                found = self._connection.execute(query, (number, text)).fetchone()
            if found:
                known[text] = found[0]
            else:
                maybe[place] |= bit
                new.append((text, number))
        (last,) = self._connection.execute(f"SELECT coalesce(max(pk), 0) FROM {table}").fetchone()  # noqa: S608
        rows = [(key, *row) for key, row in enumerate(new, last + 1)]
        self._connection.executemany(f"INSERT INTO {table} (pk, text, hash) VALUES (?, ?, ?)", rows)  # noqa: S608
        if table == "indicators":
            self._connection.executemany(
                "INSERT INTO indicator_index (rowid, text) VALUES (?, ?)",
                ((key, spaced(text)) for key, text, _ in rows),
            )
        known.update((text, key) for key, text, _ in rows)

    def _hashes(self, table: str) -> bytearray:
        """A bit for each hash in a table, by its lower bits."""
        maybe = self._maybe[table] = bytearray(_MASK + 1)
        for (number,) in self._connection.execute(f"SELECT hash FROM {table}"):  # noqa: S608  # our own tables
            maybe[number >> 3 & _MASK] |= 1 << (number & 7)
        return maybe

    def _look_up(self, table: str, value: tuple[Any, ...]) -> int:
        columns = _NEW[table]
        same = " AND ".join(f"{column} IS ?" for column in columns)
        found = self._connection.execute(f"SELECT pk FROM {table} WHERE {same}", value).fetchone()  # noqa: S608
        return int(found[0]) if found else self._make(table, columns, value)

    def _make(self, table: str, columns: Sequence[str], value: tuple[Any, ...]) -> int:
        if table == "units":
            columns, value = (*columns, "dimension", "factor"), (*value, *_comparable(value[0]))
        marks = ", ".join("?" * len(value))
        names = ", ".join(columns)
        cursor = self._connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", value)  # noqa: S608
        key = cursor.lastrowid
        assert key is not None  # noqa: S101  # it is the key of the row just made
        return key

    def refresh_units(self) -> None:
        """Bring what is said of units up to date with the vocabulary."""
        for pk, code, *said in self._connection.execute("SELECT pk, code, dimension, factor FROM units").fetchall():
            if tuple(said) != (now := _comparable(code)):
                self._connection.execute("UPDATE units SET dimension = ?, factor = ? WHERE pk = ?", (*now, pk))


def text_hash(text: str) -> int:
    """The number by which a term or an indicator is found: its CRC-32, less 2**31 so that it takes four bytes.

    >>> text_hash("办结")
    320366238
    """
    return crc32(text.encode("utf-8", "surrogatepass")) - 2**31


def _comparable(code: str) -> tuple[str | None, float | None]:
    found = dimension(code)
    return (found.name, float(found.factor)) if found else (None, None)
