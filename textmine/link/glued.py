"""Rows of glued digits that arithmetic leaves open, decided by what the same report's sentences say.

A sentence that names a measure of the row rules out the readings that give it another number. Where a sentence fits none
of the readings, sentence and table speak of different things, and the row stays as it is. What was decided is signed with
the place of the sentences; it is no proof.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from textmine.lexicon.sayings import sayings
from textmine.link.stated import Stated
from textmine.schema.table import Cell, Check, Table
from textmine.tables.cells import cell_value
from textmine.tables.compact import compact
from textmine.tables.relations import Relation, relations
from textmine.tables.split import agreed

Row = tuple[str, ...]
NARRATIVE = "narrative at "  # begins the rule of a cell that a sentence decided; the places of the sentences follow


def is_open(check: Check) -> bool:
    """Whether a check lists all readings of a row that nothing has decided yet."""
    return bool(check.readings) and not check.more and not check.ok


def decide(text: str, tables: Sequence[Table], said: Sequence[Stated]) -> tuple[Table, ...]:
    """The tables with the rows decided that sentences leave only one reading of, or one reading of some of their cells."""
    by_measure: dict[str, list[Stated]] = {}
    for item in said:
        by_measure.setdefault(item.measure, []).append(item)
    return tuple(_decided(text, table, by_measure) for table in tables)


def _decided(text: str, table: Table, said: Mapping[str, Sequence[Stated]]) -> Table:
    """A table with what sentences decide, and then with what its relations make of that, row after row."""
    before, found = table, _pass(text, table, lambda check: _left(check, said))
    known = relations(found) if found is not table else []
    while found is not before and any(is_open(check) for check in found.checks):
        before, found = found, _pass(text, found, partial(_by_relations, table=found, known=known))
    return found


_Found = tuple[list[Row], list[tuple[int, int]]]  # the readings that are left, and the sentences that leave them


def _pass(text: str, table: Table, left_of: Callable[[Check], _Found | None]) -> Table:
    cells, checks = list(table.cells), list(table.checks)
    for number, check in enumerate(checks):
        found = left_of(check) if is_open(check) else None
        if found is None:
            continue
        left, places = found
        first = _first_cell(cells, check)
        rule = NARRATIVE + ", ".join(f"{start}-{end}" for start, end in places)
        line = list(_filled(text, cells[first : first + len(check.measures)], check, left, rule))
        cells[first : first + len(check.measures)] = line
        whole = len(left) == 1
        others = [reading for reading in check.readings if reading not in left]
        checks[number] = replace(
            check,
            ok=whole,
            decided="narrative" if any(cell.rule == rule for cell in line) else None,
            readings=(*left, *others) if whole else tuple(left),
            places=(*check.places, *places),
        )
    return table if checks == list(table.checks) else replace(table, cells=tuple(cells), checks=tuple(checks))


def _by_relations(check: Check, table: Table, known: Sequence[Relation]) -> _Found | None:
    """The readings that balance relations whose other cells are known, with the sentences that some of them are known by."""
    first = _first_cell(table.cells, check)
    row = range(first, first + len(check.measures))
    left = list(check.readings)
    rules: set[str] = set()
    for relation in known:
        ours = [at for at in (*relation.left, *relation.right) if at in row and not table.cells[at].text]
        others = {at: table.cells[at] for at in (*relation.left, *relation.right) if at not in ours}
        if len(ours) != 1 or any(cell.value is None for cell in others.values()):
            continue
        sides = [sum(others[at].value or 0 for at in side if at in others) for side in relation]
        wanted = Decimal(sides[0] - sides[1]) if ours[0] in relation.right else Decimal(sides[1] - sides[0])
        left = [reading for reading in left if cell_value(reading[ours[0] - first]) == wanted]
        rules |= {cell.rule for cell in others.values() if cell.rule and cell.rule.startswith(NARRATIVE)}
    places = sorted({place for rule in rules for place in _places_in(rule)})
    return (left, places) if left and places and len(left) < len(check.readings) else None


def _places_in(rule: str) -> Iterator[tuple[int, int]]:
    for place in rule.removeprefix(NARRATIVE).split(", "):
        start, _, end = place.partition("-")
        yield int(start), int(end)


def _left(check: Check, said: Mapping[str, Sequence[Stated]]) -> _Found | None:
    """The readings that the sentences leave; ``None`` where they leave all, or contradict all."""
    left = list(check.readings)
    used: set[tuple[int, int]] = set()
    for columns, facts in _constraints(check, said):
        totals = [_total(reading, columns) for reading in check.readings]
        fitting = [item for item in facts if item.fact.value in totals]
        if not fitting:
            return None  # the sentence and the table do not speak of the same
        if len({item.fact.value for item in fitting}) > 1:
            continue  # two numbers under one name: a whole and a part of it
        left = [reading for reading in left if _total(reading, columns) == fitting[0].fact.value]
        used |= {(item.fact.start, item.fact.end) for item in fitting}
    return (left, sorted(used)) if left and len(left) < len(check.readings) else None


def _constraints(
    check: Check, said: Mapping[str, Sequence[Stated]]
) -> Iterator[tuple[tuple[int, ...], Sequence[Stated]]]:
    """The columns of the row whose numbers add up to what sentences state, with the sentences."""
    column = {measure: at for at, measure in enumerate(check.measures) if measure}
    for measure, facts in said.items():
        parts = sayings().sums.get(measure, (measure,))
        if all(part in column for part in parts):
            yield tuple(column[part] for part in parts), facts


def _total(reading: Row, columns: Sequence[int]) -> Decimal | None:
    values = [cell_value(reading[at]) for at in columns]
    return sum((value for value in values if value is not None), Decimal(0)) if None not in values else None


def _first_cell(cells: Sequence[Cell], check: Check) -> int:
    """Where the row of a check begins among the cells of its table: its measures stand there one after another."""
    width = len(check.measures)
    return next(
        at
        for at in range(len(cells) - width + 1)
        if tuple(cell.measure for cell in cells[at : at + width]) == check.measures
        and any(not cell.text for cell in cells[at : at + width])
    )


def _filled(text: str, line: Sequence[Cell], check: Check, left: Sequence[Row], rule: str) -> Iterator[Cell]:
    """The cells of a row with what all readings that are left agree on; those that were known stay as they are."""
    start, end = check.places[0]
    digits = compact(text, start, end)
    known = agreed(left)
    for cell, found, at in zip(line, known.cells, known.offsets, strict=True):
        if cell.text or not found:
            yield cell
        elif at is None:
            yield replace(cell, text=found, value=cell_value(found), rule=rule)
        else:
            first, last = digits.span(at, at + len(found))
            yield replace(cell, text=text[first:last], value=cell_value(found), start=first, end=last, rule=rule)
