"""Changes wait and are written together: what was said before they are is what is written, and each report is whole or not there."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from textmine.schema import Report
from textmine.store import Source, damage, dump, group, open_store, prepare, reading, write
from textmine.store.insert import insert

MANY = group.MOST_CHANGES


def dumped(store: Path) -> list[str]:
    with reading(store) as connection:
        assert list(damage(connection)) == []
        return list(dump(connection))


def counted(store: Path) -> int:
    with reading(store) as connection:
        return connection.execute("SELECT count(*) FROM reports").fetchone()[0]


@pytest.fixture
def some(reports) -> list[Report]:
    return [
        reports(f"{number}.txt", f"一、总体情况\n受理{number + 20}件，办结{number}件。\n") for number in range(MANY + 3)
    ]


@pytest.fixture
def apart(tmp_path: Path, some, records, monkeypatch) -> Iterator[list[str]]:
    """The dump of a store into which each of some reports was written alone."""
    with monkeypatch.context() as patched:
        patched.setattr(group, "MOST_CHANGES", 1)
        with open_store(tmp_path / "apart.db", program="test") as writer:
            for report in some:
                writer.record(records(report), report)
    return dumped(tmp_path / "apart.db")


def test_together_they_are_written_as_apart(tmp_path: Path, some, records, apart, monkeypatch):
    monkeypatch.setattr(group, "MOST_SECONDS", 1e9)
    store = tmp_path / "facts.db"
    with open_store(store, program="test") as writer:
        for number, report in enumerate(some, 1):
            assert writer.record(records(report), report)
            assert counted(store) == number // MANY * MANY
            assert writer.known(report.sha256).id == report.id
        assert writer.totals()[0] == len(some) == counted(store)
    assert dumped(store) == apart


@pytest.mark.parametrize(("name", "most"), [("MOST_CHARACTERS", 5), ("MOST_SECONDS", 0.0)])
def test_long_reports_and_slow_ones_wait_for_few_others(tmp_path: Path, some, records, monkeypatch, name, most):
    monkeypatch.setattr(group, name, most)
    with open_store(tmp_path / "facts.db", program="test") as writer:
        writer.record(records(some[0]), some[0])
        assert counted(tmp_path / "facts.db") == 1


def test_what_is_said_twice_before_it_is_written(tmp_path: Path, reports, records):
    store, first, second = tmp_path / "facts.db", reports("a.txt"), reports("a.txt", "办结12件。\n")
    with open_store(store, program="test") as writer:
        writer.record(records(first), first)
        writer.record(records(second), second)  # the file has changed
        assert not writer.record(records(second))
        writer.record(records(first, "b.txt"), first)
        writer.record(records(first, "c.txt"), first)  # the same bytes under another name
        writer.record(records(second, "b.txt"))
    with reading(store) as connection:
        found = connection.execute("SELECT path, report FROM files ORDER BY path").fetchall()
    assert found == [("a.txt", second.id), ("b.txt", second.id), ("c.txt", first.id)]
    assert len(dumped(store)) > 0
    assert counted(store) == 2


def test_many_are_replaced_at_once(tmp_path: Path, some, records, apart):
    store = tmp_path / "facts.db"
    for program in ("older", "test"):
        with open_store(store, program=program) as writer:
            for report in some:
                assert writer.record(records(report), report)
    assert dumped(store) == apart


def test_the_last_file_of_a_report_takes_it_along(tmp_path: Path, reports, records):
    store, first, second = tmp_path / "facts.db", reports("a.txt"), reports("a.txt", "办结12件。\n")
    with open_store(store, program="test") as writer:
        writer.record(records(first), first)
        writer.record(records(first, "b.txt"))
    with open_store(store, program="test") as writer:
        writer.record(records(second), second)
        writer.record(records(second, "b.txt"))
    assert counted(store) == 1
    assert dumped(store)


def test_a_container_is_finished_with_its_documents(tmp_path: Path, reports, records):
    store = tmp_path / "facts.db"
    source = Source(path="a.zip", size=1, mtime=2, setup=3)
    first, second = reports("a.txt"), reports("b.txt")
    with open_store(store, program="test") as writer:
        for report in (first, second):
            writer.record(records(report, f"a.zip//{report.path}"), report)
        writer.finish(source, ["a.zip//a.txt", "a.zip//b.txt"], changed=True)
        writer.flush()
        assert len(writer.unchanged(source)) == 2
        writer.finish(source, ["a.zip//b.txt"], changed=False)
        assert list(writer.sources()) == [source]
    assert counted(store) == 1


def test_one_that_cannot_be_written_keeps_no_other_back(tmp_path: Path, some, records):
    store, bad = tmp_path / "facts.db", replace(prepare(some[2]), digest=None)
    with ExitStack() as stack:
        writer = stack.enter_context(open_store(store, program="test"))
        for report in some[:2]:
            writer.record(records(report), report)
        writer.record(records(some[2]), bad)
        with pytest.raises(sqlite3.IntegrityError):
            writer.flush()
    assert counted(store) == 2
    assert dumped(store)


class Stopped(BaseException):
    """As a signal raises it."""


def stopping(store: Path, record, report: Report, *, writing: bool = False) -> None:
    """A run that is stopped when it has recorded a report, before it is written."""
    with open_store(store, program="test") as writer:
        writer.record(record, report)
        if writing:
            writer.flush()
        raise Stopped


def test_what_waits_when_a_run_is_stopped_is_stored(tmp_path: Path, some, records):
    with pytest.raises(Stopped):
        stopping(tmp_path / "facts.db", records(some[0]), some[0])
    assert counted(tmp_path / "facts.db") == 1


def test_a_run_that_is_stopped_while_it_writes_tries_once_more(tmp_path: Path, some, records, monkeypatch):
    stops = [True]

    def stopped(*arguments):
        insert(*arguments)
        if stops:
            stops.pop()
            raise Stopped

    monkeypatch.setattr(write, "insert", stopped)
    with pytest.raises(Stopped):
        stopping(tmp_path / "facts.db", records(some[0]), some[0], writing=True)
    assert counted(tmp_path / "facts.db") == 1
    assert dumped(tmp_path / "facts.db")


@pytest.mark.skipif(os.name == "nt", reason="needs signals")
def test_killed_while_some_wait_none_of_these_is_there(tmp_path: Path):
    program = (
        "import os, sys; from textmine import mine; from textmine.store import FileRecord, open_store\n"
        "with open_store(sys.argv[1], program='test') as writer:\n"
        "    for number in range(5):\n"
        "        report = mine(f'公开{number}件。\\n')\n"
        "        file = FileRecord(path=str(number), sha256=report.sha256, status='ok', reason=None, detail='', report=report.id)\n"
        "        writer.record(file, report)\n"
        "        if number == 2: writer.flush()\n"
        "    os.kill(os.getpid(), 9)"
    )
    store = tmp_path / "facts.db"
    ended = subprocess.run([sys.executable, "-c", program, str(store)], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert counted(store) == 3
    assert dumped(store)
