"""kill -9 at random moments, then going on: the store equals that of a run nobody disturbed."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

from faulttests.archive import digest, in_turn, is_whole, line, make, undisturbed

_LINES = 4  # of the body of a report: many short ones have more moments between them
_KILLS = 3  # at most in one run
_EARLIEST = 0.3  # seconds: the interpreter has started
_LOST = 64  # documents that a kill may cost beyond those in work


def run(folder: Path, *, seed: int, rounds: int, reports: int) -> bool:
    """Whether every round gave the same store; prints what happened."""
    archive = make(folder / "archive", reports, seed, lines=_LINES)
    took, expected = undisturbed(archive, folder / "reference.db")
    dice = random.Random(seed)  # noqa: S311  # a seed makes it the same each time
    same, kills, broken, orphans, lost = 0, 0, 0, 0, 0
    for number in range(rounds):
        store, log = folder / f"{number}.db", folder / f"{number}.jsonl"
        for _ in range(_KILLS):
            process = subprocess.Popen(
                line("run", archive, "--store", store, "--workers", 2, "--quiet", "--log-json", log),
                start_new_session=True,
            )
            try:
                process.wait(dice.uniform(_EARLIEST, took))
                break
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)  # the parent alone: its workers have to notice
                process.wait()
                kills += 1
            orphans += not all_end(process.pid)
            broken += store.exists() and not is_whole(store)
            lost = max(lost, _told(log) - _stored(store))
        again, verified, dumped = in_turn(
            ("run", archive, "--store", store, "--workers", 2, "--quiet"),
            ("verify", store),
            ("dump", store, "--canonical"),
        )
        same += again.returncode == verified.returncode == 0 and digest(dumped) == expected
        store.unlink()
        log.unlink(missing_ok=True)
    print(f"kills: {reports} reports, seed {seed}, undisturbed {took:.1f} s")
    print(
        f"  {kills} times kill -9 in {rounds} runs: {same} stores the same, {broken} damaged, {orphans} times a worker lived on"
    )
    print(f"  documents that had been told as done and were to be done again: at most {lost}")
    return same == rounds and not broken and not orphans and lost <= _LOST


def _told(log: Path) -> int:
    """How many different documents the runs so far have told as done; the last line may be cut off."""
    lines = log.read_text("utf-8").splitlines(keepends=True) if log.exists() else []
    events = [json.loads(each) for each in lines if each.endswith("\n")]
    return len({event["path"] for event in events if event["event"] == "document"})


def _stored(store: Path) -> int:
    if not store.exists():
        return 0
    with closing(sqlite3.connect(store)) as connection:
        return int(connection.execute("SELECT count(*) FROM files").fetchone()[0])


def all_end(group: int) -> bool:
    """Whether all processes of a session end within five seconds."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    os.killpg(group, signal.SIGKILL)
    return False
