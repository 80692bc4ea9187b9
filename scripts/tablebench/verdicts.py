"""What came back of a filling: whole, in part and told, or wrong."""

from collections import Counter
from collections.abc import Iterator

from tablebench.fill import Filled
from tablebench.sheet import HEADER, ID, paths, printed
from textmine.schema import Table

Place = tuple[str, ...]


def expected(table: Filled) -> dict[Place, str]:
    """The text of every cell by its labels; of a sheet those of its units too."""
    units = {}
    if table.form.id == ID:
        units = {(*path, "|", HEADER[1]): unit for path, (_, _, unit) in zip(paths(), printed(), strict=True)}
    return units | {
        (*row, "|", *column): text
        for row, texts in zip(table.form.rows, table.texts(), strict=True)
        for column, text in zip(table.form.columns, texts, strict=True)
    }


def found_cells(found: Table) -> dict[Place, str]:
    """The text of every cell that was read, by its labels, without white space."""
    return {(*cell.row, "|", *cell.column): "".join(cell.text.split()) for cell in found.cells}


def verdict(table: Filled, found: Table | None) -> str:
    """``identical``; ``marked``: nothing wrong, something missing and said so; ``told``: wrong, and said so.

    ``missing``: no such table; ``silent``: something missing, ``wrong``: something wrong, and nothing said.
    """
    if found is None:
        return "missing"
    wanted, got = expected(table), found_cells(found)
    if {place: text for place, text in got.items() if text} == {place: text for place, text in wanted.items() if text}:
        return "identical"
    told = any(not check.ok for check in found.checks)
    if any(text and wanted.get(place) != text for place, text in got.items()):
        return "told" if told else "wrong"
    return "marked" if told else "silent"


class Tally:
    """Counts cells, rows and tables that came back whole, by the table of the form, and forms of which all tables did."""

    def __init__(self) -> None:
        self._right: Counter[tuple[str, str]] = Counter()
        self._total: Counter[tuple[str, str]] = Counter()

    def add(self, table: Filled, found: Table | None) -> bool:
        """Count one table; whether it came back whole."""
        name = table.form.id
        wanted = expected(table)
        got = found_cells(found) if found else {}
        width = len(table.form.columns)
        right = [got.get(place) == text for place, text in wanted.items()]
        self._count(name, "cells", sum(right), len(right))
        rows = [all(right[at : at + width]) for at in range(0, len(right), width)]
        self._count(name, "rows", sum(rows), len(rows))
        self._count(name, "tables", all(right), 1)
        return all(right)

    def add_form(self, year: str, *, whole: bool) -> None:
        """Count one filling of a whole form."""
        self._count(f"form of {year}", "forms", whole, 1)

    def lines(self) -> Iterator[str]:
        """A line for each table and form: what is counted, the share of it that came back, and of how many."""
        for name in dict.fromkeys(name for name, _ in self._total):
            counted = [what for other, what in self._total if other == name]
            shares = [f"{what} {self.share((name,), what):.4f} of {self._total[name, what]}" for what in counted]
            yield f"{name:<20}{'  '.join(shares)}"

    def tables(self) -> tuple[str, ...]:
        """The tables of forms that were counted."""
        return tuple(dict.fromkeys(name for name, what in self._total if what == "tables"))

    def share(self, names: tuple[str, ...], what: str) -> float:
        """The share of several tables together."""
        right, total = (sum(counts[name, what] for name in names) for counts in (self._right, self._total))
        return right / total if total else 1.0

    def _count(self, name: str, what: str, right: int, total: int) -> None:
        self._right[name, what] += right
        self._total[name, what] += total
