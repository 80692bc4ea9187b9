"""Markdown: marks are dropped, tables are grids, numbers stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.read import read_bytes
from textmine.read.html import tables as html_tables
from textmine.read.markdown import read_markdown


def read(source: str):
    return read_markdown(source.encode(), "a.md")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# 年度报告\n## 一、总体情况 ##\n正文。", "年度报告\n一、总体情况\n正文。\n"),
        ("年度报告\n===\n\n概述\n---\n正文。", "年度报告\n概述\n正文。\n"),
        ("全市**公开**政府*信息*~~三~~`364`条", "全市公开政府信息三364条\n"),
        ("面积3*4*5米，2*3，snake_case_x，__甲__", "面积3*4*5米，2*3，snake_case_x，甲\n"),
        ("见[附件](a(1).html)、[网站][1]和![图](x.png)<https://a.cn>", "见附件、网站和https://a.cn\n"),
        ("2019年，全市公开政府信息\n364条，增长6.1%。", "2019年，全市公开政府信息364条，增长6.1%。\n"),
        (
            "一、概述\n2019年，全市公开政府信息三百多条，增长明显",
            "一、概述\n2019年，全市公开政府信息三百多条，增长明显\n",
        ),
        ("甲  \n乙乙\\\n丙<br>\n丁", "甲\n乙乙\n丙\n丁\n"),
        ("- 规章3件\n- 文件2件\n\n1. 甲\n2. 乙", "规章3件\n文件2件\n1. 甲\n2. 乙\n"),
        ("> 引用\n\n***\n\n```\n# 代码\n```", "引用\n# 代码\n"),
        ("甲&nbsp;乙\\*丙<u>丁</u>", "甲\xa0乙*丙丁\n"),
        ("a | b", "a | b\n"),
    ],
)
def test_marks_are_dropped(source: str, text: str):
    assert read(source).text == text


def test_pipe_tables_are_grids():
    document = read("附表\n\n| 项目 | 数量 |\n|:---|---:|\n| **规章** | 3 |\n| 文件\\|函 | |\n\n完。")
    assert document.text == "附表\n项目\t数量\n规章\t3\n文件|函\t\n完。\n"
    (grid,) = document.grids
    assert [document.text[c.start : c.end] for c in grid.cells] == ["项目", "数量", "规章", "3", "文件|函", ""]


def test_tables_in_html_are_grids():
    document = read("前。\n<table><tr><td rowspan=2>甲</td><td>1</td></tr>\n<tr><td>2</td></tr></table>\n后。")
    assert document.text == "前。\n甲\t1\n\t2\n后。\n"
    document = read("<table><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>")
    assert (document.text, len(document.grids)) == ("甲\t1\n乙\t2\n", 1)


def test_a_table_beyond_the_limit_is_said(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(html_tables, "MAX_CELLS", 3)
    document = read("|甲|1|\n|-|-|\n|乙|2|\n")
    assert (document.reason, document.text) == ("limit", "甲\n1\n乙\n2\n")


def test_metadata():
    document = read("---\ntitle: 别名\ndate: 2024-01-31\n---\n# 年度报告\n\n正文。")
    metadata = document.metadata
    assert (metadata.title, metadata.title_start, metadata.published) == ("年度报告", 0, "2024-01-31")
    assert read("---\ntitle: 别名\n---\n正文。").metadata.title == "别名"


def test_markdown_is_known_by_its_name_alone():
    assert read_bytes(b"# a", "a.MD").media_type == "text/markdown"
    assert read_bytes(b"# a", "a.txt").media_type == "text/plain"
    assert read_bytes(b"<html># a", "a.md").media_type == "text/html"


def test_blank_and_undecodable_files_are_said():
    assert read(" \n").reason == "blank"
    assert read_markdown(bytes(range(256)) * 64, "a.md").status == "quarantined"


@given(st.text("#*_|-`<>[]()!\\ \n办结3=~", max_size=80))
def test_any_text_is_read(source: str):
    document = read(source)
    assert all(
        document.text[c.start : c.end].strip() == document.text[c.start : c.end]
        for g in document.grids
        for c in g.cells
    )


@given(st.binary(max_size=200))
def test_any_bytes_are_read(data: bytes):
    read_markdown(data, "a.md")
