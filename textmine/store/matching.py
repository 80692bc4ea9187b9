"""Words as conditions: the full-text queries that find them, and the places of a fact in which they count."""

from __future__ import annotations

from collections.abc import Sequence

from textmine.store.filters import Condition
from textmine.store.index import phrase

ABOVE = """(f.section IN (SELECT rowid FROM section_index WHERE section_index MATCH ?)
    OR f.report IN (SELECT rowid FROM report_index WHERE report_index MATCH ?))"""


def matching(clauses: Sequence[Sequence[str]]) -> str:
    """The FTS5 query for texts that hold of each clause one word at least.

    >>> matching([("公开", "主动"), ("年报",)])
    '("公 开" OR "主 动") AND ("年 报")'
    """
    return " AND ".join(f"({' OR '.join(map(phrase, words))})" for words in clauses)


def anywhere(words: Sequence[str], *, above: bool = True) -> Condition:
    """Facts with one of the words in their passage, in their indicator or, unless told otherwise, above."""
    sql = f"""(f.passage IN (SELECT rowid FROM passage_index WHERE passage_index MATCH ?)
        OR f.indicator IN (SELECT rowid FROM indicator_index WHERE indicator_index MATCH ?)
        {f"OR {ABOVE}" if above else ""})"""  # noqa: S608  # our own tables
    return Condition(sql, (matching([words]),) * (4 if above else 2))
