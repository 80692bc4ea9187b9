"""scripts/bench-tables: rebuilds random fillings of the national forms from every layout and counts what comes back.

A filling counts as identical if every cell has its value, as marked if each cell that has not is empty and a failed check
names its table. A wrong value without a failed check is the one thing that must never happen.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from random import Random
from statistics import median

from tablebench.files import FILES
from tablebench.fill import Filled, broken, filled, report_forms
from tablebench.layouts import LAYOUTS, Damage, damaging, intact
from textmine.read import read_bytes, read_text
from textmine.schema import Table
from textmine.tables import find_tables

_GLUED_LEAST = 0.97

AnyLayout = Callable[[Sequence[Filled], Damage], str | bytes]


def expected(table: Filled) -> dict[tuple[str, ...], str]:
    """The value of every cell by its labels."""
    return {
        (*row, "|", *column): str(value)
        for row, values in zip(table.form.rows, table.values, strict=True)
        for column, value in zip(table.form.columns, values, strict=True)
    }


def verdict(table: Filled, found: Table | None) -> str:
    """``identical``, ``marked`` (nothing wrong, something missing and said so), ``missing`` or ``wrong``."""
    if found is None:
        return "missing"
    wanted = expected(table)
    got = {(*cell.row, "|", *cell.column): "".join(cell.text.split()) for cell in found.cells}
    if got == wanted:
        return "identical"
    told = any(not check.ok for check in found.checks)
    wrong = any(text and wanted.get(place) != text for place, text in got.items())
    if wrong:
        return "told" if told else "wrong"
    return "marked" if told else "silent"


def run(
    name: str, layout: AnyLayout, rounds: int, seed: int, *, damaged: bool, altered: bool
) -> tuple[Counter[str], list[float]]:
    """Verdicts over all fillings, and the seconds that reading each took."""
    verdicts: Counter[str] = Counter()
    seconds = []
    for number in range(rounds):
        random = Random(f"{seed}:{name}:{number}:{damaged}:{altered}")  # noqa: S311  # reproducible, not secret
        year = ("2019", "2021")[number % 2]
        tables = [filled(form, random) for form in report_forms(year)]
        hit = random.randrange(len(tables) - 2, len(tables))
        if altered:
            tables[hit] = broken(tables[hit], random)
        made = layout(tables, damaging(random) if damaged else intact)
        document = read_text(made) if isinstance(made, str) else read_bytes(made, f"report.{name}")
        begun = time.perf_counter()
        found = {table.title: table for table in find_tables(document.text, document.body, document.grids)}
        seconds.append(time.perf_counter() - begun)
        if altered:
            table = found.get(tables[hit].form.title)
            verdicts["told" if table and any(not check.ok for check in table.checks) else "untold"] += 1
        else:
            for table in tables:
                found_as = verdict(table, found.get(table.form.title))
                # Glued digits are proved by equations between rows; sums within a row alone leave some undecided, and
                # without any nothing can be proved: such tables must not come out wrong, that is all.
                owed = name != "glued" or table.form.equations or found_as in ("wrong", "silent")
                verdicts[found_as if owed else f"unproved {'identical' if found_as == 'identical' else 'marked'}"] += 1
    return verdicts, seconds


def main() -> int:
    """Exit codes: 0 all floors held, 1 one is not."""
    parser = argparse.ArgumentParser(prog="scripts/bench-tables", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, help="fillings a layout (1000 for the figures of the docs)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--layout", choices=sorted({**LAYOUTS, **FILES}), action="append")
    options = parser.parse_args()
    bad = 0
    layouts: dict[str, AnyLayout] = {**LAYOUTS, **FILES}
    for name, layout in layouts.items():
        if options.layout and name not in options.layout:
            continue
        for damaged in (False, True):
            verdicts, seconds = run(name, layout, options.rounds, options.seed, damaged=damaged, altered=False)
            total = sum(number for name_of, number in verdicts.items() if not name_of.startswith("unproved"))
            share = verdicts["identical"] / total
            print(f"{name:<8}{'damaged labels' if damaged else 'intact labels':<16}identical {share:.4f}  {dict(verdicts)}"
                  f"  {1000 * median(seconds):.1f} ms, most {1000 * max(seconds):.1f} ms")  # fmt: skip
            bad += verdicts["wrong"] + verdicts["silent"] + (share < (_GLUED_LEAST if name == "glued" else 1))
        verdicts, _ = run(name, layout, options.rounds, options.seed, damaged=False, altered=True)
        print(f"{name:<8}{'a cell altered':<16}{dict(verdicts)}")
        bad += verdicts["untold"]
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
