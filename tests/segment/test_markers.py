"""What a marker is: its kind, its number, and whether it can open a heading where it stands."""

import pytest

from textmine.segment.markers import LEVELS, after_full_stop, after_sentence, find_markers, form_title, ordinal


@pytest.mark.parametrize(
    ("text", "marker", "level", "number"),
    [
        ("第三部分 工作安排", "第三部分", 1, 3),
        ("二、工作安排", "二、", 1, 2),
        ("十．工作安排", "十．", 1, 10),
        ("（二十一）完善制度", "（二十一）", 2, 21),
        ("(四)完善制度", "(四)", 2, 4),
        ("——完善制度", "——", 2, 0),
        ("12.完善制度", "12.", 3, 12),
        ("7、完善制度", "7、", 3, 7),
        ("5．完善制度", "5．", 3, 5),
        ("（3）完善制度", "（3）", 4, 3),
        ("⑥完善制度", "⑥", 4, 6),
        ("⑳完善制度", "⑳", 4, 20),
        ("㈤完善制度", "㈤", 2, 5),
        ("⒓完善制度", "⒓", 3, 12),
        ("⑺完善制度", "⑺", 4, 7),
        ("（１２）完善制度", "（１２）", 4, 12),
        ("8）完善制度", "8）", 4, 8),
        ("———完善制度", "———", 2, 0),
        ("――完善制度", "――", 2, 0),
        ("—完善制度", "—", 2, 0),
        ("--完善制度", "--", 2, 0),
        ("6、<!--[endif]-->完善制度", "6、", 3, 6),
    ],
)
def test_each_kind_at_the_head_of_a_line(text, marker, level, number):
    (found,) = find_markers(text, 0, len(text))
    assert (text[found.start : found.end], LEVELS[found.kind], found.number, found.line) == (
        marker,
        level,
        number,
        True,
    )
    assert text[found.behind] in "工完"


@pytest.mark.parametrize(
    "text",
    [
        "增长3.5%",
        "依据第（三）项办理",
        "见附件1、附件2",
        "执行一、二级标准",
        "城东——城西",
        "公开渠道有官网1、",
        "共计１２.５万元",
        "──────────",
        "-->",
        "--2025",
        "- 12 -",
        "— 12 —",
        "负有责任的人员（共3人）参加",
        "参会人员12）",
    ],
)
def test_what_a_sentence_holds_is_no_marker(text):
    assert list(find_markers(text, 0, len(text))) == []


@pytest.mark.parametrize(
    "space", ["\u3000\u3000", "    ", "\t", "\u00a0", "\u2003\u2003", "\u2002", "\u2009", "\u202f"]
)
def test_a_line_may_be_indented_with_any_space(space):
    text = f"过去一年，全市人民团结奋斗\n{space}二、{space[:1]}工作安排"
    (found,) = find_markers(text, 0, len(text))
    assert (found.line, text[found.behind :]) == (True, "工作安排")


def test_only_the_range_asked_for_is_read():
    text = "一、甲\n二、乙\n三、丙"
    assert [m.number for m in find_markers(text, 4, 8)] == [2]


@pytest.mark.parametrize(
    ("marker", "number"), [("十", 10), ("十九、", 19), ("二十", 20), ("九十九", 99), ("（二）", 2), ("第四部分", 4)]
)
def test_ordinals(marker, number):
    assert ordinal(marker) == number


def test_the_longest_title_of_the_form_counts():
    assert form_title("主动公开政府信息情况如下", 0) == "主动公开政府信息情况"
    assert form_title("无关文字", 0) is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("办结。", True),
        ("办结。”", True),
        ("（已办结。） ", True),
        ("办结！\u3000", True),
        ("办结；", False),
        ("如下：", False),
        ("", True),
    ],
)
def test_after_full_stop(text, after):
    assert after_full_stop(text, len(text), 0) is after


@pytest.mark.parametrize(("text", "number"), [("6．2023年底前建成平台", 6), ("6．2023万元", None), ("3.5万人", None)])
def test_a_year_may_follow_on_a_number(text, number):
    assert [m.number for m in find_markers(text, 0, len(text))] == ([] if number is None else [number])


@pytest.mark.parametrize(
    ("text", "after"), [("办结。", True), ("（略）", True), ("共", False), ("，", False), ("", True)]
)
def test_after_sentence(text, after):
    assert after_sentence(text, len(text), 0) is after
