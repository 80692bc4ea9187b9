"""Faults of the store: the exit code and the line that the manual promises, and a plain run afterwards mends all."""

import fcntl
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("archive")
SLOW = ("env", "FAKE_PAUSE=0.06")


def dump(command, store: str) -> str:
    result = command("dump", store, "--canonical")
    assert result.returncode == 0
    return result.stdout


def test_the_store_is_a_folder(command, tmp_path: Path):
    (tmp_path / "facts.db").mkdir()
    result = command("run", "archive", "--store", "facts.db")
    assert (result.returncode, result.stderr) == (73, "textmine: facts.db: is a folder; name a file for the store\n")


def test_a_folder_that_cannot_be_written(command, tmp_path: Path, nobody):
    (tmp_path / "closed").mkdir(mode=0o555)
    result = command("run", "archive", "--store", "closed/facts.db", under=nobody)
    assert result.returncode == 73
    assert (
        result.stderr == "textmine: closed/facts.db: Permission denied; check the path and the rights to its folder\n"
    )


def test_a_store_on_a_read_only_folder_can_be_searched(command, tmp_path: Path, nobody):
    (tmp_path / "closed").mkdir()
    command("run", "archive", "--store", "closed/facts.db", "--quiet")
    (tmp_path / "closed").chmod(0o555)
    result = command("search", "closed/facts.db", "不动产登记 工作日", "--limit", "999", under=nobody)
    assert (result.returncode, result.stderr) == (0, "")
    assert "3个工作日" in result.stdout
    assert command("run", "archive", "--store", "closed/facts.db", under=nobody).returncode == 73


def test_a_full_disk(command, small_disk: Path, reference: str):
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(12_250_000))
    result = command("run", "archive", "--store", "disk/facts.db")
    assert result.returncode == 74
    warned, told = result.stderr.splitlines()
    assert warned == ("textmine: disk/facts.db: only 0 MiB are free there, which may be too little for this archive")
    assert told.startswith("textmine: disk/facts.db: ")
    assert told.endswith("bytes are free there, free some space and run again")
    assert command("search", "disk/facts.db", "办结").returncode == 0
    ballast.unlink()
    assert command("run", "archive", "--store", "disk/facts.db").returncode == 0
    assert dump(command, "disk/facts.db") == reference


def test_a_file_system_that_became_read_only(command, small_disk: Path, reference: str):
    new = command.folder / "archive/new.txt"
    assert command("run", "archive", "--store", "disk/facts.db", "--quiet").returncode == 0
    new.write_text("办结7件。", "utf-8")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    result = command("run", "archive", "--store", "disk/facts.db")
    assert (result.returncode, result.stderr) == (
        73,
        "textmine: disk/facts.db: Read-only file system; check the path and the rights to its folder\n",
    )
    assert dump(command, "disk/facts.db") == reference
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert command("run", "archive", "--store", "disk/facts.db").returncode == 0
    assert command.reports(small_disk / "facts.db") == 41


def test_a_limit_on_the_size_of_files(command, reference: str):
    if not shutil.which("prlimit"):
        pytest.skip("there is no prlimit")
    result = command("run", "archive", "--store", "facts.db", under=("prlimit", "--fsize=300000"))
    assert result.returncode == 74
    assert "facts.db" in result.stderr
    assert result.stderr.count("\n") == 1
    assert command("run", "archive", "--store", "facts.db").returncode == 0
    assert dump(command, "facts.db") == reference


def test_a_store_that_another_run_holds(command, tmp_path: Path):
    with (tmp_path / "facts.db.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711\n")
        lock.flush()
        result = command(
            "run", "archive", "--store", "facts.db"
        )  # it does not wait: the lock is held until it has ended
    assert result.returncode == 75
    assert result.stderr == (
        "textmine: facts.db: another run (process 4711) is writing to it; try again when it has ended\n"
    )
    assert command("run", "archive", "--store", "facts.db").returncode == 0


