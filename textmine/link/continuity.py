"""Whether a body's forms follow on each other: what one year hands over, the next year takes in.

The relations are vocabulary (`textmine.lexicon.sayings.over_years`). Where a row of glued digits has several readings, those
that agree with the years beside it are told; no report's facts depend on another report, so that is all that is done.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from textmine.lexicon.sayings import OverYears, over_years
from textmine.schema import Check
from textmine.schema.codec import decimal_text
from textmine.tables.cells import cell_value


class Counted(NamedTuple):
    """A cell of a form: whose, of which year, how many, and where it stands.

    ``path`` and ``report`` name its file and report, ``start`` and ``end`` are code points of the report's text.
    """

    path: str
    report: str
    body: str
    year: int
    measure: str
    value: Decimal
    start: int
    end: int


class OpenRow(NamedTuple):
    """A row of glued digits with several readings: whose, of which year, and the check that lists them."""

    path: str
    report: str
    body: str
    year: int
    check: Check


Place = tuple[str, int, str]  # body, year, measure


def concerned(measures: Collection[str]) -> set[str]:
    """Those of the measures of one report that a relation to another year speaks of.

    >>> sorted(concerned(["request.carried_in.total", "request.received.total", "review.total", "review.total.all_years"]))
    ['request.carried_in.total', 'review.total', 'review.total.all_years']
    """
    given = set(measures)
    found: set[str] = set()
    for law in over_years():
        for measure in given:
            if (star := _star(law.whole, measure)) is not None:
                found |= {measure, *(item.replace("*", star) for item in (*law.plus, *law.minus))}
            found |= {measure for item in law.before if _star(item, measure) is not None}
    return found & given


class _Relation(NamedTuple):
    """One relation between two years of a body: ``whole`` = sum of ``more`` - sum of ``less``; ``name`` as it is told."""

    name: str
    whole: Place
    more: tuple[Place, ...]
    less: tuple[Place, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        return (self.whole, *self.more, *self.less)


def _relations(places: Iterable[Place]) -> Iterator[_Relation]:
    """The relations of which one of the places is the whole, in order."""
    for body, year, measure in places:
        for law in over_years():
            star = _star(law.whole, measure)
            if star is None:
                continue
            more = [(body, year - 1, item.replace("*", star)) for item in law.before]
            more += [(body, year, item.replace("*", star)) for item in law.plus]
            less = [(body, year, item.replace("*", star)) for item in law.minus]
            yield _Relation(_told(law, year, star), (body, year, measure), tuple(more), tuple(less))


def _star(pattern: str, measure: str) -> str | None:
    """What the star of a pattern stands for in a measure, ``None`` where it does not fit."""
    head, _, tail = pattern.partition("*")
    fits = measure.startswith(head) and measure.endswith(tail) and len(measure) > len(head) + len(tail)
    return measure[len(head) : len(measure) - len(tail)] if fits else None


def _told(law: OverYears, year: int, star: str) -> str:
    return f"{year}年{law.name} [{star}]"


def continuity(cells: Iterable[Counted]) -> Iterator[tuple[Counted, Check]]:
    """For each cell that the form of the year before has a say in, where that form is known, the check of both sides.

    Bodies are told apart by name; of several forms of one body and year the first counts.

    >>> cell = Counted("a", "甲", "柳河区", 2020, "request.carried_out.total", Decimal(3), 5, 6)
    >>> later = Counted("b", "乙", "柳河区", 2021, "request.carried_in.total", Decimal(4), 7, 8)
    >>> [(check.rule, check.expected, check.actual, check.ok) for _, check in continuity([cell, later])]
    [('2021年上年结转=上一年的结转下年度 [total]', '3', '4', False)]
    """
    known = _by_place(cells)
    for relation in _relations(known):
        if not all(place in known for place in relation.places):
            continue
        whole = known[relation.whole]
        expected = sum(known[place].value for place in relation.more) - sum(known[p].value for p in relation.less)
        own = [known[place] for place in relation.places if place[1] == whole.year]
        yield (
            whole,
            Check(
                rule=relation.name,
                expected=decimal_text(Decimal(expected)) or "",
                actual=decimal_text(whole.value) or "",
                ok=expected == whole.value,
                places=tuple((cell.start, cell.end) for cell in own),
            ),
        )


def _by_place(cells: Iterable[Counted]) -> dict[Place, Counted]:
    found: dict[Place, Counted] = {}
    for cell in cells:
        found.setdefault((cell.body, cell.year, cell.measure), cell)
    return found


def readings_between_years(cells: Iterable[Counted], rows: Sequence[OpenRow]) -> Iterator[tuple[OpenRow, Check]]:
    """The rows of which the years beside leave fewer readings, each with its check cut down to these.

    A reading is left if every relation can hold with some reading of the other rows. ``decided`` is `years` and ``ok`` true
    where one is left, which then stands first. A relation that no reading fits decides nothing.
    """
    known = {place: cell.value for place, cell in _by_place(cells).items()}
    left = [list(row.check.readings) for row in rows]
    column = {
        (row.body, row.year, measure): (number, at)
        for number, row in enumerate(rows)
        for at, measure in enumerate(row.check.measures)
        if measure and (row.body, row.year, measure) not in known
    }
    relations = [
        relation
        for relation in _relations([*known, *column])
        if all(place in known or place in column for place in relation.places)
        and any(place in column for place in relation.places)
    ]
    changed = True
    while changed:
        changed = any([_narrow(relation, known, column, left) for relation in relations])  # each has its turn
    for row, readings in zip(rows, left, strict=True):
        if len(readings) < len(row.check.readings):
            others = [reading for reading in row.check.readings if reading not in readings]
            whole = len(readings) == 1
            told = tuple([*readings, *others] if whole else readings)
            yield row, replace(row.check, readings=told, ok=whole, decided="years")


def _narrow(
    relation: _Relation,
    known: dict[Place, Decimal],
    column: dict[Place, tuple[int, int]],
    left: list[list[tuple[str, ...]]],
) -> bool:
    """Drop the readings of the rows of a relation that cannot balance it; whether there were any."""
    numbers = sorted({column[place][0] for place in relation.places if place in column})
    if len(numbers) > 2:  # a relation speaks of two years, each with one row
        return False
    first, second = numbers[0], numbers[-1]
    kept: tuple[set[tuple[str, ...]], set[tuple[str, ...]]] = (set(), set())
    for one in left[first]:
        for other in left[second] if second != first else [one]:
            chosen = {first: one, second: other}
            if _balanced(relation, known, column, chosen):
                kept[0].add(one)
                kept[1].add(other)
    if not kept[0]:
        return False
    before = len(left[first]) + len(left[second])
    left[first] = [reading for reading in left[first] if reading in kept[0]]
    left[second] = [reading for reading in left[second] if reading in kept[1]]
    return len(left[first]) + len(left[second]) < before


def _balanced(
    relation: _Relation,
    known: dict[Place, Decimal],
    column: dict[Place, tuple[int, int]],
    chosen: dict[int, tuple[str, ...]],
) -> bool:
    def value(place: Place) -> Decimal | None:
        if place in known:
            return known[place]
        number, at = column[place]
        return cell_value(chosen[number][at])

    whole, more, less = (
        value(relation.whole),
        [value(place) for place in relation.more],
        [value(place) for place in relation.less],
    )
    if whole is None or None in more or None in less:
        return True  # a blank: nothing is known against it
    return whole == sum(item or 0 for item in more) - sum(item or 0 for item in less)
