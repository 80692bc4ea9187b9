"""The same archive in other surroundings gives the same store: workers, hash seed, time zone, locale, order, folder, clock, processor."""

import os
import random
import shutil
from pathlib import Path

from faulttests.archive import ROOT, call, dump, make

_LOCALES: tuple[dict[str, str], ...] = (
    {"LC_ALL": "C"},
    {"LC_ALL": "C.UTF-8"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
)
_ZONES = ("Asia/Shanghai", "America/New_York", "UTC")
_WORKERS = (1, 2, 4)
_CLOCKS = ((), ("faketime", "-f", "+400d"), ("faketime", "-f", "-3000d"))


# Other machines: what numpy and OpenBLAS would take for their processor.
_MACHINES: tuple[dict[str, str], ...] = (
    {},
    {"OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_NUM_THREADS": "1"},
    {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "2"},
    {"NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL"},
)


def run(folder: Path, *, seed: int, rounds: int, reports: int) -> bool:
    """Whether all combinations gave one store; prints what happened."""
    dice = random.Random(seed)  # noqa: S311  # a seed makes it the same each time
    clocks = _CLOCKS if shutil.which("faketime") else _CLOCKS[:1]
    found = set()
    for number in range(max(16, rounds)):
        place = folder / f"地点 {number}"
        archive = make(place / "archive", min(reports, 100), seed, order=number)
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(place),
            "PYTHONHASHSEED": str(dice.choice(["0", "1", "random"])),
            "TZ": dice.choice(_ZONES),
            **dice.choice(_LOCALES),
            **dice.choice(_MACHINES),
        }
        relative = dice.random() < 0.5
        done = call(
            "run", "archive" if relative else archive, "--store", "facts.db" if relative else place / "facts.db",
            "--quiet", "--workers", dice.choice(_WORKERS), under=dice.choice(clocks),
            cwd=place if relative else dice.choice([Path("/"), folder]), environment=environment,
        )  # fmt: skip
        if done.returncode:
            print(f"surroundings: exit code {done.returncode}: {done.stderr}")
            return False
        found.add(dump(place / "facts.db"))
        shutil.rmtree(place)
    clock = "clock included" if len(clocks) > 1 else "the clock left aside: there is no faketime here"
    print(f"surroundings: {max(16, rounds)} combinations, {clock}: {len(found)} different store(s)")
    return len(found) == 1
