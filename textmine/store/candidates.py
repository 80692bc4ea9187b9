"""Facts with the texts that the words of a query are looked for in, and where in the order of results each belongs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from textmine.store.filters import Condition
from textmine.store.query import lowered

Words = tuple[str, ...]  # alternatives, of which one has to be there

_LONG = 99  # counts as the length of an indicator that is not there


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
class Tier:
    """Words that stand in the indicator (or the passage) and words, the rest, that stand above."""

    near: tuple[Words, ...]
    above: tuple[Words, ...]
    by_indicator: bool

    def has(self, candidate: Candidate) -> bool:
        """Whether a fact has all words where this tier wants them."""
        near = candidate.indicator if self.by_indicator else candidate.passage
        return all(_any_in(words, near) for words in self.near) and all(
            _any_in(words, candidate.above) for words in self.above
        )


def _any_in(words: Words, text: str) -> bool:
    return any(word in text for word in words)


def tiers_of(words: Sequence[Words], above: Sequence[Words]) -> list[Tier]:
    """Where the words may stand, the nearest to the figure first: the fewer above it, the better."""
    tiers = []
    for count in range(len(above) + 1):
        chosen = list(combinations(above, count))
        for by_indicator in (True, False):
            for up in chosen:
                near = tuple(clause for clause in words if clause not in up)
                if near or not by_indicator:
                    tiers.append(Tier(near, up, by_indicator))
    return tiers


_COLUMNS = """f.pk, coalesce(i.text, ''), f.report, f.sentence_start, f.sentence_end, p.start, p.end, s.pk,
    coalesce(s.path, ''), coalesce(r.title, ''), coalesce(r.issuer, '')"""
_JOINED = """JOIN reports r ON r.pk = f.report LEFT JOIN indicators i ON i.pk = f.indicator
    LEFT JOIN passages p ON p.pk = f.passage LEFT JOIN sections s ON s.pk = f.section"""


def candidates(
    connection: sqlite3.Connection, facts: Sequence[int], conditions: Sequence[Condition] = ()
) -> list[Candidate]:
    """The facts of these keys that fulfil the conditions, with their texts."""
    where = "".join(f" AND {each.sql}" for each in conditions)
    sql = f"""
        SELECT {_COLUMNS} FROM json_each(?) keys CROSS JOIN facts f NOT INDEXED ON f.pk = keys.value {_JOINED}
        WHERE 1 {where} ORDER BY f.pk
        """  # noqa: S608  # our own conditions
    rows = connection.execute(sql, [json.dumps(facts), *(value for each in conditions for value in each.values)])
    texts: dict[int, str] = {}
    # Neighbours share a passage, and what stands above.
    passages: dict[tuple[int, int | None], str] = {}
    aboves: dict[tuple[int, int | None], str] = {}
    found = []
    for pk, indicator, report, first, last, start, end, section, path, title, issuer in rows.fetchall():
        if report not in texts:
            (text,) = connection.execute("SELECT text FROM reports WHERE pk = ?", (report,)).fetchone()
            texts[report] = text
        text = texts[report]
        if (report, start) not in passages:
            passages[report, start] = lowered(text[start:end]) if start is not None else ""
        if (report, section) not in aboves:
            aboves[report, section] = lowered(f"{path}\n{title}\n{issuer}")
        found.append(
            Candidate(
                pk, lowered(indicator), lowered(text[first:last]), passages[report, start], aboves[report, section]
            )
        )
    return found


def placed(tiers: Sequence[Tier], tier: int | None, after: int, found: Sequence[Candidate]) -> list[Place]:
    """Candidates in order; only those of ``tier`` if one is given, for the others come with theirs."""
    places = []
    words = tiers[0].near if tiers[0].by_indicator else ()
    for candidate in found:
        first = next((number for number, each in enumerate(tiers) if each.has(candidate)), None)
        if first is not None and tier in (None, first):
            near = sum(_any_in(clause, candidate.sentence) for clause in words)
            score = (-near, len(candidate.indicator) or _LONG) if words else (0, 0)
            places.append(Place(first, after, score, candidate.fact))
    return sorted(places)
