"""The full-text index finds exactly what a scan with LIKE finds, in the reports of this repository."""

import random
from contextlib import closing

import pytest

from textmine.store import reading
from textmine.store.index import phrase

SEED = 20240617


@pytest.fixture(scope="module")
def passages(root, tmp_path_factory, mined_into):
    """A store of the corpus, its passages copied to a table of their own for the scan."""
    path = tmp_path_factory.mktemp("scan") / "facts.db"
    mined_into(path, sorted((root / "corpora/reports").glob("*.txt")))
    with reading(path) as store, closing(store.cursor()) as cursor:
        cursor.execute("PRAGMA query_only = OFF")
        cursor.execute(
            """
            CREATE TEMP TABLE scanned AS SELECT p.pk, substr(r.text, p.start + 1, p.end - p.start) AS text
            FROM passages p JOIN reports r ON r.pk = p.report
            """
        )
        yield store


def found_by_index(store, word: str) -> list:
    return store.execute(
        "SELECT rowid FROM passage_index WHERE passage_index MATCH ? ORDER BY 1", (phrase(word),)
    ).fetchall()


def found_by_scan(store, word: str) -> list:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return store.execute(
        "SELECT pk FROM scanned WHERE text LIKE ? ESCAPE '\\' ORDER BY 1", (f"%{escaped}%",)
    ).fetchall()


def test_substrings_that_are_there(passages):
    chosen = random.Random(SEED)  # noqa: S311  # a sample
    texts = [text for (text,) in passages.execute("SELECT text FROM scanned ORDER BY pk") if text]
    for _ in range(2000):
        text, size = chosen.choice(texts), chosen.randint(1, 8)
        start = chosen.randrange(max(1, len(text) - size + 1))
        word = text[start : start + size]
        found = found_by_index(passages, word)
        assert found
        assert found == found_by_scan(passages, word), word


def test_substrings_that_are_not_there(passages):
    chosen = random.Random(SEED)  # noqa: S311  # a sample
    whole = "\n".join(text for (text,) in passages.execute("SELECT text FROM scanned ORDER BY pk"))
    absent = 0
    while absent < 500:
        word = "".join(chosen.choices(whole, k=chosen.randint(2, 8)))
        if not found_by_scan(passages, word):
            absent += 1
            assert found_by_index(passages, word) == [], word
