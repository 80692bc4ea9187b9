"""scripts/bench-tables: rebuilds random fillings of the national forms from every layout and counts what comes back.

Each filling is a report of one national form (the sheet of 2014, the forms of 2019 and 2021 in turn) with all its tables. A table counts as identical if every
cell has its text, as marked if each cell that has not is empty and a failed check names its row. A wrong cell without a failed
check is the one thing that must never happen. A run with one cell altered shows whether the break is told, one with
blanks for zeros whether they come back as blanks from the layouts that show them.

--like issue: values between 0 and 500,000, mostly small: 70 % are 0, 20 % up to 99, 8 % up to 9,999, 2 % up to 500,000.
--like reports: as counted in the six disclosure reports for 2019-2024 at hand. Request tables: 89.0 % are 0, 6.8 % 1-9, 3.2 %
10-99, 0.6 % 100-999, 0.4 % more; review and litigation rows: 70.8 % 0, 19.4 % 1-9, 8.3 % 10-99, 1.4 % 100-999, 0.1 % more.

Glued digits are told apart by what must add up. Of the tables with identities, the request table is proved by equations
between rows; the review row has none but its own three sums, and where two readings satisfy them no program can tell which is
meant: an exhaustive count, which knows nothing of the program, is printed beside what came back. A report also states numbers of its
form in sentences; the glued forms are rebuilt once more within reports that state what real ones state (narrative.py). The small tables of
第二十条 have no identities at all. So the shares are printed by cell, row, table and form.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from random import Random
from statistics import median

from tablebench.adversary import adversary
from tablebench.exhaustive import count_readings
from tablebench.files import FILES
from tablebench.fill import LIKE, SMALL, YEARS, Filled, broken, filled, report_forms, value_in
from tablebench.layouts import LAYOUTS, SHOW_BLANKS, Damage, damaging, intact
from tablebench.mixed import mixture, zero_sign
from tablebench.narrative import STATED, reported
from tablebench.verdicts import Tally, verdict
from textmine.pipeline import mine_document
from textmine.read import read_bytes, read_text
from textmine.schema import Document, Table
from textmine.tables import find_tables

_GLUED_LEAST = 0.97
_MIXTURES = 5  # as many mixtures as fillings of another layout: there are more ways to be damaged
_REQUESTS = ("applications-2019", "applications-2021")
_PROVABLE = (*_REQUESTS, "remedies")

AnyLayout = Callable[[Sequence[Filled], Damage], str | bytes]


def reports(
    name: str, options: argparse.Namespace, kind: str, zero: str = "0"
) -> Iterator[tuple[str, list[Filled], Random]]:
    """The fillings of one run: the year of the form, its tables, and the source of further chance."""
    for number in range(options.rounds):
        random = Random(f"{options.seed}:{name}:{number}:{kind}")  # noqa: S311  # reproducible, not secret
        year = YEARS[number % len(YEARS)]
        yield year, [filled(form, random, options.like, zero) for form in report_forms(year)], random


def made(name: str, layout: AnyLayout, tables: Sequence[Filled], damage: Damage) -> Document:
    """The report in a layout, as the reader hands it on."""
    written = layout(tables, damage)
    return read_text(written) if isinstance(written, str) else read_bytes(written, f"report.{name}")


def found_in(document: Document) -> dict[str | None, Table]:
    """The tables of a document by title."""
    return {table.title: table for table in find_tables(document.text, document.body, document.grids)}


def rebuilt(name: str, layout: AnyLayout, options: argparse.Namespace, *, damaged: bool, zero: str = "0") -> int:
    """One run of intact sums; prints its line and gives the number of floors that it misses."""
    verdicts: Counter[str] = Counter()
    seconds, tally = [], Tally()
    for year, tables, random in reports(name, options, f"{damaged}{zero}", zero):
        document = made(name, layout, tables, damaging(random) if damaged else intact)
        begun = time.process_time()
        found = found_in(document)
        seconds.append(time.process_time() - begun)
        printed = [table for table in tables if any(map("".join, table.texts()))]  # a reader may drop a row of blanks
        verdicts.update(verdict(table, found.get(table.form.title)) for table in printed)
        whole = [tally.add(table, found.get(table.form.title)) for table in printed if table.form.id in _PROVABLE]
        if whole:
            tally.add_form(year, whole=all(whole))
        for table in printed:
            if table.form.id not in _PROVABLE:
                tally.add(table, found.get(table.form.title))
    total = sum(verdicts.values())
    kind = ("damaged labels" if damaged else "intact labels") if zero else "blank zeros"
    print(f"{name:<9}{kind:<16}identical {verdicts['identical'] / total:.4f}  {dict(verdicts)}  "
          f"{1000 * median(seconds):.1f} ms, most {1000 * max(seconds):.1f} ms")  # fmt: skip
    bad = verdicts["wrong"] + verdicts["silent"]
    if name != "glued":
        return bad + (verdicts["identical"] < total)
    for line in tally.lines():
        print(f"    {line}")
    both = [f"{what} {tally.share(_PROVABLE, what):.4f}" for what in ("cells", "rows", "tables")]
    print(f"    {'with identities':<20}{'  '.join(both)}")
    every = [f"{what} {tally.share(tally.tables(), what):.4f}" for what in ("cells", "rows", "tables")]
    print(f"    {'all tables':<20}{'  '.join(every)}")
    return bad + (tally.share(_REQUESTS, "tables") < _GLUED_LEAST) + (tally.share(_PROVABLE, "cells") < _GLUED_LEAST)


def altered(name: str, layout: AnyLayout, options: argparse.Namespace) -> int:
    """One run with a cell altered so that an identity breaks; the number of breaks that were not told."""
    verdicts: Counter[str] = Counter()
    for _, tables, random in reports(name, options, "altered"):
        hit = random.randrange(max(0, len(tables) - 2), len(tables))
        tables[hit] = broken(tables[hit], random)
        table = found_in(made(name, layout, tables, intact)).get(tables[hit].form.title)
        verdicts["told" if table and any(not check.ok for check in table.checks) else "untold"] += 1
    print(f"{name:<9}{'a cell altered':<16}{dict(verdicts)}")
    return verdicts["untold"]


def counted(options: argparse.Namespace) -> int:
    """The exhaustive count over the review rows of the glued run; rows with one reading that did not come back."""
    verdicts: Counter[str] = Counter()
    for _, tables, _ in reports("glued", options, "False0"):
        table = tables[-1]
        if table.form.id != "remedies":
            continue
        readings = count_readings("".join(table.texts()[0]), table.form.law)
        document = made("glued", LAYOUTS["glued"], tables, intact)
        came = verdict(table, found_in(document).get(table.form.title))
        verdicts[f"{'one reading' if readings == 1 else 'several readings'}, {came}"] += 1
    several = sum(number for kind, number in verdicts.items() if kind.startswith("several"))
    print(f"glued    review rows, readings counted exhaustively: {dict(sorted(verdicts.items()))}")
    print(f"    no program can tell {several / max(1, verdicts.total()):.4f} of them by their digits alone")
    return sum(
        number for kind, number in verdicts.items() if kind.startswith("one reading") and "identical" not in kind
    )


def small(options: argparse.Namespace) -> int:
    """Prints for some distributions how many rows of reviews and lawsuits their digits decide, counted exhaustively."""
    (form,) = (form for form in report_forms("2021") if form.id == "remedies")
    for name, bands in SMALL.items():
        random = Random(f"{options.seed}:{name}")  # noqa: S311  # reproducible, not secret
        one = 0
        for _ in range(options.rounds):
            groups = [[value_in(random, bands) for _ in item.parts] for item in form.law.sums]
            digits = "".join(str(value) for group in groups for value in (*group, sum(group)))
            one += count_readings(digits, form.law) == 1
        print(f"{one / options.rounds:.3f} of the rows of reviews and lawsuits have one reading: {name}")
    return 0


def narrated(options: argparse.Namespace, stated: str) -> int:
    """The glued forms within reports that state numbers of theirs; the number of floors that this misses."""
    verdicts: Counter[str] = Counter()
    tally = Tally()
    for year, tables, _ in reports("glued", options, "False0"):
        report = mine_document(read_text(reported(year, tables, intact, stated)))
        found: dict[str | None, Table] = {table.title: table for table in report.tables}
        verdicts.update(verdict(table, found.get(table.form.title)) for table in tables)
        whole = [tally.add(table, found.get(table.form.title)) for table in tables if table.form.id in _PROVABLE]
        if whole:
            tally.add_form(year, whole=all(whole))
        for table in tables:
            if table.form.id not in _PROVABLE:
                tally.add(table, found.get(table.form.title))
    print(f"glued    {stated} stated   {dict(verdicts)}")
    for line in tally.lines():
        print(f"    {line}")
    forms = tally.share(tuple(f"form of {year}" for year in YEARS), "forms")
    print(f"    {'forms':<20}{forms:.4f}")
    return verdicts["wrong"] + verdicts["silent"] + (stated == "parts" and forms < _GLUED_LEAST)


def mingled(options: argparse.Namespace) -> int:
    """The tables of mixtures of layouts and damage; the number of those in which a wrong cell is not told."""
    verdicts: Counter[str] = Counter()
    for number in range(_MIXTURES * options.rounds):
        random = Random(f"{options.seed}:mixed:{number}")  # noqa: S311  # reproducible, not secret
        year = YEARS[number % len(YEARS)]
        tables = [filled(form, random, options.like, zero_sign(random)) for form in report_forms(year)]
        found = found_in(read_text(mixture(tables, random)))
        verdicts.update(
            verdict(table, found.get(table.form.title)) for table in tables if any(map("".join, table.texts()))
        )
    print(f"mixed    {_MIXTURES * options.rounds} mixtures of layouts and damage   {dict(verdicts)}")
    return verdicts["wrong"]


def main() -> int:
    """Exit codes: 0 all floors held, 1 one is not."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench-tables", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=200, help="fillings a layout (1000 for the figures of the docs)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--like", choices=sorted(LIKE), default="issue", help="how the values are distributed (see above)"
    )
    parser.add_argument("--layout", choices=sorted({**LAYOUTS, **FILES, "mixed": None}), action="append")
    parser.add_argument("--adversary", action="store_true", help="only time rows of digits that are made to be slow")
    parser.add_argument(
        "--small",
        action="store_true",
        help="only count how many glued rows their digits decide, by what values are like",
    )
    options = parser.parse_args()
    if options.adversary or options.small:
        return 1 if (adversary(options.seed) if options.adversary else small(options)) else 0
    bad = 0
    layouts: dict[str, AnyLayout] = {**LAYOUTS, **FILES}
    for name, layout in layouts.items():
        if options.layout and name not in options.layout:
            continue
        bad += sum(rebuilt(name, layout, options, damaged=damaged) for damaged in (False, True))
        if name in SHOW_BLANKS:
            bad += rebuilt(name, layout, options, damaged=False, zero="")
        if name == "glued":
            bad += counted(options)
            bad += sum(narrated(options, stated) for stated in STATED)
        bad += altered(name, layout, options)
    if not options.layout or "mixed" in options.layout:
        bad += mingled(options)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
