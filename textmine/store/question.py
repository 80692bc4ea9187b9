"""Answers a question put in words: the facts that come nearest to it, where none holds all of its words."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from math import log

from textmine.lexicon import table
from textmine.lexicon.places import find_places
from textmine.lexicon.seats import stems
from textmine.segment.tokenizer import cut
from textmine.store.candidates import Candidate, candidates
from textmine.store.filters import present
from textmine.store.index import phrase
from textmine.store.query import Query

_MOST_PASSAGES = 3000  # that a word calls up; what is said oftener than that tells little
_BEST_PASSAGES = 80  # whose facts are ranked
_MOST_WORDS = 24
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_UNIT = re.compile(r"(?:多少|几)个?(?P<unit>[\u4e00-\u9fff]{1,2})")
_BEFORE, _BEHIND = 24, 8  # characters around a figure in which a word is close to it
_INDICATOR, _CLOSE, _SENTENCE, _PASSAGE = 1.0, 0.8, 0.3, 0.1
_OF_THE_YEAR, _OF_THE_PLACE, _OF_THE_KIND = 0.25, 0.25, 0.3  # shares of the best score that words could give


def is_question(query: str) -> bool:
    """Whether a query that finds nothing is to be read as a question: one stretch of text, or words of asking in it.

    >>> is_question("失业率是多少"), is_question("乙县 不动产")
    (True, False)
    """
    return len(query.split()) == 1 or any(word in query for word in table("questions")["interrogative"]["words"])


def words_of(question: str) -> list[str]:
    """The words of a question that say what it asks for, each once.

    >>> words_of("2018年青岛市的城镇登记失业率是多少？")
    ['青岛市', '城镇', '登记', '失业率']
    """
    asking = set(table("questions")["asking"]["words"])
    found = (word for word in cut(question) if len(word) > 1 and word.isalnum() and not _YEAR.fullmatch(word))
    return [word for word in dict.fromkeys(found) if word not in asking][:_MOST_WORDS]


def answers(connection: sqlite3.Connection, question: str, *, limit: int) -> list[int]:
    """The keys of the facts that answer a question best; none where the store has none of its words.

    Rare words count for more; a word counts for most in the indicator, then close to the figure, in its sentence, in its
    passage. A year or a place in the question favours facts of it, a verb of change amounts of change.
    """
    weights, passages = _weigh(connection, words_of(question))
    if not passages:
        return []
    best = sorted(passages, key=lambda passage: (-passages[passage], passage))[:_BEST_PASSAGES]
    rows = connection.execute(
        """
        SELECT f.pk, f.start - f.sentence_start, f.end - f.sentence_start, substr(p.end, 1, 4), m.change, u.code, r.division,
            coalesce(r.issuer, '') || coalesce(r.title, '')
        FROM json_each(?) keys CROSS JOIN passages passage ON passage.pk = keys.value
        JOIN facts f ON f.pk BETWEEN passage.first_fact AND passage.last_fact
        JOIN periods p ON p.pk = f.period JOIN manners m ON m.pk = f.manner JOIN units u ON u.pk = f.unit
        JOIN reports r ON r.pk = f.report
        """,
        (json.dumps(best),),
    ).fetchall()
    there = present(connection, Query(()))
    texts = {each.fact: each for each in candidates(connection, [row[0] for row in rows], there)}
    full = sum(weights.values())
    years, places, change = _YEAR.findall(question), _places(question), _asks_change(question)
    scores = {}
    for fact, start, end, year, changed, unit, division, named in rows:
        if fact not in texts:  # its report is gone
            continue
        score = _score(weights, texts[fact], start, end)
        score += full * _OF_THE_YEAR * (year in years)
        score += full * _OF_THE_PLACE * _is_there(places, division or "", named)
        score += full * _OF_THE_KIND * (bool(changed) == change)
        score += full * _OF_THE_KIND * _is_asked(question, unit)
        scores[fact] = score
    return sorted(scores, key=lambda fact: (-scores[fact], fact))[:limit]


def _weigh(connection: sqlite3.Connection, words: list[str]) -> tuple[Mapping[str, float], Mapping[int, float]]:
    """The weight of each word (its inverse frequency), and for each passage the sum of those that it holds."""
    (total,) = connection.execute("SELECT count(*) FROM passages").fetchone()
    weights: dict[str, float] = {}
    passages: defaultdict[int, float] = defaultdict(float)
    for word in words:
        found = connection.execute(
            """
            SELECT p.pk FROM passage_index x CROSS JOIN passages p ON p.pk = x.rowid
            WHERE passage_index MATCH ? AND p.first_fact IS NOT NULL LIMIT ?
            """,
            (phrase(word), _MOST_PASSAGES),
        ).fetchall()
        if found:
            weights[word] = log(1 + total / len(found))
            for (passage,) in found:
                passages[passage] += weights[word]
    return weights, passages


def _score(weights: Mapping[str, float], candidate: Candidate, start: int, end: int) -> float:
    close = candidate.sentence[max(0, start - _BEFORE) : end + _BEHIND]
    score = 0.0
    for word, weight in weights.items():
        for share, text in (
            (_INDICATOR, candidate.indicator),
            (_CLOSE, close),
            (_SENTENCE, candidate.sentence),
            (_PASSAGE, candidate.passage),
        ):
            if word in text:
                score += share * weight
                break
    return score


def _places(question: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(question[start:end], stems(name)) for start, end, name in find_places(question)]


def _is_there(places: list[tuple[str, tuple[str, ...]]], division: str, named: str) -> bool:
    return any(place in named or (bool(division) and division.startswith(codes)) for place, codes in places)


def _asks_change(question: str) -> bool:
    return any(word in question for word in table("questions")["change"]["words"])


def _is_asked(question: str, unit: str) -> bool:
    """Whether the unit is that behind 多少: 多少人, 多少美元."""
    from textmine.extract.units import unit_table  # as in filters.py

    asked = _UNIT.search(question)
    codes = {read[0] for size in (1, 2) if asked and (read := unit_table().get(asked["unit"][:size]))}
    return unit in codes
