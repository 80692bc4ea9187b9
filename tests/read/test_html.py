"""HTML: the text that a reader of the page sees, the tables as they are laid out, and nothing lost without a word."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.read import html, read_bytes
from textmine.read.html import read_html
from textmine.read.html import tables as html_tables
from textmine.read.html.loss import strip_tags

SENTENCE = "2019年，全市公开政府信息364条，增长6.1%。"
PAGE = Path(__file__).parent / "pages/portal.html"
LAYOUT = Path(__file__).parent / "pages/layout.html"  # nested tables, as pages were laid out before 2010


def read(markup: str, charset: str = "utf-8"):
    return read_html(markup.encode(charset), "a.html")


def cells_of(document, number: int = 0):
    return [document.text[cell.start : cell.end] for cell in document.grids[number].cells]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>一、总体情况<p>2019年，\n\t 办结364项。", "一、总体情况\n2019年，办结364项。\n"),
        ("<p>open\n   data 364\n365</p>", "open data 364 365\n"),
        ("<p>全<b>市</b><span>公开</span>\n<span>364</span>条</p>", "全市公开364条\n"),
        ("<p>第一行<br>第二行<br/><br/>第三行</p>", "第一行\n第二行\n第三行\n"),
        ("<p>　　根据《条例》&nbsp;编制</p>", "　　根据《条例》\xa0编制\n"),
        ("<p>&nbsp;</p><p> </p>", ""),
        ("<div>甲<p>乙</p>丙</div>", "甲\n乙\n丙\n"),
        ("<ul><li>甲<li>乙</ul>丙", "甲\n乙\n丙\n"),
        ("<pre>一、甲\n  乙\r\n丙</pre>", "一、甲\n乙\n丙\n"),
        ("<p>５％&#12288;&lt;p&gt;&amp;&#x20000;</p>", "５％　<p>&\U00020000\n"),
        ("<p>a<!-- 5亿元 -->b<script>'5亿元'</script><style>p{}</style></p>", "ab\n"),
        ("<p>甲<!--[if gte mso 9]><xml>5亿元</xml><![endif]-->乙</p>", "甲乙\n"),
        ("<p>甲<![if !supportEmptyParas]>乙<![endif]>丙<o:p>丁</o:p></p>", "甲乙丙丁\n"),
        ("<xml><w:View>Normal</w:View></xml><p>甲</p>", "甲\n"),
        ('<p>甲</p><p style="DISPLAY: none">5亿元</p><p hidden>6亿元</p>', "甲\n"),
        ("<p>p&lt;0.05，a<5%，<市政府></p>", "p<0.05，a<5%，<市政府>\n"),
        ("<p>甲</p><select><option>乙</select><textarea>丙</textarea>", "甲\n"),
        ("<p>0\0\ud800</p>".replace("\ud800", "&#xD800;"), "0\ufffd\ufffd\n"),
        ("<p>人口60.5<sup>2</sup>万人，绿地5m<sup><i>2</i></sup></p>", "人口60.5²万人，绿地5m²\n"),
    ],
)
def test_the_text_is_what_the_page_shows(markup: str, text: str):
    assert read(markup).text == text


@pytest.mark.parametrize(
    ("table", "text", "cells"),
    [
        ("<tr><td>甲<td>1<tr><td>乙<td>2", "甲\t1\n乙\t2\n", [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]),
        (
            "<tr><th rowspan=2>项<th colspan=2>件<tr><td>年<td>月<tr><td>甲<td>1<td>2",
            "项\t件\n\t年\t月\n甲\t1\t2\n",
            [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)],
        ),
        ("<tr><td colspan=999999999 rowspan=0>甲<tr><td>乙<td>1", "甲\n\t乙\t1\n", None),
        ("<tr><td>甲<td></td><td>1<tr><td>乙<td>&nbsp;<td>2<tr><td><td><td>", "甲\t1\n乙\t2\n", None),
        (
            "<tr><td><p>本年新\n<p>公开数量<td>a<br>b<tr><td>　其中<td>6,939.2 ",
            "本年新公开数量\ta b\n　其中\t6,939.2\n",
            None,
        ),
        ("<caption>表1</caption><tr><td>甲<td>1<tr><td>乙<td>2", "表1\n甲\t1\n乙\t2\n", None),
        (f"<tr><td>甲<td>1<tr><td>乙<td>2<tr><td colspan=2>{'注' * 201}", f"甲\t1\n乙\t2\n{'注' * 201}\n", None),
        ("<tr><td>甲<td>1<tr><td>乙<td style='display:none'>9<td>2", "甲\t1\n乙\t2\n", None),
    ],
)
def test_a_data_table_is_a_grid(table: str, text: str, cells):
    document = read(f"<table>{table}</table>")
    assert document.text == text
    (grid,) = document.grids
    if cells:
        assert [cell[:4] for cell in grid.cells] == cells
    assert all(text == text.strip() for text in cells_of(document))
    assert document.text[grid.start : grid.end] == document.text[grid.start :].rstrip("\n").split("\n注")[0]


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ("<tr><td>统计局<tr><td>调查队", "统计局\n调查队\n"),
        ("<tr><td>甲<td>乙", "甲\n乙\n"),
        ("<tr><td colspan=999999999 rowspan=999999999>5</td><td>6", "5\n6\n"),
        ("<tr><td>甲<td><table><tr><td>1<td>2<tr><td>3<td>4</table><tr><td>乙<td>丙", "甲\n1\t2\n3\t4\n乙\n丙\n"),
        (f"<tr><td>目录<td>{'文' * 201}<tr><td>甲<td>乙", f"目录\n{'文' * 201}\n甲\n乙\n"),
        ("<tr><td>目录<td><p>甲。<p>乙。<tr><td>丙<td>丁", "目录\n甲。\n乙。\n丙\n丁\n"),
    ],
)
def test_a_table_that_lays_out_the_page_is_read_as_lines(table: str, text: str):
    assert read(f"<table>{table}</table>").text == text


def test_a_table_beyond_the_limit_is_read_as_lines_and_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(html_tables, "MAX_CELLS", 3)
    document = read("<table><tr><td>甲<td>1<tr><td>乙<td>2</table>")
    assert (document.text, document.grids) == ("甲\n1\n乙\n2\n", ())
    assert (document.status, document.reason) == ("partial", "limit")


def test_text_beyond_the_limit_is_cut_and_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(html, "MAX_TEXT", 8)
    document = read("<p>一二三</p><p>四五六</p><p>七八九</p>")
    assert (document.text, document.body) == ("一二三\n四五六\n", (0, 8))
    assert (document.status, document.reason) == ("partial", "limit")


@pytest.mark.parametrize(
    ("label", "charset"),
    [
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("gb2312", "gb18030"),
        ("big5", "gb18030"),
        ("iso-8859-1", "utf-8"),
        ("nonsense", "gb18030"),
        ("utf-8", "utf-16"),
        ("", "gb18030"),
    ],
)
def test_a_lying_declaration_does_no_harm(label: str, charset: str):
    document = read(f'<meta http-equiv=Content-Type content="text/html; charset={label}"><p>{SENTENCE}', charset)
    assert (document.text, document.status) == (SENTENCE + "\n", "ok")


@pytest.mark.parametrize(
    ("text", "label", "charset"),
    [
        ("镕堃㐀产值5亿元", "gb2312", "gb18030"),
        ("產值", "big5", "cp950"),
        ("产值", "gbk", "gb18030"),
        ("café 5 €", "windows-1252", "cp1252"),
    ],
)
def test_a_declaration_decides_where_the_bytes_leave_a_doubt(text: str, label: str, charset: str):
    document = read(f"<meta charset={label}><p>{text}", charset)
    assert (document.text, document.status) == (text + "\n", "ok")


def test_xml_declarations_count_too():
    document = read('<?xml version="1.0" encoding="Big5"?><html><p>產值</html>', "cp950")
    assert (document.text, document.encoding) == ("產值\n", "cp950")


@pytest.mark.parametrize(
    "markup",
    [
        rf'"<p class=\"a\">{SENTENCE}<\/p>\r\n"',
        rf"\u003cp\u003e{SENTENCE}\u003c/p\u003e",
        f'"<divclass="title"><p>{SENTENCE}</p></div>"',
        f'<table><tr><td><tdclass="x">{SENTENCE}</table>',
        f"<p {' '.join(f'a{i}=1' for i in range(100_000))}>{SENTENCE}",
        f'<p style="{"x" * 3000}" {"y=1 " * 400}>{SENTENCE}',
        "<div>" * 260 + SENTENCE,
        "<table><tr><td>" * 400 + SENTENCE,
        f"</p></div>{SENTENCE}</html></body><div>",
    ],
)
def test_damaged_markup_keeps_its_text(markup: str):
    document = read(markup)
    assert (document.text, document.status) == (SENTENCE + "\n", "ok")


def test_a_text_node_over_10_mb_is_read():
    document = read("<p>" + "一" * (11_000_000 // 3) + SENTENCE)
    assert document.status == "ok"
    assert document.text.endswith(SENTENCE + "\n")


@pytest.mark.parametrize("element", ["div", "span", "table><tr><td", "font"])
def test_elements_too_deep_within_each_other_are_set_aside(element: str):
    document = read(f"<{element}>" * 100_000 + SENTENCE)
    assert (document.status, document.reason, document.text) == ("quarantined", "depth", "")


@pytest.mark.parametrize(
    "markup", ["", "<script>var a='990亿元'</script>", "<html><head><title>甲</title></head>", "<!-- x -->"]
)
def test_a_page_without_text_is_empty(markup: str):
    document = read(markup)
    assert (document.status, document.reason, document.text) == ("empty", "blank", "")


def test_a_page_of_links_is_empty_and_says_so():
    document = read('<a href="1">首页</a> <a href="2">政务公开</a> <a href="3">互动交流</a>')
    assert (document.status, document.reason, document.detail) == (
        "empty",
        "blank",
        "nothing but furniture of the page",
    )


def test_text_that_the_parser_loses_makes_the_file_partial(monkeypatch: pytest.MonkeyPatch):
    parse = html.parse
    monkeypatch.setattr(html, "parse", lambda markup: parse(markup[: len(markup) // 2]))
    document = read(f"<p>{SENTENCE}</p>" * 10)
    assert (document.status, document.reason) == ("partial", "text_lost")
    assert "%" in document.detail


def test_text_behind_an_open_comment_is_noticed():
    document = read(f"<p>{SENTENCE}</p><!-- <p>{SENTENCE}</p>")
    assert (document.status, document.reason) == ("partial", "text_lost")


def test_a_page_that_ends_within_a_tag_is_truncated():
    document = read(f"<p>{SENTENCE}</p><td cla")
    assert (document.status, document.reason, document.text) == ("partial", "truncated", SENTENCE + "\n")


def test_bytes_of_no_charset_are_set_aside():
    document = read_html(b"<p>" + bytes(range(256)) * 64, "a.html")
    assert (document.status, document.media_type) == ("quarantined", "text/html")


def test_a_whole_page_is_reduced_to_its_report():
    document = read_html(PAGE.read_bytes(), "portal.html")
    body = document.text[slice(*document.body)]
    assert document.status == "ok"
    assert body.startswith(
        "云岭市2021年国民经济和社会发展统计公报\n　　2021年，全市上下坚持稳中求进，经济运行总体平稳。\n　　一、综合\n"
    )
    assert "产品名称\t产量\n\t2021年\t比上年增长（%）\n　水泥（万吨）\t86.4\t3.2\n" in body
    assert "\n云岭市统计局\n2022年4月8日\n" in body
    for furniture in (
        "首页",
        "分享",
        "字体",
        "1528",
        "打印",
        "999",
        "899",
        "777",
        "1234567",
        "ICP",
        "搜索",
        "一图读懂",
    ):
        assert furniture not in document.text, furniture
    metadata = document.metadata
    assert (metadata.title, metadata.title_start) == ("云岭市2021年国民经济和社会发展统计公报", document.body[0])
    assert (metadata.issuer, metadata.published) == ("云岭市统计局", "2022-04-08")
    assert (metadata.document_number, metadata.url) == (
        "云统发〔2022〕8号",
        "http://www.example.gov.cn/tjgb/2022/1.shtml",
    )


def test_a_page_laid_out_by_tables_is_reduced_to_its_report():
    document = read_html(LAYOUT.read_text("utf-8").encode("gb18030"), "layout.asp")
    indent = "\xa0" * 4
    assert document.text[slice(*document.body)] == (
        "临湖市政府工作报告\n（2005年2月20日）\n各位代表：\n"
        f"{indent}现在，我代表市人民政府作工作报告，请予审议。\n{indent}一、2004年工作回顾\n"
        f"{indent}全市生产总值达到86.3亿元，增长12.5%。财政收入5.12亿元，增长18.3%。\n"
        "指标\t2003年\t2004年\n生产总值（亿元）\t76.7\t86.3\n"
    )
    assert (document.status, len(document.grids)) == ("ok", 1)
    assert (document.metadata.title, document.metadata.published) == ("临湖市政府工作报告", "2005-03-01")


def test_a_name_that_misleads_does_not_cost_the_report():
    document = read(f"<div class=header><p>{SENTENCE * 3}</p></div><p>附件</p>")
    assert SENTENCE * 3 in document.text
    hidden = read(f'<body style="visibility:hidden"><p>{SENTENCE}</p></body>')
    assert hidden.text == SENTENCE + "\n"


@pytest.mark.parametrize(
    ("markup", "title", "start"),
    [
        (f"<h1>临湖概况</h1><p>{SENTENCE}", "临湖概况", 0),
        (f"<p align=center>临湖概况</p><p>{SENTENCE}", "临湖概况", 0),
        (f"<p>　　<b>临湖概况</b></p><p>{SENTENCE}", "临湖概况", 2),
        (f"<h2>一、总体情况</h2><p>{SENTENCE}", None, None),
        (f"<center>临湖市<br>2019年工作报告</center><p>{SENTENCE}", None, None),
        (f"<title>临湖市2019年概况 - 临湖网</title><p>临湖市<p>{SENTENCE}", "临湖市2019年概况 - 临湖网", None),
        (f"<title>临湖市2019年概况_临湖网</title><p>临湖市2019年概况<p>{SENTENCE}", "临湖市2019年概况", 0),
    ],
)
def test_the_title(markup: str, title: str | None, start: int | None):
    document = read(markup)
    metadata = document.metadata
    assert (metadata.title, metadata.title_start) == (title, start)
    if start is not None:
        assert document.text.startswith(title, start)


def check(document):
    """What holds for every document."""
    text = document.text
    assert "\0" not in text
    assert not re.search("[\ud800-\udfff\r]", text)
    assert 0 <= document.body[0] <= document.body[1] <= len(text)
    at = 0
    for grid in document.grids:
        assert at <= grid.start < grid.end <= len(text)
        at = grid.end
        places = {(c.row + r, c.column + k) for c in grid.cells for r in range(c.rows) for k in range(c.columns)}
        assert all(grid.start <= cell.start <= cell.end <= grid.end for cell in grid.cells)
        assert {(cell.row, cell.column) for cell in grid.cells} <= places
        for cell in grid.cells:
            line = text.count("\n", grid.start, cell.start)
            assert line == cell.row
            assert not set(text[cell.start : cell.end]) & set("\t\n")
    metadata = document.metadata
    if metadata.title_start is not None:
        assert text.startswith(metadata.title, metadata.title_start)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_an_exception(data: bytes):
    check(read_html(data, "a.html"))
    check(read_html(b"<table><tr><td>" + data, "a.html"))


PIECES = [
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<table>",
    "</table>",
    "<tr>",
    "<td rowspan=2>",
    "<td colspan=3>",
    "<td>",
    "</td>",
]
PIECES += [
    "<br>",
    "<a href=x>",
    "</a>",
    "<b>",
    "\n ",
    "\t",
    "办结",
    "364",
    "件",
    "a",
    "&nbsp;",
    "。",
    "<!--",
    "-->",
    "<ul><li>",
]
PIECES += [
    "<div class=nav>",
    "<h1>",
    "</h1>",
    "<script>",
    "</script>",
    '<p style="display:none">',
    "<pre>",
    "<center>",
    "\u3000",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_markup_is_read_whole(pieces: list[str]):
    document = read("".join(pieces))
    check(document)
    assert document.status in {"ok", "empty", "partial"}


@given(st.lists(st.lists(st.text("办结0123 件\n", max_size=6), min_size=2, max_size=4), min_size=2, max_size=4))
def test_no_character_of_a_table_is_lost(rows: list[list[str]]):
    markup = (
        "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows) + "</table>"
    )
    document = read(markup)
    assert "".join(document.text.split()) == "".join("".join(map("".join, rows)).split())


def test_the_second_reading_knows_comments_and_scripts():
    assert strip_tags("甲<!-- 乙 --><script>丙</script><p title='a'>丁&amp;<!-- 戊") == "甲丁&<!-- 戊"


@pytest.mark.parametrize(
    ("data", "path", "media_type"),
    [
        (b"<p>x", "a.shtml", "text/html"),
        (b"<p>x", "content.jsp?id=1", "text/html"),
        (b'"<divclass="t"><h2>a</h2>', "a.html", "text/html"),
        (rb'"\u003cp\u003ea\u003c/p\u003e"', "a.html", "text/html"),
        ("前言<p>甲</p><br><p>乙</p>".encode(), "a.htm", "text/html"),
        (b"<div><p>a</p><p>b</p><p>c</p><p>d</p></div>", "a.txt", "text/html"),
        (b"<p>x", "a.txt", "text/plain"),
        ("前言<p>甲</p><br><p>乙</p>".encode(), "a.txt", "text/plain"),
        (b"<script>alert(1)</script> " + SENTENCE.encode(), "a.txt", "text/plain"),
        ("<<条例>>施行以来，".encode(), "a", "text/plain"),
    ],
)
def test_markup_is_told_from_text(data: bytes, path: str, media_type: str):
    assert read_bytes(data, path).media_type == media_type


def test_the_header_of_a_crawler_is_known_in_a_page_too():
    lines = [
        "标题: 云岭市2021年年度报告",
        "发布时间: 2022-01-26 10:05",
        "原文链接: http://a.example/1",
        "===== 正文 =====",
        SENTENCE,
    ]
    document = read("".join(f"<p>{line}</p>" for line in lines))
    assert document.text[slice(*document.body)] == SENTENCE + "\n"
    assert (document.metadata.title, document.metadata.published) == ("云岭市2021年年度报告", "2022-01-26")
    assert document.text.startswith("云岭市2021年年度报告", document.metadata.title_start)
