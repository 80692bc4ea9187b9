"""What stands above a table: captions, units, times, and lines that are none of these."""

import pytest

from textmine.tables.captions import caption

CASES = {
    "a line": ("平稳。\n2020年人口构成", "2020年人口构成"),
    "a unit": ("人口构成\n单位：万人", "人口构成 单位：万人"),
    "a unit of money": ("收支决算总表\n金额单位：万元", "收支决算总表 金额单位：万元"),
    "a unit in brackets": ("人口构成\n\n（单位：人）\n", "人口构成 （单位：人）"),
    "a time beside the unit": ("财政收支\n2020年1-6月　　　　单位：亿元", "财政收支 2020年1-6月 单位：亿元"),
    "a time of its own": ("财政收支\n（2020年）\n单位：亿元", "财政收支 （2020年） 单位：亿元"),
    "the body": ("收入决算表\n公开02表\n部门：某局   金额单位：万元", "收入决算表 部门：某局 金额单位：万元"),
    "behind a sentence": ("全年总体平稳。人口构成表", "人口构成表"),
    "a sentence": ("全年总体平稳。", None),
    "a heading": ("三、人口", None),
    "the start of a list": ("主要指标如下：", None),
}


@pytest.mark.parametrize(("above", "expected"), CASES.values(), ids=CASES.keys())
def test_the_caption_of_a_table(above: str, expected: str | None):
    text = f"{above}\n指标\t数值"
    assert caption(text, text.index("指标\t")) == expected
