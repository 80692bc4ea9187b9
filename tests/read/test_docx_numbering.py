"""Automatic numbering: the numbers that Word shows stand in the text, because headings are made of them."""

from collections.abc import Sequence

import pytest

from textmine.pipeline import mine_document
from textmine.read.docx import read_docx
from textmine.read.docx.numerals import numeral
from textmine.schema import Document
from writers.docx import abstract, docx, item, level, num, restarted, styled


def read(body: str, numbering: str, styles: str = "") -> Document:
    return read_docx(docx(body, numbering=numbering, styles=styles), "")


def lines(items: Sequence[str], numbering: str, styles: str = "") -> list[str]:
    return read("".join(items), numbering, styles).text.splitlines()


REPORT = abstract(
    level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3.")
)


def test_the_headings_of_a_report_get_their_numbers():
    items = [
        item("总体情况", 0),
        item("主动公开", 1),
        item("机构", 2),
        item("财政", 2),
        item("依申请公开", 1),
        item("会议", 2),
        item("正文"),
        item("问题", 0),
    ]
    assert lines(items, REPORT + num(1)) == [
        *("一、总体情况", "（一）主动公开", "1.机构", "2.财政", "（二）依申请公开", "1.会议", "正文", "二、问题"),
    ]


def test_the_numbers_make_sections_and_are_no_figures():
    items = [
        item("云岭市2019年政府信息公开工作年度报告"),
        item("总体情况", 0),
        item("2019年，办结364件。" * 3, 2),
        item("问题", 0),
        item("办结5件。"),
    ]
    report = mine_document(
        read(
            "".join(items),
            REPORT.replace('w:val="%3."/><w:suff w:val="nothing"', 'w:val="%3."/><w:suff w:val="tab"') + num(1),
        )
    )
    assert [section.marker for section in report.sections if section.level == 1] == ["一、", "二、"]
    assert {fact.quote for fact in report.facts} == {"364件", "5件"}
    assert "\n1. 2019年" in report.text


@pytest.mark.parametrize(
    ("suffix", "text", "line"),
    [
        ("nothing", "2019年", "1.2019年"),
        ("space", "总体", "1. 总体"),
        ("tab", "总体", "1.总体"),  # the tab only leaves room
        ("tab", "2019年", "1. 2019年"),  # but a number must not run into another
    ],
)
def test_what_follows_a_number(suffix: str, text: str, line: str):
    assert lines([item(text, 0)], abstract(level(0, "decimal", "%1.", suffix=suffix)) + num(1)) == [line]


def test_lists_of_one_family_count_on_and_an_override_starts_anew():
    family = abstract(level(0, "decimal", "%1."), level(1, "decimal", "%1.%2."))
    items = [item("a", 0, 1), item("b", 0, 2), item("c", 0, 3), item("d", 0, 3), item("e", 0, 1), item("f", 1, 3)]
    assert lines(items, family + num(1) + num(2) + num(3, more=restarted(0, 5))) == [
        *("1.a", "2.b", "5.c", "6.d", "7.e", "7.1.f"),
    ]


def test_a_level_restarts_when_a_higher_one_is_used_unless_it_says_otherwise():
    def shown(restart: str) -> list[str]:
        levels = (level(0, "decimal", "%1."), level(1, "decimal", "%2)"), level(2, "decimal", "%3]", more=restart))
        return lines([item("", at, 1) + item("x", 2, 1) for at in (0, 1, 0)], abstract(*levels) + num(1))

    assert shown("") == ["1]x", "1]x", "1]x"]
    assert shown('<w:lvlRestart w:val="0"/>') == ["1]x", "2]x", "3]x"]
    assert shown('<w:lvlRestart w:val="1"/>') == ["1]x", "2]x", "1]x"]


def test_an_upper_level_that_was_never_used_shows_its_start():
    family = abstract(level(0, "decimal", "%1", start=3), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1-%2-%3"))
    assert lines([item("a", 1), item("b", 1), item("c", 2)], family + num(1)) == ["3.1a", "3.2b", "3-2-1c"]


def test_legal_numbers_are_decimal_at_every_level():
    levels = level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    assert lines([item("a", 0), item("b", 1)], abstract(*levels) + num(1)) == ["一、a", "1.1b"]


def test_a_level_of_its_own_in_a_list():
    more = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1) ")}</w:lvlOverride>'
    assert lines(
        [item("a", 0, 1), item("b", 0, 2)], abstract(level(0, "decimal", "%1.")) + num(1) + num(2, more=more)
    ) == [
        *("1.a", "II) b"),
    ]


