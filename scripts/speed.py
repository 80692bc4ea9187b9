"""scripts/bench: the time of extraction as a share of the time that plain jieba takes to cut the same text into words.

Both run in this process on one core, in rounds that take turns, so that a slow moment of the machine falls on both. What is
printed is the median of the rounds' ratios. "categories alone" is what labelling adds where the words are cut already.
Dictionaries and models are loaded, and files read, before the clock starts; they are frozen, so that the garbage collector
walks what the work makes and not what was there before. "naive patterns" is the floor (naive.py); --peers adds programs of others, on some of the
texts in one round since they are slow. Then follows what scripts/bench-run says of a whole `textmine run`.
"""

import argparse
import gc
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from spacy.language import Language
from spacy.tokens import Doc

import naive
import peers
import runspeed
import textmine
from textmine.components import COMPONENTS

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared/reports"

CATEGORISE = "textmine_categorise"
_PEER_TEXTS = 8

Work = Callable[[str], object]


def seconds(work: Work, texts: Sequence[str]) -> float:
    """The processor time of one pass over the texts, all threads together."""
    begun = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - begun


def ratios(works: dict[str, Work], plain: Work, texts: Sequence[str], rounds: int) -> dict[str, list[float]]:
    """For each work and round its time over that of plain work, which is the mean of the pass before and the pass after."""
    found: dict[str, list[float]] = {name: [] for name in works}
    before = seconds(plain, texts)
    for _ in range(rounds):
        for name, work in works.items():
            taken = seconds(work, texts)
            after = seconds(plain, texts)
            found[name].append(2 * taken / (before + after))
            before = after
    return found


def before_categories(nlp: Language, text: str) -> Doc:
    """A report as `textmine.load()` has it before its passages get categories: cut into words and passages."""
    doc = nlp.make_doc(text)
    for name in COMPONENTS[: COMPONENTS.index(CATEGORISE)]:
        doc = nlp.get_pipe(name)(doc)
    return doc


def print_ratios(found: dict[str, list[float]]) -> None:
    """A line for each work."""
    for name, shares in found.items():
        print(
            f"  {name:<24} {median(shares):.3f}   (rounds: {', '.join(f'{share:.3f}' for share in shares)})", flush=True
        )


def print_peers(plain: Work, texts: Sequence[str]) -> None:
    """What programs of others take over some of the texts, or how to get them."""
    try:
        others = peers.peers()
    except ImportError as error:
        print(f"peers: {error.name} is not there; call: {peers.INSTALL}")
        return
    some = texts[:: max(1, len(texts) // _PEER_TEXTS)]
    works: dict[str, Work] = {**others, "textmine.mine(text)": textmine.mine}
    for work in works.values():
        work("2023年投资12亿元，增长5%。")
    print(f"peers, over {len(some)} of the texts, {sum(map(len, some)):,} characters, one round:")
    print_ratios(ratios(works, plain, some, 1))


def main() -> int:
    """Exit codes: 0 done, 1 a median ratio of extraction lies above --at-most."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="reports (default: ../shared/reports or corpora/reports)")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--at-most", type=float, metavar="RATIO", help="fail above this ratio of extraction")
    parser.add_argument("--peers", action="store_true", help="measure JioNLP and Recognizers-Text as well")
    parser.add_argument("--sizes", type=int, nargs="*", default=[], metavar="N", help="as scripts/bench-run has it")
    parser.add_argument("--no-run", action="store_true", help="extraction alone, no `textmine run`")
    options = parser.parse_args()
    folder: Path = options.folder or (SHARED if SHARED.is_dir() else ROOT / "corpora/reports")
    cores = os.sched_getaffinity(0) if hasattr(os, "sched_setaffinity") else set()
    if cores:
        os.sched_setaffinity(0, {min(cores)})

    import jieba

    jieba.setLogLevel("ERROR")
    jieba.initialize()
    reports = map(textmine.mine, sorted(path for path in folder.iterdir() if path.is_file()))
    texts = [report.text for report in reports if report.status == "ok"]
    if not texts:
        parser.error(f"no readable report in {folder}")
    nlp = textmine.load()
    cut_up = {text: before_categories(nlp, text) for text in texts}
    categorise = nlp.get_pipe(CATEGORISE)
    works: dict[str, Work] = {
        "textmine.mine(text)": textmine.mine,
        "textmine.load()(text)": nlp,
        "categories alone": lambda text: categorise(cut_up[text]),
        "naive patterns": naive.scan,
    }
    for work in works.values():
        work(texts[0])
    gc.collect()
    gc.freeze()

    found = ratios(works, jieba.lcut, texts, options.rounds)
    print(f"{len(texts)} reports of {folder}, {sum(map(len, texts)):,} characters, {options.rounds} rounds on one core")
    print("time as a share of plain jieba.lcut of the same text:")
    print_ratios(found)
    if options.peers:
        print_peers(jieba.lcut, texts)
    if cores:
        os.sched_setaffinity(0, cores)
    if not options.no_run:
        runspeed.measure(folder)
    runspeed.print_sizes(options.sizes)
    worst = max(map(median, found.values()))
    if options.at_most is not None and worst > options.at_most:
        print(f"above {options.at_most}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
