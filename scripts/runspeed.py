"""scripts/bench-run: what `textmine run` costs, from text files to a searchable store, as a share of plain jieba's time on the same texts.

Processor time of the run and of its workers, each told apart, start included; jieba cuts the texts in this process before and after. The archive
is the text files of a folder, each several times with a line of its own at its end. "bound" is how many times one worker's rate two can
reach on three free cores or more, by processor time: what a worker takes over the greater of half of it and what the run itself takes; on two cores
it is what fits on both. Rates by the clock are not measured: other programs would count. `--sizes` tells how cost and memory go with the number
of reports, which are short then (made by a seed as scripts/make-store makes them, cut off); jieba cuts some of them every second meanwhile, since a
core of a busy machine is now fast and now slow.
"""

import argparse
import compileall
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from statistics import mean

from faulttests.archive import Measured, measured
from storebench.vary import reports, shelf

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared/reports"
BUILD = ROOT / "build"
_TIMES = 4  # how often each text is in the archive
_SHORT = 300  # characters of a report where the number of reports is what matters: some four facts
_SAMPLE = 50  # of them, which jieba cuts


def written(texts: Iterable[str], folder: Path) -> Path:
    """An archive of texts."""
    for number, text in enumerate(texts):
        path = folder / f"{number // 1000:03}" / f"{number:06}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def cost(texts: Iterable[str], meanwhile: Callable[[], object] = lambda: None) -> Measured:
    """What one run over an archive of them into a new store takes, with one worker."""
    compileall.compile_dir(ROOT / "textmine", quiet=1)  # as pip leaves it: modules are not compiled anew at each start
    BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix="bench-", dir=BUILD
    ) as there:  # on the disk of the project, /tmp may be memory
        archive = written(texts, Path(there) / "archive")
        found = measured("run", archive, "--store", Path(there) / "facts.db", "--quiet", meanwhile=meanwhile)
    if found.code not in (0, 3):
        raise RuntimeError(found.err)
    return found


def jieba_seconds(texts: Sequence[str]) -> float:
    """What plain jieba takes to cut them."""
    import jieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    begun = time.process_time()
    for text in texts:
        jieba.lcut(text)
    return time.process_time() - begun


def memory(found: Measured) -> str:
    """Peaks of the run and of its largest worker."""
    return f"{found.memory / 2**20:.0f} MB, worker {found.worker_memory / 2**20:.0f} MB"


def measure(folder: Path, times: int = _TIMES) -> float:
    """Print what a run over the text files of a folder costs; its ratio, 0 where there are none."""
    read = [path.read_text("utf-8", "replace") for path in sorted(folder.glob("*.txt"))]
    texts = [f"{text}\n附注第{n}号\n" for text in read for n in range(times)]
    if not texts:
        print(f"textmine run: no text files in {folder}")
        return 0
    plain = jieba_seconds(texts)
    start, found = cost(texts[:1]), cost(texts)
    plain = (plain + jieba_seconds(texts)) / 2
    own, workers = found.processor, found.worker_processor
    print(f"textmine run, {len(texts):,} reports of {folder}, {sum(map(len, texts)):,} characters:")
    print(
        f"  run / jieba       {(own + workers) / plain:.3f}  (the run itself {own / plain:.3f}, its worker {workers / plain:.3f})"
    )
    print(f"  of it the start   {(start.processor + start.worker_processor) / plain:.3f}  (a run over one report)")
    print(f"  a report          {(own + workers) / len(texts) * 1000:.1f} ms")
    print(
        f"  bound             {workers / max(own, workers / 2):.2f} times for two workers on three cores, "
        f"{2 * max(own, workers) / (own + workers):.2f} on two"
    )
    print(f"  memory            {memory(found)}", flush=True)
    return (own + workers) / plain


def print_sizes(sizes: Sequence[int]) -> None:
    """How the cost of a report and memory go with the number of reports: a line for each, compared with the first."""
    made, first = shelf(), 0.0
    sample = [text[:_SHORT] for text in islice(reports(made, 1), _SAMPLE)]
    for count in sizes:
        plain = [jieba_seconds(sample)]
        archive = (text[:_SHORT] for text in islice(reports(made, 1), count))
        found = cost(archive, meanwhile=lambda plain=plain: plain.append(jieba_seconds(sample)))
        one = mean(plain) / _SAMPLE
        each = (found.processor + found.worker_processor) / count
        first = first or each / one
        print(
            f"{count:>7,} reports of {_SHORT} characters: {each / one:.2f} of jieba's time for a report, {each / one / first - 1:+.1%} "
            f"({each * 1000:.1f} ms, the run itself {found.processor / count * 1000:.1f}); {memory(found)}",
            flush=True,
        )


def main() -> int:
    """Exit code 1 if the ratio lies above --at-most."""
    parser = argparse.ArgumentParser(prog="scripts/bench-run", description=__doc__)
    parser.add_argument(
        "folder", type=Path, nargs="?", help="text files (default: ../shared/reports or corpora/reports)"
    )
    parser.add_argument("--times", type=int, default=_TIMES, help="how often each text is in the archive")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[], metavar="N", help="runs over N reports as well, as 1000 10000 50000"
    )
    parser.add_argument("--at-most", type=float, metavar="RATIO", help="fail above this ratio")
    options = parser.parse_args()
    ratio = measure(options.folder or (SHARED if SHARED.is_dir() else ROOT / "corpora/reports"), options.times)
    print_sizes(options.sizes)
    return 1 if options.at_most is not None and ratio > options.at_most else 0


if __name__ == "__main__":
    sys.exit(main())
