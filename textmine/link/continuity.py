"""Whether a body's forms follow on each other: what one year hands over, the next year takes in.

The relations are vocabulary (`textmine.lexicon.sayings.over_years`).
"""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from textmine.lexicon.sayings import OverYears, over_years
from textmine.lexicon.seats import ruled_by
from textmine.schema import Check
from textmine.schema.codec import decimal_text


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


class Relation(NamedTuple):
    """One relation between two years of a body: ``whole`` = sum of ``more`` - sum of ``less``; ``name`` as it is told."""

    name: str
    whole: Place
    more: tuple[Place, ...]
    less: tuple[Place, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """All cells that it speaks of, the whole first."""
        return (self.whole, *self.more, *self.less)


def relations(places: Iterable[Place]) -> Iterator[Relation]:
    """The relations of which one of the places is the whole, in order."""
    for body, year, measure in places:
        for law in over_years():
            star = _star(law.whole, measure)
            if star is None:
                continue
            more = [(body, year - 1, item.replace("*", star)) for item in law.before]
            more += [(body, year, item.replace("*", star)) for item in law.plus]
            less = [(body, year, item.replace("*", star)) for item in law.minus]
            yield Relation(_told(law, year, star), (body, year, measure), tuple(more), tuple(less))


def _star(pattern: str, measure: str) -> str | None:
    """What the star of a pattern stands for in a measure, ``None`` where it does not fit."""
    head, _, tail = pattern.partition("*")
    fits = measure.startswith(head) and measure.endswith(tail) and len(measure) > len(head) + len(tail)
    return measure[len(head) : len(measure) - len(tail)] if fits else None


def _told(law: OverYears, year: int, star: str) -> str:
    return f"{year}年{law.name} [{star}]"


def continuity(cells: Iterable[Counted]) -> Iterator[tuple[Counted, Check]]:
    """For each cell that the form of the year before has a say in, where that form is known, the check of both sides.

    Bodies are told apart by name (`textmine.lexicon.seats.ruled_by`); of several forms of one body and year the first counts.

    >>> cell = Counted("a", "甲", "柳河区", 2020, "request.carried_out.total", Decimal(3), 5, 6)
    >>> later = Counted("b", "乙", "柳河区", 2021, "request.carried_in.total", Decimal(4), 7, 8)
    >>> [(check.rule, check.expected, check.actual, check.ok) for _, check in continuity([cell, later])]
    [('2021年上年结转=上一年的结转下年度 [total]', '3', '4', False)]
    """
    known = by_place(cells)
    for relation in relations(known):
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


def by_place(cells: Iterable[Counted]) -> dict[Place, Counted]:
    """The cells by body, year and measure; of several in one place the first. A zone and its committee are one body."""
    found: dict[Place, Counted] = {}
    for cell in cells:
        found.setdefault((ruled_by(cell.body), cell.year, cell.measure), cell)
    return found
