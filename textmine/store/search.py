"""Searches a store: every word of a query has to stand in the fact, its sentence, its passage or its report's title."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from textmine.store.index import phrases

# Where a word stands decides the rank: named by the fact itself 8, in its sentence 4, in its passage or the headings above
# it 2, in the title of the report 1. Each word counts once, at its best place; then the shorter indicator is the closer.
_FIND = """
WITH words (word, phrase) AS (SELECT key, value FROM json_each(:phrases)),
hits (word, fact, weight) AS (
    SELECT word, fact_index.rowid, 8 FROM words CROSS JOIN fact_index WHERE fact_index MATCH phrase
    UNION ALL
    SELECT word, facts.pk, 4 FROM words CROSS JOIN sentence_index
        JOIN facts ON facts.sentence = sentence_index.rowid
        WHERE sentence_index MATCH phrase
    UNION ALL
    SELECT word, facts.pk, 2 FROM words CROSS JOIN passage_index
        JOIN passages ON passages.pk = passage_index.rowid
        JOIN facts ON facts.report = passages.report AND facts.passage = passages.id
        WHERE passage_index MATCH phrase
    UNION ALL
    SELECT word, facts.pk, 1 FROM words CROSS JOIN report_index
        JOIN reports ON reports.pk = report_index.rowid
        JOIN facts ON facts.report = reports.id
        WHERE report_index MATCH phrase
),
places (word, fact, weight) AS (SELECT word, fact, max(weight) FROM hits GROUP BY word, fact),
found (fact, score) AS (
    SELECT fact, sum(weight) FROM places GROUP BY fact HAVING count(*) = (SELECT count(*) FROM words)
)
SELECT found.fact, found.score FROM found JOIN facts ON facts.pk = found.fact
ORDER BY found.score DESC, length(facts.indicator) IS NULL, length(facts.indicator), facts.report, facts.start, facts.id
LIMIT :limit
"""

_SHOW = """
SELECT id, title, body, subject, indicator, value, value_high, bound, unit, period_start, period_end, period_kind,
       change, status, category, quote, start, end, section, path, sentence,
       sentence_start
FROM fact_view WHERE pk = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A fact that a search found; ``start``, ``end`` and ``sentence_start`` are code points in the text of the report at ``path``."""

    id: str
    title: str | None
    body: str | None
    subject: str | None
    indicator: str | None
    value: str
    value_high: str | None
    bound: str
    unit: str
    period_start: str | None
    period_end: str | None
    period_kind: str
    change: str | None
    status: str
    category: str | None
    quote: str
    start: int
    end: int
    section: str | None
    path: str | None
    sentence: str
    sentence_start: int
    score: int


def search(connection: sqlite3.Connection, query: str, *, limit: int = 20) -> Iterator[Hit]:
    """The facts that hold all words of the query, those whose indicator or sentence holds them first.

    Any query is answered: one without a letter or a digit finds nothing. Words are separated by blanks and found as
    substrings of Chinese text, also words of one or two characters; letters match in any case, numbers as a whole.
    """
    wanted = phrases(query)
    if not wanted:
        return
    ranked = connection.execute(_FIND, {"phrases": json.dumps(wanted, ensure_ascii=False), "limit": limit}).fetchall()
    for pk, score in ranked:
        row = connection.execute(_SHOW, (pk,)).fetchone()
        yield Hit(**dict(zip(_FIELDS, row, strict=True)), score=score)


_FIELDS = tuple(field for field in Hit.__slots__ if field != "score")
