"""Ctrl-C, SIGTERM and SIGHUP at random moments: the run ends soon and says so, leaves no process and no lock, and the next one goes on."""

import random
import signal
import subprocess
import time
from pathlib import Path

from faulttests.archive import call, dump, is_whole, line, make, undisturbed
from faulttests.kills import all_end

_REPORTS = 200
_EARLIEST = 1.0  # seconds: the command has taken over the signals
_PATIENCE = 5  # seconds


def run(folder: Path, *, seed: int, rounds: int, reports: int) -> bool:
    """Whether every run that was stopped did as promised; prints what happened."""
    archive = make(folder / "archive", min(reports, _REPORTS), seed)
    took, expected = undisturbed(archive, folder / "reference.db")
    dice = random.Random(seed)  # noqa: S311  # a seed makes it the same each time
    stopped, slowest, bad = 0, 0.0, []
    for number in range(rounds):
        store = folder / f"{number}.db"
        sent = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[number % 3]
        with subprocess.Popen(
            line("run", archive, "--store", store, "--workers", 2, "--quiet"), start_new_session=True,
            stderr=subprocess.PIPE, encoding="utf-8",
        ) as process:  # fmt: skip
            time.sleep(dice.uniform(min(_EARLIEST, took / 2), took))
            process.send_signal(sent)
            since = time.monotonic()
            _, told = process.communicate()
        slowest = max(slowest, time.monotonic() - since)
        if process.returncode != 0:  # else it was done before
            stopped += 1
            if process.returncode != 128 + sent or told.count("\n") != 1 or not told.startswith("textmine: stopped by"):
                bad.append(f"{sent.name}: exit code {process.returncode}: {told[-300:]}")
        if not all_end(process.pid):
            bad.append(f"{sent.name}: a worker lived on")
        if left := [path.name for path in folder.glob(f"{number}.db*") if path != store]:
            bad.append(f"{sent.name}: left {left}")
        code = call("run", archive, "--store", store, "--workers", 2, "--quiet").returncode
        if code or dump(store) != expected or not is_whole(store):
            bad.append(f"{sent.name}: the next run ended with {code} or made another store")
        store.unlink()
    print(
        f"stops: {stopped} of {rounds} runs stopped in their middle, the slowest ended after {slowest:.1f} s; {len(bad)} bad {bad or ''}"
    )
    return not bad and slowest <= _PATIENCE
