"""Finds the facts that fulfil a query, the nearest first, without ever ranking more than a block of them at once.

A word may stand in the indicator of a fact, in its passage, or above it: in its headings, in the title or the issuer of its
report. Which word stands where makes a tier (`Tier`); tiers come one after the other, within a tier blocks of facts in the
order of the store, within a block the best first. So a word that is everywhere costs no more than a rare one, the order is
the same each time, and a place in it (`Place`) says where a next page goes on.

Where a filter or a word leaves few facts (`few.py`), all of these are ranked at once instead.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from itertools import islice

from textmine.store.blocks import block, every_block
from textmine.store.candidates import Place, Tier, Words, candidates, placed, tiers_of
from textmine.store.few import few_facts
from textmine.store.filters import Condition, condition, present
from textmine.store.matching import anywhere, matching
from textmine.store.query import Item, Query

_MOST_ABOVE = 3  # words that are looked for in headings and titles too


def find(connection: sqlite3.Connection, query: Query, *, after: Place | None = None) -> Iterator[Place]:
    """The places of all facts that fulfil the query, those after ``after``; none for a query that says nothing."""
    if not query.clauses:
        return
    words, conditions, above = _parts(connection, query)
    tiers = tiers_of(words, above)
    few = few_facts(connection, conditions, words, above)
    places: Iterator[Place]
    if few is not None and not words:
        places = (Place(0, 0, (0, 0), fact) for fact in few)
    elif few is not None:
        places = iter(placed(tiers, None, 0, candidates(connection, few, conditions)))
    elif words:
        places = _by_words(connection, conditions, tiers, after)
    else:
        places = _by_filters(connection, conditions, after)
    for place in places:
        if after is None or place > after:
            yield place


def fulfilling(connection: sqlite3.Connection, query: Query, *, most: int) -> set[int]:
    """The keys of the facts that `find` finds, of ``most`` of them: sooner, for they need not be ranked."""
    words, conditions, above = _parts(connection, query)
    if not words or few_facts(connection, conditions, words, above) is not None:
        return {place.fact for place in islice(find(connection, query), most)}
    found: set[int] = set()
    for tier in tiers_of(words, above):
        last = 0
        while len(found) < most and (facts := block(connection, tier, conditions, last)):
            found.update(facts)
            last = facts[-1]
    return set(sorted(found)[:most])


def _parts(connection: sqlite3.Connection, query: Query) -> tuple[list[Words], list[Condition], list[Words]]:
    """The words of a query, the conditions that the rest of it makes, and the words that stand in a heading or title."""
    words = query.words()
    conditions = [*present(connection, query), *(_either(connection, clause) for clause in query.others())]
    return words, conditions, _found_above(connection, words)


def _either(connection: sqlite3.Connection, clause: Sequence[Item]) -> Condition:
    """A clause with a filter or something negative as one condition."""
    parts = [_one(connection, item) for item in clause]
    if len(parts) == 1:
        return parts[0]
    values = tuple(value for part in parts for value in part.values)
    return Condition(f"({' OR '.join(part.sql for part in parts)})", values)


def _one(connection: sqlite3.Connection, item: Item) -> Condition:
    found = anywhere((item.text,)) if item.field is None else condition(connection, item)
    return Condition(f"({found.sql}) IS NOT 1", found.values) if item.negative else found


def _found_above(connection: sqlite3.Connection, words: Sequence[Words]) -> list[Words]:
    """The words that stand in a heading, a title or the name of an issuer at all."""
    found = []
    for clause in words:
        match = matching([clause])
        for index in ("report_index", "section_index"):
            sql = f"SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT 1"  # noqa: S608  # our own tables
            if connection.execute(sql, (match,)).fetchone():
                found.append(clause)
                break
    return found[:_MOST_ABOVE]


def _by_words(
    connection: sqlite3.Connection, conditions: Sequence[Condition], tiers: Sequence[Tier], after: Place | None
) -> Iterator[Place]:
    for number, tier in enumerate(tiers):
        if after is not None and number < after.tier:
            continue
        last = after.after if after is not None and number == after.tier else 0
        while facts := block(connection, tier, conditions, last):
            yield from placed(tiers, number, last, candidates(connection, facts))
            last = facts[-1]


def _by_filters(
    connection: sqlite3.Connection, conditions: Sequence[Condition], after: Place | None
) -> Iterator[Place]:
    """Facts in the order of the store: where no word is asked for, none is nearer than another."""
    for facts in every_block(connection, conditions, after.fact if after else 0):
        for fact in facts:
            yield Place(0, 0, (0, 0), fact)
