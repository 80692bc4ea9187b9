"""Whatever the text, mining ends, raises nothing, and keeps its promises."""

import itertools
import time
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import textmine
from textmine.schema import Report

CHARACTERS = "一二三五十百千万亿〇两半年月日季度底上下全市区县局公开信息办结增长占其中分别由至到比同约近余以内第件条项个元倍%0123456789０３.．,，。、；：:！？（）()“”《》①②—-~～|\n\r\t \u3000\u200b\ufeff\x00\ud800𠮷🙂A"
WORDS = [
    "一、", "（一）", "1.", "①", "——", "第一部分 ", "一是", "二是", "总体情况", "\n", "\n", "\r\n", "\u3000\u3000", "。", "，", "；",
    "2021年工作总结\n", "政府工作报告\n", "标题: ", "正文", "2021年", "2020年1-6月", "上半年", "去年", "截至12月底", "“十三五”期间", "每季度", "目前",
    "全市", "市水务局", "公开信息", "城镇、农村居民收入", "分别", "其中", "由", "压缩为", "减少到", "增长", "下降", "占", "达到", "总数达", "新增",
    "364项", "15个工作日", "0.5个工作日", "12.5%", "3至5个", "一百二十三", "1,234.50万元", "三分之一", "2倍", "近", "以上", "10%-20%", "9" * 40,
    "2021-13-45", "〔2021〕9号", "指标 |\n数量 |\n|\n受理 |\n12 |\n|\n", "第二十条第（一）项\n", "64 0 0 |\n",
]  # fmt: skip

scribble = st.text(st.sampled_from(CHARACTERS), max_size=80)
salad = st.lists(st.sampled_from(WORDS), max_size=24).map("".join)

# Clauses as a report has them: a marker, a time, a body, a thing, what joins it to its figure, the figure, a mark.
SLOTS = [
    ["", "", "", "", "\n一、", "\n（一）主动公开。", "\n1.", "①", "一是", "\n——", "二是"],
    ["", "", "", "2021年，", "上半年，", "去年", "截至10月底，", "2020年至2021年", "“十三五”期间，", "目前，", "自2018年以来，累计"],
    ["", "", "", "全区", "市水务局", "松岭镇", "其中"],
    ["公开信息", "受理申请", "行政许可事项", "城镇、农村居民收入", "办理时限", "新增企业", "总数", "", ""],
    ["", "", "达到", "分别增长", "由", "由法定", "压缩为", "减少到", "下降", "占", "累计", "近", "不超过", "同比增长", "结转下年度"],
    ["364项", "15个工作日", "0.5个工作日", "12.5%", "3至5个", "一百二十三件", "20件", "30件", "50件", "2倍", "4.1万户", "三分之一", "每季度发布一次", "9%、10%"],
    ["，", "，", "，", "、", "；", "。", "。\n", "\n", "以上，", "以内。"],
]  # fmt: skip
clause = st.tuples(*map(st.sampled_from, SLOTS)).map("".join)
prose = st.lists(clause, min_size=1, max_size=14).map("".join)
RELATIONS = {"changed_to", "part_of", "same_as", "compared_with", "contradicts"}


def check(report: Report) -> None:
    text = report.text
    for item in (*report.facts, *report.problems):
        assert text[item.start : item.end] == item.quote
    for item in (*report.facts, *report.sections, *report.passages, *report.tables):
        assert 0 <= item.start < item.end <= len(text)
    for items in (report.facts, report.sections, report.passages, report.tables):
        assert max(Counter(item.id for item in items).values(), default=1) == 1
    narrative = [fact for fact in report.facts if fact.source == "narrative"]
    assert all(left.end <= right.start for left, right in itertools.pairwise(narrative))
    passages = {passage.id: passage for passage in report.passages}
    sections = {section.id: section for section in report.sections}
    for fact in narrative:
        passage = passages[fact.passage]
        assert passage.start <= fact.start < fact.end <= passage.end
        assert fact.section == passage.section
        assert fact.category == passage.category
        assert fact.value >= 0
        assert {"value", "period", "status", "indicator", "subject"} <= set(dict(fact.rules))
    for fact in report.facts:
        assert isinstance(fact.value, Decimal)
        assert fact.value.is_finite()
        assert (fact.value_high is None) == (fact.bound != "range")
        assert fact.period.start is None or fact.period.end is None or fact.period.start <= fact.period.end
        assert fact.section is None or sections[fact.section].start <= fact.start < sections[fact.section].end
    for passage in report.passages:
        assert passage.categories[0].label == passage.category
        assert not text[passage.start].isspace()
        assert not text[passage.end - 1].isspace()
    check_links(report)


def check_links(report: Report) -> None:
    ids = {fact.id for fact in report.facts}
    seen = Counter((link.rel, link.source, link.target) for link in report.links)
    assert max(seen.values(), default=1) == 1
    for rel, source, target in seen:
        assert rel in RELATIONS
        assert source != target
        assert {source, target} <= ids
    parts = [(source, target) for rel, source, target in seen if rel == "part_of"]
    assert len({source for source, _ in parts}) == len(parts)
    assert not {(target, source) for source, target in parts} & set(parts)


@settings(max_examples=150)
@given(scribble)
@example("\ud800" * 3)
@example("第" * 80)
@example("一" * 80)
@example("（一）" * 20)
def test_scribble(text):
    check(textmine.mine(f"{text}\n"))


@settings(max_examples=150)
@given(salad)
def test_mixed_words(text):
    check(textmine.mine(f"{text}\n"))


@settings(max_examples=250)
@given(prose)
def test_prose(text):
    check(textmine.mine(f"柳河区2021年工作总结\n{text}\n"))


@settings(max_examples=40)
@given(prose, salad)
def test_mining_twice_gives_the_same(left, right):
    text = f"柳河区2021年工作总结\n{left}\n{right}\n"
    assert textmine.mine(text) == textmine.mine(text)


@settings(max_examples=60)
@given(prose | salad | scribble)
def test_figures_and_periods_keep_to_the_text(text):
    for item in (*textmine.find_figures(text), *textmine.find_periods(text, reference=date(2021, 7, 1))):
        assert text[item.start : item.end] == item.quote


REPEATED = [
    "一",
    "一、",
    "（一）",
    "1.",
    "①",
    "——",
    "由3项",
    "其中3项，",
    "3项、",
    "“",
    "《",
    "（",
    "2021年",
    "占",
    "|\n",
    "\u3000\u3000",
    "9",
    "第",
    "1-",
    "。",
]


@pytest.mark.parametrize("piece", REPEATED, ids=repr)
def test_a_long_repetition_takes_linear_time(piece):
    def seconds(length: int) -> float:
        text = (piece * length)[:length] + "\n"
        started = time.process_time()
        textmine.mine(text)
        return time.process_time() - started

    seconds(100)  # what is loaded once is no part of the measure
    short, long = min(seconds(2_000), seconds(2_000)), seconds(16_000)
    assert long < 24 * short + 0.5, f"{short:.3f} s for 2,000 characters, {long:.3f} s for 16,000"
