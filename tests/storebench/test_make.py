"""A generated store is real: mined, whole, the same for the same seed, and its queries mean the same to both sides."""

import sqlite3
from contextlib import closing
from itertools import islice

import pytest

from storebench.bench import by_hand, by_like
from storebench.make import make
from storebench.queries import queries
from storebench.vary import reports, shelf
from textmine.store import damage, reading, search


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("made") / "made.db"
    make(path, facts=1500, seed=3)
    return path


def test_the_same_seed_makes_the_same_bytes(store, tmp_path):
    again = tmp_path / "again.db"
    make(again, facts=1500, seed=3)
    assert again.read_bytes() == store.read_bytes()


def test_it_is_whole(store):
    with reading(store) as connection:
        assert list(damage(connection)) == []


def test_reports_differ():
    texts = list(islice(reports(shelf(), 5), 60))
    assert len(set(texts)) == 60


def test_a_query_asked_by_hand_finds_facts_that_search_finds(store):
    """Search looks in headings and indicators as well, so it finds what the hand-written query finds, and maybe more."""
    found = 0
    with reading(store) as connection, closing(sqlite3.connect(store)) as other:
        for asked in queries(connection, 60, seed=1):
            ours = {hit.id for hit in search(connection, asked.text, limit=10_000).hits}
            for sql, values in (by_hand(asked), by_like(asked)):
                theirs = {row[0] for row in other.execute(sql, values)}
                assert theirs <= ours, asked.text
                found += len(theirs)
    assert found


def test_all_ways_find_the_same(store, monkeypatch):
    """Ranking few facts at once, or going through the store in blocks and small reaches, changes the order at most."""
    with reading(store) as connection:
        drawn = list(queries(connection, 100, seed=2))
        few = [{hit.id for hit in search(connection, asked.text, limit=10_000).hits} for asked in drawn]
        monkeypatch.setattr("textmine.store.find.few_facts", lambda *_: None)
        monkeypatch.setattr("textmine.store.blocks._REACHES", (7, 50, 2**62))
        monkeypatch.setattr("textmine.store.blocks.BLOCK", 30)
        for asked, expected in zip(drawn, few, strict=True):
            page = search(connection, asked.text, limit=10_000)
            assert {hit.id for hit in page.hits} == expected, asked.text
            assert len(page.hits) == len(expected), asked.text
