"""Numerals by themselves, and every number read back from every way of writing it."""

import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.extract.mixed import read_mixed
from textmine.extract.numerals import MAX_DIGITS, NUMERAL, negated, parse, scaled
from textmine.extract.odd import PLACE

CASES = tomllib.loads((Path(__file__).parent / "cases/numerals.toml").read_text("utf-8"))
READ = [(quote, value) for kind in ("arabic", "chinese", "financial") for quote, value in CASES[kind].items()]

DIGITS = "零一二三四五六七八九"
FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
BELOW_TEN_TRILLION = 10**13


def chinese(number: int) -> str:
    """An integer below 10^16 as it is read aloud."""
    if not number:
        return "零"
    parts = []
    for scale, word in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, scale)
        if section:
            gap = "零" if parts and section < 10**3 else ""
            parts.append(gap + below_ten_thousand(section) + word)
        elif parts and number and not parts[-1].endswith("零"):
            parts.append("零")
    return "".join(parts).replace("零零", "零")


def below_ten_thousand(number: int) -> str:
    words, zero = "", False
    for scale, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            words += ("零" if zero and words else "") + DIGITS[digit] + word
            zero = False
        else:
            zero = True
    return words


def mixed(number: int) -> str:
    """The integer in digits with scale words: 3亿2000万."""
    parts = []
    for scale, word in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, scale)
        if section:
            parts.append(("零" if parts and section < 10**3 else "") + f"{section}{word}")
    return "".join(parts)


@pytest.mark.parametrize(("quote", "value"), READ)
def test_reads_a_numeral(quote, value):
    assert parse(quote).value == Decimal(value)


@pytest.mark.parametrize("quote", CASES["unread"])
def test_tells_what_is_odd(quote):
    value, flag = CASES["unread"][quote]
    number = parse(quote)
    assert number.value == (Decimal(value) if value else None)
    assert flag in number.flags


@given(st.decimals(min_value=0, max_value=10**30, places=6))
def test_arabic_and_full_width_and_grouped_numbers_read_back(value):
    plain = format(value, "f")
    for written in (plain, plain.translate(FULL_WIDTH), f"{value:,f}", f"{value:,f}".translate(FULL_WIDTH)):
        match = NUMERAL.match(written)
        assert match is not None
        assert match.group() == written
        assert parse(written).value == value


@given(st.integers(min_value=0, max_value=BELOW_TEN_TRILLION))
def test_chinese_and_financial_numbers_read_back(number):
    for written in (chinese(number), chinese(number).translate(FINANCIAL)):
        assert parse(written).value == number, written


@given(st.integers(min_value=0, max_value=10**8), st.text(DIGITS, min_size=1, max_size=8))
def test_chinese_decimals_read_back(whole, digits):
    value = Decimal(f"{whole}." + "".join(str(DIGITS.index(c)) for c in digits))
    assert parse(f"{chinese(whole)}点{digits}").value == value
    assert parse(f"{chinese(whole)}点{digits}亿").value == value * 10**8


@given(st.integers(min_value=10**4, max_value=BELOW_TEN_TRILLION // 10))
def test_mixed_numbers_read_back(number):
    written = mixed(number)
    read = read_mixed(written, 0)
    if read is None:  # one piece, which is no mixed number
        assert sum(written.count(word) for word in "亿万") == 1
        assert written[-1] in "亿万"
    else:
        assert (read.number.value, read.end) == (number, len(written))


@given(st.text("0123456789０１２,，.．零〇一二两十百千万亿点壹拾", min_size=1, max_size=90))
def test_a_value_is_finite_or_has_a_reason(text):
    for match in NUMERAL.finditer(text):
        number = parse(match.group())
        if number.value is None:
            assert number.flags
        else:
            assert number.value.is_finite()
            assert len(number.value.as_tuple().digits) <= MAX_DIGITS


def test_a_digit_of_any_script_is_seen():
    digits = [c for c in map(chr, range(sys.maxunicode + 1)) if c.isdecimal()]
    assert [c for c in digits if not PLACE.match(c)] == []
    assert {PLACE.match(c).lastgroup for c in digits} == {"arabic", "odd"}


@given(st.text("0123456789０５,，.．零一二两十百千万亿点²٣½甲 ", max_size=40))
def test_a_place_is_a_numeral_wherever_there_is_one(text):
    places = [match.span() for match in PLACE.finditer(text) if match.lastgroup != "odd"]
    assert places == [match.span() for match in NUMERAL.finditer(text)]


@pytest.mark.parametrize("size", [39, 77, 400, 4301, 100_000])
def test_numbers_beyond_38_digits_have_no_value(size):
    assert parse("9" * size).flags[-1] == "out_of_range"
    assert parse("九" * size + "亿").value is None
    assert parse("0." + "0" * size + "1").flags[-1] == "out_of_range"


def test_scaling_is_exact_and_bounded():
    assert scaled(Decimal(1234567890123456789012345678901), Decimal(1)) == 1234567890123456789012345678901
    assert scaled(Decimal(10) ** 37, Decimal(100)) is None
    assert scaled(Decimal("0." + "0" * 37 + "1"), Decimal(1)) == Decimal("1E-38")
    assert scaled(Decimal("0." + "0" * 38 + "1"), Decimal(1)) is None
    assert scaled(Decimal("0." + "0" * 39), Decimal(1)) is None
    assert str(scaled(Decimal("0.00"), Decimal(100))) == "0.00"
    assert str(negated(Decimal("0.0"))) == "0.0"
