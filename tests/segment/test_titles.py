"""The title at the head of a report."""

import pytest

from textmine.segment.titles import find_title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("青崖市2022年法治政府建设工作报告\n一、总体情况", "青崖市2022年法治政府建设工作报告"),
        ("青崖市教育局\n2022年度政务公开\n工作总结\n正文。", "青崖市教育局2022年度政务公开工作总结"),
        ("青崖市2022年政府工作报告\u3000\u3000各位代表：", "青崖市2022年政府工作报告"),
        ("12\n青崖市2022年政府工作报告\n各位代表：", "青崖市2022年政府工作报告"),
        ("\u3000\u3000青崖市2022年政府工作报告\n各位代表：", "青崖市2022年政府工作报告"),
        ("关于印发水利工程名录的通知青政办函〔2022〕15号\n各单位：", "关于印发水利工程名录的通知"),
        ("青崖市水务局2022年工作总结和2023年工作思路\n一、总体情况", "青崖市水务局2022年工作总结和2023年工作思路"),
        ("青崖市2022年政务公开情况（摘要）\n一、总体情况", "青崖市2022年政务公开情况（摘要）"),
    ],
)
def test_titles(text, title):
    found = find_title(text, 0, len(text))
    assert found is not None
    assert found.title == title
    assert text[found.start] in "青关"
    assert found.start < found.body


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "全年公开信息120条，现将情况报告如下：\n一、总体情况",
        "一、工作总结\n平稳。",
        "甲" * 81 + "报告\n",
        "来源：青崖市2022年工作报告\n",
        "2022年3月5日在大会上的报告\n",
        "甲\n乙\n丙\n丁总结\n",
    ],
)
def test_what_is_no_title(text):
    assert find_title(text, 0, len(text)) is None
