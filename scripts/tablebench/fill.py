"""Random fillings of the national forms that satisfy every identity, in two distributions of the values."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

from tablebench.sheet import ID, sheet_form
from textmine.lexicon.forms import FormTable, form_tables

YEARS = ("2014", "2019", "2021")
Values = list[list[int]]
Bands = Sequence[tuple[float, int, int]]

# How often a cell lies between two numbers. `issue`: values between 0 and 500,000, mostly small, as issue 3 asks, the same for
# every cell. `reports`: as counted in the six disclosure reports for 2019-2024 at hand (936 cells that are no totals).
ISSUE: Bands = ((0.70, 0, 0), (0.20, 0, 99), (0.08, 0, 9_999), (0.02, 0, 500_000))
_REQUESTS: Bands = ((0.890, 0, 0), (0.068, 1, 9), (0.032, 10, 99), (0.006, 100, 999), (0.004, 1_000, 500_000))
_REMEDIES: Bands = ((0.708, 0, 0), (0.194, 1, 9), (0.083, 10, 99), (0.014, 100, 999), (0.001, 1_000, 500_000))
LIKE: Mapping[str, Mapping[str, Bands]] = {
    "issue": {},
    "reports": {"applications-2019": _REQUESTS, "applications-2021": _REQUESTS, "remedies": _REMEDIES},
}

# Other readings of "mostly small", for the row of reviews and lawsuits.
SMALL: Mapping[str, Bands] = {
    "as the issue asks": ISSUE,
    "as in reports": _REMEDIES,
    "90 % zero, the rest up to 99": ((0.90, 0, 0), (0.10, 1, 99)),
    "any up to 99": ((1.0, 0, 99),),
    "any up to 999": ((1.0, 0, 999),),
    "95 % zero, the rest up to 500,000": ((0.95, 0, 0), (0.05, 1, 500_000)),
    "any up to 9": ((1.0, 0, 9),),
}


# Of the documents of 第二十条第(一)项: those newly disclosed are among those open, those issued among those in force.
_WITHIN = {"item-1-2019": (1, 2), "item-1-2021": (0, 2)}


class Filled(NamedTuple):
    """A table of a form with a value for every row and column, and what is printed for a zero."""

    form: FormTable
    values: Values
    zero: str = "0"

    def texts(self) -> list[list[str]]:
        """The values as they are printed."""
        return [[str(value) if value else self.zero for value in row] for row in self.values]


def report_forms(year: str) -> list[FormTable]:
    """The tables of one form in the order in which they are printed."""
    if year == "2014":
        return [sheet_form()]
    return [form for form in form_tables() if form.id.endswith(year) or form.id == "remedies"]


def filled(form: FormTable, random: Random, like: str = "issue", zero: str = "0") -> Filled:
    """A filling of one table that satisfies its sums and equations."""
    bands = LIKE[like].get(form.id, ISSUE)
    width = len(form.columns)
    totals = {item.total for item in form.law.sums}
    values = [[0 if column in totals else value_in(random, bands) for column in range(width)] for _ in form.rows]
    if form.id == ID:
        for item in reversed(form.equations):  # parts of parts first
            values[item.right[0]] = [sum(values[row][0] for row in item.left)]
    elif form.equations:
        parts, whole = form.equations[0].left, form.equations[0].right[0]
        (received, carried_in), (_, carried_out) = form.equations[1].left, form.equations[1].right
        for column in range(width):
            done = sum(values[row][column] for row in parts)
            all_known = done + values[carried_out][column]
            values[whole][column] = done
            values[carried_in][column] = min(values[carried_in][column], all_known)
            values[received][column] = all_known - values[carried_in][column]
    elif form.id in _WITHIN:  # what came in the year is within all that there is
        part, whole = _WITHIN[form.id]
        for row in values:
            row[whole] += row[part]
    for row in values:
        for item in form.law.sums:
            row[item.total] = sum(row[part] for part in item.parts)
    return Filled(form, values, zero)


def broken(table: Filled, random: Random) -> Filled:
    """The same table with one cell altered, so that an identity no longer holds."""
    values = [list(row) for row in table.values]
    rows = sorted({row for item in table.form.equations for row in (*item.left, *item.right)}) or [0]
    row, column = random.choice(rows), random.randrange(len(values[0]))
    values[row][column] += random.choice([1, 2, 7, 10, 100])
    return table._replace(values=values)


def value_in(random: Random, bands: Bands) -> int:
    """A value of a distribution."""
    point = random.random()
    for share, least, most in bands:
        point -= share
        if point < 0:
            return random.randint(least, most)
    return 0
