"""A second run over an archive that has not changed opens no document and writes nothing, however many files it has."""

import hashlib
import os
import shutil
import time
from pathlib import Path

from faulttests.archive import call, make

_FILES = 100_000
_DIFFERENT = 200


def run(folder: Path, *, seed: int, rounds: int, reports: int) -> bool:
    """Whether nothing was opened or written; prints what happened."""
    del rounds, reports
    originals = sorted(make(folder / "originals", _DIFFERENT, seed).rglob("*.txt"))
    archive = folder / "archive"
    for number in range(_FILES):  # links are files of their own to a run, and quickly made
        path = archive / f"{number // 1000:03}" / f"{number:06}.txt"
        if number % 1000 == 0:
            path.parent.mkdir(parents=True)
        os.link(originals[number % _DIFFERENT], path)
    store = folder / "facts.db"
    first, _ = _timed(archive, store)
    before = hashlib.sha256(store.read_bytes()).hexdigest()
    log = folder / "opened.txt"
    under = ["strace", "-f", "-qq", "-o", str(log), "-e", "trace=openat"] if shutil.which("strace") else []
    _timed(archive, store, *under)
    opened = (
        sum("archive/" in line and ".txt" in line for line in log.read_text("utf-8", "replace").splitlines())
        if under
        else 0
    )
    second, summary = _timed(archive, store)
    same = hashlib.sha256(store.read_bytes()).hexdigest() == before
    print(f"unchanged: {_FILES} files, first run {first:.0f} s, second {second:.1f} s ({summary})")
    counted = f"{opened} documents opened" if under else "documents opened not counted: there is no strace here"
    print(f"unchanged: {counted}, store {'the same' if same else 'CHANGED'} byte for byte")
    return same and not opened


def _timed(archive: Path, store: Path, *under: str) -> tuple[float, str]:
    begun = time.monotonic()
    done = call("run", archive, "--store", store, under=under)
    return time.monotonic() - begun, done.stdout.partition("\n")[0]
