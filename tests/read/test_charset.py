"""Charsets: what is decoded, what is reported, and that nothing is read in a wrong charset without a word."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from textmine.errors import UndecodableText
from textmine.read.charset import REPLACEMENT, common_share, decode

SIMPLIFIED = "2019年，全区办结政务服务事项364项，不动产登记办理时间压缩至3个工作日，比上年增长6.1%。"
TRADITIONAL = "本府2019年辦結政務服務事項364項，不動產登記辦理時間壓縮至3個工作天，較上年度增加6.1%。"
COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"


@pytest.mark.parametrize(
    ("text", "codec", "encoding"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (SIMPLIFIED, "utf-32", "utf-32"),
        (TRADITIONAL, "cp950", "cp950"),
        (TRADITIONAL, "gb18030", "gb18030"),
        ("喆堃着峯合計990.8億元。", "big5hkscs", "big5hkscs"),
        ("镕堃㐀产值5亿元", "gb18030", "gb18030"),
        ("产值5亿元", "gb18030", "gb18030"),
        ("政府网站", "gb18030", "gb18030"),
        ("plain ASCII", "ascii", "utf-8"),
    ],
)
def test_charsets(text: str, codec: str, encoding: str):
    found = decode(text.encode(codec))
    assert (found.text, found.encoding, found.reason) == (text, encoding, None)


def test_a_utf8_byte_order_mark_stays_as_plain_decoding_leaves_it():
    data = SIMPLIFIED.encode("utf-8-sig")
    assert decode(data).text == data.decode("utf-8") == "\ufeff" + SIMPLIFIED


def test_line_ends_stay():
    assert decode("一\r\n二\r三\n".encode()).text == "一\r\n二\r三\n"


def test_bytes_that_are_valid_utf8_by_accident_are_read_as_what_gives_chinese():
    data = "联通".encode("gb18030")  # the classic: valid UTF-8 of two Arabic-looking characters
    assert data.decode("utf-8", errors="replace") != "联通"
    assert decode("联通信号".encode("gb18030")).text == "联通信号"


def test_a_file_in_two_charsets_is_read_line_by_line():
    lines = [SIMPLIFIED + "\n"] * 4
    data = b"".join(line.encode(codec) for line, codec in zip(lines, ("utf-8", "gb18030") * 2, strict=True))
    found = decode(data)
    assert found.text == "".join(lines)
    assert (found.encoding, found.reason) == ("mixed", "encoding:mixed")
    assert "as gb18030" in found.detail


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "cp950"])
def test_a_cut_character_costs_only_itself(codec: str):
    whole = TRADITIONAL * 4
    data = whole.encode(codec)
    found = decode(data[:-1])
    assert found.reason in ("encoding:damaged", None)
    assert found.text[: len(whole) - 2] == whole[:-2]


def test_damage_in_the_middle_is_reported_and_the_rest_is_read():
    data = SIMPLIFIED.encode() + b"\xff\xfe\n" + SIMPLIFIED.encode()
    found = decode(data)
    assert found.text == SIMPLIFIED + REPLACEMENT * 2 + "\n" + SIMPLIFIED
    assert (found.encoding, found.reason, found.detail) == ("utf-8", "encoding:damaged", "2 unreadable places")


def test_nul_becomes_the_replacement_character_at_the_same_place():
    found = decode("办结\x00\x00364项".encode())
    assert (found.text, found.reason) == (f"办结{REPLACEMENT * 2}364项", "nul")


def test_a_file_that_holds_many_replacement_characters_is_not_ok():
    assert decode(("办结364项" + REPLACEMENT).encode()).reason == "encoding:damaged"


@pytest.mark.parametrize(
    ("text", "charset"), [("政府信息公开工作年度报告" * 3, "mac_cyrillic"), ("政府信息公开工作年度报告" * 3, "latin-1")]
)
def test_text_once_read_in_a_wrong_charset_is_reported_and_left_alone(text: str, charset: str):
    damaged = text.encode().decode(charset)
    found = decode(damaged.encode())
    assert (found.text, found.reason) == (damaged, "encoding:mojibake")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\0" * 2000, "binary"),
        (bytes(range(256)) * 64, "binary"),
        (bytes(range(128, 256)) * 64, "encoding"),
        ("정부는 올해 목표를 달성했다고 밝혔다. 국민의 삶".encode("euc-kr"), "encoding"),
        ("Привет, это не китайский текст".encode("cp1251"), "encoding"),
    ],
)
def test_what_is_no_chinese_text_is_refused(data: bytes, reason: str):
    with pytest.raises(UndecodableText) as refused:
        decode(data)
    assert refused.value.reason == reason


def test_a_text_too_short_to_tell_says_so():
    """Where two charsets give plausible text the reader picks one and says that it is not sure."""
    unsure = [
        (first + second, found)
        for first in COMMON[:20]
        for second in COMMON[:20]
        if (found := decode((first + second).encode("gb18030"))).text != first + second
    ]
    assert [text for text, found in unsure if found.reason is None] == []


common = st.text(st.sampled_from(COMMON + "，。、；0123456789%"), min_size=12, max_size=60)


@settings(max_examples=150)
@given(common, st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]))
def test_round_trip(text: str, codec: str):
    assume(sum(not character.isascii() for character in text) >= 8)
    found = decode(text.encode(codec))
    assert found.text.removeprefix("\ufeff") == text or found.reason is not None


@settings(max_examples=150)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_valid_utf8_with_chinese_is_read_as_utf8(text: str):
    text += "政府"
    assert decode(text.encode()).text == text


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes):
    try:
        found = decode(data)
    except UndecodableText as error:
        refused = error.reason
    else:
        refused = None
        assert "\0" not in found.text
        found.text.encode("utf-8")
        assert 0 <= common_share(found.text) <= 1
    assert refused in (None, "binary", "encoding")
