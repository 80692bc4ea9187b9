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
def _verbs() -> tuple[tuple[str, Change], ...]:
    data = table("change")
    pairs: list[tuple[str, Change]] = [(word, "up") for word in data["up"]["words"]]
    pairs += [(word, "down") for word in data["down"]["words"]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cached
def _between() -> tuple[tuple[str, bool], ...]:
    """Words that may stand between verb and number, and whether they make the number a level."""
    data = table("change")
    pairs = [(word, False) for word in data["between"]["words"]] + [(word, True) for word in data["level"]["words"]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _strip_between(text: str, at: int, floor: int) -> tuple[int, bool]:
    """Step back over words that stand between verb and number; whether one of them names a new level (为, 到)."""
    level = False
    nouns = tuple(table("change")["nouns"]["words"])
    while True:
        while at > floor and text[at - 1] in " \u3000\n\r":
            at -= 1
        if text.endswith(nouns, floor, at):
            return at, level
        for word, is_level in _between():
            start = at - len(word)
            if start >= floor and text.startswith(word, start):
                at, level = start, level or is_level
                break
        else:
            return at, level


def change_before(text: str, at: int, floor: int) -> ChangeMatch | None:
    """The word of change that governs a number at ``at``; nothing before ``floor`` is looked at.

    >>> change_before("生产总值增长约", 7, 0).change
    'up'
    >>> change_before("比重提高到", 5, 0) is None
    True
    >>> change_before("核减市本级政府投资", 9, 0).change
    'down'
    """
    data = table("change")
    here, level = _strip_between(text, at, floor)
    nouns = data["nouns"]["words"]
    for verb, change in _verbs():
        start = here - len(verb)
        if start < floor or not text.startswith(verb, start):
            continue
        if level and verb not in nouns:
            return None
        if any(text.startswith(word, max(start - 1, 0)) or text.startswith(word, start) for word in data["not_change"]["words"]):
            return None
        if len(verb) == 1 and not _single(text, start, floor):
            continue
        return ChangeMatch(change, verb, start)
    return _with_object(text, at, floor)


def _single(text: str, start: int, floor: int) -> bool:
    """A verb of one character counts only where no longer word could hold it (同比增, 较上年少)."""
    before = text[max(floor, start - 2) : start]
    if text[start] in "高低快慢":  # against another body this is a difference, against an earlier time a change
        return bool(_EARLIER.search(text[max(floor, start - 12) : start]))
    return before[-1:] in ("比", "年", "期", "均", "初", "底", "月", "再", "幅", "，", "、", "") or before in ("同比", "环比")


_SPEED_BEHIND = re.compile(r"的(?:年均|平均)?(?:速度|幅度|增速|比例|速率)?(?P<verb>递增|增长|上升|提高|提升|增加|下降|递减|减少|降低)")


def change_after(text: str, at: int) -> Change | None:
    """The direction that words behind a number give it: `以年均25%的速度递增`.

    >>> change_after("以年均25%的速度递增", 6)
    'up'
    """
    match = _SPEED_BEHIND.match(text, at)
    if not match:
        return None
    return "down" if match.group("verb") in ("下降", "递减", "减少", "降低") else "up"


def _with_object(text: str, at: int, floor: int) -> ChangeMatch | None:
    clause = max((match.end() for match in _CLAUSE.finditer(text, max(floor, at - _OBJECT_LIMIT), at)), default=max(floor, at - _OBJECT_LIMIT))
    segment = text[clause:at]
    for direction in ("up", "down"):
        for verb in table("change")["with_object"][direction]:
            place = segment.rfind(verb)
            if place >= 0 and not re.search(r"[到至为成达占]|其中|[0-9０-９]", segment[place + len(verb) :]):
                return ChangeMatch(direction, verb, clause + place)  # type: ignore[arg-type]  # the keys are the literals
    return None
