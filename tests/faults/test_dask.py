"""A run on a Dask cluster of real processes: the store of a local run, also where workers are killed, and no process left."""

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="textmine[dask] is not installed")
psutil = pytest.importorskip("psutil", reason="comes with textmine[dask]")
from servers.dask import kill_three, mining, until  # noqa: E402

FAKE = Path(__file__).resolve().parents[1] / "fake"
DASK = ("--engine", "dask")


def content(store: Path) -> str:
    return hashlib.sha256(store.read_bytes()).hexdigest()


def local(command) -> str:
    command("run", "archive", "--store", "local.db")
    return content(command.folder / "local.db")


def test_the_store_is_that_of_a_local_run(command, archive: Path, tmp_path: Path):
    (archive / "05a.txt").write_text("公开7件。KILL", "utf-8")
    (archive / "05b.txt").write_text("公开8件。BOOM", "utf-8")
    (archive / "05c.xyz").write_bytes(b"\0\1\2")
    (archive / ".hidden").write_text("公开8件。", "utf-8")
    shutil.copy(archive / "03.txt", archive / "03a.txt")
    with zipfile.ZipFile(archive / "20a.zip", "w") as zipped:
        for number in range(50):
            zipped.writestr(f"{number:02}.txt", f"办结{number}件。")
    wanted = local(command)
    result = command("run", "archive", "--store", "facts.db", *DASK, "--workers", 2)
    assert "files    96 = " in result.stdout
    assert result.returncode == 3
    assert content(tmp_path / "facts.db") == wanted
    again = command("run", "archive", "--store", "facts.db", *DASK)
    assert "= 0 mined + 92 known" in again.stdout
    (archive / "00.txt").write_text("公开9999件。", "utf-8")
    changed = command("run", "archive", "--store", "facts.db", *DASK)
    assert "= 1 mined + 91 known" in changed.stdout


def test_a_container_in_several_parts_is_given_up_as_on_one_machine(command, archive: Path, tmp_path: Path):
    with zipfile.ZipFile(archive / "a.zip", "w") as zipped:
        for number in range(40):
            zipped.writestr(f"{number:02}.txt", f"办结{number}件。" + ("EXIT" if number % 3 == 0 else ""))
    wanted = local(command)
    command("run", "archive", "--store", "facts.db", *DASK, under=("env", "FAKE_OUTCOMES=7"))
    assert content(tmp_path / "facts.db") == wanted


def test_workers_of_the_cluster_are_killed(command, archive: Path, tmp_path: Path):
    del archive
    wanted = local(command)
    run = ("run", "archive", "--store", "facts.db", *DASK, "--workers", 2)
    with command.start(*run, under=("env", "FAKE_PAUSE=0.2")) as process:
        kill_three(process)
        out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert "files    40 = 40 ok" in out
    assert content(tmp_path / "facts.db") == wanted


def test_a_document_that_ends_worker_after_worker_of_the_cluster(command, archive: Path):
    (archive / "17a.txt").write_text("公开7件。ORPHAN", "utf-8")
    given_up = (
        "env",
        "DASK_DISTRIBUTED__DEPLOY__LOST_WORKER_TIMEOUT=1ms",
    )  # what Dask would do: then no worker would come back
    result = command("run", "archive", "--store", "facts.db", *DASK, "--workers", 2, timeout=120, under=given_up)
    assert result.returncode == 3
    assert "files    41 = 40 ok + 1 quarantined" in result.stdout
    assert result.stderr.count("\n") == 1
    assert "archive/17a.txt: quarantined, crash" in result.stderr
    assert "reports  40 = 40 mined" in result.stdout
    assert content(archive / "17a.txt") in command("dump", "facts.db", "--canonical").stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_whatever_ends_the_run_leaves_no_process(command, archive: Path, number: int):
    del archive
    run = ("run", "archive", "--store", "facts.db", *DASK, "--workers", 2)
    with command.start(*run, under=("env", "FAKE_PAUSE=0.5"), start_new_session=True) as process:
        until(lambda: mining(process))
        below = psutil.Process(process.pid).children(recursive=True)
        assert len(below) >= 3
        if number == signal.SIGINT:  # the terminal sends it to all
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        _, err = process.communicate(timeout=60)
    if number != signal.SIGKILL:
        assert process.returncode == 128 + number
        assert err.splitlines() == [
            f"textmine: stopped by {signal.Signals(number).name}; what was finished is stored, run again to go on"
        ]
    _, alive = psutil.wait_procs(below, timeout=30)
    assert alive == []


def test_a_scheduler_that_does_not_answer(command, archive: Path, tmp_path: Path):
    del archive
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        result = command("run", "archive", "--store", "facts.db", *DASK, "--scheduler", address)
    assert result.returncode == 69
    assert result.stderr.splitlines() == [f"textmine: {address}: no Dask scheduler answers there; is it running?"]
    assert not (tmp_path / "facts.db").exists()


@contextmanager
def running(command, *arguments: object):
    environment = command.environment() | {"PYTHONPATH": f"{FAKE.parents[1]}:{FAKE}"}
    line = [sys.executable, "-m", *map(str, arguments)]
    with subprocess.Popen(line, cwd=command.folder, env=environment, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()


def test_a_cluster_that_runs_already(command, archive: Path, tmp_path: Path):
    del archive
    wanted = local(command)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    here = ("--host", "127.0.0.1", "--no-dashboard")
    worker_of = (
        "distributed.cli.dask_worker",
        address,
        *here,
        "--nthreads",
        2,
        "--no-nanny",
        "--preload",
        "fake_cluster",
    )
    with (
        running(command, "distributed.cli.dask_scheduler", *here, "--port", port),
        running(command, *worker_of) as worker,
    ):
        result = command("run", "archive", "--store", "facts.db", *DASK, "--scheduler", address)
        assert (result.returncode, result.stdout.splitlines()[0]) == (0, "files    40 = 40 ok")
        assert content(tmp_path / "facts.db") == wanted
        until(lambda: not psutil.Process(worker.pid).children(), 20)  # what mined for the run has ended with it
