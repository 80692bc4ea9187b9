"""What the facts that a search finds are made of: how many there are of each body, year, unit and so on."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass

from textmine.store.filters import dimension_names
from textmine.store.find import fulfilling
from textmine.store.query import parse

MOST = 2000  # facts that are counted; what a query finds beyond them is told as "more"
FACETS = ("body", "year", "unit", "dimension", "category", "change", "status")

_COUNTED = """
SELECT f.body, substr(f.period_end, 1, 4), f.unit, f.dimension, f.category, f.change, f.status
FROM json_each(?) keys CROSS JOIN fact_view f ON f.pk = keys.value
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Counts over the facts of a query: for each of `FACETS` its values with their counts, the most frequent first.

    ``total`` is the number of facts counted; ``more`` is true where the query finds more than `MOST`.
    """

    total: int
    more: bool
    counts: dict[str, tuple[tuple[str, int], ...]]


def facets(connection: sqlite3.Connection, query: str, *, most: int = MOST, values: int = 12) -> Facets:
    """The counts over the facts that fulfil a query, ``most`` of them at most, with at most ``values`` values for each facet.

    What a fact does not have (a body, a change) is not counted.
    """
    read = parse(query, dimensions=dimension_names())
    keys = sorted(fulfilling(connection, read, most=most + 1))
    rows = connection.execute(_COUNTED, (json.dumps(keys[:most]),)).fetchall()
    counts = {}
    for at, name in enumerate(FACETS):
        counted = Counter(row[at] for row in rows if row[at] is not None)
        counts[name] = tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:values])
    return Facets(total=len(rows), more=len(keys) > most, counts=counts)
