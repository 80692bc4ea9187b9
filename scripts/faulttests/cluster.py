"""Workers of a Dask cluster of this machine are killed while they mine, also by a document that does so every time: the facts of a local run, each once."""

import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from faulttests import lethal
from faulttests.archive import OLD, ROOT, call, dump, make

_REPORTS = 1000
_DASK = ("--engine", "dask", "--workers", 2)
_SET_ASIDE = 3  # the exit code where a file was set aside


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ran:
    """A run: exit code, what it said, how many workers of the cluster were killed, seconds by the clock and of processor time."""

    code: int
    err: str
    kills: int
    seconds: float
    processor: float


def run(folder: Path, *, seed: int, rounds: int, reports: int) -> bool:
    """Whether every run was complete and without duplicates; prints what happened."""
    del rounds
    import duckdb

    count = min(reports, _REPORTS)
    archive = make(folder / "archive", count, seed)
    print(f"cluster: {count} reports, two workers")
    wanted = _told("local run", _run(archive, "--store", folder / "local.db", "--workers", 2), folder / "local.db")
    whole = _run(archive, "--store", folder / "whole.db", *_DASK)
    same = _told("by Dask", whole, folder / "whole.db") == wanted
    killed = _run(archive, "--store", folder / "killed.db", *_DASK, kill_at=[count // 2])
    same &= _told("by Dask, one worker killed", killed, folder / "killed.db") == wanted
    print(
        f"  with the kill {killed.seconds / whole.seconds:.2f} times as long by the clock, {killed.processor / whole.processor:.2f} by processor time"
    )

    bad = archive / "0000/000050a.txt"
    bad.write_text(f"测试县报告\n全年公开信息7件。{lethal.MARK}\n", "utf-8")
    os.utime(bad, (OLD, OLD))
    wanted = _told(
        "local run, a lethal document", _run(archive, "--store", folder / "bad.db", "--workers", 2), folder / "bad.db"
    )
    data = folder / "data"
    worst = _run(archive, "--dataset", data, *_DASK, kill_at=[count // 4, count // 2, count * 3 // 4])
    loaded = call("load", data, "--store", folder / "loaded.db")
    if loaded.returncode:
        print(f"  {worst.err or loaded.stderr}")
        return False
    same &= _told("by Dask into a data set, three kills, a lethal document", worst, folder / "loaded.db") == wanted
    facts = duckdb.read_parquet(f"{data}/facts/**/*.parquet").project("report, id")
    rows, different = len(facts), len(facts.distinct())
    with closing(sqlite3.connect(folder / "loaded.db")) as store:
        (said,) = store.execute("SELECT count(*) FROM facts").fetchone()
    print(
        f"  {rows} facts in the data set, {different} different, {said} in the store; stores {'the same' if same else 'DIFFERENT'}"
    )
    codes = [whole.code, killed.code, worst.code] == [0, 0, _SET_ASIDE]
    return same and codes and killed.kills == 1 and worst.kills >= 3 and rows == different == said


def _run(archive: Path, *arguments: object, kill_at: Sequence[int] = ()) -> _Ran:
    """A run over the archive during which a worker of the cluster is killed each time that so many documents are told of."""
    log = archive.parent / "log.jsonl"
    log.unlink(missing_ok=True)
    line = [sys.executable, "-m", "faulttests.lethal", "run", archive, *arguments, "--quiet", "--log-json", log]
    before, begun, kills = _processor(), time.monotonic(), 0
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts")}
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as told,
        subprocess.Popen([str(each) for each in line], env=environment, stderr=told) as process,
    ):
        while process.poll() is None:
            if kills < len(kill_at) and _documents(log) >= kill_at[kills]:
                kills += _kill_one(process.pid)
            time.sleep(0.1)
        told.seek(0)
        err = told.read()
    return _Ran(
        code=process.returncode, err=err, kills=kills, seconds=time.monotonic() - begun, processor=_processor() - before
    )


def _documents(log: Path) -> int:
    return log.read_bytes().count(b'"event": "document"') if log.exists() else 0


def _kill_one(run: int) -> bool:
    """Kill a worker of the cluster that is mining: it has a child that does; whether there was one."""
    import psutil

    for child in psutil.Process(run).children():
        with suppress(psutil.NoSuchProcess):  # a zombie is one, too
            if any("faulttests.lethal" in below.cmdline() for below in child.children()):
                child.kill()
                return True
    return False


def _processor() -> float:
    """Seconds of processor time of all processes that this one has waited for, and those they have."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _told(name: str, ran: _Ran, store: Path) -> str:
    """Print what a run took; the digest of what is stored."""
    print(f"  {name}: exit code {ran.code}, {ran.seconds:.1f} s, {ran.processor:.1f} s of processor time", flush=True)
    return dump(store)
