"""Looks at the processes of a Dask cluster on this machine while a run is using it."""

import subprocess
import time
from contextlib import suppress

import psutil


def mining(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The Dask workers that have begun to mine: they have a child that does."""
    found = []
    for child in psutil.Process(process.pid).children():
        with suppress(psutil.NoSuchProcess):  # a zombie is one, too
            if any("fake_worker" in grandchild.cmdline() for grandchild in child.children()):
                found.append(child)
    return found


def until(condition, seconds: float = 180):
    """What a condition gives as soon as that is something."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end
        time.sleep(0.02)
    return found


def kill_three(process: subprocess.Popen[str]) -> None:
    """Kill three workers one after the other, each while it mines."""
    killed: set[int] = set()
    while len(killed) < 3:
        victim = until(lambda: [worker for worker in mining(process) if worker.pid not in killed])[0]
        victim.kill()
        killed.add(victim.pid)
