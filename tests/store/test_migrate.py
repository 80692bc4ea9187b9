"""Stores of older versions, made by the programs of then (old/README.md), brought up to date; what cannot be is left as it is."""

import gzip
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from textmine.errors import StoreCreateError, StoreFormatError, StoreLockedError
from textmine.store import damage, dump, migrate, open_store, reading, search
from textmine.store.lock import locked
from textmine.store.sqlite import MIGRATED, SCHEMA_VERSION

HERE = Path(__file__).resolve().parent


@pytest.fixture(params=MIGRATED)
def old(request, tmp_path):
    path = tmp_path / "facts.db"
    path.write_bytes(gzip.decompress((HERE / f"old/schema{request.param}.db.gz").read_bytes()))
    return path


def whole(path: Path) -> list[str]:
    with reading(path) as connection:
        assert list(damage(connection)) == []
        return list(dump(connection))


def facts_of_old(path: Path) -> list:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT id, quote, value, unit, indicator, sentence FROM fact_view ORDER BY id"
        ).fetchall()


def test_all_is_there_afterwards(old):
    facts = facts_of_old(old)
    done = migrate(old)
    assert done.facts == len(facts) == 117
    assert (done.reports, done.links) == (2, 30)
    assert whole(old)
    assert facts_of_old(old) == facts
    with reading(old) as connection:
        assert [hit.quote for hit in search(connection, "企业开办 time:<=24h").hits]
    assert [item.name for item in old.parent.iterdir()] == ["facts.db"]


def test_it_is_as_a_run_of_today_writes_it(old, tmp_path):
    """But for what newer rules read otherwise: the structure is that of a new store, to the column."""
    migrate(old)
    new = tmp_path / "new.db"
    with open_store(new, program="test"):
        pass
    with closing(sqlite3.connect(old)) as was, closing(sqlite3.connect(new)) as made:
        query = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
        assert was.execute(query).fetchall() == made.execute(query).fetchall()
        assert was.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_a_file_that_was_gone_is_gone_still(tmp_path):
    path = tmp_path / "facts.db"
    path.write_bytes(gzip.decompress((HERE / "old/schema6.db.gz").read_bytes()))
    migrate(path)
    with reading(path) as connection:
        files = connection.execute("SELECT path, gone FROM files ORDER BY path").fetchall()
        assert connection.execute("SELECT count(*) FROM sources").fetchone() == (2,)
    assert sum(gone for _, gone in files) == 1
    assert len(files) == 3


def test_into_another_file(old, tmp_path):
    before = old.read_bytes()
    migrate(old, tmp_path / "new.db")
    assert old.read_bytes() == before
    assert whole(tmp_path / "new.db")
    with pytest.raises(StoreCreateError, match="is there already"):
        migrate(old, tmp_path / "new.db")


def test_one_that_is_up_to_date_is_left_alone(store):
    before = store.read_bytes()
    assert migrate(store) is None
    assert store.read_bytes() == before


@pytest.mark.parametrize(
    ("version", "words"), [(SCHEMA_VERSION + 1, "use that version"), (MIGRATED[0] - 1, "make it anew")]
)
def test_versions_that_cannot_be_read(store, version, words):
    with closing(sqlite3.connect(store)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    before = store.read_bytes()
    with pytest.raises(StoreFormatError, match=words) as raised:
        migrate(store)
    assert raised.value.exit_code == 65
    assert store.read_bytes() == before


def test_old_stores_are_refused_with_advice(old):
    with pytest.raises(StoreFormatError, match="textmine migrate"), reading(old):
        pass


def test_a_damaged_one_is_not_carried_on(old):
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("UPDATE facts SET value = value || '0' WHERE pk = 7")
    before = old.read_bytes()
    with pytest.raises(StoreFormatError, match="is damaged, the rows of report"):
        migrate(old)
    assert old.read_bytes() == before
    assert [item.name for item in old.parent.iterdir()] == ["facts.db"]


def test_while_a_run_writes(old):
    with locked(old), pytest.raises(StoreLockedError):
        migrate(old)


def test_what_a_run_left_in_the_log_is_taken_along(old):
    program = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('PRAGMA journal_mode = WAL')\n"
        "c.execute(\"UPDATE files SET detail = 'in the log'\"); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, str(old)], check=False)
    assert old.with_name("facts.db-wal").stat().st_size > 0
    migrate(old)
    with reading(old) as connection:
        assert connection.execute("SELECT DISTINCT detail FROM files").fetchall() == [("in the log",)]
    assert [item.name for item in old.parent.iterdir()] == ["facts.db"]


_KILLED = """
import os, sys
from textmine.store import migration
inner, count = migration.{name}, 0
def killing(*arguments):
    global count
    count += 1
    if count == {times}:
        os.kill(os.getpid(), 9)
    return inner(*arguments)
migration.{name} = killing
migration.migrate(sys.argv[1])
"""


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
@pytest.mark.parametrize(
    ("name", "times", "migrated"),
    [
        ("insert", 1, False),
        ("insert", 2, False),
        ("_copy_files", 1, False),
        ("flush", 1, False),
        ("flush", 2, True),
    ],
)
def test_killed_at_any_point_there_is_the_old_store_or_the_new(old, name, times, migrated):
    before = old.read_bytes()
    program = _KILLED.format(name=name, times=times)
    ended = subprocess.run([sys.executable, "-c", program, str(old)], check=False)
    assert ended.returncode == -signal.SIGKILL
    if migrated:
        assert whole(old)
    else:
        assert old.read_bytes() == before
        assert migrate(old)
        assert whole(old)
    assert not old.with_name("facts.db.migrating").exists()
