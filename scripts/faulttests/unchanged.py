"""A second run over an archive that has not changed opens no document and writes nothing, however many files it has."""

import hashlib
import shutil
from pathlib import Path

from faulttests.archive import call, make, measured

_FILES = 100_000
_LINES = 0  # beside the three of every report: the files are counted here, not what stands in them
_MOST = 300 * 2**20  # bytes that the run itself may take, its workers left aside


def run(folder: Path, *, seed: int, rounds: int, reports: int) -> bool:
    """Whether nothing was opened or written; prints what happened."""
    del rounds, reports
    archive = make(folder / "archive", _FILES, seed, lines=_LINES)
    store, line = folder / "facts.db", ("run", folder / "archive", "--store", folder / "facts.db")
    first = measured(*line, "--workers", 2)
    before, changed = _digest(store), store.stat().st_mtime_ns
    second = measured(*line)
    opened, written = _traced(folder / "calls.txt", archive, *line)
    same = _digest(store) == before and store.stat().st_mtime_ns == changed
    print(f"unchanged: {first.out.partition(chr(10))[0]}; the store has {store.stat().st_size / 2**20:.0f} MiB")
    for name, each in (("first", first), ("second", second)):
        print(
            f"unchanged: {name} run: exit code {each.code}, {each.seconds:.0f} s, {each.processor + each.worker_processor:.1f} s of processor time, "
            f"{each.memory / 2**20:.0f} MiB, its workers {each.worker_memory / 2**20:.0f} MiB"
        )
    counted = f"{opened} documents opened, {written} writes into databases" if opened is not None else "no strace here"
    print(f"unchanged: second run: {counted}, store {'the same' if same else 'CHANGED'} byte for byte")
    told = first.out.splitlines()[0] == second.out.splitlines()[0]
    small = max(first.memory, second.memory) <= _MOST
    return first.code == second.code == 0 and told and small and same and not opened and not written


def _traced(log: Path, archive: Path, *line: object) -> tuple[int | None, int | None]:
    """How many documents a run opens, and how often it or its workers write into a database; ``None`` where that cannot be seen."""
    if not shutil.which("strace"):
        return None, None
    call(*line, under=["strace", "-f", "-qq", "-o", str(log), "-e", "trace=openat,open,pwrite64,ftruncate"])
    opened = written = 0
    with log.open(encoding="utf-8", errors="replace") as calls:
        for each in calls:
            opened += f"{archive}/" in each and ".txt" in each
            written += "pwrite64(" in each
    return opened, written


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
