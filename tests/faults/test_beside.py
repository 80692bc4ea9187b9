"""Runs, readers and other programs side by side on one store: each sees one state of it, and each is told plainly where it has to wait."""

import json
import re
import signal
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("archive")
SLOW = ("env", "FAKE_PAUSE=0.05")


def until(process: subprocess.Popen[str], happened: Callable[[], bool]) -> None:
    """Wait until something has happened while a command runs; that a file is not there yet means that it has not."""
    while process.poll() is None:
        with suppress(FileNotFoundError):
            if happened():
                return
        time.sleep(0.01)


@contextmanager
def stopped(process: subprocess.Popen[str]) -> Iterator[None]:
    """Let a command stand still, so that what is done meanwhile is done beside it, however slow the machine is."""
    process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        process.send_signal(signal.SIGCONT)


def test_of_two_runs_the_second_ends_at_once_and_names_the_first(command, tmp_path: Path, reference: str):
    for _ in range(2):
        with command.start("run", "archive", "--store", "facts.db", under=SLOW) as first:
            until(first, lambda: (tmp_path / "facts.db.lock").read_text() != "")
            with stopped(first):
                second = command("run", "archive", "--store", "facts.db")
            assert first.poll() is None
            _, err = first.communicate(timeout=60)
        assert (first.returncode, err) == (0, "")
        assert second.returncode == 75
        assert second.stderr == (
            f"textmine: facts.db: another run (process {first.pid}) is writing to it; try again when it has ended\n"
        )
        assert command("dump", "facts.db", "--canonical").stdout == reference
        (tmp_path / "facts.db").unlink()


def test_of_runs_that_begin_together_one_writes(command, tmp_path: Path, reference: str):
    for _ in range(3):
        runs = [command.start("run", "archive", "--store", "facts.db") for _ in range(3)]
        told = [(run.communicate(timeout=60)[1], run.returncode) for run in runs]
        codes = sorted(code for _, code in told)
        assert codes[0] == 0
        assert set(codes) <= {0, 75}
        for err, code in told:
            assert ("is writing to it" in err, err.count("\n")) == ((True, 1) if code == 75 else (False, 0))
        assert command("dump", "facts.db", "--canonical").stdout == reference
        (tmp_path / "facts.db").unlink()


def test_the_page_beside_a_run(command, tmp_path: Path):
    """It answers while reports are replaced, from one state of the store at a time, and the run comes to its end."""
    pytest.importorskip("uvicorn", reason="textmine[web] is not installed")
    command("run", "archive", "--store", "facts.db", "--quiet")
    for path in (tmp_path / "archive").iterdir():
        path.write_text(path.read_text("utf-8") + "公开1件。\n", "utf-8")
    with command.start("serve", "facts.db", "--port", "0") as page:
        try:
            address = re.match(r"http://127\.0\.0\.1:[0-9]+/", page.stdout.readline())[0]
            url = f"{address}api/search?q=%E5%8A%9E%E7%BB%93&limit=99"
            with command.start("run", "archive", "--store", "facts.db", under=SLOW) as process:
                found, answers = set(), 0
                while process.poll() is None or answers == 0:
                    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310  # our own page
                        found.add(len(json.load(answer)["hits"]))
                    answers += 1
                _, err = process.communicate()
            assert (process.returncode, err) == (0, "")
        finally:
            page.terminate()
            _, complaints = page.communicate(timeout=30)
    assert found == {80}  # two passages of each report
    assert complaints == ""
    assert command("verify", "facts.db").stdout == "whole\n"


def test_the_lock_of_a_killed_run_keeps_nobody_out(command, tmp_path: Path, reference: str):
    with command.begin(tmp_path / "facts.db", under=SLOW) as process:
        process.kill()
        process.communicate(timeout=30)
    assert (tmp_path / "facts.db.lock").read_text() == f"{process.pid}\n"
    assert command("run", "archive", "--store", "facts.db").returncode == 0
    assert command("dump", "facts.db", "--canonical").stdout == reference
    assert sorted(path.name for path in tmp_path.glob("facts.db*")) == ["facts.db"]


READERS = [
    ("verify", "facts.db"),
    ("dump", "facts.db", "--canonical"),
    ("search", "facts.db", "办结", "--json", "--limit", "9"),
    ("status", "facts.db", "archive", "--json"),
    ("export", "facts.db", "out", "--to", "jsonl"),
]


def test_readers_beside_a_run_see_one_state_of_the_store(command, tmp_path: Path, reference: str):
    """Reports are replaced all the while, because each has changed."""
    command("run", "archive", "--store", "facts.db", "--quiet")
    for path in (tmp_path / "archive").iterdir():
        path.write_text(path.read_text("utf-8") + "公开1件。\n", "utf-8")
    looked = 0

    def look(number: int) -> None:
        done = command(*READERS[number])
        assert (done.returncode, done.stderr) == (0, "")
        if READERS[number][0] == "verify":
            assert done.stdout == "whole\n"

    with command.start("run", "archive", "--store", "facts.db", under=("env", "FAKE_PAUSE=0.1")) as process:
        until(process, (tmp_path / "facts.db-wal").exists)
        with stopped(process):
            for number in range(len(READERS)):
                look(number)
        assert process.poll() is None
        while process.poll() is None:
            look(looked % len(READERS))
            looked += 1
        _, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert command("verify", "facts.db").stdout == "whole\n"
    assert command("dump", "facts.db", "--canonical").stdout != reference


