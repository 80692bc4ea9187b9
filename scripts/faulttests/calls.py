"""The Nth call of the operating system fails, for growing N: a plain error, a whole store, and the next run completes it."""

import random
import shutil
from collections import Counter
from pathlib import Path

from faulttests.archive import call, digest, dump, in_turn, make

_REPORTS = 30
_FAULTS = (
    ("pwrite64", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("fdatasync", "EIO"),
    ("fsync", "EIO"),
    ("rename", "EIO"),
    ("ftruncate", "EIO"),
    ("unlink", "EIO"),
    ("openat", "EMFILE"),
)
_OF_THE_STORE = ("openat",)  # calls of which only those count that name the store or what is beside it
_FINE = (0, 3, 73, 74)  # exit codes that tell what happened; 65 and 70 would blame the store or the program


def run(folder: Path, *, seed: int, rounds: int, reports: int) -> bool:
    """Whether each fault was told plainly and did no harm; prints what happened."""
    if not shutil.which("strace"):
        print("calls: skipped, there is no strace here")
        return True
    archive = make(folder / "archive", min(reports, _REPORTS), seed)
    reference = folder / "reference.db"
    call("run", archive, "--store", reference, "--quiet")
    expected = dump(reference)
    fine = True
    for name, error in _FAULTS:
        store = folder / "facts.db"
        most = _count(store, archive, name)
        dice = random.Random(f"{seed} {name} {error}")  # noqa: S311  # a seed makes it the same each time
        points = sorted(dice.sample(range(1, most + 1), min(most, rounds)))
        codes: Counter[int] = Counter()
        bad = []
        for point in points:
            fault = _traced(name, store, log="/dev/null", inject=f"{name}:error={error}:when={point}")
            done = call("run", archive, "--store", store, "--quiet", under=fault)
            codes[done.returncode] += 1
            told = done.returncode in _FINE and "Traceback" not in done.stderr
            again, verified, dumped = in_turn(
                ("run", archive, "--store", store, "--quiet"), ("verify", store), ("dump", store, "--canonical")
            )
            if not (told and again.returncode == verified.returncode == 0 and digest(dumped) == expected):
                bad.append((point, done.returncode, done.stderr[-200:], again.returncode))
            for left in folder.glob("facts.db*"):
                left.unlink()
        print(
            f"calls: {name} {error}: {len(points)} of {most} calls failed in turn, exit codes {dict(codes)}, {len(bad)} bad {bad or ''}"
        )
        fine &= not bad
    return fine


def _count(store: Path, archive: Path, name: str) -> int:
    """How many times an undisturbed run makes a call, its workers left aside."""
    log = store.with_name("calls.txt")
    call("run", archive, "--store", store, "--quiet", under=_traced(name, store, log=log))
    store.unlink()
    return sum(1 for each in log.read_text("utf-8", "replace").splitlines() if each.startswith(name))


def _traced(name: str, store: Path, *, log: object, inject: str | None = None) -> list[str]:
    own = [f"{store}{suffix}" for suffix in ("", "-wal", "-shm", "-journal", ".lock")] if name in _OF_THE_STORE else []
    only = [part for path in own for part in ("-P", path)]
    faults = ["-e", f"inject={inject}"] if inject else []
    return ["strace", "-qq", "-o", str(log), *only, "-e", f"trace={name}", *faults]
