"""Crawl headers and page furniture: what is metadata, what is report."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.read import read_text
from textmine.read.furniture import body_range
from textmine.read.header import find_header

HEADER = (
    "标题: 临湖市2019年政府信息公开工作年度报告\n"
    "发布时间: 2020-01-20 15:22\n"
    "文号: \n"
    "发布机构: 临湖市人民政府办公室\n"
    "栏目: 年报\n"
    "原文链接: https://www.example.cn/2020/t1.htm\n"
    "页面链接与图片详见 links.tsv\n"
    "==================== 正文 ====================\n"
)
REPORT = "根据《条例》，编制本报告。\n一、总体情况\n"


def test_a_header_gives_metadata_and_is_not_body():
    document = read_text(HEADER + REPORT)
    metadata = document.metadata
    assert document.text[slice(*document.body)] == REPORT
    assert metadata.title == "临湖市2019年政府信息公开工作年度报告"
    assert document.text[metadata.title_start :].startswith(metadata.title)
    assert metadata.issuer == "临湖市人民政府办公室"
    assert metadata.published == "2020-01-20"
    assert metadata.url == "https://www.example.cn/2020/t1.htm"
    assert metadata.document_number is None


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_line_ends(end: str):
    document = read_text((HEADER + REPORT).replace("\n", end))
    assert document.text[slice(*document.body)].startswith("根据《条例》")


def test_full_width_colons_a_byte_order_mark_and_an_indented_rule():
    document = read_text("\ufeff标题：年报\n发文字号：临政〔2020〕3号\n  —— 正文 ——  \n" + REPORT)
    assert document.text[slice(*document.body)] == REPORT
    assert document.metadata.title == "年报"
    assert document.metadata.document_number == "临政〔2020〕3号"


def test_a_header_without_a_rule_ends_with_its_keys():
    document = read_text("标题: 年报\n来源: 市政府\n发布日期: 2020年1月5日\n" + REPORT)
    assert document.text[slice(*document.body)] == REPORT
    assert document.metadata.published == "2020-01-05"


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        "联系方式:\n地址:临湖市中山路1号,邮编:363107\n电话:0596-6785131\n" + REPORT,
        "来源：临湖日报\n各位代表：\n",
        "2019年，标题: 不在开头。\n正文\n",
        "标题\n正文\n",
        "",
    ],
)
def test_text_without_a_header_is_all_body(text: str):
    document = read_text(text)
    assert document.body == (0, len(text))
    assert document.metadata.title is None


def test_a_byte_order_mark_is_not_body():
    assert read_text("\ufeff" + REPORT).body == (1, len(REPORT) + 1)


FURNITURE = (
    "当前位置： 首页政务公开年报 临湖市2019年年报 来源：临湖市人民政府 时间：2020-01-20 15:22 "
    "微信 微博 QQ空间 全真版 文字版 文件下载 相关链接： --> "
)


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        (FURNITURE, ""),
        (FURNITURE, " 附件下载\n"),
        ("当前位置： 首页 统计公报 时间：2022-10-31 13:56 微信 微博 QQ空间 ", " 来源：临湖市统计局 附件下载\n"),
        ("您现在的位置：首页 > 年报\n", ""),
        ("您的位置： 首页 年报 发布日期：2020年1月5日 浏览次数：152次 字体：【大 中 小】 ", "\n打印本页\n关闭窗口\n"),
    ],
)
def test_page_furniture_is_not_body(head: str, tail: str):
    report = "2019年，全市办结364项。大中小企业受益。"
    text = head + report + tail
    first, last = body_range(text, 0)
    kept = text[first:last]
    assert kept.endswith("受益。")
    if "时间" in head or "日期" in head:
        assert kept.startswith("2019年，全市")


def test_words_of_furniture_inside_a_report_stay():
    report = "推进微信 微博 公开。附件下载 量达364次，来源：市统计局 的数据齐全。"
    assert body_range(report, 0) == (0, len(report))


@given(st.text(st.sampled_from("标题:：\n 正文=当前位置来源时间2019-01-微信->附件下载。办结"), max_size=200))
def test_the_body_lies_in_the_text(text: str):
    header = find_header(text)
    first, last = body_range(text, header.end)
    assert 0 <= header.end <= first <= last <= len(text)
    if header.metadata.title is not None:
        start = header.metadata.title_start
        assert text[start : start + len(header.metadata.title)] == header.metadata.title


@pytest.mark.parametrize(
    "text", ["标题:" * 50_000, "当前位置：" + " 微信" * 50_000 + "x", "=" * 200_000, "附件下载 " * 50_000]
)
def test_long_rows_of_furniture_take_no_time(text: str):
    first, last = body_range(text, find_header(text).end)
    assert 0 <= first <= last
