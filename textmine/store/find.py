"""Finds the facts that fulfil a query, the nearest first, without ever ranking more than a block of them at once.

A word may stand in the indicator of a fact, in its passage, or above it: in its headings, in the title or the issuer of its
report. Which word stands where makes a tier (`_tiers`); tiers come one after the other, within a tier blocks of facts in the
order of the store, within a block the best first. So a word that is everywhere costs no more than a rare one, the order is
the same each time, and a place in it (`Place`) says where a next page goes on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from textmine.store.filters import Condition, condition, present
from textmine.store.index import phrase
from textmine.store.query import Item, Query, lowered

BLOCK = 200  # facts ranked together
FEW = 2000  # facts that are all looked at where a filter leaves no more
_MOST_ABOVE = 3  # words that are looked for in headings and titles too
_LONG = 99  # counts as the length of an indicator that is not there
_MOST_REPORTS = 400  # that a filter may leave to make up the few facts

Words = tuple[str, ...]  # alternatives, of which one has to be there


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in the order of results: tier, the last key before its block, score (lower is better), key of the fact."""

    tier: int
    after: int
    score: tuple[int, int]
    fact: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact with what its words are looked for in, all of it in small letters."""

    fact: int
    indicator: str
    sentence: str
    passage: str
    above: str


@dataclass(frozen=True, slots=True)
class _Tier:
    """Words that stand in the indicator (or the passage) and words, the rest, that stand above."""

    near: tuple[Words, ...]
    above: tuple[Words, ...]
    by_indicator: bool

    def has(self, candidate: Candidate) -> bool:
        near = candidate.indicator if self.by_indicator else candidate.passage
        return all(_any_in(words, near) for words in self.near) and all(
            _any_in(words, candidate.above) for words in self.above
        )


def find(connection: sqlite3.Connection, query: Query, *, after: Place | None = None) -> Iterator[Place]:
    """The places of all facts that fulfil the query, those after ``after``; none for a query that says nothing."""
    if not query.clauses:
        return
    words = query.words()
    conditions = [*present(connection, query), *(_either(connection, clause) for clause in query.others())]
    tiers = _tiers(words, _found_above(connection, words))
    few = _few(connection, conditions)
    if few is not None:
        places = _ranked_few(connection, few, conditions, tiers)
    elif words:
        places = _by_words(connection, conditions, tiers, after)
    else:
        places = _by_filters(connection, conditions, after)
    for place in places:
        if after is None or place > after:
            yield place


def matching(connection: sqlite3.Connection, query: Query, *, most: int) -> set[int]:
    """The keys of the facts that fulfil the query, of ``most`` at most: what `find` finds, sooner, for they are not ranked."""
    if not query.clauses:
        return set()
    words = query.words()
    conditions = [*present(connection, query), *(_either(connection, clause) for clause in query.others())]
    found: set[int] = set()
    for tier in _tiers(words, _found_above(connection, words)):
        if len(found) < most:
            found.update(_block(connection, tier, conditions, 0, most))
    return set(sorted(found)[:most])


def _either(connection: sqlite3.Connection, clause: Sequence[Item]) -> Condition:
    """A clause with a filter or something negative as one condition."""
    parts = [_one(connection, item) for item in clause]
    if len(parts) == 1:
        return parts[0]
    values = tuple(value for part in parts for value in part.values)
    return Condition(f"({' OR '.join(part.sql for part in parts)})", values)


def _one(connection: sqlite3.Connection, item: Item) -> Condition:
    found = _word(item.text) if item.field is None else condition(connection, item)
    return Condition(f"({found.sql}) IS NOT 1", found.values) if item.negative else found


_ABOVE = """(f.section IN (SELECT rowid FROM section_index WHERE section_index MATCH ?)
    OR f.report IN (SELECT rowid FROM report_index WHERE report_index MATCH ?))"""


def _word(word: str) -> Condition:
    sql = f"""(f.passage IN (SELECT rowid FROM passage_index WHERE passage_index MATCH ?)
        OR f.indicator IN (SELECT rowid FROM indicator_index WHERE indicator_index MATCH ?) OR {_ABOVE})"""  # noqa: S608
    return Condition(sql, (phrase(word),) * 4)


def _match(clauses: Sequence[Words]) -> str:
    return " AND ".join(f"({' OR '.join(map(phrase, words))})" for words in clauses)


def _any_in(words: Words, text: str) -> bool:
    return any(word in text for word in words)


def _found_above(connection: sqlite3.Connection, words: Sequence[Words]) -> list[Words]:
    """The words that stand in a heading, a title or the name of an issuer at all."""
    found = []
    for clause in words:
        match = _match([clause])
        for index in ("report_index", "section_index"):
            sql = f"SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT 1"  # noqa: S608  # our own tables
            if connection.execute(sql, (match,)).fetchone():
                found.append(clause)
                break
    return found[:_MOST_ABOVE]


def _tiers(words: Sequence[Words], above: Sequence[Words]) -> list[_Tier]:
    """Where the words may stand, the nearest to the figure first: the fewer above it, the better."""
    tiers = []
    for count in range(len(above) + 1):
        chosen = list(combinations(above, count))
        for by_indicator in (True, False):
            for up in chosen:
                near = tuple(clause for clause in words if clause not in up)
                if near or not by_indicator:
                    tiers.append(_Tier(near, up, by_indicator))
    return tiers


def _few(connection: sqlite3.Connection, conditions: Sequence[Condition]) -> list[int] | None:
    """The keys of the facts that the filters leave, if they can be looked up and are few."""
    facts = [each for each in conditions if each.of == "fact"]
    if facts:
        where = " AND ".join(each.sql for each in facts)
        sql = f"SELECT f.pk FROM facts f WHERE {where} LIMIT {FEW + 1}"  # noqa: S608  # our own conditions
        found = connection.execute(sql, [value for each in facts for value in each.values]).fetchall()
        if len(found) <= FEW:
            return [pk for (pk,) in found]
    reports = [each for each in conditions if each.of == "report"]
    if reports:
        where = " AND ".join(each.sql for each in reports)
        sql = f"SELECT first_fact, n_facts FROM reports r WHERE {where} LIMIT {_MOST_REPORTS + 1}"  # noqa: S608
        ranges = connection.execute(sql, [value for each in reports for value in each.values]).fetchall()
        if len(ranges) <= _MOST_REPORTS and sum(count for _, count in ranges) <= FEW:
            return [pk for first, count in ranges for pk in range(first, first + count)]
    return None


_COLUMNS = """f.pk, coalesce(i.text, ''), f.report, f.sentence_start, f.sentence_end, p.start, p.end, coalesce(s.path, ''),
    coalesce(r.title, ''), coalesce(r.issuer, '')"""
_JOINED = """JOIN reports r ON r.pk = f.report LEFT JOIN indicators i ON i.pk = f.indicator
    LEFT JOIN passages p ON p.pk = f.passage LEFT JOIN sections s ON s.pk = f.section"""


def candidates(
    connection: sqlite3.Connection, facts: Sequence[int], conditions: Sequence[Condition] = ()
) -> list[Candidate]:
    """The facts of these keys that fulfil the conditions, with their texts."""
    where = "".join(f" AND {each.sql}" for each in conditions)
    sql = f"""
        SELECT {_COLUMNS} FROM json_each(?) keys CROSS JOIN facts f ON f.pk = keys.value {_JOINED}
        WHERE 1 {where} ORDER BY f.pk
        """  # noqa: S608  # our own conditions
    rows = connection.execute(sql, [json.dumps(facts), *(value for each in conditions for value in each.values)])
    texts: dict[int, str] = {}
    found = []
    for pk, indicator, report, first, last, start, end, path, title, issuer in rows.fetchall():
        if report not in texts:
            texts[report] = connection.execute("SELECT text FROM reports WHERE pk = ?", (report,)).fetchone()[0]
        text = texts[report]
        passage = lowered(text[start:end]) if start is not None else ""
        above = lowered(f"{path}\n{title}\n{issuer}")
        found.append(Candidate(pk, lowered(indicator), lowered(text[first:last]), passage, above))
    return found


def _placed(tiers: Sequence[_Tier], tier: int | None, after: int, found: Sequence[Candidate]) -> list[Place]:
    """Candidates in order; only those of ``tier`` if one is given, for the others come with theirs."""
    places = []
    for candidate in found:
        first = next((number for number, each in enumerate(tiers) if each.has(candidate)), None)
        if first is not None and tier in (None, first):
            words = tiers[0].near if tiers[0].by_indicator else ()
            near = sum(_any_in(clause, candidate.sentence) for clause in words)
            score = (-near, len(candidate.indicator) or _LONG) if words else (0, 0)
            places.append(Place(first, after, score, candidate.fact))
    return sorted(places)


def _ranked_few(
    connection: sqlite3.Connection, few: Sequence[int], conditions: Sequence[Condition], tiers: Sequence[_Tier]
) -> Iterator[Place]:
    yield from _placed(tiers, None, 0, candidates(connection, few, conditions))


def _by_words(
    connection: sqlite3.Connection, conditions: Sequence[Condition], tiers: Sequence[_Tier], after: Place | None
) -> Iterator[Place]:
    for number, tier in enumerate(tiers):
        if after is not None and number < after.tier:
            continue
        last = after.after if after is not None and number == after.tier else 0
        while facts := _block(connection, tier, conditions, last, BLOCK):
            yield from _placed(tiers, number, last, candidates(connection, facts))
            last = facts[-1]


def _block(
    connection: sqlite3.Connection, tier: _Tier, conditions: Sequence[Condition], last: int, limit: int
) -> list[int]:
    """The next facts of a tier in the order of the store, ``limit`` of those whose key comes after ``last``."""
    where = "".join(f" AND {each.sql}" for each in conditions)
    values = [value for each in conditions for value in each.values]
    up = "".join(f" AND {_ABOVE}" for _ in tier.above)
    ups = [match for words in tier.above for match in [_match([words])] * 2]
    report = "JOIN reports r ON r.pk = f.report"
    if tier.by_indicator:
        sql = f"""
            SELECT f.pk FROM facts f {report}
            WHERE f.indicator IN (SELECT rowid FROM indicator_index WHERE indicator_index MATCH ?) AND f.pk > ?{up}{where}
            ORDER BY f.pk LIMIT ?
            """  # noqa: S608  # our own conditions
        found = connection.execute(sql, [_match(tier.near), last, *ups, *values, limit])
    elif tier.near:
        sql = f"""
            SELECT f.pk FROM passage_index x CROSS JOIN passages p ON p.pk = x.rowid
            CROSS JOIN facts f ON f.pk BETWEEN p.first_fact AND p.last_fact AND f.pk > ? {report}
            WHERE passage_index MATCH ? AND x.rowid >= ?{up}{where}
            ORDER BY x.rowid, f.pk LIMIT ?
            """  # noqa: S608  # our own conditions
        first = connection.execute("SELECT passage FROM facts WHERE pk = ?", (last,)).fetchone()
        found = connection.execute(sql, [last, _match(tier.near), first[0] if first else 0, *ups, *values, limit])
    else:
        sql = f"SELECT f.pk FROM facts f {report} WHERE f.pk > ?{up}{where} ORDER BY f.pk LIMIT ?"  # noqa: S608
        found = connection.execute(sql, [last, *ups, *values, limit])
    return [pk for (pk,) in found]


def _by_filters(
    connection: sqlite3.Connection, conditions: Sequence[Condition], after: Place | None
) -> Iterator[Place]:
    """Facts in the order of the store: where no word is asked for, none is nearer than another."""
    tier = _Tier((), (), by_indicator=False)
    last = after.fact if after else 0
    while facts := _block(connection, tier, conditions, last, BLOCK):
        for fact in facts:
            yield Place(0, 0, (0, 0), fact)
        last = facts[-1]