def test_numbers_come_through_styles():
    numbering = abstract(
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="H1"/>'),
        level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="H2"/>'),
    ) + num(1)
    styles = (
        styled("H1", '<w:numId w:val="1"/>')
        + styled("H2", '<w:ilvl w:val="1"/><w:numId w:val="1"/>')
        + styled("Derived", base="H2")
        + styled("Plain", '<w:numId w:val="0"/>', base="H1")
        + styled("Loop", base="Loop")
    )
    items = [item(style, style=style) for style in ("H1", "H2", "Derived", "Plain", "Loop", "Unknown", "H1")]
    items.append(item("own", 0, 0, style="H1"))  # list 0 takes the number away
    assert lines(items, numbering, styles) == [
        *("一、H1", "（一）H2", "（二）Derived", "Plain", "Loop", "Unknown", "二、H1", "own"),
    ]


def test_the_default_style_and_a_list_that_a_style_defines():
    numbering = (
        abstract(level(0, "decimal", "%1."), name=7)
        + abstract(name=8, more='<w:numStyleLink w:val="Outline"/>')
        + num(1, 8)
        + num(2, 7)
    )
    styles = styled("Outline", '<w:numId w:val="2"/>') + styled("Normal", '<w:numId w:val="1"/>', more='w:default="1"')
    assert lines([item("a"), item("b", 0, 2)], numbering, styles) == ["1.a", "2.b"]


@pytest.mark.parametrize(
    ("pattern", "font", "line"),
    [("•", "", "•项"), ("——", "", "——项"), ("\uf0b7", "Symbol", "项"), ("l", "Wingdings", "项"), ("\uf06c", "", "项")],
)
def test_bullets_are_their_character_or_nothing(pattern: str, font: str, line: str):
    more = f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>' if font else ""
    assert lines([item("项", 0)], abstract(level(0, "bullet", pattern, more=more)) + num(1)) == [line]


def test_a_custom_format_fills_up_with_zeros():
    custom = (
        '<w:lvl w:ilvl="0"><mc:AlternateContent><mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002"/>'
        '</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1号"/></w:lvl>'
    )
    assert lines([item("件", 0)], abstract(custom) + num(1)) == ["001号件"]


def test_an_empty_paragraph_counts_but_shows_nothing():
    assert lines([item("a", 0), item("", 0), item("b", 0)], abstract(level(0, "decimal", "%1.")) + num(1)) == [
        "1.a",
        "3.b",
    ]


def test_numbers_of_the_rows_of_a_table_are_shown():
    row = f"<w:tr><w:tc>{item('', 0)}</w:tc><w:tc>{item('公开')}</w:tc></w:tr>"
    assert lines([f"<w:tbl>{row * 2}</w:tbl>"], abstract(level(0, "decimal", "%1", suffix="tab")) + num(1)) == [
        *("1\t公开", "2\t公开"),
    ]


@pytest.mark.parametrize(
    "numbering",
    [
        num(1),
        abstract(name=0) + num(1),
        abstract(level(0, "decimal", "%1.")) + num(2),
        abstract('<w:lvl w:ilvl="x"/><w:lvl/><w:lvl w:ilvl="99"/>') + num(1),
        abstract("<w:lvl w:ilvl='0'/>") + num(1, more='<w:lvlOverride/><w:lvlOverride w:ilvl="44"/>'),
        "<w:abstractNum/><w:num/>",
    ],
)
def test_damaged_numbering_leaves_the_text(numbering: str):
    assert lines([item("文", 0)], numbering) == ["文"]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("decimal", "1 10 11 20 21 100 110"),
        ("decimalZero", "01 10 11 20 21 100 110"),
        ("decimalFullWidth", "１ １０ １１ ２０ ２１ １００ １１０"),
        ("decimalEnclosedCircle", "① ⑩ ⑪ ⑳ 21 100 110"),
        ("decimalEnclosedParen", "⑴ ⑽ ⑾ ⒇ 21 100 110"),
        ("chineseCounting", "一 十 十一 二十 二十一 一○○ 一一○"),
        ("chineseCountingThousand", "一 十 十一 二十 二十一 一百 一百一十"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 贰拾壹 壹佰 壹佰壹拾"),
        ("ideographDigital", "一 一〇 一一 二〇 二一 一〇〇 一一〇"),
        ("ideographTraditional", "甲 癸 11 20 21 100 110"),
        ("ideographZodiac", "子 酉 戌 20 21 100 110"),
        ("ideographZodiacTraditional", "甲子 癸酉 甲戌 癸未 甲申 100 110"),
        ("upperLetter", "A J K T U VVVV FFFFF"),
        ("lowerLetter", "a j k t u vvvv fffff"),
        ("upperRoman", "I X XI XX XXI C CX"),
        ("lowerRoman", "i x xi xx xxi c cx"),
        ("unknown", "1 10 11 20 21 100 110"),
    ],
)
def test_numerals(style: str, shown: str):
    assert " ".join(numeral(number, style) for number in (1, 10, 11, 20, 21, 100, 110)) == shown


def test_numbers_out_of_range_are_decimal():
    assert [numeral(number, "chineseCountingThousand") for number in (0, -1, 32767, 10**9)] == [
        *("0", "-1", "三万二千七百六十七", "1000000000"),
    ]
    assert numeral(5, "none") == ""
