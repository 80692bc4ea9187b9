"""How tables are shown: blanks, zeros, open cells and failed checks told apart, columns that line up, headers over what they cover."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from textmine.schema import Cell, Check, Table
from textmine.schema.columns import width
from textmine.schema.table import ONE_READING
from textmine.schema.view import headers, html_of, lines, text_of

COLUMNS = (("自然人",), ("法人或其他组织", "商业企业"), ("法人或其他组织", "其他"), ("总计",))
ROWS = {
    ("三、办理结果", "(一)予以公开"): ["0", "12", "", "13"],
    ("三、办理结果", "(二)不予公开", "1.属于<国家>秘密"): ["", "", "", ""],
    ("四、结转",): ["1", "0", "0", "1"],
}


def made() -> Table:
    """A table with a sum that fails in its first row, open digits in its second, and places for all that has a text."""
    cells = [
        Cell(row=row, column=column, text=text, value=Decimal(text), start=at, end=at + len(text))
        if text
        else Cell(row=row, column=column, text="")
        for number, (row, texts) in enumerate(ROWS.items())
        for at, (column, text) in enumerate(zip(COLUMNS, texts, strict=True), 10 * number)
    ]
    unread = Check(
        rule="三、办理结果/(二)不予公开/1.属于<国家>秘密: 4格", expected=ONE_READING, actual="1111", ok=False
    )
    fails = Check(rule="总计", expected="12", actual="13", ok=False, places=((0, 1), (1, 3), (3, 5)))
    return Table(id="t1", section=None, title="申请<情况>", start=0, end=99, cells=tuple(cells), checks=(fails, unread))


def test_blank_zero_open_and_failed_are_told_apart():
    assert [(line.level, line.label, line.cells) for line in lines(made())] == [
        (0, "三、办理结果", ()),
        (1, "(一)予以公开", ("!0", "!12", "", "!13")),
        (1, "(二)不予公开", ()),
        (2, "1.属于<国家>秘密", ("?", "?", "?", "?")),
        (0, "四、结转", ("1", "0", "0", "1")),
    ]


def test_lines_for_a_terminal():
    title, *shown = text_of(made()).splitlines()
    assert title == "申请<情况>"
    assert shown[0].split() == ["法人或其他组织"]
    assert shown[1].split() == ["自然人", "商业企业", "其他", "总计"]
    filled = [shown[1], shown[2], *(line for line in shown[3:-2] if line[-1] in "01?3")]
    assert len(filled) == 5
    assert {width(line) for line in filled} == {width(shown[2])}  # every row ends where the rule below the headers does
    assert shown[-2:] == ["  总计: 12 ≠ 13", "  三、办理结果/(二)不予公开/1.属于<国家>秘密: 4格: 1111 无法切分"]


def test_a_long_label_is_cut_and_nothing_else_moves():
    cell = Cell(row=("长" * 60,), column=("数",), text="7")
    *_, last = text_of(Table(id="t1", section=None, title=None, start=0, end=1, cells=(cell,))).splitlines()
    assert last == "长" * 21 + "…" + "    7"


def test_an_empty_table_is_its_title():
    assert text_of(Table(id="t1", section=None, title="空表", start=0, end=1)).split() == ["空表"]


@given(st.lists(st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=3).map(tuple), unique=True, max_size=8))
def test_headers_cover_every_column_once(columns: list[tuple[str, ...]]):
    rows = headers(columns)
    assert all(sum(heading.span for heading in row) == len(columns) for row in rows)
    assert [heading.text for heading in rows[-1]] == [column[-1] for column in columns] if rows else not columns


def test_html_is_a_table_with_its_doubts_coloured():
    page = html.fromstring(f"<div>{html_of(made())}</div>")
    assert not page.xpath("//国家")
    assert [cell.text for cell in page.xpath("//td[contains(@style, 'background')]")] == ["!0", "!12", "!13", *"????"]
    assert page.xpath("//th[@colspan='2']/text()") == ["法人或其他组织"]
    assert page.xpath("//caption/text()") == ["申请<情况>"]
    assert len(page.xpath("//li")) == 2
