"""Takes a report out of a store, and what nothing speaks of any more."""

from __future__ import annotations

import sqlite3

from textmine.store.index import index_words, spaced, words_in

# Each index with its columns and a query for what went into it: an index holds no text, to take an entry out the text has
# to be given again. The query takes the key of a report.
INDEXED = {
    "report_index": ("title, issuer", "SELECT pk, coalesce(title, ''), coalesce(issuer, '') FROM reports WHERE pk = ?"),
    "section_index": ("path", "SELECT pk, path FROM sections WHERE report = ?"),
    "passage_index": ("text", "SELECT pk, start, end FROM passages WHERE report = ?"),
    "word_index": ("words", "SELECT pk, start, end FROM passages WHERE report = ? AND first_fact IS NOT NULL"),
    "indicator_index": ("text", ""),
}


def entries(connection: sqlite3.Connection, index: str, report: int) -> list[tuple[int, str] | tuple[int, str, str]]:
    """What stands in an index of one report: keys and texts as they went in."""
    found = connection.execute(INDEXED[index][1], (report,)).fetchall()
    if index not in ("passage_index", "word_index"):
        return [(pk, *map(spaced, texts)) for pk, *texts in found]
    (text,) = connection.execute("SELECT text FROM reports WHERE pk = ?", (report,)).fetchone()
    if index == "passage_index":
        return [(pk, spaced(text[start:end])) for pk, start, end in found]
    return [(pk, index_words(words_in(text[start:end]))) for pk, start, end in found]


def delete_report(connection: sqlite3.Connection, identifier: str) -> None:
    """Take out the report of this id with all that is of it; its files stay, and so do terms that nothing uses."""
    pk, first, count = connection.execute(
        "SELECT pk, first_fact, n_facts FROM reports WHERE id = ?", (identifier,)
    ).fetchone()
    for index in ("report_index", "section_index", "passage_index", "word_index"):
        columns = INDEXED[index][0]
        marks = ", ".join("?" * len(columns.split()))
        connection.executemany(
            f"INSERT INTO {index} ({index}, rowid, {columns}) VALUES ('delete', ?, {marks})",  # noqa: S608  # our own
            entries(connection, index, pk),
        )
    connection.execute("DELETE FROM links WHERE source BETWEEN ? AND ?", (first, first + count - 1))
    connection.execute("DELETE FROM facts WHERE pk BETWEEN ? AND ?", (first, first + count - 1))
    for table in ("checks", "cells"):
        connection.execute(
            f'DELETE FROM {table} WHERE "table" IN (SELECT pk FROM tables WHERE report = ?)',  # noqa: S608
            (pk,),
        )
    for table in ("problems", "tables", "passages", "sections"):
        connection.execute(f"DELETE FROM {table} WHERE report = ?", (pk,))  # noqa: S608  # our own tables
    connection.execute("DELETE FROM reports WHERE pk = ?", (pk,))


_UNUSED_TERMS = """
DELETE FROM terms WHERE pk NOT IN (
    SELECT subject FROM facts WHERE subject IS NOT NULL UNION SELECT category FROM facts WHERE category IS NOT NULL
    UNION SELECT measure FROM facts WHERE measure IS NOT NULL UNION SELECT "row" FROM facts WHERE "row" IS NOT NULL
    UNION SELECT "column" FROM facts WHERE "column" IS NOT NULL UNION SELECT flags FROM facts WHERE flags IS NOT NULL
    UNION SELECT rules FROM facts UNION SELECT category FROM passages UNION SELECT categories FROM passages
    UNION SELECT rel FROM links UNION SELECT "row" FROM cells UNION SELECT "column" FROM cells
    UNION SELECT measure FROM cells WHERE measure IS NOT NULL UNION SELECT rule FROM cells WHERE rule IS NOT NULL
)
"""


def sweep(connection: sqlite3.Connection) -> None:
    """Take out the terms and indicators that no report uses, so that nothing of a report that went is left behind."""
    unused = connection.execute(
        "SELECT pk, text FROM indicators WHERE pk NOT IN (SELECT indicator FROM facts WHERE indicator IS NOT NULL)"
    ).fetchall()
    connection.executemany(
        "INSERT INTO indicator_index (indicator_index, rowid, text) VALUES ('delete', ?, ?)",
        [(pk, spaced(text)) for pk, text in unused],
    )
    connection.executemany("DELETE FROM indicators WHERE pk = ?", [(pk,) for pk, _ in unused])
    connection.execute(_UNUSED_TERMS)
