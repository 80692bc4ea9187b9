"""CSV files that are a report themselves: the text as it stands, each cell at its place, forms and sheets rebuilt from it."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.pipeline import mine, mine_document
from textmine.read import Entry
from textmine.read.containers import documents
from textmine.read.separated import read_separated

CELLS = st.text(st.sampled_from('年a1,"\n\r 　'), max_size=6)


def written(rows: list[list[str]], charset: str = "utf-8", delimiter: str = ",") -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode(charset)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_each_cell_stands_where_the_grid_says(rows: list[list[str]]):
    rows = [["指标", "数值"], ["面积", "12"], *rows]
    document = read_separated(written(rows), "a.csv")
    (grid,) = document.grids
    found = {(cell.row, cell.column): document.text[cell.start : cell.end] for cell in grid.cells}
    expected = [row for row in csv.reader(io.StringIO(document.text, newline="")) if row]
    assert [cell.replace('""', '"') for cell in found.values()] == [cell.strip() for row in expected for cell in row]


@given(st.text(st.sampled_from('指12,"\n\ta'), max_size=60))
def test_any_text_has_a_document_whose_text_it_is(text: str):
    document = read_separated(text.encode(), "a.csv")
    assert document.text == text


@pytest.mark.parametrize(("charset", "delimiter"), [("utf-8-sig", ","), ("gb18030", ";"), ("utf-16", "\t")])
def test_charset_and_delimiter_are_found(charset: str, delimiter: str):
    rows = [["2020年财政收支情况表", ""], ["项目", "金额（万元）"], ["收入", "1,234.5"], ["其中：税收", "98"]]
    report = mine_document(read_separated(written(rows, charset, delimiter), "a.csv"))
    assert [(fact.quote, fact.row, str(fact.value)) for fact in report.facts] == [
        ("1,234.5", ("收入",), "12345000.0"),
        ("98", ("其中：税收",), "980000"),
    ]
    assert report.title == "2020年财政收支情况表"
    assert all(report.text[fact.start : fact.end] == fact.quote for fact in report.facts)


def test_a_statistics_sheet_has_its_measures(tmp_path: Path):
    rows = [
        ["政府信息公开情况统计表", "", ""],
        ["统计指标", "单位", "统计数"],
        ["一、主动公开情况", "——", ""],
        ["(一)主动公开政府信息数(不同渠道和方式公开相同信息计1条)", "条", "1,234"],
        ["其中:主动公开规范性文件数", "条", "12"],
    ]
    (tmp_path / "a.csv").write_bytes(written(rows))
    facts = mine(tmp_path / "a.csv").facts
    assert [(fact.measure, fact.quote) for fact in facts] == [
        ("disclosure.proactive", "1,234"),
        ("document.normative.disclosed", "12"),
    ]


@pytest.mark.parametrize(
    "content",
    ["年度,全年办结364项。\n", "a,b\n1,2\n", '指标,"数\n面积,1', "指标,数\n面积,有\n", ""],
    ids=["prose", "no words", "open quote", "no number", "nothing"],
)
def test_what_is_no_table_of_numbers_is_text(content: str):
    document = read_separated(content.encode(), "a.csv")
    assert document.grids == ()
    assert document.text == content


def test_in_an_archive_it_is_one_report_and_a_table_of_reports_is_many(tmp_path: Path):
    sheet, reports = tmp_path / "sheet.csv", tmp_path / "reports.csv"
    sheet.write_bytes(written([["指标", "2020年"], ["面积", "12"]]))
    reports.write_bytes(written([["编号", "正文"], ["1", "全年办结364项。"], ["2", "办结5项。"]]))
    found = {path: list(documents(Entry(path=str(path)), display_path=path.name)) for path in (sheet, reports)}
    assert [(d.path, d.media_type, d.status) for d in found[sheet]] == [("sheet.csv", "text/csv", "ok")]
    assert [d.path for d in found[reports]] == ["reports.csv//1", "reports.csv//2", "reports.csv"]
