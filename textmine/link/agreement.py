"""Whether what a report says agrees with its own form: a sentence and a cell that count the same thing for the same time."""

from collections.abc import Iterator, Sequence

from textmine.lexicon.measures import named_measure
from textmine.schema.fact import Fact, Link

# Names that a figure took over from its neighbours: of the parts of a number they say nothing (另有34件).
_BORROWED = ("carried on", "coordinated", "clause before", "respectively")


def agreements(narrative: Sequence[Fact], cells: Sequence[Fact]) -> tuple[Link, ...]:
    """``same_as`` from the later to the earlier of two facts that agree, ``contradicts`` of two that do not.

    Only what a sentence reports as done, exactly, under a name of its own, by the body and for the period of the form is
    held against the cell. Where one sentence agrees with it, others that differ speak of a part.
    """
    by_measure = {cell.measure: cell for cell in cells if cell.measure is not None}
    if not by_measure:
        return ()
    named: dict[str, list[Fact]] = {}
    for fact in narrative:
        measure = named_measure(fact.indicator) if fact.indicator and _is_total(fact) else None
        if measure in by_measure and _same_scope(fact, by_measure[measure]):
            named.setdefault(measure, []).append(fact)
    return tuple(link for measure, facts in named.items() for link in _links(facts, by_measure[measure]))


def _links(facts: Sequence[Fact], cell: Fact) -> Iterator[Link]:
    agreeing = [fact for fact in facts if fact.value == cell.value]
    for fact in agreeing or facts[:1]:
        later, earlier = (fact, cell) if fact.start > cell.start else (cell, fact)
        yield Link(rel="same_as" if agreeing else "contradicts", source=later.id, target=earlier.id)


def _is_total(fact: Fact) -> bool:
    plain = fact.change is None and fact.bound == "exact" and fact.status == "actual" and fact.unit.startswith("{")
    return plain and dict(fact.rules).get("indicator") not in _BORROWED


def _same_scope(fact: Fact, cell: Fact) -> bool:
    return (fact.period.start, fact.period.end, fact.subject) == (cell.period.start, cell.period.end, cell.subject)
