"""Looks for damage in a store, also such as SQLite's own check does not see: a changed value, a lost index entry."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator

from textmine.store.delete import entries
from textmine.store.index import spaced
from textmine.store.query import lowered
from textmine.store.rows import READ_BACK, digest

_DIGEST = re.compile("(?:[0-9a-f]{64})?")  # SHA-256, or nothing of a file that was not read
_OF_REPORTS = ("report_index", "section_index", "passage_index")


def damage(connection: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with a store, a line each; nothing for one that is whole.

    Each file is read back and what it says of its bytes compared with what its report says of them; each report is read back and its
    digest compared; the words of each full-text index are counted and compared with those of the texts that it was made of.
    """
    for (line,) in connection.execute("PRAGMA integrity_check(20)"):
        if line != "ok":
            yield f"database: {line}"
    for table, key, other, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"database: row {key} of {table} speaks of a row of {other} that is not there"
    yield from _files(connection)
    counted: dict[str, Counter[str]] = {index: Counter() for index in (*_OF_REPORTS, "indicator_index")}
    reports = connection.execute("SELECT pk, id, n_facts, n_links, digest FROM reports ORDER BY pk").fetchall()
    for pk, identifier, n_facts, n_links, told in reports:
        rows = {table: connection.execute(query, (pk,)).fetchall() for table, query in READ_BACK.items()}
        if (len(rows["facts"]), len(rows["links"])) != (n_facts, n_links):
            yield f"report {identifier}: has {len(rows['facts'])} of {n_facts} facts, {len(rows['links'])} of {n_links} links"
        elif digest(rows) != told:
            yield f"report {identifier}: its rows are not those that were written"
        for index in _OF_REPORTS:
            for _, *texts in entries(connection, index, pk):
                counted[index].update(set().union(*map(_tokens, texts)))
    for (text,) in connection.execute("SELECT text FROM indicators"):
        counted["indicator_index"].update(_tokens(spaced(text)))
    connection.execute("PRAGMA query_only = OFF")  # for a temporary table; the file itself is open for reading only
    for index, wanted in counted.items():
        connection.execute(f"CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab('main', '{index}', 'row')")
        held = dict(connection.execute("SELECT term, doc FROM temp.vocabulary"))
        connection.execute("DROP TABLE temp.vocabulary")
        if wrong := sorted(token for token in held.keys() | wanted.keys() if held.get(token, 0) != wanted[token]):
            yield f"{index}: {len(wrong)} words are indexed otherwise than they stand in the texts, as {wrong[0]!r}"


def _files(connection: sqlite3.Connection) -> Iterator[str]:
    """Files that are said to have other bytes than their report; reading them all shows what is no text any more."""
    told = connection.execute("""
        SELECT f.path, f.sha256, f.status, f.reason, f.detail, r.sha256
        FROM files f LEFT JOIN reports r ON r.id = f.report ORDER BY f.path
    """)
    for path, sha256, *_, of_report in told:
        if sha256 != of_report if of_report is not None else not _DIGEST.fullmatch(sha256):
            yield f"file {path}: its digest is not that of its bytes"


def _tokens(text: str) -> set[str]:
    """The tokens of a text as it enters an index."""
    return set(filter(None, lowered(text).split(" ")))
