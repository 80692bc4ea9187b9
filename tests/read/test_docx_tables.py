"""Tables of Word documents: data tables become grids, tables that lay out a page are read as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.read.docx import read_docx
from textmine.read.docx import tables as docx_tables
from textmine.schema import Document
from writers.docx import DOWN, ON, across, docx, p, tbl, tc


def read(body: str) -> Document:
    return read_docx(docx(body), "")


def shape(document: Document) -> list[tuple[int, int, int, int, str]]:
    (grid,) = document.grids
    return [(c.row, c.column, c.rows, c.columns, document.text[c.start : c.end]) for c in grid.cells]


def test_a_table_is_lines_of_cells():
    document = read(p("见下表") + tbl(["指标", "数量"], ["收到申请", "364"]) + p("完"))
    assert document.text == "见下表\n指标\t数量\n收到申请\t364\n完\n"
    assert shape(document) == [
        (0, 0, 1, 1, "指标"),
        (0, 1, 1, 1, "数量"),
        (1, 0, 1, 1, "收到申请"),
        (1, 1, 1, 1, "364"),
    ]
    assert document.text[document.grids[0].start : document.grids[0].end] == "指标\t数量\n收到申请\t364"


def test_merged_cells_stand_once_and_keep_their_place():
    rows = (
        [tc("指标", DOWN), tc("申请人情况", across(2))],
        [tc("不显示", ON), "自然人", "法人"],
        ["收到", "300", "64"],
    )
    document = read(tbl(*rows))
    assert document.text == "指标\t申请人情况\n\t自然人\t法人\n收到\t300\t64\n"
    assert shape(document) == [
        (0, 0, 2, 1, "指标"),
        (0, 1, 1, 2, "申请人情况"),
        (1, 1, 1, 1, "自然人"),
        (1, 2, 1, 1, "法人"),
        (2, 0, 1, 1, "收到"),
        (2, 1, 1, 1, "300"),
        (2, 2, 1, 1, "64"),
    ]


def test_the_old_way_of_merging_across():
    document = read(
        tbl([tc("合", '<w:hMerge w:val="restart"/>'), tc("", '<w:hMerge w:val="continue"/>'), "丙"], ["1", "2", "3"])
    )
    assert shape(document)[:2] == [(0, 0, 1, 2, "合"), (0, 2, 1, 1, "丙")]


def test_a_row_that_begins_further_right_begins_with_an_empty_cell():
    row = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc("甲")}{tc("乙")}</w:tr>'
    document = read(tbl(["指标", "甲", "乙"]).replace("</w:tbl>", row + "</w:tbl>"))
    assert document.text == "指标\t甲\t乙\n\t甲\t乙\n"
    assert shape(document)[3:5] == [(1, 0, 1, 1, ""), (1, 1, 1, 1, "甲")]


def test_a_cell_is_one_line():
    document = read(
        tbl(
            ["三、|本|年", "Open|data"],
            [tc(p("5") + p("6")), tc("<w:p><w:r><w:t>公开</w:t><w:br/><w:tab/><w:t>数</w:t></w:r></w:p>")],
        )
    )
    assert document.text == "三、本年\tOpen data\n5 6\t公开数\n"


def test_rows_and_cells_within_controls_and_revisions():
    row = f"<w:sdt><w:sdtContent><w:tr>{tc('a')}<w:sdt><w:sdtContent>{tc('b')}</w:sdtContent></w:sdt></w:tr></w:sdtContent></w:sdt>"
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('x')}{tc('y')}</w:tr>"
    gone = f"<w:tr>{tc('c')}{tc('z', '<w:cellDel/>')}{tc('d')}</w:tr>"
    assert read(f"<w:tbl>{row}{deleted}{gone}</w:tbl>").text == "a\tb\nc\td\n"


@pytest.mark.parametrize(
    "rows",
    [
        [["一列"], ["无表"]],
        [["一行", "无表"]],
        [["甲", "文" * 201], ["乙", "1"]],
        [["甲", "办结。|公开。"], ["乙", "1"]],
    ],
)
def test_a_table_that_lays_out_a_page_is_read_as_paragraphs(rows: list[list[str]]):
    document = read(tbl(*rows))
    assert document.grids == ()
    assert document.text.splitlines() == [line for row in rows for cell in row for line in cell.split("|")]


def test_a_row_of_prose_above_or_below_is_a_note_on_the_table():
    note = [tc("注：" + "文" * 200, across(2))]
    document = read(tbl([tc("说明一。|说明二。", across(2))], ["甲", "乙"], ["1", "2"], note, note))
    assert document.text.splitlines() == ["说明一。", "说明二。", "甲\t乙", "1\t2", *["注：" + "文" * 200] * 2]
    assert len(document.grids) == 1
    assert document.grids[0].start == 10
    assert document.grids[0].cells[0][:4] == (0, 0, 1, 1)


def test_a_table_within_a_table_is_the_one_that_counts():
    inner = tbl(["指标", "数"], ["收到", "1"])
    document = read(tbl([tc(p("表一") + inner), tc("注")], ["甲", "乙"]))
    assert document.text == "表一\n指标\t数\n收到\t1\n注\n甲\n乙\n"
    assert len(document.grids) == 1


def test_what_hangs_on_a_cell_stands_behind_the_table():
    box = f"<w:p><w:r><w:t>甲</w:t><w:pict><w:txbxContent>{p('框')}</w:txbxContent></w:pict></w:r></w:p>"
    assert read(tbl([tc(box), "乙"], ["1", "2"]) + p("完")).text == "甲\t乙\n1\t2\n框\n完\n"


def test_an_empty_table_is_nothing():
    document = read(tbl(["", ""], ["", ""]) + tbl([], []) + "<w:tbl/>" + p("完"))
    assert (document.text, document.grids) == ("完\n", ())


def test_a_span_ends_where_the_table_ends():
    document = read(tbl([tc("5", across(2147483647)), "6"], ["1", "2"]))
    assert [(column, columns) for _, column, _, columns, _ in shape(document)] == [(0, 2), (2, 1), (0, 1), (1, 1)]


def test_too_many_cells_are_read_without_a_grid(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(docx_tables, "MAX_CELLS", 3)
    document = read(tbl(["甲", "乙"], ["1", "2"]))
    assert (document.text, document.grids) == ("甲\n乙\n1\n2\n", ())
    assert (document.status, document.reason) == ("partial", "text_lost")


CELLS = st.builds(
    tc,
    st.sampled_from(["", "甲", "12", "甲|乙", "a|b", "办结。|公开。"]),
    st.sampled_from(["", DOWN, ON, across(2), across(0), across(99), across(2) + ON, '<w:hMerge w:val="continue"/>']),
)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=5))
def test_cells_of_any_table_are_in_order_and_do_not_overlap(rows):
    document = read(tbl(*rows) * 2)
    for grid in document.grids:
        covered = set()
        end = grid.start
        for cell in grid.cells:
            assert end <= cell.start <= cell.end <= grid.end
            end = cell.end
            places = {
                (r, c)
                for r in range(cell.row, cell.row + cell.rows)
                for c in range(cell.column, cell.column + cell.columns)
            }
            assert not covered & places
            covered |= places
        assert document.text[grid.start : grid.end].count("\n") + 1 == 1 + max(
            cell.row + cell.rows - 1 for cell in grid.cells
        )
