"""What the forms of the years beside say of a row of glued digits that has several readings.

No report's facts depend on another report, so that the same bytes give the same facts: it is told beside them, by
`textmine check`, and decides nothing in them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from textmine.lexicon.seats import ruled_by
from textmine.link.continuity import Counted, Place, Relation, by_place, relations
from textmine.schema import Check
from textmine.tables.cells import cell_value


class OpenRow(NamedTuple):
    """A row of glued digits with several readings: whose, of which year, and the check that lists them."""

    path: str
    report: str
    body: str
    year: int
    check: Check


_Row = tuple[str, ...]


def readings_between_years(cells: Iterable[Counted], rows: Sequence[OpenRow]) -> Iterator[tuple[OpenRow, Check]]:
    """The rows of which the years beside leave fewer readings, each with its check cut down to these.

    A reading is left if every relation can hold with some reading of the other rows. ``decided`` is `years` and ``ok`` true
    where one is left, which then stands first. A relation that no reading fits decides nothing.
    """
    known = {place: cell.value for place, cell in by_place(cells).items()}
    left = [list(row.check.readings) for row in rows]
    column = {
        place: (number, at)
        for number, row in enumerate(rows)
        for at, measure in enumerate(row.check.measures)
        if measure and (place := (ruled_by(row.body), row.year, measure)) not in known
    }
    between = [
        relation
        for relation in relations([*known, *column])
        if all(place in known or place in column for place in relation.places)
        and any(place in column for place in relation.places)
    ]
    while sum(_narrow(relation, known, column, left) for relation in between):
        pass
    for row, readings in zip(rows, left, strict=True):
        if len(readings) < len(row.check.readings):
            others = [reading for reading in row.check.readings if reading not in readings]
            whole = len(readings) == 1
            told = tuple([*readings, *others] if whole else readings)
            yield row, replace(row.check, readings=told, ok=whole, decided="years")


def _narrow(
    relation: Relation,
    known: Mapping[Place, Decimal],
    column: Mapping[Place, tuple[int, int]],
    left: list[list[_Row]],
) -> bool:
    """Drop the readings of the rows of a relation that cannot balance it; whether there were any."""
    signs = {relation.whole: -1} | dict.fromkeys(relation.more, 1) | dict.fromkeys(relation.less, -1)
    rest = sum((sign * known[place] for place, sign in signs.items() if place in known), Decimal(0))
    parts: dict[int, list[tuple[int, int]]] = {}  # by row: the column and sign of its cells
    for place, sign in signs.items():
        if place in column:
            number, at = column[place]
            parts.setdefault(number, []).append((at, sign))
    if len(parts) > 2:  # two rows of one year: the relation was not made for such a form
        return False
    values = {number: [_part(reading, cells) for reading in left[number]] for number, cells in parts.items()}
    first, *others = values
    behind = values[others[0]] if others else [Decimal(0)]
    fitting = {first: _fitting(values[first], behind, rest)}
    if others:
        fitting[others[0]] = _fitting(behind, values[first], rest)
    if not all(any(keep) for keep in fitting.values()):
        return False
    for number, keep in fitting.items():
        left[number] = [reading for reading, kept in zip(left[number], keep, strict=True) if kept]
    return not all(all(keep) for keep in fitting.values())


def _part(reading: _Row, cells: Sequence[tuple[int, int]]) -> Decimal | None:
    """What a reading adds to a relation; ``None`` with a blank, which nothing is known against."""
    values = [(cell_value(reading[at]), sign) for at, sign in cells]
    return (
        sum((sign * value for value, sign in values if value is not None), Decimal(0))
        if all(value is not None for value, _ in values)
        else None
    )


def _fitting(values: Sequence[Decimal | None], others: Sequence[Decimal | None], rest: Decimal) -> list[bool]:
    """Which of the values some other one balances, together with the ``rest``."""
    wanted = {None if other is None else -rest - other for other in others}
    return [value is None or None in wanted or value in wanted for value in values]
