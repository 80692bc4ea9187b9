"""A data set that many processes write, some of which are killed: the facts of a run on one machine, each of them once."""

import json
import os
import shutil
import signal
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="textmine[dask] is not installed")
duckdb = pytest.importorskip("duckdb")
from servers.dask import kill_three, until  # noqa: E402

DASK = ("--engine", "dask", "--workers", 2)
SLOW = ("env", "FAKE_PAUSE=0.2", "FAKE_PART=4")
LONG_AGO = 1_500_000_000_123_456_789  # nanoseconds since 1970


@pytest.fixture
def archive(archive: Path) -> Path:
    """With documents that fail, a copy, and a container of many."""
    (archive / "05a.txt").write_text("公开7件。KILL", "utf-8")
    (archive / "05b.txt").write_text("公开8件。BOOM", "utf-8")
    shutil.copy(archive / "03.txt", archive / "39a.txt")
    with zipfile.ZipFile(archive / "20a.zip", "w") as zipped:
        for number in range(20):
            zipped.writestr(f"{number:02}.txt", f"办结{number}件。")
    for path in archive.iterdir():
        os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return archive


def check(command, dataset: str = "data") -> None:
    """A data set is that of a local run, also in a store that is fed from it, and holds each fact once."""
    command("run", "archive", "--store", "wanted.db", "--quiet")
    assert command("load", dataset, "--store", "loaded.db").returncode == 0
    wanted, loaded = (command("dump", store, "--canonical").stdout for store in ("wanted.db", "loaded.db"))
    assert loaded == wanted
    facts = duckdb.read_parquet(f"{command.folder}/{dataset}/facts/**/*.parquet").project("report, id")
    with closing(sqlite3.connect(command.folder / "wanted.db")) as store:
        assert sorted(facts.fetchall()) == store.execute("SELECT report, id FROM fact_view ORDER BY 1, 2").fetchall()
    held = {path.name for path in (command.folder / dataset / "rows").iterdir()}
    assert {path.name for path in (command.folder / dataset / "reports").iterdir()} == held


def test_workers_of_the_cluster_write_it_and_are_killed(command, archive: Path):
    del archive
    with command.start("run", "archive", "--dataset", "data", *DASK, under=SLOW) as process:
        kill_three(process)
        out, err = process.communicate(timeout=300)
    assert "files    64 = 62 ok + 2 quarantined" in out
    assert (process.returncode, err.count("\n")) == (3, 2)
    check(command)


def test_a_document_that_ends_worker_after_worker(command, archive: Path):
    (archive / "17a.txt").write_text("公开7件。ORPHAN", "utf-8")
    result = command("run", "archive", "--dataset", "data", *DASK, timeout=300, under=("env", "FAKE_PART=8"))
    assert "files    65 = 62 ok + 3 quarantined" in result.stdout
    assert "archive/17a.txt: quarantined, crash" in result.stderr
    (archive / "17a.txt").unlink()
    again = command("run", "archive", "--dataset", "data", *DASK, timeout=120)
    assert "gone     1" in again.stdout
    assert "= 0 mined + 62 known already" in again.stdout
    check(command)


@pytest.mark.parametrize("engine", [("--workers", 2), DASK], ids=["local", "dask"])
def test_the_run_is_killed_and_gone_on_with(command, archive: Path, engine):
    (archive / "05b.txt").unlink()  # what is known to fail is not mined again, and then nobody knows where it failed
    journal = command.folder / "data/journal"
    for pages in (2, 4):
        with command.start("run", "archive", "--dataset", "data", *engine, under=SLOW) as process:
            until(lambda enough=pages: journal.exists() and len(list(journal.glob("*.json"))) >= enough)
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=60)
        assert not (command.folder / "data/_SUCCESS").exists()
    done = {
        line["report"]["id"]
        for page in journal.glob("*.json")
        for line in json.loads(page.read_text("utf-8"))
        if line["report"]
    }
    assert len(done) >= 6
    result = command("run", "archive", "--dataset", "data", *engine, timeout=120)
    mined = int(result.stdout.partition("reports  ")[2].split()[2])
    assert mined <= 61 - len(done)
    assert not journal.exists()
    check(command)