@pytest.mark.parametrize("line", READERS[:3], ids=lambda line: line[0])
def test_a_reader_beside_another_program_that_keeps_the_store_to_itself(command, tmp_path: Path, line: tuple[str, ...]):
    command("run", "archive", "--store", "facts.db", "--quiet")
    with closing(sqlite3.connect(tmp_path / "facts.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        result = command(*line)
    assert (result.returncode, result.stdout) == (75, "")
    assert result.stderr == "textmine: facts.db: another program is using it (database is locked); try again later\n"


def test_a_run_waits_for_an_export_that_began_before_it(command, tmp_path: Path):
    command("run", "archive", "--store", "facts.db", "--quiet")
    (tmp_path / "archive/new.txt").write_text("办结7件。", "utf-8")
    with closing(sqlite3.connect(tmp_path / "facts.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        before = reader.execute("SELECT count(*) FROM reports").fetchone()
        with command.start("run", "archive", "--store", "facts.db") as process:
            time.sleep(4)  # longer than SQLite waits by itself
            assert process.poll() is None
            assert reader.execute("SELECT count(*) FROM reports").fetchone() == before == (40,)
            reader.execute("ROLLBACK")
            _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert command.reports(tmp_path / "facts.db") == 41


def test_a_run_that_waits_for_a_reader_can_be_stopped(command, tmp_path: Path):
    command("run", "archive", "--store", "facts.db", "--quiet")
    before = (tmp_path / "facts.db").read_bytes()
    (tmp_path / "archive/new.txt").write_text("办结7件。", "utf-8")
    with closing(sqlite3.connect(tmp_path / "facts.db", isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM reports").fetchone()
        with command.start("run", "archive", "--store", "facts.db") as process:
            until(process, lambda: (tmp_path / "facts.db.lock").read_text() != "")
            time.sleep(0.5)  # it may wait by now; that it can be stopped holds before that, too
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)
    assert process.returncode == 143
    assert (tmp_path / "facts.db").read_bytes() == before


def test_a_reader_that_stays_does_not_hold_up_the_run_nor_let_its_log_grow_without_end(command, tmp_path: Path):
    with (
        command.begin(tmp_path / "facts.db", under=SLOW) as process,
        closing(sqlite3.connect(tmp_path / "facts.db", isolation_level=None)) as reader,
    ):
        reader.execute("BEGIN")
        before = reader.execute("SELECT count(*) FROM reports").fetchone()
        _, err = process.communicate(timeout=60)
        assert (process.returncode, err) == (0, "")
        assert reader.execute("SELECT count(*) FROM reports").fetchone() == before < (40,)
        assert (tmp_path / "facts.db-wal").stat().st_size <= 64 * 2**20
    assert command.reports(tmp_path / "facts.db") == 40
    assert command("run", "archive", "--store", "facts.db").returncode == 0


@pytest.mark.parametrize("whole", [True, False], ids=["by another", "in place"])
def test_a_file_that_changes_while_it_is_read(command, tmp_path: Path, whole: bool):  # noqa: FBT001  # a case of the table
    """Whatever the moment, it is one of its states or said to have changed, and the next run has the last."""
    report = tmp_path / "archive/00.txt"
    texts = [f"公开{mark}件。\n" + f"{mark}号窗口照常办理。\n" * 20_000 for mark in (3, 4)]
    report.write_text(texts[0], "utf-8")
    with command.start("run", "archive", "--store", "facts.db", under=("env", "FAKE_PAUSE=0.01")) as process:
        number = 0
        while process.poll() is None:
            number += 1
            target = tmp_path / "new" if whole else report
            target.write_text(texts[number % 2], "utf-8")
            if whole:
                target.replace(report)
        _, err = process.communicate()
    assert number > 1
    assert process.returncode == 0, err
    with closing(sqlite3.connect(tmp_path / "facts.db")) as store:
        status, reason, text = store.execute(
            "SELECT files.status, files.reason, text FROM files LEFT JOIN reports ON id = report WHERE path = 'archive/00.txt'"
        ).fetchone()
    assert (status, reason) in (("ok", None), ("partial", "changed"), ("empty", "blank"))
    if whole:
        assert text in texts
    report.write_text("公开333件。\n", "utf-8")
    assert command("run", "archive", "--store", "facts.db", "--quiet").returncode == 0
    told = json.loads(command("search", "facts.db", "公开", "--json", "--limit", "9999").stdout)["hits"]
    assert [hit["quote"] for hit in told if hit["path"] == "archive/00.txt"] == ["333件"]
    assert command("verify", "facts.db").stdout == "whole\n"
