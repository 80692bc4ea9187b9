"""The facts of a query of which one of its filters or words leaves only few, so that all of them can be ranked.

A way to them is a filter whose facts an index finds, one that speaks of reports, whose facts have keys in a row, or a word. The
way with fewest facts is taken. How many a way has is never counted beyond what may be looked through.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from textmine.store.candidates import Words
from textmine.store.filters import Condition
from textmine.store.matching import anywhere, matching

FEW = 250  # facts that are all ranked where filters and words leave no more
_MOST_OF_FILTER = 50_000  # facts that are looked through for those that fulfil the rest of a query
_MOST_OF_WORD = 5000
_FEWEST = 200  # facts than which no fewer are looked for
_MOST_SECTIONS = 50  # in which a word of headings may stand to make a way


def few_facts(
    connection: sqlite3.Connection, conditions: Sequence[Condition], words: Sequence[Words], above: Sequence[Words]
) -> list[int] | None:
    """The keys of some facts among which all that fulfil a query are; ``None`` where these may be many.

    ``above`` are those of the words that are looked for in headings, titles and issuers too. Without words the facts are those
    that fulfil the query, however many.
    """
    found = _by_words(connection, words, above)
    fewest = _MOST_OF_FILTER if found is None else len(found)
    best = None
    for each in conditions:
        if fewest > _FEWEST and each.of in _BY_FILTER:
            way = f"{_BY_FILTER[each.of]} WHERE {each.sql}"
            counted = f"SELECT count(*) FROM ({way} LIMIT {fewest + 1})"  # noqa: S608  # our own conditions
            (count,) = connection.execute(counted, each.values).fetchone()
            if count <= fewest:
                best, fewest = Condition(way, each.values), count
    if best is None and found is None:
        return None
    checks = list(conditions)
    if best is None:
        best = Condition("SELECT value AS pk FROM json_each(?)", (json.dumps(found),))
    elif fewest > FEW:  # worth the price of all texts with a word, which may be common
        checks += (anywhere(each, above=each in above) for each in words)
    most = FEW if words else _MOST_OF_FILTER
    reached = _checked(connection, best, checks, most + 1)
    return sorted(reached) if len(reached) <= most else None


def _checked(connection: sqlite3.Connection, way: Condition, checks: Sequence[Condition], limit: int) -> list[int]:
    where = "".join(f" AND {each.sql}" for each in checks)
    sql = f"""
        SELECT f.pk FROM ({way.sql}) way CROSS JOIN facts f NOT INDEXED ON f.pk = way.pk
        LEFT JOIN reports r ON r.pk = f.report WHERE 1{where} LIMIT ?
        """  # noqa: S608  # our own conditions
    values = [*way.values, *(value for each in checks for value in each.values), limit]
    return [pk for (pk,) in connection.execute(sql, values)]


def _by_words(connection: sqlite3.Connection, words: Sequence[Words], above: Sequence[Words]) -> list[int] | None:
    """The facts of the word that has fewest, if these are few."""
    best: list[int] | None = None
    for clause in words:
        match = matching([clause])
        queries = [_OF_PASSAGES, _OF_INDICATORS]
        if clause in above:
            if len(connection.execute(_SECTIONS, (match, _MOST_SECTIONS + 1)).fetchall()) > _MOST_SECTIONS:
                continue
            queries += [_OF_REPORTS, _OF_SECTIONS]
        most = _MOST_OF_WORD if best is None else len(best)
        found: set[int] = set()
        for query in queries:
            for first, last in connection.execute(query, (match,)):
                found.update(range(first, last + 1))
                if len(found) > most:
                    break
        if len(found) <= most:
            best = sorted(found)
    return best


_OF_REPORT = "f.pk BETWEEN r.first_fact AND r.first_fact + r.n_facts - 1"
_BY_FILTER = {
    "fact": "SELECT f.pk FROM facts f",
    "report": f"SELECT f.pk FROM reports r CROSS JOIN facts f NOT INDEXED ON {_OF_REPORT}",  # noqa: S608
}

# Facts with a word as ranges of keys.
_OF_PASSAGES = """
    SELECT p.first_fact, p.last_fact FROM passage_index x CROSS JOIN passages p ON p.pk = x.rowid
    WHERE passage_index MATCH ? AND p.first_fact IS NOT NULL
    """
_OF_INDICATORS = """
    SELECT f.pk, f.pk FROM indicator_index x CROSS JOIN facts f ON f.indicator = x.rowid WHERE indicator_index MATCH ?
    """
_OF_REPORTS = """
    SELECT r.first_fact, r.first_fact + r.n_facts - 1 FROM report_index x CROSS JOIN reports r ON r.pk = x.rowid
    WHERE report_index MATCH ?
    """
_OF_SECTIONS = f"""
    SELECT f.pk, f.pk FROM section_index x CROSS JOIN sections s ON s.pk = x.rowid CROSS JOIN reports r ON r.pk = s.report
    CROSS JOIN facts f NOT INDEXED ON {_OF_REPORT} AND f.section = s.pk WHERE section_index MATCH ?
    """  # noqa: S608  # our own tables
_SECTIONS = "SELECT rowid FROM section_index WHERE section_index MATCH ? LIMIT ?"
