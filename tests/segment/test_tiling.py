"""Headings, passages and tables share out the body: every character but white space in exactly one of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.read import read_text
from textmine.segment import sentences
from textmine.stages import Work, structure, tabulate

REPORTS = sorted((Path(__file__).parents[2] / "corpora/reports").glob("*.txt"))

TITLES = ["总体情况", "主动公开方面", "存在问题", "抓好流程再造", "2022年工作安排", "完善制度，压实责任", ""]
MARKERS = [
    "一、",
    "二、",
    "三、",
    "（一）",
    "（二）",
    "(三)",
    "1.",
    "2.",
    "3、",
    "4．",
    "①",
    "②",
    "——",
    "第一部分 ",
    "第二部分",
    "（1）",
    "",
]
PROSE = [
    "全年公开信息120条，其中政策文件18件。",
    "一是抓培训，组织学习3次；二是抓督查，通报单位2个。",
    "2022年，本局受理申请7件，按期办结率100%。",
    "依据办法第（三）项和附件2办理",
    "截至年底，建成泵站4座",
    "各位代表：",
    "无。",
]
TABLES = [
    "指标 |\n数量 |\n|\n受理 |\n12 |\n|\n办结 |\n11 |\n|\n",
    "单位 |\n合计 |\n|\n甲局 |\n3 |\n|\n乙局 |\n5 |\n|\n",
]
BREAKS = ["", "\n", "\n", "\r\n", "\n\n", "\u3000\u3000", "\n\u3000\u3000", " ", "。", "。\n"]

headings = st.builds("".join, st.tuples(st.sampled_from(MARKERS), st.sampled_from(TITLES)))
pieces = st.one_of(headings, st.sampled_from(PROSE), st.sampled_from(TABLES))
mixtures = st.lists(st.tuples(pieces, st.sampled_from(BREAKS)), max_size=14).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)
scribble = st.text(st.sampled_from("一二三（）()1234.．、，。；：①②—第部分总体情况工作\n\r\u3000 |是"), max_size=120)


def parts_of(work: Work) -> Iterator[tuple[int, int]]:
    """The spans that share out the body, in no order."""
    low = work.document.body[0]
    yield from ((max(section.start, low), section.body) for section in work.sections if section.body > low)
    yield from ((passage.start, passage.end) for passage in work.passages)
    yield from ((table.start, table.end) for table in work.tables)


def check_tiling(text: str) -> None:
    work = structure(tabulate(Work(document=read_text(text))))
    low, high = work.document.body
    here = low
    for start, end in sorted(parts_of(work)):
        assert low <= start < end <= high
        assert start >= here, f"{text[start:end]!r} overlaps what is before it"
        assert not text[here:start].strip(), f"{text[here:start]!r} is in nothing"
        here = end
    assert not text[here:high].strip(), f"{text[here:high]!r} is in nothing"
    for passage in work.passages:
        words = "".join(text[passage.start : passage.end].split())
        spans = list(sentences(text, passage.start, passage.end))
        assert "".join("".join(text[a:b].split()) for a, b in spans) == words
        assert all(a < b for a, b in spans)


@given(mixtures)
def test_mixtures_are_shared_out(text):
    check_tiling(text)


@given(scribble)
def test_scribble_is_shared_out(text):
    check_tiling(text)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_sample_archive_is_shared_out(path):
    check_tiling(path.read_bytes().decode())
