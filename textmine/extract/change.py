"""Whether a figure is the amount of a change (增长6.4%, 核减投资3亿元), and which way it goes."""

import re
from typing import TypeVar

from textmine.lexicon import cached, table
from textmine.schema.figure import Change

_CLAUSE = re.compile(r"[，。；：！？\n,;:!?]")
# A comparison with another body or a standard is no change: 高于全国0.7个百分点 (never listed as a verb of change).
_EARLIER = re.compile(
    r"(?:比|较)(?:上年|去年|前年|上届|上季|同期|[0-9]{4}年(?:全年)?|上一?个?五年|“?[一二三四七八九十]{1,2}五”?(?:[时期间]{2}平均)?)[^，。；全省市国平]{0,6}$"
)
_STANDING = ("自然", "人口")  # 人口自然增长率 is a rate of its own
_AGAINST_OTHERS = re.compile(r"[高低快慢]于[^，。；,;0-9]{2,16}\Z")  # 高于规模以上工业增速2个百分点
_OBJECT_LIMIT = 24
_SPACES = " \u3000\n\r"
_CLOSING = ("）", ")")
_ASIDE = re.compile(r"[（(][^（()）0-9]{1,12}[）)]$")  # 增长（可比价）9.8%
_LONGEST_ASIDE = 14


Meaning = TypeVar("Meaning")


def _by_last(words: dict[str, Meaning]) -> dict[str, tuple[tuple[str, Meaning], ...]]:
    """Words and what they mean by their last character, the longest first."""
    found: dict[str, list[tuple[str, Meaning]]] = {}
    for word, meaning in sorted(words.items(), key=lambda item: -len(item[0])):
        found.setdefault(word[-1], []).append((word, meaning))
    return {last: tuple(listed) for last, listed in found.items()}


@cached
def _verbs() -> dict[str, tuple[tuple[str, Change], ...]]:
    """The direction of each verb of change."""
    data = table("change")
    pairs: dict[str, Change] = dict.fromkeys(data["up"]["words"], "up")
    pairs |= dict.fromkeys(data["down"]["words"], "down")
    return _by_last(pairs)


