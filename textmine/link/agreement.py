"""Whether what a report says agrees with its own form: a sentence and a cell that count the same thing for the same time."""

from collections.abc import Iterator, Sequence

from textmine.link.stated import Stated
from textmine.link.tables import CUT_BY_NARRATIVE
from textmine.schema.fact import Fact, Link


def agreements(said: Sequence[Stated], cells: Sequence[Fact]) -> tuple[Link, ...]:
    """``same_as`` from the later to the earlier of two facts that agree, ``contradicts`` of two that do not.

    Where one sentence agrees with a cell, others that differ speak of a part; only a sentence whose words name the whole
    number and nothing else contradicts it. A cell that a sentence decided agrees with it by no merit of its own.
    """
    by_measure = {
        cell.measure: cell
        for cell in cells
        if cell.measure is not None and not dict(cell.rules)["value"].startswith(CUT_BY_NARRATIVE)
    }
    named: dict[str, list[Stated]] = {}
    for item in said:
        if item.measure in by_measure:
            named.setdefault(item.measure, []).append(item)
    return tuple(link for measure, items in named.items() for link in _links(items, by_measure[measure]))


def _links(items: Sequence[Stated], cell: Fact) -> Iterator[Link]:
    agreeing = [item.fact for item in items if item.fact.value == cell.value]
    for fact in agreeing or [item.fact for item in items if item.sure][:1]:
        later, earlier = (fact, cell) if fact.start > cell.start else (cell, fact)
        yield Link(rel="same_as" if agreeing else "contradicts", source=later.id, target=earlier.id)
