"""Archives of many short reports, made of the lines of corpora/reports by a seed, and the command over them."""

import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-m", "textmine.cli.main")
_LINES = 12  # of the body of a report
_TIMEOUT = 600  # seconds for some commands, on a machine that does much else
OLD = 1_500_000_000  # seconds since 1970: nobody takes the files for just written


def make(folder: Path, count: int, seed: int, *, lines: int = _LINES, order: int | None = None) -> Path:
    """An archive of ``count`` different reports of so many lines in folders of a hundred; ``order`` shuffles the order they are written in."""
    sources = sorted((ROOT / "corpora/reports").glob("*.txt"))
    known = [line for path in sources for line in path.read_text("utf-8").splitlines() if 10 < len(line) < 300]
    dice = random.Random(seed)  # noqa: S311  # a seed makes it the same each time
    reports = [(number, dice.choices(known, k=lines)) for number in range(count)]
    if order is not None:
        random.Random(order).shuffle(reports)  # noqa: S311
    for number, body in reports:
        path = folder / f"{number // 100:04}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"测试县第{number}号报告\n一、总体情况\n全年公开信息{number}件。\n" + "\n".join(body) + "\n", "utf-8"
        )
        os.utime(path, (OLD, OLD))
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


# The command, and what it took: its own memory as the system tells it of a process, for what getrusage tells may be that of who started it.
_MEASURED = """
import json, resource, sys
from pathlib import Path
from textmine.cli.main import main
target = Path(sys.argv.pop(1))
code = main()
own, workers = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
target.write_text(json.dumps({
    "processor": own.ru_utime + own.ru_stime, "worker_processor": workers.ru_utime + workers.ru_stime,
    "memory": next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")),
}))
sys.exit(code)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a command did and took: seconds, seconds of processor time, its own and that of its workers, its memory and its largest worker's in bytes."""

    code: int
    out: str
    err: str
    seconds: float
    processor: float
    worker_processor: float
    memory: int
    worker_memory: int


def measured(*arguments: object, meanwhile: Callable[[], object] = lambda: None) -> Measured:
    """Run textmine to its end, look at its workers and call ``meanwhile`` every second; needs Linux."""
    with tempfile.NamedTemporaryFile() as usage:
        begun, worker_memory = time.monotonic(), 0
        line = [sys.executable, "-c", _MEASURED, usage.name, *map(str, arguments)]
        with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as process:
            while True:
                try:
                    out, err = process.communicate(timeout=1)
                    break
                except subprocess.TimeoutExpired:
                    worker_memory = max([worker_memory, *map(_peak, _children(process.pid))])
                    meanwhile()
        seconds = time.monotonic() - begun
        return Measured(
            code=process.returncode, out=out, err=err, seconds=seconds, worker_memory=worker_memory, **json.load(usage)
        )


def _children(process: int) -> list[int]:
    """The processes that the threads of a process have started, none when it has ended."""
    lists = Path(f"/proc/{process}/task").glob("*/children")
    with suppress(OSError):
        return [int(each) for path in lists for each in path.read_text("ascii").split()]
    return []


def _peak(process: int) -> int:
    """The most memory in bytes that a process has taken, 0 when it has ended."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    return 0


# Several commands in one process, which costs one start of the interpreter; what each ends with and writes, as JSON.
_IN_TURN = """
import json, sys, tempfile
from textmine.cli.main import main
done, streams = [], (sys.stdout, sys.stderr)
for line in json.loads(sys.argv[1]):
    sys.stdout, sys.stderr = files = [tempfile.TemporaryFile("w+", encoding="utf-8") for _ in streams]
    code = main(line)
    written = []
    for file in files:
        file.flush()
        file.seek(0)
        written.append(file.read())
    done.append([code, *written])
sys.stdout, sys.stderr = streams
print(json.dumps(done))
"""


def in_turn(*lines: Sequence[object]) -> list[subprocess.CompletedProcess[str]]:
    """Run some command lines of textmine one after the other; a `RuntimeError` where their process ends otherwise."""
    given = [[str(each) for each in arguments] for arguments in lines]
    done = subprocess.run(
        [sys.executable, "-c", _IN_TURN, json.dumps(given)],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=_TIMEOUT,
    )
    if done.returncode:
        raise RuntimeError(f"the process ended with {done.returncode}: {done.stderr[-500:]}")
    return [
        subprocess.CompletedProcess(arguments, code, out, err)
        for arguments, (code, out, err) in zip(given, json.loads(done.stdout), strict=True)
    ]


def digest(done: subprocess.CompletedProcess[str]) -> str:
    """SHA-256 of what a command has written, with its exit code where it failed."""
    return hashlib.sha256(f"{done.returncode or ''}{done.stdout}".encode()).hexdigest()


def dump(store: Path) -> str:
    """SHA-256 of the canonical dump of a store; a `RuntimeError` where it cannot be read."""
    done = call("dump", store, "--canonical")
    if done.returncode:
        raise RuntimeError(done.stderr)
    return digest(done)


def undisturbed(archive: Path, store: Path) -> tuple[float, str]:
    """The seconds of a run with two workers that nobody disturbs, and the digest of what it stores."""
    begun = time.monotonic()
    call("run", archive, "--store", store, "--workers", 2, "--quiet")
    return time.monotonic() - begun, dump(store)


def is_whole(store: Path) -> bool:
    """Whether textmine finds nothing wrong with a store."""
    return call("verify", store).returncode == 0
