"""kill -9 at random moments, then going on: the store equals that of a run nobody disturbed."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

from faulttests.archive import call, dump, is_whole, line, make

_KILLS = 3  # at most in one run
_EARLIEST = 0.3  # seconds: the interpreter has started


def run(folder: Path, *, seed: int, rounds: int, reports: int) -> bool:
    """Whether every round gave the same store; prints what happened."""
    archive = make(folder / "archive", reports, seed)
    reference = folder / "reference.db"
    begun = time.monotonic()
    call("run", archive, "--store", reference, "--workers", 2, "--quiet")
    took = time.monotonic() - begun
    expected = dump(reference)
    dice = random.Random(seed)  # noqa: S311  # a seed makes it the same each time
    same, kills, broken, orphans = 0, 0, 0, 0
    for number in range(rounds):
        store = folder / f"{number}.db"
        for _ in range(_KILLS):
            process = subprocess.Popen(
                line("run", archive, "--store", store, "--workers", 2, "--quiet"), start_new_session=True
            )
            try:
                process.wait(dice.uniform(_EARLIEST, took))
                break
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)  # the parent alone: its workers have to notice
                process.wait()
                kills += 1
            orphans += not _all_end(process.pid)
            broken += store.exists() and not is_whole(store)
        code = call("run", archive, "--store", store, "--workers", 2, "--quiet").returncode
        same += code == 0 and dump(store) == expected and is_whole(store)
        store.unlink()
    print(f"kills: {reports} reports, seed {seed}, undisturbed {took:.1f} s")
    print(
        f"  {kills} times kill -9 in {rounds} runs: {same} stores the same, {broken} damaged, {orphans} times a worker lived on"
    )
    return same == rounds and not broken and not orphans


def _all_end(group: int) -> bool:
    """Whether all processes of a session end within five seconds."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    return False
