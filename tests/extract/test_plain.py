"""What is read in one match is what the long way reads, whatever stands around it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.extract import figures
from textmine.extract.odd import PLACE
from textmine.extract.plain import places
from textmine.extract.units import unit_table
from textmine.lexicon import table

BOUNDS, TRAPS = table("bounds"), table("traps")
BEFORE = [
    *[
        "投资",
        "增长",
        "提高到",
        "由",
        "国家",
        "“",
        "《",
        "，",
        ",",
        "-",
        "负",
        "—",
        "第",
        "人均",
        "日处理",
        "每月",
        "\n",
        " ",
        "元",
    ],
    *(word for words in BOUNDS["before"].values() if isinstance(words, list) for word in words),
    *TRAPS["ordinal_before"]["words"],
]
NUMBERS = [
    "5",
    "0",
    "05",
    "12.3",
    "0.6",
    "1,234",
    "2019",
    "1.2.3",
    "100000000000",
    "12345678901234567",
    "３",
    "3-5",
    "4万5",
]
BEHIND = [
    *[
        "，",
        "。",
        "、",
        "的",
        "的速度递增",
        "）",
        "”",
        "》",
        "至8天",
        "-9个",
        "/亩",
        "每吨",
        "5角",
        "二",
        "级",
        "式的",
        "（不含5天）以内",
        "(约三项)内",
        " ",
        "\n以上",
        "",
    ],
    *(word for words in BOUNDS["after"].values() if isinstance(words, list) for word in words),
    *BOUNDS["step"]["gt"],
    *TRAPS["ordinal_after"]["words"],
    *table("units")["nouns"]["words"],
]
SCALES = ["", "", "万", "亿", "千", "万亿", "亿万", "余", "多万", " "]
FIGURE = st.tuples(*map(st.sampled_from, (BEFORE, NUMBERS, SCALES, ["", *unit_table()], BEHIND))).map("".join)


@settings(max_examples=600)
@given(st.lists(FIGURE, min_size=1, max_size=3).map("".join))
def test_the_short_way_and_the_long_way_agree(text):
    short = figures.scan(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(figures, "places", lambda: PLACE)
        assert figures.scan(text) == short


@pytest.mark.parametrize(
    "text",
    [
        "增长6.4%，",
        "投资12.3亿元。",
        "新增5万人；",
        "降低0.3个百分点、",
        "建成12个乡镇，",
        "达6.4%以上。",
    ],
)
def test_most_figures_are_plain(text):
    assert places().search(text).lastgroup == "plain"


@pytest.mark.parametrize(
    "text",
    [
        "第5条，",
        "5-8个，",
        "3级。",
        "每天5天。",
        "1,234元，",
        "3元5角。",
        "14亿人口，",
        "01项，",
        "连续9年，",
    ],
)
def test_what_must_be_asked_about_is_not_plain(text):
    assert places().search(f"共{text}" if text[0].isdigit() else text).lastgroup == "arabic"
