"""A rebuilt table."""

from decimal import Decimal

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
