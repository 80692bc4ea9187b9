"""What holds for any text, and what an invisible character may not change."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from textmine import find_figures, find_periods
from textmine.extract.figures import find_problems
from textmine.extract.view import BIDI, INVISIBLE, view_of

ALPHABET = (
    "0123456789０５一二三两十百千万亿〇零半几多余约近超不足以上内至到和第每"
    "年月日季度天周个项件元人次倍成分之百点亩吨级号“”《》（）()、，。；：:,.-—～~%％/×^+ \n\u3000\u200b\u202e²½١"
    "去今上本目前截底初期间同比增长下降达为由的其中“十三五”eO"
)
REFERENCE = date(2019, 12, 31)
TEXTS = st.text(ALPHABET, max_size=60)
PARTS = st.lists(
    st.sampled_from(
        [
            "2019年",
            "5月",
            "30日",
            "至",
            "1,234",
            "12.5",
            "三十五",
            "万",
            "亿元",
            "个工作日",
            "以内",
            "%",
            "，",
            "由",
            "增长",
            "第",
            "每季度",
            "一次",
            "“十三五”",
            "期间",
            "\u200b",
            "3-5",
            "分之",
            "三",
            "成",
            "去年",
            "截至",
        ]
    ),
    max_size=14,
).map("".join)


def check(text, found):
    assert all(text[item.start : item.end] == item.quote and item.quote for item in found)
    assert all(0 <= item.start < item.end <= len(text) for item in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@given(st.one_of(TEXTS, PARTS))
@example("超过60%")  # the bounding word is all that stands before the number
@example("1.2019年")
def test_figures_of_any_text(text):
    found = find_figures(text)
    check(text, found)
    for figure in found:
        assert figure.start <= figure.number[0] < figure.number[1] <= figure.end
        assert figure.value.is_finite()
        assert figure.value_high is None or figure.value_high.is_finite()
        assert (figure.bound == "range") == (figure.value_high is not None)
        assert figure.unit
    check(text, find_problems(text))


@given(st.one_of(TEXTS, PARTS))
def test_periods_of_any_text(text):
    found = find_periods(text, reference=REFERENCE)
    check(text, found)
    for mention in found:
        start, end = mention.period.start, mention.period.end
        assert end is not None
        assert start is None or start <= end
        assert (start is None) == (mention.period.kind == "as_of")


@given(st.text(max_size=40))
def test_any_characters_at_all(text):
    check(text, find_figures(text))
    check(text, find_periods(text, reference=REFERENCE))


NUMBERS = ["364项", "1,234元", "12.5%", "3至5个工作日", "二十三项", "1.2万余件", "3个工作日内", "百分之五", "三成五"]


@given(st.sampled_from(NUMBERS), st.sampled_from(INVISIBLE + BIDI), st.data())
def test_an_invisible_character_keeps_the_value_and_sets_the_flag(number, hidden, data):
    place = data.draw(st.integers(min_value=1, max_value=len(number) - 1))
    (clean,) = find_figures(f"全区共{number}。")
    text = f"全区共{number[:place]}{hidden}{number[place:]}。"
    (figure,) = find_figures(text)
    assert text[figure.start : figure.end] == figure.quote
    assert hidden in figure.quote
    assert (figure.value, figure.value_high, figure.unit, figure.bound) == (
        *(clean.value, clean.value_high, clean.unit, clean.bound),
    )
    assert ("invisible" if hidden in INVISIBLE else "bidi") in figure.flags


DATES = ["2019年5月6日", "2019年1-8月", "第一季度", "“十三五”期间", "截至2019年底", "去年5月"]


@given(st.sampled_from(DATES), st.sampled_from(INVISIBLE + BIDI), st.data())
def test_an_invisible_character_keeps_the_date(written, hidden, data):
    place = data.draw(st.integers(min_value=1, max_value=len(written) - 1))
    (clean,) = find_periods(f"{written}，", reference=REFERENCE)
    (mention,) = find_periods(f"{written[:place]}{hidden}{written[place:]}，", reference=REFERENCE)
    assert mention.period == clean.period


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2098, 12, 31)), st.integers(min_value=0, max_value=400))
def test_days_read_back(day, length):
    last = day + timedelta(days=length)
    for text in (f"{day.year}年{day.month}月{day.day}日，", f"{day.isoformat()}，", f"{day:%Y.%m.%d}，"):
        (mention,) = find_periods(text, reference=REFERENCE)
        assert (mention.period.start, mention.period.end) == (day, day)
    text = f"{day.year}年{day.month}月{day.day}日至{last.year}年{last.month}月{last.day}日，"
    (mention,) = find_periods(text, reference=REFERENCE)
    assert (mention.period.start, mention.period.end) == (day, last)


@given(st.decimals(min_value=0, max_value=10**12, places=2), st.sampled_from(["", "万", "亿", "万亿"]))
def test_scaled_sums_are_exact(value, scale):
    assume(len(format(value, "f")) > 4)
    (figure,) = find_figures(f"投资{value:f}{scale}元。")
    assert figure.value == value * {"": 1, "万": 10**4, "亿": 10**8, "万亿": Decimal(10) ** 12}[scale]


@pytest.mark.parametrize("hidden", INVISIBLE + BIDI, ids=ascii)
def test_the_view_leads_back(hidden):
    text = f"甲{hidden}乙{hidden}{hidden}丙"
    view = view_of(text, 0, len(text))
    assert view.text == "甲乙丙"
    assert [text[slice(*view.back(i, i + 1))] for i in range(3)] == ["甲", "乙", "丙"]
