"""Reports whose tables are each in a layout of its own and damaged in several ways at once, as no single layout of the bench is.

Every table draws its layout, its sign for a zero, whether its labels are damaged, and two kinds of damage to its rows: numbers and heads
of pages between rows or within them, rows lost, labels lost, numbers lost, a cell lost, a blank cell too many, a number torn in two,
a row printed twice. What is lost cannot come back; what stands in a wrong cell has to be told. Some things are left out
because the text then says something else and nothing contradicts it: a cell lost from a row without sums where the layout fills short rows
up, or from a table that has no other, the zeros of a row with sums where the layout shows blanks instead, a page's number where a cell of
a row without sums is lost or blank, a number torn in two among glued ones without sums, and rows lost from a sheet, which no form describes.
"""

from collections.abc import Sequence
from random import Random

from tablebench.fill import Filled
from tablebench.layouts import END, START, damaging, heading_of, intact, one_line, table_rows, width_of
from tablebench.sheet import ID
from textmine.tables.cells import cell_value

_HEAD = "柳河区2021年政府信息公开工作年度报告"
_LAYOUTS = ("pipes", "behind", "rows", "markdown", "tabs", "spaced", "wide", "lines", "paras", "glued")
_FILLED_UP = ("pipes", "behind", "rows", "markdown")
_DAMAGE = ("page", "page within", "row lost", "label lost", "numbers lost", "cell lost", "blank", "torn", "twice")
_SHARE = 0.06  # of the rows that a kind of damage hits


def zero_sign(random: Random) -> str:
    """What stands for a zero in a table."""
    return random.choice(["0", "0", "0", "—", "/", "０", ""])


def mixture(tables: Sequence[Filled], random: Random) -> str:
    """A report with the tables in it, each in a layout and with a damage of its own."""
    lines = [START]
    same = random.choice(_LAYOUTS) if random.random() < 0.6 else None
    for table in tables:
        lines += [*heading_of(table), *_rendered(table, same or random.choice(_LAYOUTS), random)]
    return "\n".join([*lines, END])


def _rendered(table: Filled, layout: str, random: Random) -> list[str]:
    damage = damaging(random) if random.random() < 0.7 else intact
    header, rows = table_rows(table, damage)
    width = width_of(table)
    lines: list[str] = []
    untold = _untold(table, layout)
    kinds = [kind for kind in random.sample(_DAMAGE, 2) if kind not in untold]
    for number, row in enumerate([*header, *rows]):
        hit = {kind for kind in kinds if random.random() < _SHARE and number >= len(header)}
        if layout in _FILLED_UP and not any(map(cell_value, row[-len(table.form.columns) :])):
            hit.discard("numbers lost")
        damaged = _damaged(row, len(table.form.columns), hit, random)
        found = _lines(layout, damaged, width) if damaged else []
        if layout == "markdown" and number == 0:
            found = ["", *found, "|" + " --- |" * width]
        if "page within" in hit and len(found) > 1:
            found.insert(random.randrange(1, len(found)), _page(random))
        lines += found * 2 if "twice" in hit else found
        lines += [_page(random)] if "page" in hit else []
    return [*lines, ""] if layout == "markdown" else lines


def _untold(table: Filled, layout: str) -> set[str]:
    """The damage after which the text says something else, and nothing contradicts it."""
    left = {"row lost", "label lost", "numbers lost", "cell lost", "torn", "blank"} if table.form.id == ID else set()
    if not table.form.law.sums:
        left |= {"cell lost"} if layout in _FILLED_UP or len(table.form.rows) * len(table.form.columns) == 1 else set()
        left |= {"page", "page within", "torn", "blank"} if not table.zero else set()
        left |= {"torn"} if layout == "glued" else set()
        left |= {"page within", "numbers lost"}
    return left


def _damaged(row: Sequence[str], width: int, hit: set[str], random: Random) -> list[str]:
    labels, values = list(row[:-width]), list(row[-width:])
    if "row lost" in hit:
        return []
    if "cell lost" in hit:
        del values[random.randrange(width)]
    elif "torn" in hit and (long := [at for at, value in enumerate(values) if len(value) > 1 and value.isdigit()]):
        at = random.choice(long)
        cut = random.randrange(1, len(values[at]))
        values[at] = f"{values[at][:cut]} {values[at][cut:]}"
    elif "blank" in hit:
        values.insert(0, "")
    if "numbers lost" in hit:
        values = []
    if "label lost" in hit and labels:
        labels.pop()
    return [*labels, *values]


def _page(random: Random) -> str:
    number = random.randint(1, 40)
    written = [
        f"{number}",
        f"- {number} -",
        f"— {number} —",
        f"第 {number} 页 共 {number + 8} 页",
        f"{number} / {number + 9}",
    ]
    written += [f"\n{number}\n", f"\f{number}\n", f"{number}\n\f", _HEAD, f"{_HEAD} {number}", f"{number}\n{_HEAD}"]
    return random.choice(written)


def _lines(layout: str, row: Sequence[str], width: int) -> list[str]:
    cells = one_line(row)
    lacking = width - len(row)
    match layout:
        case "pipes":
            return [*(f"{cell} |" if cell else "|" for cell in row), "|" * max(1, lacking + 1)]
        case "behind":
            found = [f"{cell} |" if cell else "|" for cell in row]
            return [*found[:-1], f"{found[-1]} {'|' * lacking}"] if lacking > 0 else found
        case "rows":
            return [" ".join(f"{cell} |".lstrip() for cell in cells) + " " + "|" * lacking]
        case "markdown":
            return [f"| {' | '.join([*cells, *[''] * lacking])} |"]
        case "lines":
            return list(row)
        case "paras":
            return [f"  {cell} \n" for cell in row]
    return [{"tabs": "\t", "spaced": " ", "wide": "   ", "glued": ""}[layout].join(cells)]
