"""Runs the long tier of the tests of reliability."""

import argparse
import sys
import tempfile
from pathlib import Path

from faulttests import calls, cluster, damage, exports, kills, stops, surroundings, unchanged

_ALL = {
    "kills": kills,
    "stops": stops,
    "calls": calls,
    "cluster": cluster,
    "surroundings": surroundings,
    "damage": damage,
    "exports": exports,
    "unchanged": unchanged,
}


def main() -> int:
    """Exit code 1 if any of them fails."""
    parser = argparse.ArgumentParser(prog="scripts/test-faults", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(_ALL)} (default: all)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--rounds", type=int, default=20, help="how many kills, failing calls of each kind, damaged copies …"
    )
    parser.add_argument("--reports", type=int, default=2000, help="reports in the archive of kills")
    options = parser.parse_args()
    if unknown := set(options.names) - set(_ALL):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    fine = True
    for name in options.names or _ALL:
        with tempfile.TemporaryDirectory(prefix="textmine-") as folder:
            fine &= _ALL[name].run(Path(folder), seed=options.seed, rounds=options.rounds, reports=options.reports)
    print("passed" if fine else "FAILED")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
