"""A rebuilt table."""

from decimal import Decimal
from html import escape

from textmine.schema.record import record


@record
class Cell:
    """One cell: paths of row and column labels, the text as it stands, its number if it is one, and its place.

    ``measure`` is the id of what it counts, where its form says so (`textmine.lexicon.measures`).
    """

    row: tuple[str, ...]
    column: tuple[str, ...]
    text: str
    value: Decimal | None = None
    start: int | None = None
    end: int | None = None
    measure: str | None = None


ONE_READING = "1种读法"  # what is expected of a row whose glued digits are to be cut


@record
class Check:
    """One arithmetic relation of a table (勾稽关系) with its two sides.

    ``places`` are the spans of the cells that it speaks of (0-based code points, half-open), those known of them.
    """

    rule: str
    expected: str
    actual: str
    ok: bool
    places: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        if self.expected == ONE_READING:
            return f"{self.rule}: {self.actual} 无法唯一切分"
        return f"{self.rule}: {self.expected} {'=' if self.ok else '≠'} {self.actual}"


@record
class Table:
    """A table of a report; ``start`` and ``end`` are 0-based code points of the region it was read from."""

    id: str
    section: str | None
    title: str | None
    start: int
    end: int
    cells: tuple[Cell, ...] = ()
    checks: tuple[Check, ...] = ()

    def rows(self) -> list[tuple[str, ...]]:
        """The table as lines of text: the column labels first, then each row with its labels in front of its cells.

        >>> cell = Cell(row=("行政处罚",), column=("本年处理决定数量",), text="1282")
        >>> Table(id="t1", section=None, title=None, start=0, end=9, cells=(cell,)).rows()
        [('', '本年处理决定数量'), ('行政处罚', '1282')]
        """
        columns = list(dict.fromkeys(cell.column for cell in self.cells))
        found: dict[tuple[str, ...], dict[tuple[str, ...], str]] = {}
        for cell in self.cells:
            found.setdefault(cell.row, {}).setdefault(cell.column, cell.text)
        head = ("", *("/".join(column) for column in columns))
        return [head, *(("/".join(row), *(line.get(column, "") for column in columns)) for row, line in found.items())]

    def _repr_html_(self) -> str:
        """The table for notebooks, its failed checks below it; all text is escaped."""
        head, *body = (
            "".join(f"<{tag}>{escape(text)}</{tag}>" for text in line)
            for tag, line in zip(["th", *["td"] * len(self.cells)], self.rows(), strict=False)
        )
        failed = "".join(f"<li>{escape(str(check))}</li>" for check in self.checks if not check.ok)
        lines = "".join(f"<tr>{line}</tr>" for line in body)
        caption = f"<caption>{escape(self.title or '')}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>" + (
            f"<ul>{failed}</ul>" if failed else ""
        )
