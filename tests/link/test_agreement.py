"""A report's sentences and its form: what agrees, what contradicts, and what is about something else."""

import pytest

from textmine import mine

FORM = (
    "三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n"
    "行政复议 行政诉讼 结果维持 结果纠正 其他结果 尚未审结 总计 未经复议直接起诉 复议后起诉 "
    + "结果维持 结果纠正 其他结果 尚未审结 总计 " * 2
    + "\n1 2 0 0 3 0 0 0 0 0 0 1 0 0 1\n"
)


def agreed(sentence: str) -> list[tuple[str, str, str]]:
    report = mine(f"柳河区2021年政府信息公开工作年度报告\n一、总体情况\n{sentence}\n{FORM}")
    facts = {fact.id: fact for fact in report.facts}
    return [
        (link.rel, facts[link.source].quote, facts[link.target].quote)
        for link in report.links
        if "table" in (facts[link.source].source, facts[link.target].source)
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2021年，政府信息公开行政复议3件。", [("same_as", "3", "3件")]),
        ("2021年，政府信息公开行政复议4件。", [("contradicts", "3", "4件")]),
        ("2021年，政府信息公开行政复议3件，另有2件未结。", [("same_as", "3", "3件")]),
        ("2020年，政府信息公开行政复议5件。", []),
        ("2021年，政府信息公开行政复议约4件。", []),
        ("2021年，办理行政许可4件。", []),
    ],
)
def test_a_sentence_is_held_against_the_cell_that_counts_the_same(sentence, expected):
    assert agreed(sentence) == expected
