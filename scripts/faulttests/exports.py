"""kill -9 at random calls of an export into Parquet, a reader beside it all the while: it reads the tables of before or of now, and sees which belong together."""

import hashlib
import json
import random
import shutil
import subprocess
from pathlib import Path

import pyarrow.parquet as pq

from faulttests.archive import call, line, make

_REPORTS = 60
_CALLS = ("rename", "fsync", "write")  # the first two at each of their calls, as far as the rounds go
_TABLES = ("facts", "links", "reports", "checks")


def run(folder: Path, *, seed: int, rounds: int, reports: int) -> bool:
    """Whether the reader never failed and every export could be completed; prints what happened."""
    if not shutil.which("strace"):
        print("exports: skipped, there is no strace here")
        return True
    archive = make(folder / "archive", min(reports, _REPORTS), seed)
    for name, count in (("old", _REPORTS // 2), ("new", _REPORTS)):
        some = [path for number, path in enumerate(sorted(archive.rglob("*.txt"))) if number < count]
        call("run", *some, "--store", folder / f"{name}.db", "--quiet")
        call("export", folder / f"{name}.db", folder / name, "--to", "parquet")
    old, new = _state(folder / "old"), _state(folder / "new")
    rows = {name: {_rows(folder / state / f"{name}.parquet") for state in ("old", "new")} for name in _TABLES}
    dice = random.Random(seed)  # noqa: S311  # a seed makes it the same each time
    counts = {name: _count(folder, name) for name in _CALLS}
    points = [(name, number) for name in _CALLS[:2] for number in range(1, counts[name] + 1)][:rounds]
    points += [("write", number) for number in dice.sample(range(1, counts["write"] + 1), max(0, rounds - len(points)))]
    looked = mixed = killed = 0
    bad = []
    out = folder / "out"
    for name, number in points:
        point = f"{name} {number}"
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(folder / "old", out)
        kill = ["strace", "-qq", "-f", "-o", "/dev/null", "-e", f"trace={name}"]
        kill += ["-e", f"inject={name}:signal=KILL:when={number}"]
        with subprocess.Popen(
            [*kill, *line("export", folder / "new.db", out, "--to", "parquet")], stdout=subprocess.DEVNULL
        ) as process:
            while process.poll() is None:
                looked += 1
                if any(_rows(out / f"{table}.parquet") not in rows[table] for table in _TABLES):
                    bad.append((point, "rows of neither"))
        killed += process.returncode < 0
        found = _state(out)
        mixed += found not in (old, new)
        if _belong_together(out) != (found in (old, new)):
            bad.append((point, "the manifest is wrong"))
        again = call("export", folder / "new.db", out, "--to", "parquet")
        if again.returncode or _state(out) != new or any(path.name.startswith(".") for path in out.iterdir()):
            bad.append((point, "not completed"))
    print(
        f"exports: {killed} times kill -9, {looked} reads beside them, {mixed} folders of both, each told by its manifest; {len(bad)} bad {bad or ''}"
    )
    return not bad and killed > 0


def _state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def _rows(path: Path) -> int:
    return int(pq.read_table(path).num_rows)


def _belong_together(folder: Path) -> bool:
    told = json.loads((folder / "manifest-parquet.json").read_text("utf-8"))["files"]
    return all(
        hashlib.sha256((folder / name).read_bytes()).hexdigest() == file["sha256"]
        and _rows(folder / name) == file["rows"]
        for name, file in told.items()
    )


def _count(folder: Path, name: str) -> int:
    """How many times an undisturbed export makes a call."""
    log = folder / "calls.txt"
    under = ["strace", "-qq", "-f", "-o", str(log), "-e", f"trace={name}"]
    call("export", folder / "new.db", folder / "counted", "--to", "parquet", under=under)
    return log.read_text("utf-8", "replace").count(f"{name}(")
