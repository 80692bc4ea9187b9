"""Totals of tables of any kind: sums with their rounding, parts within their wholes, and what is left alone."""

import pytest

from textmine.tables import find_tables


def told(table: str) -> list[str]:
    """The checks of a table of tabs, with + for one that holds and - for one that fails."""
    text = "\n".join("\t".join(line.split()) for line in table.strip().split("\n")) + "\n"
    (found,) = find_tables(text, (0, len(text)))
    for check in found.checks:
        assert bool(check.places) != check.ok
        assert all(text[start:end].strip() for start, end in check.places)
    return [f"{'+' if check.ok else '-'} {check}" for check in found.checks]


CASES = {
    "a total below its parts": (
        "地区 人数\n东区 12\n西区 30\n合计 42",
        ["+ 合计=各项之和 [人数]: 42 = 42"],
    ),
    "whole numbers are exact": (
        "地区 人数\n东区 12\n西区 30\n合计 43",
        ["- 合计=各项之和 [人数]: 42 ≠ 43"],
    ),
    "decimals are rounded": (
        "地区 面积\n东区 12.3\n西区 30.3\n合计 42.7",
        ["+ 合计=各项之和 [面积]: 42.6±0.15 = 42.7"],
    ),
    "no more than that": (
        "地区 面积\n东区 12.3\n西区 30.3\n合计 42.8",
        ["- 合计=各项之和 [面积]: 42.6±0.15 ≠ 42.8"],
    ),
    "thousands are rounded whole numbers": (
        "地区 金额（万元）\n东区 12\n西区 30\n合计 43",
        ["+ 合计=各项之和 [金额（万元）]: 42±1.5 = 43"],
    ),
    "a total above its parts": (
        "地区 人数\n总计 42\n东区 12\n西区 30",
        ["+ 总计=各项之和 [人数]: 42 = 42"],
    ),
    "a column of totals": (
        "地区 男 女 合计\n东区 12 3 15\n西区 30 4 35",
        ["+ 合计=各项之和 [东区]: 15 = 15", "- 合计=各项之和 [西区]: 34 ≠ 35"],
    ),
    "rates do not add up": (
        "地区 人数 占比 增长%\n东区 12 30 5\n西区 30 70 6\n合计 42 99 7",
        ["+ 合计=各项之和 [人数]: 42 = 42"],
    ),
    "a total beside a subtotal": (
        "地区 人数\n东区 1\n西区 2\n小计 4\n南区 4\n合计 7",
        ["- 小计=各项之和 [人数]: 3 ≠ 4"],
    ),
    "a part within its whole": (
        "项目 户数\n企业 30\n其中：小微企业 25\n其中：外资企业 31",
        ["+ 其中：小微企业≤企业 [户数]: ≤30 = 25", "- 其中：外资企业≤企业 [户数]: ≤30 ≠ 31"],
    ),
    "parts of one name": (
        "项目 户数\n企业 30\n其中：小微 25\n个体 9\n其中：小微 10",
        ["+ 其中：小微≤企业 [户数]: ≤30 = 25", "- 其中：小微≤个体 [户数]: ≤9 ≠ 10"],
    ),
    "a part whose whole is not told": (
        "项目 人数\n总人口 30\n其中：城镇 14\n乡村 16\n其中：男性 17\n女性 13",
        ["+ 其中：城镇≤总人口 [人数]: ≤30 = 14"],
    ),
    "a total over parts of parts": (
        "项目 户数\n企业 30\n其中：小微企业 25\n个体 9\n合计 39",
        ["+ 其中：小微企业≤企业 [户数]: ≤30 = 25"],
    ),
    "a part that is missing": ("地区 人数\n东区 12\n西区 -\n合计 42", []),
    "one part": ("地区 人数\n东区 12\n合计 42", []),
}


@pytest.mark.parametrize(("table", "expected"), CASES.values(), ids=CASES.keys())
def test_totals_and_parts_are_held_against_what_they_are_of(table: str, expected: list[str]):
    assert told(table) == expected
