"""scripts/bench-run: what `textmine run` costs, from text files to a searchable store, as a share of plain jieba's time on the same texts.

Processor time of the run and of its workers, each told apart, start included; jieba cuts the texts in this process before and after. Archives
are the text files of a folder, each several times with a line of its own at its end, or made by a seed (`--made`: dense with figures, as
scripts/make-store makes them). "bound" is how many times one worker's rate two can reach on three free cores or more, by processor time:
what a worker takes over the greater of half of it and what the run itself takes; on two cores it is what fits on both. Rates by the clock are not measured: other programs
would count.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from storebench.vary import reports, shelf

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared/reports"

# The peak of memory is that of the largest of the workers; `wait4` adds up their time as each ends.
_RUN = """
import json, resource, sys
from textmine.cli.main import main
code = main(sys.argv[1:])
own, workers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps([code, *(figure for each in (own, workers) for figure in (each.ru_utime + each.ru_stime, each.ru_maxrss / 1024))]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds of processor time and peaks of memory in MB, of the run itself and of its worker."""

    own: float
    own_memory: float
    workers: float
    worker_memory: float


def cost(archive: Path, folder: Path) -> Cost:
    """What one run over an archive into a new store takes, with one worker."""
    store = folder / "facts.db"
    line = [sys.executable, "-c", _RUN, "run", str(archive), "--store", str(store), "--quiet"]
    done = subprocess.run(line, check=True, capture_output=True, encoding="utf-8")
    store.unlink()
    code, own, own_memory, workers, worker_memory = json.loads(done.stdout.splitlines()[-1])
    if code not in (0, 3):
        raise RuntimeError(done.stderr)
    return Cost(own=own, own_memory=own_memory, workers=workers, worker_memory=worker_memory)


def written(texts: list[str], folder: Path) -> Path:
    """An archive of texts."""
    for number, text in enumerate(texts):
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def jieba_seconds(texts: list[str]) -> float:
    """What plain jieba takes to cut them."""
    import jieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    begun = time.process_time()
    for text in texts:
        jieba.lcut(text)
    return time.process_time() - begun


def measure(name: str, texts: list[str]) -> float:
    """Print what an archive costs; its ratio."""
    with tempfile.TemporaryDirectory(prefix="textmine-") as there:
        archive = written(texts, Path(there) / "archive")
        plain = jieba_seconds(texts)
        found = cost(archive, Path(there))
        plain = (plain + jieba_seconds(texts)) / 2
    both = found.own + found.workers
    print(f"{name}: {len(texts):,} reports, {sum(map(len, texts)):,} characters")
    print(
        f"  run / jieba       {both / plain:.3f}  (the run itself {found.own / plain:.3f}, its worker {found.workers / plain:.3f})"
    )
    print(f"  a report          {both / len(texts) * 1000:.1f} ms")
    print(
        f"  bound             {found.workers / max(found.own, found.workers / 2):.2f} times for two workers on three cores, "
        f"{2 * max(found.own, found.workers) / both:.2f} on two"
    )
    print(f"  memory            {found.own_memory:.0f} MB, worker {found.worker_memory:.0f} MB", flush=True)
    return both / plain


def main() -> int:
    """Exit code 1 if the ratio of the first archive lies above --at-most."""
    parser = argparse.ArgumentParser(prog="scripts/bench-run", description=__doc__)
    parser.add_argument(
        "folder", type=Path, nargs="?", help="text files (default: ../shared/reports or corpora/reports)"
    )
    parser.add_argument("--times", type=int, default=4, help="how often each text is in the archive")
    parser.add_argument(
        "--made",
        type=int,
        nargs="*",
        default=[],
        metavar="N",
        help="archives of N reports by a seed besides, as 1000 10000",
    )
    parser.add_argument("--at-most", type=float, metavar="RATIO", help="fail above this ratio")
    options = parser.parse_args()
    folder: Path = options.folder or (SHARED if SHARED.is_dir() else ROOT / "corpora/reports")
    texts = [path.read_text("utf-8", "replace") for path in sorted(folder.glob("*.txt"))]
    if not texts:
        parser.error(f"no text files in {folder}")
    ratio = measure(str(folder), [f"{text}\n附注第{n}号\n" for text in texts for n in range(options.times)])
    for count in options.made:
        measure("made by seed 1", list(islice(reports(shelf(), 1), count)))
    return 1 if options.at_most is not None and ratio > options.at_most else 0


if __name__ == "__main__":
    sys.exit(main())
