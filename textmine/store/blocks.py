"""Facts in the order of the store, a block at a time: those of a tier, or all that fulfil some filters.

No statement sorts or gathers more than it has to show: each walks keys in their order and stops when the block is full.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from textmine.store.candidates import Tier
from textmine.store.filters import Condition
from textmine.store.matching import ABOVE, matching

BLOCK = 200  # facts ranked together
_REACHES = (20_000, 200_000, 2**62)  # keys after the last one that are looked through in turn
_LAST = 2**63 - 1  # key that there can be


def block(connection: sqlite3.Connection, tier: Tier, conditions: Sequence[Condition], last: int) -> list[int]:
    """The next facts of a tier in the order of the store, those whose key comes after ``last``."""
    checks = [*(Condition(ABOVE, (matching([words]),) * 2) for words in tier.above), *conditions]
    if tier.by_indicator:
        return _by_indicator(connection, matching(tier.near), checks, last)
    if tier.near:
        first = connection.execute("SELECT passage FROM facts WHERE pk = ?", (last,)).fetchone()
        return _first(connection, _BY_PASSAGE, (last, matching(tier.near), first[0] if first else 0), checks)
    return _first(connection, _BY_REPORT, (last, *(matching(tier.above[:1]),) * 2, last), checks)


def _by_indicator(connection: sqlite3.Connection, match: str, checks: Sequence[Condition], last: int) -> list[int]:
    """Their keys come out of the index by indicator and have to be sorted: first only those of the next facts."""
    found: list[int] = []
    start = last
    for reach in _REACHES:
        end = min(last + reach, _LAST)
        found += _first(connection, _BY_INDICATOR, (match, start, end), checks, BLOCK - len(found))
        start = end
        if len(found) == BLOCK:
            break
    return found


def every_block(connection: sqlite3.Connection, conditions: Sequence[Condition], last: int) -> Iterator[list[int]]:
    """All facts after ``last`` that fulfil the conditions, block by block."""
    while facts := _first(connection, _EVERY, (last,), conditions):
        yield facts
        last = facts[-1]


def _first(
    connection: sqlite3.Connection,
    walk: tuple[str, str, str],
    values: Sequence[object],
    checks: Sequence[Condition],
    limit: int | None = None,
) -> list[int]:
    walked, where, order = walk
    also = "".join(f" AND {each.sql}" for each in checks)
    sql = (
        f"SELECT f.pk FROM {walked} LEFT JOIN reports r ON r.pk = f.report WHERE {where}{also} ORDER BY {order} LIMIT ?"  # noqa: S608
    )
    found = connection.execute(
        sql, [*values, *(value for each in checks for value in each.values), BLOCK if limit is None else limit]
    )
    return [pk for (pk,) in found]


# What is walked (NOT INDEXED: by the key), on what condition and in which order.
_EVERY = ("facts f NOT INDEXED", "f.pk > ?", "f.pk")
_BY_INDICATOR = (
    """(
        SELECT pk FROM facts INDEXED BY facts_by_indicator
        WHERE indicator IN (SELECT rowid FROM indicator_index WHERE indicator_index MATCH ?) AND pk > ? AND pk <= ?
        ORDER BY pk LIMIT -1
    ) walked CROSS JOIN facts f NOT INDEXED ON f.pk = walked.pk""",
    "1",
    "walked.pk",
)
_BY_PASSAGE = (
    """passage_index x CROSS JOIN passages p ON p.pk = x.rowid
    CROSS JOIN facts f NOT INDEXED ON f.pk BETWEEN p.first_fact AND p.last_fact AND f.pk > ?""",
    "passage_index MATCH ? AND x.rowid >= ?",
    "x.rowid",
)
_BY_REPORT = (
    """reports q CROSS JOIN facts f NOT INDEXED ON f.pk BETWEEN q.first_fact AND q.first_fact + q.n_facts - 1 AND f.pk > ?""",
    """q.pk IN (
        SELECT rowid FROM report_index WHERE report_index MATCH ?
        UNION SELECT s.report FROM section_index x CROSS JOIN sections s ON s.pk = x.rowid WHERE section_index MATCH ?
    ) AND q.first_fact + q.n_facts > ?""",
    "q.pk",
)
