"""Cells as facts: value and unit from the cell's text and labels, period and body from the report."""

from decimal import Decimal

import pytest

from textmine.extract.frame import Frame
from textmine.link.tables import table_facts
from textmine.read import read_text
from textmine.schema import Cell, Table
from textmine.stages import Work, structure


@pytest.fixture(scope="module")
def frame() -> Frame:
    found = structure(Work(document=read_text("柳河区2021年工作总结\n平稳。"))).frame
    assert found is not None
    return found


def only_cell(**changes: object) -> Table:
    cell = {"row": ("采购",), "column": ("金额",), "text": "12.5", "value": Decimal("12.5"), "start": 3, "end": 7}
    return Table(id="t0", section="s1", title=None, start=0, end=9, cells=(Cell(**{**cell, **changes}),))


@pytest.mark.parametrize(
    ("changes", "value", "unit"),
    [
        ({}, "12.5", "1"),
        ({"text": "12.5亿元", "value": Decimal(1250000000)}, "1250000000", "CNY"),  # the cell has scaled it
        ({"column": ("金额（单位：万元）",)}, "125000", "CNY"),
        ({"column": ("金额（万元）",)}, "125000", "CNY"),
        ({"row": ("办件（单位:件）",)}, "12.5", "{件}"),
        ({"column": ("占比（%）",)}, "12.5", "%"),
        ({"column": ("同比增长（±%）",)}, "12.5", "%"),
        ({"row": ("粮食",), "column": ("产量（万吨）",)}, "125000", "t"),
        ({"column": ("备注（详见附件）",)}, "12.5", "1"),
    ],
)
def test_units_come_from_the_cell_or_its_labels(frame, changes, value, unit):
    (fact,) = table_facts("r", frame, [only_cell(**changes)])
    assert (fact.value, fact.unit) == (Decimal(value), unit)


def test_a_cell_is_a_fact_of_the_report(frame):
    (fact,) = table_facts("r", frame, [only_cell()])
    assert (fact.source, fact.table, fact.section, fact.passage) == ("table", "t0", "s1", None)
    assert (fact.subject, fact.period, fact.indicator) == (frame.issuer, frame.period, "采购/金额")
    assert (fact.row, fact.column, fact.start, fact.end, fact.quote) == (("采购",), ("金额",), 3, 7, "12.5")


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("财政收支表（单位：万元）", "CNY"),
        ("财政收支表（万元）", "CNY"),
        ("财政收支表 单位：万元、%", "CNY"),
        ("财政收支表 编制单位：某局 金额单位：万元", "CNY"),
        ("收支和人口 单位：万元、万人", "1"),
        ("财政收支表（按月）", "1"),
    ],
)
def test_the_unit_of_a_caption_counts_where_nothing_nearer_says_one(frame, title, unit):
    cell = only_cell().cells[0]
    table = Table(id="t0", section=None, title=title, start=0, end=9, cells=(cell,))
    (fact,) = table_facts("r", frame, [table])
    assert (fact.value, fact.unit) == (Decimal(125000) if unit == "CNY" else Decimal("12.5"), unit)


def test_a_unit_in_a_cell_of_its_own_counts_for_its_row(frame):
    number = only_cell(column=("2021年度",)).cells[0]
    unit = Cell(row=number.row, column=("计量单位",), text="件", start=0, end=1)
    table = Table(id="t0", section=None, title=None, start=0, end=9, cells=(unit, number))
    (fact,) = table_facts("r", frame, [table])
    assert fact.unit == "{件}"


@pytest.mark.parametrize(
    ("label", "period"), [("2019年", "2019-01-01/2019-12-31"), ("历年累计", "2021-01-01/2021-12-31")]
)
def test_a_year_in_a_label_is_the_period_of_its_cells(frame, label, period):
    (fact,) = table_facts("r", frame, [only_cell(column=(label,))])
    assert str(fact.period) == period


@pytest.mark.parametrize("changes", [{"value": None, "text": "—"}, {"start": None, "end": None}])
def test_a_cell_without_a_number_or_a_place_is_no_fact(frame, changes):
    assert list(table_facts("r", frame, [only_cell(**changes)])) == []


def test_ids_differ_by_report_and_place(frame):
    facts = [
        *table_facts("a", frame, [only_cell()]),
        *table_facts("b", frame, [only_cell()]),
        *table_facts("a", frame, [only_cell(start=4, end=8)]),
        *table_facts("a", frame, [only_cell(row=("采购", "货物"))]),
    ]
    assert len({fact.id for fact in facts}) == 4
