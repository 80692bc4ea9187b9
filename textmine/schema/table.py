"""A rebuilt table."""

from decimal import Decimal

from textmine.schema.record import record


@record
class Cell:
    """One cell: paths of row and column labels, the text as it stands, its number if it is one, and its place.

    ``measure`` is the id of what it counts, where its form says so (`textmine.lexicon.measures`). ``rule`` says how its digits
    were told from those of its neighbours, where they were glued: `arithmetic` (only this reading adds up), `one_reading`
    (there is no other), `narrative` (a sentence of the report names the number); ``None`` where they stand apart.
    """

    row: tuple[str, ...]
    column: tuple[str, ...]
    text: str
    value: Decimal | None = None
    start: int | None = None
    end: int | None = None
    measure: str | None = None
    rule: str | None = None


_DECIDED = {None: "", "narrative": "据正文", "years": "据相邻年度"}
_MOST_SHOWN = 8  # readings in a line
ONE_READING = "1种读法"  # what is expected of a row whose glued digits are to be cut


@record
class Check:
    """One arithmetic relation of a table (勾稽关系) with its two sides.

    ``places`` are the spans of the cells that it speaks of (0-based code points, half-open), those known of them. For a
    row of glued digits that arithmetic leaves open ``readings`` are the ways to cut it, ``more`` says that there may be others and
    ``measures`` what its cells count. ``decided`` says what chose between them, the first reading being the one chosen:
    `narrative`, or `years` in what `textmine check` tells of an archive.
    """

    rule: str
    expected: str
    actual: str
    ok: bool
    places: tuple[tuple[int, int], ...] = ()
    readings: tuple[tuple[str, ...], ...] = ()
    more: bool = False
    measures: tuple[str | None, ...] = ()
    decided: str | None = None

    @property
    def is_of_readings(self) -> bool:
        """Whether it asks of a row of glued digits that there is one way to cut it."""
        return self.expected == ONE_READING

    def __str__(self) -> str:
        if self.is_of_readings:
            return f"{self.rule}: {self.actual} {self._cut()}"
        return f"{self.rule}: {self.expected} {'=' if self.ok else '≠'} {self.actual}"

    def _cut(self) -> str:
        listed = [" ".join(reading) for reading in self.readings]
        by = _DECIDED[self.decided]
        if self.ok:
            return f"{by}读作 {listed[0]}"
        if not listed:
            return "无法切分"
        shown = " | ".join(listed[:_MOST_SHOWN])
        rest = " | …" if len(listed) > _MOST_SHOWN or self.more else ""
        return f"{by}{'余' if by else '有'}{'超过' if self.more else ''}{len(listed)}种读法: {shown}{rest}"


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
        """The table as lists of text: the column labels first, then each row with its labels in front of its cells.

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

    def __str__(self) -> str:
        """The table as lines for a terminal (`textmine.schema.view`).

        >>> cell = Cell(row=("行政处罚",), column=("本年处理决定数量",), text="1282")
        >>> print(Table(id="t1", section=None, title="第二十条第(六)项", start=0, end=9, cells=(cell,)))
        第二十条第(六)项
                  本年处理决定数量
        --------  ----------------
        行政处罚              1282
        """
        from textmine.schema.view import text_of

        return text_of(self)

    def _repr_html_(self) -> str:
        """The table for notebooks, its failed checks below it; all text is escaped."""
        from textmine.schema.view import html_of

        return html_of(self)
