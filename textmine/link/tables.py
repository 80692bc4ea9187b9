"""Table cells as facts: each number of a rebuilt table, with the unit and the period that its labels give."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from textmine.extract.frame import Frame
from textmine.link.celltimes import periods_of
from textmine.link.cellunits import Found, row_units, unit_of
from textmine.schema.fact import Fact, make_fact
from textmine.schema.ids import stable_id
from textmine.schema.period import Basis, Period
from textmine.schema.table import Cell, Table
from textmine.tables.cells import cell_bound

CUT_BY_NARRATIVE = "glued digits, decided by the narrative"
_CUT = {"arithmetic": "glued digits, proved by arithmetic", "one_reading": "glued digits, the only reading"}


def table_facts(report_id: str, frame: Frame, tables: Sequence[Table]) -> Iterator[Fact]:
    """A fact for every cell that has a number and a place in the text; a label's unit is scaled into the value."""
    for table in tables:
        yield from _of_table(report_id, frame, table)


def _of_table(report_id: str, frame: Frame, table: Table) -> Iterator[Fact]:
    units = row_units(table.cells)
    for cell, period in zip(table.cells, periods_of(table.cells, table.title or "", frame), strict=True):
        if cell.value is not None and cell.start is not None and cell.end is not None:
            yield _fact(
                report_id, frame, table, cell, (cell.value, cell.start, cell.end), (units.get(cell.row), period)
            )


def _fact(
    report_id: str,
    frame: Frame,
    table: Table,
    cell: Cell,
    known: tuple[Decimal, int, int],
    told: tuple[Found | None, Period | None],
) -> Fact:
    number, start, end = known
    row_unit, period = told
    unit, scale = unit_of(cell.text, cell.row, cell.column, row_unit, table.title or "")
    value = number * scale
    key = f"{report_id}:{table.start}:{start}:{end}:{'/'.join(cell.row)}:{'/'.join(cell.column)}"
    return make_fact(
        stable_id(key),
        "table",
        start,
        end,
        cell.text,
        value,
        None,
        cell_bound(cell.text),
        unit,
        None,
        "actual",
        "/".join([*cell.row, *cell.column]) or None,
        frame.issuer,
        period or frame.period,
        table.section,
        None,
        None,
        cell.measure,
        table=table.id,
        row=cell.row,
        column=cell.column,
        rules=_rules(cell.rule, None if period is None else period.basis),
    )


@lru_cache(maxsize=1024)
def _rules(cut: str | None, named: Basis | None) -> tuple[tuple[str, str], ...]:
    """What decided the fields of a cell's fact; ``cut`` is what told its digits from those of its neighbours."""
    value = "table cell" if cut is None else _CUT.get(cut) or CUT_BY_NARRATIVE + cut.removeprefix("narrative")
    period = {"explicit": "period of a label", "inherited": "period of the caption"}.get(
        named or "", "statistical period"
    )
    return (("value", value), ("period", period), ("indicator", "row and column labels"))
