"""Damage that SQLite's own check does not see is found."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from textmine.errors import StoreFormatError
from textmine.store import damage, reading
from textmine.store.index import spaced


def found(store: Path) -> list[str]:
    with reading(store) as connection:
        return list(damage(connection))


def test_a_whole_store(store: Path):
    assert found(store) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE facts SET value = '365' WHERE value = '364'", "its rows are not those"),
        ("UPDATE facts SET value_real = 365 WHERE value = '364'", "its rows are not those"),
        ("UPDATE indicators SET text = text || '数' WHERE pk = 1", "its rows are not those"),
        ("UPDATE reports SET text = replace(text, '办结', '办理')", "its rows are not those"),
        ("UPDATE reports SET issuer = '乙县人民政府' WHERE pk = 1", "its rows are not those"),
        ("UPDATE units SET code = '{户}' WHERE code = '{项}'", "its rows are not those"),
        ("DELETE FROM facts WHERE value = '364'", "has 1 of 2 facts"),
        ("UPDATE files SET sha256 = replace(sha256, substr(sha256, 1, 1), 'g')", "its digest is not that of its bytes"),
        ("DELETE FROM sections WHERE pk = 1", "speaks of a row of sections"),
        (
            f"INSERT INTO passage_index (passage_index, rowid, text) VALUES ('delete', 2, '{spaced('服务不够。')}')",  # noqa: S608  # our own words
            "passage_index: 5 words",
        ),
        ("INSERT INTO section_index (section_index) VALUES ('delete-all')", "section_index"),
    ],
)
def test_damage_is_found(store: Path, change: str, words: str):
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute(change)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert any(words in line for line in found(store))


def test_a_file_whose_words_are_no_text_any_more_is_found(store: Path):
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE files SET detail = CAST(x'e58a' AS TEXT)")
    with pytest.raises(StoreFormatError, match="UTF-8"):
        found(store)
