"""The cells of one row of a form, out of the pieces of its digits and what they were solved to."""

from collections.abc import Iterator, Sequence

from textmine.schema import Cell, Check
from textmine.schema.table import ONE_READING
from textmine.tables.cells import cell_value, fits
from textmine.tables.compact import Compact
from textmine.tables.pieces import Piece
from textmine.tables.split import Solved

_KINDS = {"count": "计数", "change": "增减数", "amount": "金额"}
_MOST_LISTED = 100  # readings that a check lists; three cells out of 14 digits have 78


def row_cells(
    text: str,
    window: Compact,
    *,
    row: tuple[str, ...],
    columns: Sequence[tuple[str, ...]],
    found: Sequence[Piece],
    solved: Solved,
    measures: Sequence[str | None],
) -> list[Cell]:
    """The cells of one row of numbers; one that could not be read has neither text nor place.

    A blank that the layout shows is known to be empty; it has neither a text nor a value.
    """
    places = [offset for piece in found for offset in range(piece.start, piece.end)]
    cells = []
    for column, cell, at, measure in zip(columns, solved.cells, solved.offsets, measures, strict=True):
        if not cell:
            cells.append(Cell(row=row, column=column, text="", measure=measure))
            continue
        start, end = window.span(places[at], places[at + len(cell) - 1] + 1) if at is not None else (None, None)
        cells.append(
            Cell(
                row=row,
                column=column,
                text=cell if start is None else text[start:end],
                value=cell_value(cell),
                start=start,
                end=end,
                measure=measure,
                rule=solved.rule,
            )
        )
    return cells


def unread(
    label: str, window: Compact, found: Sequence[Piece], solved: Solved, measures: Sequence[str | None]
) -> Check:
    """The failed check that names a row whose digits can be cut in several ways, with these ways, or in none."""
    return Check(
        rule=f"{label}: {len(solved.cells)}格",
        expected=ONE_READING,
        actual=" ".join(piece.text for piece in found),
        ok=False,
        places=(window.span(found[0].start, found[-1].end),) if found else (),
        readings=solved.readings[:_MOST_LISTED],
        more=len(solved.readings) > _MOST_LISTED or not solved.complete,
        measures=tuple(measures),
    )


def unfit(cells: Sequence[Cell], texts: Sequence[str | None], kinds: Sequence[str]) -> Iterator[Check]:
    """A failed check for each cell of a row that is not what its form asks for there: a page's 37/46 is no count."""
    for cell, text, kind in zip(cells, texts, kinds, strict=True):
        if text is not None and not fits(kind, text):
            places = ((cell.start, cell.end),) if cell.start is not None and cell.end is not None else ()
            label = "/".join((*cell.row, *cell.column))
            yield Check(rule=label, expected=_KINDS[kind], actual=text, ok=False, places=places)
