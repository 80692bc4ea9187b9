"""Where a title ends that runs into the text: by the words that end titles and those that begin sentences."""

import pytest

from textmine.segment.title_words import balanced, time_behind_title, title_ends


def first_end(text: str) -> str:
    end = next(title_ends(text, 0, len(text)), None)
    return "" if end is None else text[:end]


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("权责清单公开情况", "在各科室自查的基础上"),
        ("做好热线办理工作", "我局安排专人值守"),
        ("档案数字化建设", "持续推进存量档案扫描"),
        ("投诉举报渠道", "全市共设点36个"),
        ("工作目标", "以提升窗口效率为先"),
        ("监督检查机制", "由办公室牵头"),
        ("专项整治行动", "区市场监管局检查门店82家"),
        ("机构和人员", "全县共有专兼职人员36名"),
        ("教育、卫生", "年末共有学校25所"),
        ("农\u3000业", "全年粮食产量2.3万吨"),
        ("审批制度改革扎实推进", "全市取消事项18项"),
        ("重点任务", "（一）保障供水"),
        ("工作思路", "总体要求：坚持稳中求进"),
        ("“一网通办”平台", "认真做好系统对接"),
        ("信用监管方面", "，根据上级部署"),
        ("2021年度工作", "2021年，本局"),
    ],
)
def test_a_title_ends_where_a_sentence_begins(title, sentence):
    assert first_end(title + sentence) == title


@pytest.mark.parametrize(
    "text",
    [
        "优化全区营商环境",  # a verb and its object
        "推进2023年重点任务",
        "加强工作推进机制建设",  # a verb within a noun phrase
        "完成改革开放以来最大规模的修缮",
        "审批制度改革扎实推进，",  # the adverb of the title's own verb
        "围绕重点领域加大公开力度",
        "打造“一站式服务在身边”品牌",  # an open quotation
        "公布清单3张",
        "工作，根据上级部署",
        "落实管理第一责任人职责",
    ],
)
def test_what_only_looks_like_the_end_of_a_title(text):
    assert first_end(text) == ""


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("收费情况2023年未收取费用", 4),
        ("投诉处理工作截至年底没有积压", 6),
        ("推进2023年重点任务", None),
        ("今年工作", None),
    ],
)
def test_a_time_behind_a_title(text, end):
    assert time_behind_title(text, 0, len(text)) == end


def test_only_the_range_asked_for_is_read():
    text = "一、信用工作根据部署，公开情况2023年良好"
    assert list(title_ends(text, 2, 6)) == [6]
    assert list(title_ends(text, 2, 5)) == []
    assert time_behind_title(text, 11, len(text)) == 15


@pytest.mark.parametrize(
    ("text", "closed"), [("“一网通办”", True), ("（PPP", False), ("", True), ("《条例》）", False)]
)
def test_balanced(text, closed):
    assert balanced(text, 0, len(text)) is closed
