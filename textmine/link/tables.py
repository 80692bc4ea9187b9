"""Table cells as facts: each number of a rebuilt table, with the unit and the period that its labels give."""

import re
from collections.abc import Sequence
from decimal import Decimal

from textmine.extract.frame import Frame
from textmine.extract.units import unit_at
from textmine.schema.fact import Fact
from textmine.schema.ids import stable_id
from textmine.schema.table import Cell, Table

_CAPTION_UNIT = re.compile(r"[（(]单位[:：]?\s*(?P<unit>[^）)]{1,6})[）)]|[（(](?P<short>万元|亿元|元|%|人|件|项)[）)]")
_DIGITS = re.compile(r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?")


def table_facts(report_id: str, frame: Frame, tables: Sequence[Table]) -> tuple[Fact, ...]:
    """A fact for every cell that has a number and a place in the text; a label's unit is scaled into the value."""
    return tuple(
        _fact(report_id, frame, table, cell, (cell.value, cell.start, cell.end))
        for table in tables
        for cell in table.cells
        if cell.value is not None and cell.start is not None and cell.end is not None
    )


def _fact(report_id: str, frame: Frame, table: Table, cell: Cell, known: tuple[Decimal, int, int]) -> Fact:
    number, start, end = known
    unit, scale = _unit(cell)
    value = number * scale
    key = f"{report_id}:{table.start}:{start}:{end}:{'/'.join(cell.row)}:{'/'.join(cell.column)}"
    return Fact(
        id=stable_id(key),
        source="table",
        start=start,
        end=end,
        quote=cell.text,
        value=value,
        value_high=None,
        bound="exact",
        unit=unit,
        change=None,
        status="actual",
        indicator="/".join([*cell.row, *cell.column]) or None,
        subject=frame.issuer,
        period=frame.period,
        section=table.section,
        passage=None,
        category=None,
        table=table.id,
        row=cell.row,
        column=cell.column,
        rules=(("value", "table cell"), ("period", "statistical period"), ("indicator", "row and column labels")),
    )


def _unit(cell: Cell) -> tuple[str, int]:
    """The unit of a cell from the words behind its number, else from its labels; ``1`` where none is given."""
    behind = _DIGITS.sub("", cell.text).strip()
    found = _scaled(behind) if behind else None
    if found:
        return found
    for label in (*cell.row, *cell.column):
        caption = _CAPTION_UNIT.search(label)
        found = _scaled(caption.group("unit") or caption.group("short")) if caption else None
        if found:
            return found
    return "1", 1


def _scaled(written: str) -> tuple[str, int] | None:
    """A unit that is all that is written (万元), with the factor of its scale words."""
    words, scale = written, 1
    for prefix, factor in (("亿", 10**8), ("万", 10**4)):
        if words.startswith(prefix):
            words, scale = words[1:], factor
    found = unit_at(words, 0)
    return (found.unit, scale) if found and found.surface == words else None