def test_a_store_that_another_program_holds(command, tmp_path: Path):
    command("run", "archive", "--store", "facts.db", "--quiet")
    (tmp_path / "archive/new.txt").write_text("办结7件。", "utf-8")
    with closing(sqlite3.connect(tmp_path / "facts.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        result = command("run", "archive", "--store", "facts.db")
    assert result.returncode == 75
    assert "try again later" in result.stderr


@pytest.mark.parametrize("content", [b"", b"x" * 5000, b"SQLite format 3\0" + bytes(4080)])
def test_what_is_no_store_is_left_alone(command, tmp_path: Path, content: bytes):
    (tmp_path / "facts.db").write_bytes(content)
    for line in (("run", "archive", "--store", "facts.db"), ("search", "facts.db", "x"), ("dump", "facts.db")):
        result = command(*line)
        assert result.returncode == 65
        assert result.stderr.startswith("textmine: facts.db: ")
        assert result.stderr.count("\n") == 1
    assert (tmp_path / "facts.db").read_bytes() == content


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_run_that_is_stopped_goes_on_the_next_time(command, tmp_path: Path, reference: str, number: signal.Signals):
    store = tmp_path / "facts.db"
    with command.begin(store, under=SLOW) as process:
        time.sleep(0.1)
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert err == f"textmine: stopped by {number.name}; what was finished is stored, run again to go on\n"
    assert sorted(path.name for path in tmp_path.glob("facts.db*")) == ["facts.db"]
    with closing(sqlite3.connect(store)) as found:
        assert 0 < found.execute("SELECT count(*) FROM reports").fetchone()[0] < 40
    assert command("run", "archive", "--store", "facts.db").returncode == 0
    assert dump(command, "facts.db") == reference


@pytest.mark.parametrize("names", [("-wal", "-shm"), ("-wal",), ("-shm",), ("-shm", ".lock")])
def test_what_a_killed_run_left_beside_its_store_is_deleted(
    command, tmp_path: Path, reference: str, names: tuple[str, ...]
):
    """What had not reached the store itself is lost then, and mined again: the store is one of before, not a mixture."""
    with command.begin(tmp_path / "facts.db", under=SLOW) as process:
        process.kill()
        process.communicate(timeout=30)
    for name in names:
        (tmp_path / f"facts.db{name}").unlink()
    assert command("verify", "facts.db").stdout == "whole\n"
    assert command("run", "archive", "--store", "facts.db").returncode == 0
    assert dump(command, "facts.db") == reference
    assert sorted(path.name for path in tmp_path.glob("facts.db*")) == ["facts.db"]


def test_a_store_that_a_killed_run_left_on_a_folder_that_is_read_only_now(command, tmp_path: Path, nobody):
    """Its log is read along where SQLite can do that, else it is said that it cannot; nothing is written."""
    (tmp_path / "closed").mkdir()
    with command.begin(tmp_path / "closed/facts.db", under=SLOW) as process:
        process.kill()
        process.communicate(timeout=30)
    (tmp_path / "closed").chmod(0o555)
    before = {path.name: path.read_bytes() for path in (tmp_path / "closed").iterdir()}
    result = command("search", "closed/facts.db", "办结", "--limit", "999", under=nobody)
    (tmp_path / "closed").chmod(0o755)
    assert {path.name: path.read_bytes() for path in (tmp_path / "closed").iterdir()} == before
    assert (result.returncode, result.stderr.count("\n")) in ((0, 0), (74, 1))
    assert ("364项" in result.stdout) == (result.returncode == 0)


@pytest.mark.parametrize("delay", [0.0, 0.11, 0.37])
def test_a_run_that_is_killed_goes_on_the_next_time(command, tmp_path: Path, reference: str, delay: float):
    with command.begin(tmp_path / "facts.db", under=SLOW) as process:
        time.sleep(delay)
        process.kill()
        process.communicate(timeout=30)
    assert process.returncode == -signal.SIGKILL
    assert command("run", "archive", "--store", "facts.db").returncode == 0
    assert dump(command, "facts.db") == reference
