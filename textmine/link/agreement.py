"""Whether what a report says agrees with its own form: a sentence and a cell that count the same thing for the same time."""

from collections.abc import Sequence

from textmine.lexicon.measures import named_measure
from textmine.schema.fact import Fact, Link


def agreements(narrative: Sequence[Fact], cells: Sequence[Fact]) -> tuple[Link, ...]:
    """``same_as`` from the later to the earlier of two facts that agree, ``contradicts`` of two that do not.

    Only what a sentence reports as done, exactly, by the body and for the period of the form is held against the cell.
    """
    by_measure = {cell.measure: cell for cell in cells if cell.measure is not None}
    if not by_measure:
        return ()
    found = []
    for fact in narrative:
        measure = named_measure(fact.indicator) if fact.indicator and _is_total(fact) else None
        cell = by_measure.get(measure) if measure else None
        if cell is None or not _same_scope(fact, cell):
            continue
        later, earlier = (fact, cell) if fact.start > cell.start else (cell, fact)
        same = fact.value == cell.value
        found.append(Link(rel="same_as" if same else "contradicts", source=later.id, target=earlier.id))
    return tuple(found)


def _is_total(fact: Fact) -> bool:
    return fact.change is None and fact.bound == "exact" and fact.status == "actual" and fact.unit.startswith("{")


def _same_scope(fact: Fact, cell: Fact) -> bool:
    return (fact.period.start, fact.period.end, fact.subject) == (cell.period.start, cell.period.end, cell.subject)
