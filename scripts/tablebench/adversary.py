"""Rows of digits made to cost the solver as much as they can: what the worst of them takes, alone and in every row of a form.

Sixty digits a row: all the same, short patterns repeated, a run of ones before or behind zeros, chance over few or all digits, parts
with their true sum behind them. Every form, the sheet of 2014 too, has one of them in all of its rows, or several in turn, and is
found as a table; those with several are also mined within a report whose sentences state numbers. Processor time is counted.
"""

import time
from collections.abc import Callable, Iterator
from itertools import cycle
from random import Random
from statistics import median

from tablebench.fill import YEARS, Filled, filled, report_forms
from tablebench.layouts import glued, intact
from tablebench.narrative import narrative
from textmine.lexicon.forms import form_tables
from textmine.pipeline import mine_document
from textmine.read import read_text
from textmine.tables import find_tables
from textmine.tables.cuts import cuts

DIGITS = 60
_PATTERNS = ("10", "01", "100", "1001", "110", "12", "21", "123", "1000000", "11110", "90", "1234567890", "19", "112")
_ALPHABETS = ("01", "001", "012", "12", "89", "123456789", "0123456789", "0001", "11112")
_TRIES = 2
_MOST_SECONDS, _MOST_IN_MEDIAN = 1.0, 0.020


class _Solid(Filled):
    """A table whose rows are whole strings of digits: ``zero`` holds them, taken in turn, with spaces between."""

    def texts(self) -> list[list[str]]:
        rows = zip(cycle(self.zero.split()), self.values, strict=False)
        return [[row, *[""] * (len(values) - 1)] for row, values in rows]


def strings(random: Random) -> Iterator[str]:
    """Rows of sixty digits."""
    yield from (digit * DIGITS for digit in "0123456789")
    yield from ((pattern * DIGITS)[:DIGITS] for pattern in _PATTERNS)
    for ones in (10, 30, 50, 55, 58):
        yield "1" * ones + "0" * (DIGITS - ones)
        yield "0" * (DIGITS - ones) + "1" * ones
    yield from ("".join(random.choices(alphabet, k=DIGITS)) for alphabet in _ALPHABETS)
    for parts in (4, 6):
        least = 10 ** (DIGITS // (parts + 1) - 1)
        numbers = [random.randrange(least, 10 * least) for _ in range(parts)]
        yield "".join(map(str, numbers))[: DIGITS - len(str(sum(numbers)))] + str(sum(numbers))


def adversary(seed: int) -> int:
    """Prints the slowest row and the slowest form of each kind; the number of limits that are not held."""
    mine_document(read_text("共受理申请3件。"))  # loads what every first report does
    random = Random(f"{seed}:adversary")  # noqa: S311  # reproducible, not secret
    rows = list(strings(random))
    laws = {form.id: form.law for form in form_tables() if form.law.sums}
    most = max((_seconds(cuts, [row], law), f"{name}: {row}") for row in rows for name, law in laws.items())
    print(f"one row of {DIGITS} digits, {len(rows)} of them: most {1000 * most[0]:.0f} ms ({most[1]})")
    bad = int(most[0] > _MOST_SECONDS)
    several = [" ".join(random.sample(rows, 5)) for _ in range(len(rows) // 2)]
    for year in YEARS:
        found, mined = [], []
        for digits in [*rows, *several]:
            forms = report_forms(year)
            tables = [_Solid(form, [[0] * len(form.columns) for _ in form.rows], digits) for form in forms]
            document = read_text(glued(tables, intact))
            found.append((_seconds(find_tables, document.text, document.body), digits))
            if digits in several:
                said = narrative(year, [filled(form, random) for form in forms], "parts")
                report = read_text(f"柳河区{year}年政府信息公开工作年度报告\n一、总体情况\n{said}\n{document.text}")
                mined.append((_seconds(mine_document, report), digits))
        for what, taken in (("found", found), ("mined with sentences", mined)):
            print(f"form of {year}, {what}: most {1000 * max(taken)[0]:.0f} ms ({max(taken)[1]})")
            bad += max(taken)[0] > _MOST_SECONDS
    return bad + _ordinary(seed)


def _ordinary(seed: int) -> int:
    """Prints what the forms take with fillings that are not made to be slow; 1 where it is too much."""
    taken = []
    for number in range(200):
        random = Random(f"{seed}:ordinary:{number}")  # noqa: S311  # reproducible, not secret
        tables = [filled(form, random) for form in report_forms(YEARS[1 + number % 2])]
        document = read_text(glued(tables, intact))
        taken.append(_seconds(find_tables, document.text, document.body))
    print(f"fillings of 2019 and 2021: median {1000 * median(taken):.1f} ms, most {1000 * max(taken):.1f} ms")
    return int(median(taken) > _MOST_IN_MEDIAN)


def _seconds(call: Callable[..., object], *arguments: object) -> float:
    """Processor time of a call; the better of two where it is long, as a busy machine lengthens it too."""
    taken = []
    while not taken or (len(taken) < _TRIES and min(taken) > _MOST_SECONDS / 2):
        begun = time.process_time()
        call(*arguments)
        taken.append(time.process_time() - begun)
    return min(taken)
