"""Opening: what is refused, with which error, and that a stranger's file is left as it is."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from textmine.errors import StoreCreateError, StoreFormatError, StoreIOError, StoreLockedError
from textmine.store import open_store, reading
from textmine.store.sqlite import SCHEMA_VERSION


def make_foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE theirs (a)")


def make_version(store: Path, version: int) -> None:
    with closing(sqlite3.connect(store)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (make_foreign, "another program"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.write_text("一份报告" * 999, "utf-8"), "not a fact store"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(5000)), "store"),
    ],
)
def test_what_is_no_store_is_refused_and_left_alone(tmp_path: Path, make, words: str):
    path = tmp_path / "facts.db"
    make(path)
    before = path.read_bytes()
    with pytest.raises(StoreFormatError, match=words), open_store(path, program="test"):
        pass
    with pytest.raises(StoreFormatError, match=words), reading(path):
        pass
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["facts.db"]


@pytest.mark.parametrize(
    ("version", "words"), [(SCHEMA_VERSION + 1, "a newer textmine"), (SCHEMA_VERSION - 1, "an older textmine")]
)
def test_other_versions_are_refused_with_advice(store: Path, version: int, words: str):
    make_version(store, version)
    before = store.read_bytes()
    for opened in (open_store(store, program="test"), reading(store)):
        with pytest.raises(StoreFormatError, match=words), opened:
            pass
    assert store.read_bytes() == before


def test_a_store_with_a_table_missing_is_damaged(store: Path):
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("DROP TABLE cells")
    with pytest.raises(StoreFormatError, match="cells is missing"), reading(store):
        pass


def test_a_store_whose_schema_is_no_text_is_damaged(store: Path):
    damaged = store.read_bytes().replace(b"CREATE TABLE cells", b"CREATE TABL\xc5 cells")
    store.write_bytes(damaged)
    for opened in (open_store(store, program="test"), reading(store)):
        with pytest.raises(StoreFormatError, match="damaged in its schema"), opened:
            pass
    assert store.read_bytes() == damaged


def test_a_store_with_a_trigger_is_refused(store: Path):
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("CREATE TRIGGER theirs AFTER INSERT ON files BEGIN DELETE FROM facts; END")
    before = store.read_bytes()
    for opened in (open_store(store, program="test"), reading(store)):
        with pytest.raises(StoreFormatError, match="the trigger theirs"), opened:
            pass
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    "call", ["load_extension('theirs')", "writefile('theirs', 'x')", "edit('x')", "fts3_tokenizer('simple')"]
)
def test_a_view_of_a_stranger_can_call_nothing_that_does_harm(store: Path, call: str):
    with closing(sqlite3.connect(store)) as connection:
        connection.execute("DROP VIEW fact_view")
        connection.execute(f"CREATE VIEW fact_view AS SELECT {call} AS quote")
    before = store.read_bytes()
    with reading(store) as opened, pytest.raises(sqlite3.Error, match=r"no such function|unsafe use|not authorized"):
        opened.execute("SELECT quote FROM fact_view").fetchall()
    assert store.read_bytes() == before
    assert [item.name for item in store.parent.iterdir()] == ["facts.db"]


def test_a_cut_store_is_damaged(store: Path):
    data = store.read_bytes()
    store.write_bytes(data[: len(data) // 2])
    with pytest.raises(StoreFormatError, match="damaged"), reading(store) as connection:
        connection.execute("SELECT count(*), sum(length(quote)) FROM fact_view").fetchall()


def test_a_text_that_is_none_is_damage(store: Path):
    with pytest.raises(StoreFormatError, match="damaged"), reading(store) as connection:
        connection.execute("SELECT CAST(x'e4b8' AS TEXT)").fetchone()


# Changes a database in rollback mode and ends in the middle of it, with a part of the change in the file already.
CUT_OFF = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for line in ("PRAGMA synchronous = FULL", "PRAGMA cache_size = 1", "PRAGMA cache_spill = 1", "BEGIN"):
    connection.execute(line)
connection.execute("CREATE TABLE spilled (a)")
connection.executemany("INSERT INTO spilled VALUES (?)", [("x" * 1000,)] * 500)
os._exit(0)
"""


