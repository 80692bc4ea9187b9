"""Random fillings of the national forms: values between 0 and 500,000, mostly small, that satisfy every identity."""

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from textmine.lexicon.forms import FormTable, form_tables

Values = list[list[int]]

# How often a value has up to so many digits: most cells of real forms are 0, some are small, few are large.
_SIZES = ((0.70, 0), (0.20, 99), (0.08, 9_999), (0.02, 500_000))


class Filled(NamedTuple):
    """A table of a form with a value for every row and column."""

    form: FormTable
    values: Values


def report_forms(year: str) -> list[FormTable]:
    """The tables of one form in the order in which they are printed."""
    return [form for form in form_tables() if form.id.endswith(year) or form.id == "remedies"]


def filled(form: FormTable, random: Random) -> Filled:
    """A filling of one table that satisfies its sums and equations."""
    width = len(form.columns)
    totals = {item.total for item in form.law.sums}
    values = [[0 if column in totals else _value(random) for column in range(width)] for _ in form.rows]
    if form.equations:
        parts, whole = form.equations[0].left, form.equations[0].right[0]
        (received, carried_in), (_, carried_out) = form.equations[1].left, form.equations[1].right
        for column in range(width):
            done = sum(values[row][column] for row in parts)
            all_known = done + values[carried_out][column]
            values[whole][column] = done
            values[carried_in][column] = min(values[carried_in][column], all_known)
            values[received][column] = all_known - values[carried_in][column]
    for row in values:
        for item in form.law.sums:
            row[item.total] = sum(row[part] for part in item.parts)
    return Filled(form, values)


def broken(table: Filled, random: Random) -> Filled:
    """The same table with one cell altered, so that an identity no longer holds."""
    values = [list(row) for row in table.values]
    row, column = random.randrange(len(values)), random.randrange(len(values[0]))
    values[row][column] += random.choice([1, 2, 7, 10, 100])
    return Filled(table.form, values)


def _value(random: Random) -> int:
    point = random.random()
    for share, most in _SIZES:
        point -= share
        if point < 0:
            return random.randint(0, most)
    return 0


def texts(values: Sequence[Sequence[int]]) -> list[list[str]]:
    """The values as they are printed."""
    return [[str(value) for value in row] for row in values]
