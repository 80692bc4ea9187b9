"""scripts/make-store: makes a store of as many facts as asked for, the same bytes for the same seed.

The reports of corpora/ are varied (`vary.py`), mined and written as `textmine run` does it. Bodies bear the names of real places, so
that searches by place have something to find; what the reports say of them is made up.
"""

import argparse
import sys
import time
from pathlib import Path

from storebench.vary import reports, shelf
from textmine import mine
from textmine.store import FileRecord, open_store

_PROGRAM = "make-store"


def make(path: Path, *, facts: int, seed: int) -> tuple[int, int]:
    """Write reports into a new store until it holds ``facts`` facts or a few more; the numbers of reports and facts."""
    written = count = 0
    with open_store(path, program=_PROGRAM) as writer:
        for text in reports(shelf(), seed):
            report = mine(text)
            name = f"reports/{count // 1000:03}/{count:06}.txt"
            file = FileRecord(
                path=name, sha256=report.sha256, status=report.status, reason=report.reason, detail="", report=report.id
            )
            writer.record(file, report)
            count, written = count + 1, written + len(report.facts)
            if written >= facts:
                return count, written
    raise AssertionError("reports never end")


def main() -> int:
    """Exit codes: 0 done, 2 the file is there already."""
    parser = argparse.ArgumentParser(prog="scripts/make-store", description=__doc__)
    parser.add_argument("store", type=Path, help="the store to make")
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.store.exists():
        parser.error(f"{options.store} is there already")
    begun = time.monotonic()
    count, written = make(options.store, facts=options.facts, seed=options.seed)
    size = options.store.stat().st_size
    print(
        f"{options.store}: {count:,} reports, {written:,} facts, {size:,} bytes, {time.monotonic() - begun:.0f} seconds"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