def cut_off(path: Path) -> bytes:
    """A database that a program has left half written, and its content before that."""
    before = path.read_bytes()
    subprocess.run([sys.executable, "-c", CUT_OFF, path], check=True)
    assert path.with_name(path.name + "-journal").exists()
    assert path.read_bytes() != before
    return before


def opened_to_write(path: Path):
    return open_store(path, program="test")


@pytest.mark.parametrize("opened", [opened_to_write, reading])
def test_a_store_that_was_left_half_written_is_rolled_back(store: Path, opened):
    before = cut_off(store)
    with opened(store):
        pass
    assert store.read_bytes() == before
    assert [item.name for item in store.parent.iterdir()] == ["facts.db"]


@pytest.mark.parametrize("opened", [opened_to_write, reading])
def test_a_stranger_s_database_is_not_rolled_back_for_him(tmp_path: Path, opened):
    path = tmp_path / "theirs.db"
    make_foreign(path)
    cut_off(path)
    before = path.read_bytes()
    with pytest.raises((StoreFormatError, StoreCreateError, StoreIOError)), opened(path):
        pass
    assert path.read_bytes() == before


def test_a_folder_cannot_be_a_store(tmp_path: Path):
    with pytest.raises(StoreCreateError, match="is a folder"), open_store(tmp_path, program="test"):
        pass


def test_a_folder_that_is_not_there(tmp_path: Path):
    with pytest.raises(StoreCreateError, match="No such file"), open_store(tmp_path / "no/facts.db", program="test"):
        pass


def test_a_store_that_cannot_be_read_is_an_io_error(tmp_path: Path):
    with pytest.raises(StoreIOError), reading(tmp_path / "missing.db"):
        pass


def test_two_writers_are_kept_apart_and_the_holder_is_named(store: Path):
    with (
        open_store(store, program="test"),
        pytest.raises(StoreLockedError, match=f"process {os.getpid()}"),
        open_store(store, program="test"),
    ):
        pass
    with open_store(store, program="test"):
        pass


def test_a_lock_file_left_by_a_dead_process_does_not_block(store: Path):
    lock = store.with_name("facts.db.lock")
    program = (
        "import os, sys; from pathlib import Path; from textmine.store.lock import locked\n"
        "with locked(Path(sys.argv[1])): os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(store)], check=False)
    assert lock.exists()
    with open_store(store, program="test"):
        pass
    assert not lock.exists()


def test_another_program_holding_sqlites_lock(store: Path, reports, records, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("textmine.store.sqlite._BUSY_MILLISECONDS", 50)
    report = reports("a.txt", "办结12件。\n")
    with closing(sqlite3.connect(store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLockedError, match="another program"), open_store(store, program="test") as writer:
            writer.record(records(report), report)


def test_a_reader_beside_the_writer_sees_one_state_and_hinders_nobody(store: Path, reports, records, monkeypatch):
    monkeypatch.setattr("textmine.store.sqlite._BUSY_MILLISECONDS", 50)
    report = reports("a.txt", "办结12件。\n")
    with open_store(store, program="test") as writer:
        writer.record(records(reports("c.txt", "公开8件。\n")), reports("c.txt", "公开8件。\n"))
        writer.flush()
        with reading(store) as reader:
            before = reader.execute("SELECT count(*) FROM facts").fetchone()
            writer.record(records(report), report)
            writer.flush()
            assert reader.execute("SELECT count(*) FROM facts").fetchone() == before == (6,)
            writer.close()  # the reader still holds on: no error
    with reading(store) as reader:
        assert reader.execute("SELECT count(*) FROM facts").fetchone() == (5,)


def test_readers_cannot_write(store: Path):
    with pytest.raises(StoreIOError, match="readonly"), reading(store) as connection:
        connection.execute("DELETE FROM facts")
