"""Whether a figure is the amount of a change (增长6.4%, 核减投资3亿元), and which way it goes."""

import re
from typing import NamedTuple

from textmine.lexicon import cached, table
from textmine.schema.figure import Change

_CLAUSE = re.compile(r"[，。；：！？\n,;:!?]")
# A comparison with another body or a standard is no change: 高于全国0.7个百分点 (never listed as a verb of change).
_EARLIER = re.compile(r"(?:比|较)(?:上年|去年|前年|上届|上季|同期|[0-9]{4}年)[^，。；全省市国平]{0,6}$")
_OBJECT_LIMIT = 24


class ChangeMatch(NamedTuple):
    """A word of change before a number: the direction, the word, and where it starts."""

    change: Change
    word: str
    start: int


@cached
def _verbs() -> tuple[dict[str, Change], tuple[int, ...]]:
    """The direction of each verb of change, and the lengths of the verbs, the longest first."""
    data = table("change")
    pairs: dict[str, Change] = dict.fromkeys(data["up"]["words"], "up")
    pairs |= dict.fromkeys(data["down"]["words"], "down")
    return pairs, tuple(sorted({len(word) for word in pairs}, reverse=True))


@cached
def _others() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The nouns of change (增幅) and the words that only look like change (新增)."""
    data = table("change")
    return tuple(data["nouns"]["words"]), tuple(data["not_change"]["words"])


@cached
def _between() -> tuple[dict[str, bool], tuple[int, ...]]:
    """Words that may stand between verb and number and whether they make the number a level; and their lengths."""
    data = table("change")
    pairs = dict.fromkeys(data["between"]["words"], False) | dict.fromkeys(data["level"]["words"], True)
    return pairs, tuple(sorted({len(word) for word in pairs}, reverse=True))


def _strip_between(text: str, at: int, floor: int) -> tuple[int, bool]:
    """Step back over words that stand between verb and number; whether one of them names a new level (为, 到)."""
    level = False
    nouns = _others()[0]
    pairs, lengths = _between()
    while True:
        while at > floor and text[at - 1] in " \u3000\n\r":
            at -= 1
        if text.endswith(nouns, floor, at):
            return at, level
        for length in lengths:
            if at - length >= floor and text[at - length : at] in pairs:
                level = level or pairs[text[at - length : at]]
                at -= length
                break
        else:
            return at, level


def change_before(text: str, at: int, floor: int) -> ChangeMatch | None:
    """The word of change that governs a number at ``at``; nothing before ``floor`` is looked at.

    >>> change_before("生产总值增长约", 7, 0).change
    'up'
    >>> change_before("比重提高到", 5, 0) is None
    True
    >>> change_before("核减本级投资", 6, 0).change
    'down'
    """
    here, level = _strip_between(text, at, floor)
    nouns, not_change = _others()
    verbs, lengths = _verbs()
    for length in lengths:
        start = here - length
        verb = text[start:here] if start >= floor else ""
        if verb not in verbs or (length == 1 and not _single(text, start, floor)):
            continue
        if (
            (level and verb not in nouns)
            or text.startswith(not_change, max(start - 1, 0))
            or text.startswith(not_change, start)
        ):
            return None
        return ChangeMatch(verbs[verb], verb, start)
    return _with_object(text, at, floor)


def _single(text: str, start: int, floor: int) -> bool:
    """A verb of one character counts only where no longer word could hold it (同比增, 较上年少)."""
    before = text[max(floor, start - 2) : start]
    if text[start] in "高低快慢多少":  # against another body this is a difference, against an earlier time a change
        return bool(_EARLIER.search(text[max(floor, start - 12) : start]))
    return before[-1:] in ("比", "年", "期", "均", "初", "底", "月", "再", "幅", "，", "、", "") or before in (
        "同比",
        "环比",
    )


_SPEED_BEHIND = re.compile(
    r"的(?:年均|平均)?(?:速度|幅度|增速|比例|速率)?(?P<verb>递增|增长|上升|提高|提升|增加|下降|递减|减少|降低)"
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
def _object_verbs() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, table("change")["with_object"]["down"])))


_NO_OBJECT = re.compile(r"[到至为成达占]|其中|[0-9０-９]")


def _with_object(text: str, at: int, floor: int) -> ChangeMatch | None:
    low = max(floor, at - _OBJECT_LIMIT)
    if not _object_verbs().search(text, low, at):
        return None
    clause = low
    for match in _CLAUSE.finditer(text, low, at):
        clause = match.end()
    for match in reversed(list(_object_verbs().finditer(text, clause, at))):
        if not _NO_OBJECT.search(text, match.end(), at):
            return ChangeMatch("down", match.group(), match.start())
        break
    return None
