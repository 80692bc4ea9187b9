"""Inserts reports that a store does not have, many at once: each statement is run once for all their rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, count, pairwise, repeat
from typing import Any

from textmine.store.delete import INDEXED
from textmine.store.index import spaced
from textmine.store.keys import Keys
from textmine.store.packed import LISTED, PLACES, unpressed
from textmine.store.prepared import Prepared
from textmine.store.rows import COLUMNS, Row

_Places = dict[str, Sequence[int | None]]  # the keys that stand for the places in the columns of a report
_START = COLUMNS["passages"].index("start")
_KEYED = ("sections", "passages", "facts", "tables")  # tables whose rows have keys of their own
_OF_REPORT = {"sections": 0, "passages": 0, "facts": 1, "tables": 0, "problems": 0}  # where they name the report


def insert(connection: sqlite3.Connection, keys: Keys, reports: Sequence[Prepared], program: str) -> None:
    """Write reports of different ids and bytes, none of which the store has; within a transaction."""
    first = _next(connection, "reports")
    own: list[_Places] = [{} for _ in reports]
    starts: dict[str, list[int]] = {}
    for table in _KEYED:
        lengths = [report.counts[table] for report in reports]
        starts[table] = list(accumulate(lengths, initial=_next(connection, table)))
        for places, (start, end) in zip(own, pairwise(starts[table]), strict=True):
            places[table] = (*range(start, end), None)
    for name in LISTED:
        known = keys.of(name, chain.from_iterable(report.lists[name] for report in reports))
        for report, places in zip(reports, own, strict=True):
            places[name] = (*map(known.__getitem__, report.lists[name]), None)
    heads = (
        (pk, *report.row[:2], program, *report.row[2:], start, report.n_facts, report.n_links, report.digest)
        for pk, report, start in zip(count(first), reports, starts["facts"], strict=False)
    )
    _add(connection, "reports", len(COLUMNS["reports"]) + 6, heads)
    for table, kinds in PLACES.items():
        each = (
            _rows(table, report, places, pk) for pk, report, places in zip(count(first), reports, own, strict=False)
        )
        width = (table in _KEYED) + (table in _OF_REPORT) + len(kinds)
        _add(connection, table, width, chain.from_iterable(each))
    _index(connection, "report_index", ((pk, r.title, r.issuer) for pk, r in enumerate(reports, first)))
    for index, table in (("section_index", "sections"), ("passage_index", "passages"), ("word_index", "passages")):
        entries = (_entries(report, index, places[table]) for report, places in zip(reports, own, strict=True))
        _index(connection, index, chain.from_iterable(entries))


def _rows(table: str, report: Prepared, own: _Places, pk: int) -> Iterator[Row]:
    """The rows of a report in a table; each of them comes out of Python's own code, since that is done for each fact of an archive."""
    return chain.from_iterable(_parts(table, report, own, pk))


def _parts(table: str, report: Prepared, own: _Places, pk: int) -> Iterator[Iterable[Row]]:
    done = 0
    for part in report.columns[table]:
        columns = unpressed(part)
        if not columns:
            continue
        filled: list[Iterable[Any]] = [
            column if name is None else map(own[name].__getitem__, column)
            for name, column in zip(PLACES[table], columns, strict=True)
        ]
        if table in _OF_REPORT:
            filled.insert(_OF_REPORT[table], repeat(pk))
        if table in _KEYED:
            filled.insert(0, own[table][done : done + len(columns[0])])
        done += len(columns[0])
        yield zip(*filled, strict=False)


def _entries(report: Prepared, index: str, keys: Sequence[int | None]) -> Iterator[Row]:
    """The entries of a report in an index of its sections or passages."""
    parts = report.columns.get(index)
    if parts is None:
        return zip(keys, _passages(report), strict=False)
    texts = chain.from_iterable(unpressed(part)[0] for part in parts)
    return ((key, text) for key, text in zip(keys, texts, strict=False) if text)


def _passages(report: Prepared) -> Iterator[str]:
    """The text of each passage as its index holds it."""
    text = report.row[-1]
    for columns in filter(None, map(unpressed, report.columns["passages"])):
        for start, end in zip(columns[_START], columns[_START + 1], strict=True):
            yield spaced(text[start:end])


def _next(connection: sqlite3.Connection, table: str) -> int:
    (last,) = connection.execute(f"SELECT coalesce(max(pk), 0) FROM {table}").fetchone()  # noqa: S608  # our own tables
    return int(last) + 1


def _add(connection: sqlite3.Connection, table: str, width: int, rows: Iterable[Row]) -> None:
    marks = ", ".join("?" * width)
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608  # our own tables


def _index(connection: sqlite3.Connection, index: str, entries: Iterable[Row]) -> None:
    columns = INDEXED[index][0]
    marks = ", ".join("?" * len(columns.split()))
    connection.executemany(f"INSERT INTO {index} (rowid, {columns}) VALUES (?, {marks})", entries)  # noqa: S608
