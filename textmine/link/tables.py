"""Table cells as facts: each number of a rebuilt table, with the unit and the period that its labels give."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from textmine.extract.frame import Frame
from textmine.extract.units import unit_at
from textmine.schema.fact import Fact, make_fact
from textmine.schema.ids import stable_id
from textmine.schema.period import Period, year_span
from textmine.schema.table import Cell, Table

# （单位：万元）, （亿元）, and in a caption 单位：万元 without brackets.
_LABEL_UNIT = re.compile(r"[（(](?:单位[:：]?\s{0,2})?(?P<unit>[^（）()]{1,6})[）)]")
_CAPTION_UNIT = re.compile(r"单位[:：]\s{0,2}(?P<unit>[^（）()\s，,；;]{1,6})")
_UNIT_COLUMNS = ("计量单位", "单位")  # of a table that gives each row its unit in a cell of its own
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年?(?:度)?")
_DIGITS = re.compile(r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?")

CUT_BY_NARRATIVE = "glued digits, decided by the narrative"
_CUT = {"arithmetic": "glued digits, proved by arithmetic", "one_reading": "glued digits, the only reading"}


def table_facts(report_id: str, frame: Frame, tables: Sequence[Table]) -> tuple[Fact, ...]:
    """A fact for every cell that has a number and a place in the text; a label's unit is scaled into the value."""
    return tuple(
        _fact(report_id, frame, table, cell, (cell.value, cell.start, cell.end), units.get(cell.row, ""))
        for table in tables
        for units in [
            {cell.row: cell.text for cell in table.cells if cell.column[-1:] and cell.column[-1] in _UNIT_COLUMNS}
        ]
        for cell in table.cells
        if cell.value is not None and cell.start is not None and cell.end is not None
    )


def _fact(
    report_id: str, frame: Frame, table: Table, cell: Cell, known: tuple[Decimal, int, int], row_unit: str
) -> Fact:
    number, start, end = known
    unit, scale = _unit(cell, row_unit, table.title or "")
    year = _year(cell)
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
        "exact",
        unit,
        None,
        "actual",
        "/".join([*cell.row, *cell.column]) or None,
        frame.issuer,
        year or frame.period,
        table.section,
        None,
        None,
        cell.measure,
        table=table.id,
        row=cell.row,
        column=cell.column,
        rules=_rules(cell.rule, year=year is not None),
    )


@lru_cache(maxsize=1024)
def _rules(cut: str | None, *, year: bool) -> tuple[tuple[str, str], ...]:
    """What decided the fields of a cell's fact; ``cut`` is what told its digits from those of its neighbours."""
    value = "table cell" if cut is None else _CUT.get(cut) or CUT_BY_NARRATIVE + cut.removeprefix("narrative")
    period = "year of a label" if year else "statistical period"
    return (("value", value), ("period", period), ("indicator", "row and column labels"))


def _year(cell: Cell) -> Period | None:
    """The year that a label of the cell names; ``None`` where none or several do."""
    found = {match.group(1) for label in (*cell.row, *cell.column) if (match := _YEAR.fullmatch(label))}
    return replace(year_span(int(*found)), basis="explicit") if len(found) == 1 else None


def _unit(cell: Cell, row_unit: str, caption: str) -> tuple[str, int]:
    """The unit of a cell from the words behind its number, else from its labels; ``1`` where none is given."""
    behind = _DIGITS.sub("", cell.text).strip()
    for written in (
        behind,
        *_units_in((*cell.row, *cell.column), _LABEL_UNIT),
        row_unit,
        *_units_in((caption,), _CAPTION_UNIT),
    ):
        found = _scaled(written) if written else None
        if found:
            return found
    return "1", 1


def _units_in(labels: Iterable[str], pattern: re.Pattern[str]) -> list[str]:
    return [match.group("unit") for label in labels if (match := pattern.search(label))]


def _scaled(written: str) -> tuple[str, int] | None:
    """A unit that is all that is written (万元), with the factor of its scale words."""
    words, scale = written.removeprefix("±"), 1
    for prefix, factor in (("亿", 10**8), ("万", 10**4)):
        if words.startswith(prefix):
            words, scale = words[1:], factor
    found = unit_at(words, 0)
    return (found.unit, scale) if found and found.surface == words else None
