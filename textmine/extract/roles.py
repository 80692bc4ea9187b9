"""What a word of time does in its sentence: it reigns, rules one figure, compares, or belongs to a name."""

import re

from textmine.extract.context import Enclosures
from textmine.extract.dates import Raw
from textmine.lexicon import cached, table
from textmine.schema.period import Role

_CLAUSE_HEAD = frozenset("，。；：！？、（(\n,;:!?\t>|—")
_TIMES_BEHIND = re.compile(r"的[^，。；\n]{0,6}倍")
# A period that belongs to the next number alone: 由2010年的310项, 上年的28家.
# 是1950年到1997年投资总和的1.7倍, 是过去五年总和的60%: what is multiplied may be named between.
_TIMES_OF = re.compile(r"[\u4e00-\u9fff]{0,20}的[0-9０-９.．一二三四五六七八九十两]{1,8}[多余]?(?:倍|[%％]|成)")
_OF_ONE_FIGURE = re.compile(r"的\n?(?:约|近|不足|超过)?[0-9０-９]")
_NUMBER_NEXT = re.compile(r"(?:约|近)?[0-9０-９.]++(?!个?百分点)")  # 高于2015年1.2个百分点 is of this year
_CLOCK_BEHIND = re.compile(r"[ T]{0,2}[0-9]{1,2}[:：][0-9]{2}")
_STAMP_BEFORE = re.compile(r"(?<=时间|日期)[:：]\s{0,2}\Z")
# 我局2018年, 全市2017年: the one whose figures follow, named before the year.
_HOLDER = re.compile(
    r"(?:^|[，。；：！？、）)\s])(?:我|本|全|各)(?![面力部程])[\u4e00-\u9fff]{0,5}(?:[省市县区州局委办镇乡厅院]|部门|单位|街道)$"
)
# 2018年政府信息公开工作年度报告: the year belongs to the title of a document.
_TITLE = re.compile(
    r"[\u4e00-\u9fff]{2,12}(?:年度报告|统计公报|工作要点|实施方案|行动计划|工作方案|工作计划)(?![0-9]++(?![0-9条份篇件]))"
    r"|[\u4e00-\u9fff]{0,6}[预决]算(?=[、和及与“]|信息|报告|草案|情况)"
)
# 年初确定的, 年末开展的: when a thing was done, not what is reported of it.
_DONE_THEN = re.compile(r"[\u4e00-\u9fff]{2,6}的")
_PUNCTUATION = "，。；：、！？,;:)）(（\n 　—"


@cached
def _words_of_role() -> tuple[tuple[str, ...], ...]:
    data = table("periods")
    return tuple(
        tuple(data[name]["words"])
        for name in ("compare_before", "compare_after", "lead_in", "attribute_after", "aim_after", "attribute_before")
    )


@cached
def _comparing_ends() -> frozenset[str]:
    """The last characters of the words that may introduce a comparison."""
    return frozenset(word[-1] for word in (*_ALWAYS_COMPARE, *_words_of_role()[0]))


# Of the words that may introduce a comparison only these always do; 是, 在, 与 … need the words behind to agree.
_ALWAYS_COMPARE = (
    "比",
    "较",
    "同比",
    "相较",
    "相较于",
    "较之",
    "多于",
    "少于",
    "快于",
    "对比",
    "高于",
    "高出",
    "低于",
    "超过",
    "好于",
    "优于",
)
_PLAN_NAMES = ("规划", "计划", "发展规划", "专项规划", "目标任务", "的目标", "普法", "工程")
_PLAN_LISTED = re.compile(r"(?:[、和与][“\"][\u4e00-\u9fff]{2,3}[”\"])+普法")  # “三五”、“四五”普法


def role_of(text: str, start: int, raw: Raw, enclosures: Enclosures, floor: int = 0) -> Role:
    """Whether the mention governs figures, names the other side of a comparison, or belongs to the name of a thing.

    ``start`` is where it begins with the words that belong to it (截至), ``floor`` where its passage begins: a heading
    that runs on into the passage without a mark is no part of its first clause.
    """
    around = enclosures.around(start)
    if around and not (raw.rule == "plan" and around[1] + 2 <= raw.end - raw.start):
        return "attribute"
    adjacent = text[max(floor, start - 8) : start]
    before = adjacent.rstrip(" \u3000")
    after = text[raw.end : raw.end + 8]
    return (
        _of_comparison(text, before, after, raw)
        or _of_name(text, before, after, raw)
        or _of_place(adjacent, before, after, raw)
    )


def _of_comparison(text: str, before: str, after: str, raw: Raw) -> Role | None:
    """比2010年, 是2010年的2.6倍, 由2010年的310项."""
    if raw.rule == "same period":
        return "compare"
    old = before.endswith(("由", "从"))  # 由上年35%提高到40%
    if not old and before[-1:] not in _comparing_ends() and not after.startswith("的"):
        return "compare" if after.startswith(("同期", "相比")) else None
    compare_before, compare_after, *_ = _words_of_role()
    compares = before.endswith(_ALWAYS_COMPARE) and not before.endswith("比较")
    may_compare = before.endswith(compare_before)
    if before.endswith(("是", "相当于")) and _TIMES_OF.match(text, raw.end):
        return "compare"
    if after.startswith("的"):
        if may_compare and _TIMES_BEHIND.match(after):
            return "compare"
        if _OF_ONE_FIGURE.match(after) and ("rel" in raw.parts or before.endswith(("由", "从", "自")) or compares):
            return "single"
    elif (compares or old) and _NUMBER_NEXT.match(after):
        return "single"
    agrees = may_compare and after.startswith(compare_after)
    if after.startswith("比") and before.endswith(("与", "同", "跟")):
        return "compare"  # 与上年比，占比上升
    return "compare" if compares or agrees or after.startswith(("同期", "相比")) else None


def _of_name(text: str, before: str, after: str, raw: Raw) -> Role | None:
    """“十三五”规划, 2018年财政决算, 时间：2019-01-10 16:13, 结转下年度继续办理."""
    if raw.rule == "numeric day" and (
        _CLOCK_BEHIND.match(after) or _STAMP_BEFORE.search(text, max(0, raw.start - 6), raw.start)
    ):
        return "attribute"  # when a page was published, not what its figures speak of
    if raw.rule in ("now", "recurring", "whole"):
        return "attribute" if raw.rule == "whole" and after.startswith(_words_of_role()[4]) else "reign"
    if raw.rule == "plan" and (text[raw.start : raw.end].endswith(("计划", "规划")) or after.startswith(_PLAN_NAMES)):
        return "attribute"
    if raw.rule == "plan" and _PLAN_LISTED.match(text, raw.end):
        return "attribute"
    named = after.startswith(_words_of_role()[3]) or before.endswith(_words_of_role()[5]) or _TITLE.match(text, raw.end)
    return "attribute" if named else None


def _of_place(adjacent: str, before: str, after: str, raw: Raw) -> Role:
    """At the head of its clause a mention reigns; within it, a year with a noun behind it is part of a name."""
    if raw.rule == "bare part" and _DONE_THEN.match(after):
        return "attribute"
    if not before or before[-1] in _CLAUSE_HEAD or before.endswith(_words_of_role()[2]) or _HOLDER.search(adjacent):
        return "reign"
    if raw.rule == "bare part":
        return "attribute" if raw.parts["part"] == "年初" else "reign"
    if not after or after[0] in _PUNCTUATION or "rel" in raw.parts or raw.rule in ("plan", "term"):
        return "reign"
    return "attribute"
