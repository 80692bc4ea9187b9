"""Exports into servers, ended at any moment on either side: the sink holds what it held or what the store holds, and the next export completes it."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from servers.bulk import Index, serving, wanted
from servers.postgres import programs, restart, server
from textmine.store import reading

FOLDER = programs()


@pytest.fixture(scope="module")
def made(elsewhere) -> Path:
    """A folder with a store as it was, `old.db`, and as it is, `facts.db`: reports changed, one vanished, one is new."""
    command = elsewhere("sinks")
    archive = command.folder / "archive"
    command("run", "archive", "--store", "facts.db", "--quiet")
    shutil.copy(command.folder / "facts.db", command.folder / "old.db")
    for path in sorted(archive.iterdir())[:9]:
        path.write_text(path.read_text("utf-8") + "公开7件。\n", "utf-8")
    (archive / "20.txt").unlink()
    (archive / "new.txt").write_text("办结7件，公开9件。公开10件。", "utf-8")
    command("run", "archive", "--store", "facts.db", "--quiet")
    return command.folder


@pytest.fixture
def folder(command, made: Path) -> Path:
    for name in ("old.db", "facts.db"):
        shutil.copy(made / name, command.folder)
    return command.folder


# After which request it is killed; a request has 100 facts.
@pytest.mark.parametrize("requests", [1, 3, 6])
def test_a_feed_into_a_search_server_is_killed(command, folder: Path, requests: int):
    index = Index()
    line = ("--to", "opensearch", "--since", "cursor.jsonl")
    few = ("env", "FAKE_ACTIONS=100")
    with serving(index) as url:
        assert command("export", "old.db", url, *line).returncode == 0
        assert index.held == wanted(folder / "old.db")
        before, begun = (folder / "cursor.jsonl").read_bytes(), index.requests
        running: list[subprocess.Popen[str]] = []

        def kill(number: int) -> None:
            if number == begun + requests:
                while not running:
                    time.sleep(0.01)
                running[0].kill()

        index.applied = kill
        with command.start("export", "facts.db", url, *line, under=few) as process:
            running.append(process)
            process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
        assert (folder / "cursor.jsonl").read_bytes() == before
        assert command("export", "facts.db", url, *line).returncode == 0
        assert index.held == wanted(folder / "facts.db")
        assert command("export", "facts.db", url, *line).stdout == "facts    0 sent, 0 deleted, 0 refused\n"
    assert not list(folder.glob(".*.new"))


@pytest.fixture(scope="module")
def conninfo() -> Iterator[str]:
    if FOLDER is None:
        pytest.skip("no PostgreSQL server is installed here")
    with server(FOLDER) as running:
        yield running


def held(conninfo: str) -> list[tuple]:
    psycopg = pytest.importorskip("psycopg")
    with psycopg.connect(conninfo) as there:
        return there.execute("SELECT report, id, quote, path, gone FROM textmine.facts ORDER BY 1, 2").fetchall()


def stored(store: Path) -> list[tuple]:
    with reading(store) as here:
        found = here.execute("SELECT report, id, quote, path, gone FROM fact_view ORDER BY 1, 2").fetchall()
    return [(*row[:4], bool(row[4])) for row in found]


@pytest.mark.skipif(not shutil.which("strace"), reason="there is no strace here")
def test_an_export_into_a_database_is_killed(command, folder: Path, conninfo: str):
    old, new = stored(folder / "old.db"), stored(folder / "facts.db")
    line = ("--to", "postgres", conninfo)
    trace = ("strace", "-qq", "-f", "-o", "calls.txt", "-e", "trace=sendto")
    assert command("export", "old.db", *line, under=trace).returncode == 0
    sent = (folder / "calls.txt").read_text("utf-8", "replace").count("sendto(")
    assert sent > 10
    for when in (1, sent // 4, sent // 2, sent - 6, sent - 3, sent - 1):
        assert command("export", "old.db", *line).returncode == 0
        assert held(conninfo) == old
        done = command("export", "facts.db", *line, under=(*trace, "-e", f"inject=sendto:signal=KILL:when={when}"))
        assert done.returncode in (0, -signal.SIGKILL)
        assert held(conninfo) in (old, new)
    assert command("export", "facts.db", *line).returncode == 0
    assert held(conninfo) == new


def test_the_database_is_started_anew_in_the_middle(command, folder: Path, conninfo: str):
    psycopg = pytest.importorskip("psycopg")
    line = ("--to", "postgres", conninfo)
    assert command("export", "old.db", *line).returncode == 0
    with psycopg.connect(conninfo) as other:
        other.execute("LOCK TABLE textmine.links IN SHARE MODE")  # the export waits there, having sent facts
        with command.start("export", "facts.db", *line) as process:
            deadline = time.monotonic() + 60
            waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
            while other.execute(waiting).fetchone() == (0,) and time.monotonic() < deadline:
                time.sleep(0.01)
            restart(FOLDER, conninfo)
            _, err = process.communicate(timeout=60)
        with pytest.raises(psycopg.OperationalError):
            other.execute("SELECT 1")
    assert (process.returncode, err.count("\n")) == (74, 1)
    assert "nothing was changed there" in err
    assert held(conninfo) == stored(folder / "old.db")
    assert command("export", "facts.db", *line).returncode == 0
    assert held(conninfo) == stored(folder / "facts.db")
