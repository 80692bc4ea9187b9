"""Archives of many short reports, made of the lines of corpora/reports by a seed, and the command over them."""

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "textmine.cli.main")
_LINES = 12  # of the body of a report
_OLD = 1_500_000_000  # seconds since 1970: nobody takes the files for just written


def make(folder: Path, count: int, seed: int, *, order: int | None = None) -> Path:
    """An archive of ``count`` different reports in folders of a hundred; ``order`` shuffles the order they are written in."""
    sources = sorted((ROOT / "corpora/reports").glob("*.txt"))
    lines = [line for path in sources for line in path.read_text("utf-8").splitlines() if 10 < len(line) < 300]
    dice = random.Random(seed)  # noqa: S311  # a seed makes it the same each time
    reports = [(number, dice.choices(lines, k=_LINES)) for number in range(count)]
    if order is not None:
        random.Random(order).shuffle(reports)  # noqa: S311
    for number, body in reports:
        path = folder / f"{number // 100:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"测试县第{number}号报告\n一、总体情况\n全年公开信息{number}件。\n" + "\n".join(body) + "\n", "utf-8"
        )
        os.utime(path, (_OLD, _OLD))
    return folder


def line(*arguments: object) -> list[str]:
    """The command line of textmine."""
    return [*COMMAND, *map(str, arguments)]


def call(
    *arguments: object, under: Sequence[str] = (), cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run textmine to its end; ``under`` is put before its command line."""
    return subprocess.run(
        [*under, *line(*arguments)], cwd=cwd, env=environment, check=False, capture_output=True, encoding="utf-8"
    )


def dump(store: Path) -> str:
    """SHA-256 of the canonical dump of a store; a `RuntimeError` where it cannot be read."""
    done = call("dump", store, "--canonical")
    if done.returncode:
        raise RuntimeError(done.stderr)
    return hashlib.sha256(done.stdout.encode()).hexdigest()


def is_whole(store: Path) -> bool:
    """Whether textmine finds nothing wrong with a store."""
    return call("verify", store).returncode == 0
