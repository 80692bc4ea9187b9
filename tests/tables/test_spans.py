"""Tables whose file says where their cells stand: header paths, row labels, groups, blanks."""

import pytest

from textmine.lexicon.forms import form_tables
from textmine.schema import Grid, GridCell
from textmine.tables import find_tables
from textmine.tables.spans import read_grids

Square = str | tuple[str, int, int]


def grid_of(*rows: list[Square], before: str = "") -> tuple[str, Grid]:
    """A text and its grid: a square is a text, or a text with the rows and columns that it covers."""
    taken: set[tuple[int, int]] = set()
    text, cells = before, []
    for number, row in enumerate(rows):
        column = 0
        for square in row:
            content, height, width = square if isinstance(square, tuple) else (square, 1, 1)
            while (number, column) in taken:
                column += 1
            taken |= {(number + i, column + j) for i in range(height) for j in range(width)}
            cells.append(GridCell(number, column, height, width, len(text), len(text) + len(content)))
            text += content + "\t"
            column += width
        text = text[:-1] + "\n" if row else text + "\n"
    return text, Grid(start=len(before), end=len(text) - 1, cells=tuple(cells))


def shown(*rows: list[Square]) -> list[tuple[tuple[str, ...], tuple[str, ...], str]]:
    text, grid = grid_of(*rows)
    (table,) = read_grids(text, grid, None)
    assert all(text[cell.start : cell.end] == cell.text for cell in table.cells)
    return [(cell.row, cell.column, cell.text) for cell in table.cells]


def test_labels_over_several_rows_and_columns_belong_to_all_of_them():
    assert shown(
        [("指标", 2, 2), ("2021年", 1, 2)],
        ["总量", "增速"],
        [("产业", 2, 1), "第一产业", "12", "3.1"],
        ["第二产业", "34", "-0.5"],
    ) == [
        (("产业", "第一产业"), ("2021年", "总量"), "12"),
        (("产业", "第一产业"), ("2021年", "增速"), "3.1"),
        (("产业", "第二产业"), ("2021年", "总量"), "34"),
        (("产业", "第二产业"), ("2021年", "增速"), "-0.5"),
    ]


def test_a_row_of_one_label_heads_the_rows_below_it():
    assert shown(["项目", "数量"], [("市直部门", 1, 2)], ["甲", "1"], ["乙", "2"]) == [
        (("市直部门", "甲"), ("数量",), "1"),
        (("市直部门", "乙"), ("数量",), "2"),
    ]


def test_a_banner_over_the_header_is_the_caption():
    text, grid = grid_of([("财政收支（单位：万元）", 1, 2)], ["项目", "金额"], ["收入", "5"])
    (table,) = read_grids(text, grid, None)
    assert table.title == "财政收支（单位：万元）"
    assert [cell.column for cell in table.cells] == [("金额",)]


def test_blanks_are_no_cells_and_a_number_over_several_columns_stands_once():
    assert shown(["", "甲", "乙"], ["一月", "1", ""], ["二月", ("7", 1, 2)]) == [
        (("一月",), ("甲",), "1"),
        (("二月",), ("甲",), "7"),
    ]


def test_a_table_without_a_header_has_row_labels_alone():
    assert shown(["面积", "12"], ["人口", "34"]) == [(("面积",), (), "12"), (("人口",), (), "34")]


def test_words_alone_are_no_table_and_spans_beyond_sense_are_refused():
    text, grid = grid_of(["职务", "姓名"], ["主任", "某某"])
    assert read_grids(text, grid, None) == []
    huge = Grid(start=0, end=1, cells=(GridCell(0, 0, 65_534, 1_000, 0, 1),))
    assert read_grids("5", huge, None) == []


REVIEW = next(form for form in form_tables() if form.id == "remedies")
_FIVE = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def review_rows(values: list[str]) -> list[list[Square]]:
    return [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*((label, 2, 1) for label in _FIVE), ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        _FIVE * 2,
        values,
    ]


def test_each_review_table_of_a_page_laid_out_as_one_grid_has_its_own_numbers():
    first = [str(number) for number in [1, 2, 0, 0, 3, *[0] * 10]]
    second = ["", "4", "", "", "4", *[""] * 10]
    rows = [*review_rows(first), [("六、其他单位", 1, 15)], *review_rows(second)]
    text, grid = grid_of(*rows)
    tables = find_tables(text, (0, len(text)), [grid])
    assert [[cell.text for cell in table.cells] for table in tables] == [first, second]


def test_a_label_before_the_numbers_of_a_review_table_is_no_cell():
    head, below, names, values = review_rows([str(number) for number in [1, 2, 0, 0, 3, *[0] * 10]])
    text, grid = grid_of([("项目", 3, 1), *head], below, names, ["件数", *values])
    (table,) = find_tables(text, (0, len(text)), [grid])
    assert [cell.text for cell in table.cells] == values


FORM = next(form for form in form_tables() if form.id == "item-1-2021")


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_a_blank_in_a_form_is_known_to_be_one(gap: int):
    values = ["3", "4", "55"]
    values[gap] = ""
    rows = [["信息内容", *(path[-1] for path in FORM.columns)], ["规章", *values], ["行政规范性文件", "6", "7", "88"]]
    text, grid = grid_of([FORM.title], *rows, before="二、主动公开\n")
    (table,) = find_tables(text, (0, len(text)), [grid])
    first = [cell for cell in table.cells if cell.row == ("规章",)]
    assert [cell.text for cell in first] == values
    assert first[gap].value is None
    assert first[gap].measure == FORM.measures[0][gap]
    assert all(check.ok for check in table.checks)