@cached
def _others() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The nouns of change (增幅) and the words that only look like change (新增)."""
    data = table("change")
    return tuple(data["nouns"]["words"]), tuple(data["not_change"]["words"])


@cached
def _between() -> dict[str, tuple[tuple[str, bool], ...]]:
    """Words that may stand between verb and number and whether they make the number a level."""
    data = table("change")
    return _by_last(dict.fromkeys(data["between"]["words"], False) | dict.fromkeys(data["level"]["words"], True))


@cached
def _last_characters() -> frozenset[str]:
    """The characters that can stand directly before the amount of a change, objects aside."""
    return frozenset(_SPACES).union(_verbs(), _between())


def _strip_between(text: str, at: int, floor: int) -> tuple[int, bool]:
    """Step back over words that stand between verb and number; whether one of them names a new level (为, 到)."""
    level = False
    nouns = _others()[0]
    between = _between()
    while True:
        while at > floor and text[at - 1] in _SPACES:
            at -= 1
        if text.endswith(nouns, floor, at):
            return at, level
        for word, makes_level in between.get(text[at - 1 : at], ()):
            if text.endswith(word, floor, at):
                level = level or makes_level
                at -= len(word)
                break
        else:
            return at, level


def change_before(text: str, at: int, floor: int) -> Change | None:
    """The direction of the word of change that governs a number at ``at``; nothing before ``floor`` is looked at.

    >>> change_before("生产总值增长约", 7, 0), change_before("核减本级投资", 6, 0)
    ('up', 'down')
    >>> change_before("比重提高到", 5, 0), change_before("涨幅回落到", 5, 0)
    (None, 'up')
    """
    if text[at - 1 : at] in _CLOSING:
        aside = _ASIDE.search(text, max(floor, at - _LONGEST_ASIDE), at)
        return change_before(text, aside.start(), floor) if aside else None
    if text[at - 1 : at] not in _last_characters():
        return _with_object(text, at, floor)
    here, level = _strip_between(text, at, floor)
    nouns, not_change = _others()
    for verb, direction in _verbs().get(text[here - 1 : here], ()):
        start = here - len(verb)
        if not text.endswith(verb, floor, here) or (len(verb) == 1 and not _single(text, start, floor)):
            continue
        if level and verb not in nouns:
            return _noun_moved(text, start, floor)
        if text.startswith(not_change, max(start - 1, 0)) or text.startswith(not_change, start):
            return None
        if verb == "增长率" and text[start - 2 : start] in _STANDING:
            return None
        if verb in nouns and _AGAINST_OTHERS.search(text, floor, start):
            return None
        return direction
    return _with_object(text, at, floor)


def _noun_moved(text: str, at: int, floor: int) -> Change | None:
    """The direction of a noun of change that moved to a new level and is still the amount of a change: 涨幅回落到2.6%."""
    nouns = _others()[0]
    for word, direction in _verbs().get(text[at - 1 : at], ()):
        if word in nouns and text.endswith(word, floor, at):
            return direction
    return None


def _single(text: str, start: int, floor: int) -> bool:
    """A verb of one character counts only where no longer word could hold it (同比增, 较上年少)."""
    before = text[max(floor, start - 2) : start]
    if text[start] in "高低快慢多少":  # against another body this is a difference, against an earlier time a change
        return bool(_EARLIER.search(text[max(floor, start - 16) : start]))
    return before[-1:] in ("比", "年", "期", "均", "初", "底", "月", "再", "幅", "，", "、", "") or before in (
        "同比",
        "环比",
    )


_SPEED_BEHIND = re.compile(
    r"的(?:年均|平均|快速|较快|高速|平稳|稳定|强劲)?(?:速度|幅度|增速|比例|速率)?(?P<verb>递增|增长|上升|提高|提升|增加|下降|递减|减少|降低)"
)


def change_after(text: str, at: int) -> Change | None:
    """The direction that words behind a number give it: `以年均25%的速度递增`.

    >>> change_after("以年均25%的速度递增", 6)
    'up'
    """
    match = _SPEED_BEHIND.match(text, at)
    if not match:
        return None
    return "down" if match.group("verb") in ("下降", "递减", "减少", "降低") else "up"


@cached
def object_verbs() -> re.Pattern[str]:
    """Verbs of change that can have the thing that changed between them and the amount."""
    data, not_change = table("change")["with_object"], table("change")["not_change"]["words"]

    def alone(verb: str) -> str:
        """The verb where it is no part of a longer word (新增加, 增加值)."""
        longer = [word.partition(verb) for word in not_change if verb in word]
        before = "".join(f"(?<!{re.escape(head + verb)})" for head, _, _ in longer if head)
        behind = "".join(f"(?!{re.escape(tail)})" for _, _, tail in longer if tail)
        return re.escape(verb) + before + behind

    return re.compile("|".join(alone(verb) for direction in ("up", "down") for verb in data[direction]))


_NO_OBJECT = re.compile(r"[到至为达占]|成(?![本效])|其中|[0-9０-９]")


def _with_object(text: str, at: int, floor: int) -> Change | None:
    if text[at - 1 : at] == "、":
        return None  # 两次降低准备金率、两次下调利率
    low = max(floor, at - _OBJECT_LIMIT)
    if not object_verbs().search(text, low, at):
        return None
    clause = low
    for match in _CLAUSE.finditer(text, low, at):
        clause = match.end()
    for match in reversed(list(object_verbs().finditer(text, clause, at))):
        if not _NO_OBJECT.search(text, match.end(), at) and text.find("用于", clause, match.start()) < 0:
            up = match.group() in table("change")["with_object"]["up"]
            return "up" if up else "down"
        break
    return None
