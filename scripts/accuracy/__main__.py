"""scripts/check-accuracy: mine the reports with known facts, print how well that went, fail below the floors."""

import argparse
import sys
from collections.abc import Mapping

from accuracy.floors import FLOORS, Rates, missed, parse, raised, render
from accuracy.suites import corpora, exam, measure


def table(title: str, rates: Rates, floors: Mapping[str, float]) -> str:
    """One row a rate: its value, its floor, and a mark where it lies below.

    >>> print(table("corpora", {"unit": 0.98765, "cell_f1": None}, {"unit": 0.99}))
    corpora           rate   floor
    unit             0.988   0.990  below
    cell_f1              -       -
    """

    def digits(rate: float | None) -> str:
        return "-" if rate is None else f"{rate:.3f}"

    below = missed(floors, rates)
    rows = (
        f"{name:<16} {digits(rate):>5} {digits(floors.get(name)):>7}  {'below' if name in below else ''}".rstrip()
        for name, rate in rates.items()
    )
    return "\n".join((f"{title:<16} {'rate':>5} {'floor':>7}", *rows))


def main() -> int:
    """Exit codes: 0 every rate holds its floor, 1 one does not."""
    parser = argparse.ArgumentParser(prog="scripts/check-accuracy", description=__doc__)
    parser.add_argument("--misses", action="store_true", help="say every disagreement with gold in a line")
    parser.add_argument("--raise", action="store_true", dest="up", help="write the floors anew, upward only")
    options = parser.parse_args()

    from textmine import mine

    floors = parse(FLOORS.read_text(encoding="utf-8"))
    failed = []
    for suite in filter(None, (corpora(), exam())):
        tally, left_out = measure(suite, mine)
        rates = tally.rates()
        if options.misses:
            print("\n".join(tally.misses), end="\n\n")
        print(table(suite.name, rates, floors.get(suite.name, {})))
        print(f"{tally.counts['figures_want']} figures in {len(suite.names()) - len(left_out)} reports")
        for name, reason in left_out.items():
            print(f"left out: {name}: {reason}")
        print()
        failed += [f"{suite.name}.{name}" for name in missed(floors.get(suite.name, {}), rates)]
        if options.up:
            floors[suite.name] = raised(floors.get(suite.name, {}), rates)
    if options.up:
        FLOORS.write_text(render(floors), encoding="utf-8")
    if failed:
        print(f"below the floor: {', '.join(failed)}", file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
