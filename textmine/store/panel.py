"""What bodies counted of a measure year by year, from the view `panel`, with the years that are missing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby

from textmine.lexicon.seats import ruled_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a value stands: ``start`` and ``end`` are offsets into the text of the report in the file ``path``."""

    path: str | None
    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRow:
    """A measure of a body in a year.

    ``mark`` is ``gap`` for a year between others of the body for which nothing is there, ``contradicts`` where the places
    do not agree; ``value``, a decimal, is null for both.
    """

    measure: str
    body: str
    division: str | None
    zone: str | None
    year: int
    value: str | None
    unit: str | None
    mark: str | None
    places: tuple[Place, ...]


def measures_like(connection: sqlite3.Connection, pattern: str) -> list[str]:
    """The ids of measures in a store that a pattern fits, as ``request.received.total`` or ``request.*``."""
    found = connection.execute(
        "SELECT text FROM terms WHERE text GLOB ? AND pk IN (SELECT measure FROM facts WHERE measure IS NOT NULL) "
        "ORDER BY text",
        (pattern,),
    )
    return [measure for (measure,) in found]


def panel(connection: sqlite3.Connection, measures: Iterable[str]) -> list[PanelRow]:
    """The rows of some measures by body and year, measure after measure in the order given.

    The years of a body go from the first to the last for which any of these measures is there.
    """
    by_measure: dict[str, list[PanelRow]] = {measure: [] for measure in measures}
    for row in _one_name(list(_counted(connection, list(by_measure)))):
        by_measure[row.measure].append(row)
    years: dict[str, list[int]] = {}
    for rows in by_measure.values():
        for row in rows:
            years.setdefault(row.body, []).append(row.year)
    return [
        row
        for rows in by_measure.values()
        for body, group in groupby(rows, key=lambda row: row.body)
        for row in _closed(list(group), min(years[body]), max(years[body]))
    ]


def _counted(connection: sqlite3.Connection, measures: Sequence[str]) -> Iterator[PanelRow]:
    """The rows of some measures by body and year, in one pass: each pass looks at all facts that count anything."""
    query = f"""
        SELECT measure, body, division, zone, year, value, unit, contradicts, places FROM panel
        WHERE measure IN ({", ".join("?" * len(measures))}) ORDER BY body, year
        """  # noqa: S608  # nothing but marks
    for measure, body, division, zone, year, value, unit, contradicts, places in connection.execute(query, measures):
        found = (Place(path=path, start=start, end=end, value=told) for path, start, end, told in json.loads(places))
        yield PanelRow(
            measure=measure,
            body=body,
            division=division,
            zone=zone,
            year=year,
            value=value,
            unit=unit,
            mark="contradicts" if contradicts else None,
            places=tuple(sorted(found, key=lambda place: (place.path or "", place.start))),
        )


def _one_name(rows: list[PanelRow]) -> Iterator[PanelRow]:
    """The rows by body and year, a zone and the committee that runs it as one body by the shorter of the names that it has here."""
    names: dict[str, list[str]] = {}
    for row in rows:
        names.setdefault(ruled_by(row.body), []).append(row.body)
    if len(names) == len({row.body for row in rows}):
        yield from rows
        return
    called = {name: min(names[ruled_by(name)], key=len) for found in names.values() for name in found}
    renamed = sorted((replace(row, body=called[row.body]) for row in rows), key=_place)
    for _, group in groupby(renamed, key=_place):
        yield reduce(_joined, group)


def _place(row: PanelRow) -> tuple[str, int, str]:
    return row.body, row.year, row.measure


def _joined(one: PanelRow, other: PanelRow) -> PanelRow:
    """Two rows of one place in the panel as one."""
    places = tuple(sorted({*one.places, *other.places}, key=lambda place: (place.path or "", place.start)))
    agree = one.value is not None and one.value == other.value
    return replace(one, value=one.value if agree else None, mark=None if agree else "contradicts", places=places)


def _closed(rows: list[PanelRow], first: int, last: int) -> Iterator[PanelRow]:
    """The rows of one body and measure, with a row of its own for each year that is missing."""
    known = {row.year: row for row in rows}
    one = rows[0]
    for year in range(first, last + 1):
        yield known.get(year) or PanelRow(
            measure=one.measure,
            body=one.body,
            division=one.division,
            zone=one.zone,
            year=year,
            value=None,
            unit=one.unit,
            mark="gap",
            places=(),
        )
