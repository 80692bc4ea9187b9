"""Bodies that a clause opens with: 区自然资源局, 各乡镇, 区直、县直各单位, 少年法庭, “松岭发布”政务微博."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from textmine.lexicon import cached, words

# Where a clause begins, as read from the mark or word before it.
_HEAD = re.compile(r"[，。；：、！？\n,;:\u3000 ]|[一二三四五六七八九十]是|其中|目前|[0-9][年日]")
_JOINT = re.compile(r"以及|[、和与]|及(?!时)")
_HAN = "[\u4e00-\u9fff]"
# A body's name begins with its area or rank; a name of a town is a name by itself.
_AREA = rf"(?:[省市区县州旗]|国家|国务院|{_HAN}{{2,8}}?(?:省|市|县|区|州|旗|自治区))"
_QUOTED = re.compile("“[^”]*”")
_LONGEST = 14  # characters between the area and the last word of a name
LONGEST_NAME = 32  # characters between the head of a clause and the last one of a body's name


class Body(NamedTuple):
    """A body at ``start`` (code points): its name, and whether the sentences behind still speak of it."""

    start: int
    name: str
    lasts: bool


@cached
def _follows() -> str:
    """Behind the name of a body a verb or an adverb shows that the statement is about it."""
    listed = "|".join(map(re.escape, words("subjects", "follows")))
    return rf"(?:等(?:{_HAN}{{0,6}}(?:部门|单位|机构))?)?(?:{listed}|与{_HAN}{{2,10}}(?:等|建立))"


@cached
def _item() -> re.Pattern[str]:
    """One name of a list of bodies, the joint or the verb behind it looked at. Groups tell what kind it is.

    ``part`` stands only before others (区直、县直各单位); ``group`` and ``channel`` are spoken of in their sentence alone.
    """
    ends, groups, channels = (
        "|".join(map(re.escape, words("subjects", kind))) for kind in ("ends", "groups", "channels")
    )
    behind = rf"(?={_JOINT.pattern}|{_follows()})"
    behind_or_comma = rf"(?={_JOINT.pattern}|[，,]|{_follows()})"
    named = rf"{_AREA}{_HAN}{{0,{_LONGEST}}}?(?P<end>{ends}|(?<=[市区县省])委)"
    court = rf"{_HAN}{{0,6}}?(?:法院|法庭|检察院)"
    kinds = (
        rf"(?P<group>各(?!级){_HAN}{{0,6}}?(?:{groups})|[省市区县州镇](?:直|属)各?(?:单位|部门|机关)){behind}",
        r"(?P<part>[省市区县州](?:直(?=[、和及与])|(?=[、和及与][省市区县州]直)))",
        rf"(?P<channel>[\u4e00-\u9fffA-Za-z0-9“”·]{{2,16}}?(?:{channels})){behind}",
        rf"(?P<body>{named}|{court}){behind_or_comma}",
        rf"(?P<town>{_HAN}{{2,3}}(?:镇|乡|街道)){behind_or_comma}",
    )
    return re.compile("|".join(kinds))


@cached
def _does() -> re.Pattern[str]:
    return re.compile(_follows())


@cached
def _later() -> re.Pattern[str]:
    """A further name of a list, which may go without its area: 区经济发展局、生态分局."""
    ends = "|".join(map(re.escape, words("subjects", "ends")))
    return re.compile(rf"(?P<body>{_HAN}{{2,12}}?(?P<end>{ends}|委))(?={_follows()})")


@cached
def _no_name() -> re.Pattern[str]:
    """Words that no name of a body holds: light verbs, adverbs, prepositions."""
    verbs = [verb for verb in words("indicators", "verbs") if len(verb) > 1]
    return re.compile("|".join(map(re.escape, [*verbs, *words("subjects", "no_name")])))


@cached
def hint_of_body() -> re.Pattern[str]:
    """The last character of any name of a body and what follows it: nine sentences in ten hold none, and no body."""
    listed = [word for kind in ("ends", "groups", "channels") for word in words("subjects", kind)]
    last = re.escape("".join(sorted({word[-1:] for word in (*listed, "委", "镇", "乡", "街道", "机关", "法庭")})))
    return re.compile(rf"[{last}](?:[，,、和及]|{_follows()})")


def bodies(text: str, start: int, end: int) -> Iterator[Body]:
    """The bodies that clauses of ``text[start:end]`` open with, in order.

    >>> text = "其中，区直、县直各单位主动公开信息75条，各乡镇公开31条"
    >>> [body.name for body in bodies(text, 0, len(text))]
    ['区直、县直各单位', '各乡镇']
    """
    seek = hint_of_body().search
    hint, behind = seek(text, start, end), start
    if hint is None:
        return
    for at in (start, *[head.end() for head in _HEAD.finditer(text, start, end)]):
        if at < behind or hint.start() - at > LONGEST_NAME:
            continue
        if hint.start() < at:
            hint = seek(text, at, end)
            if hint is None:
                return
        if hint.start() - at <= LONGEST_NAME:
            body, behind = _body_at(text, at, end)
            if body:
                yield body


def opening_body(text: str, start: int, end: int) -> Body | None:
    """The body or the list of bodies that ``text[start:end]`` begins with.

    >>> opening_body("区水务局及时公开信息", 0, 10).name
    '区水务局'
    """
    return _body_at(text, start, end)[0]


def _body_at(text: str, start: int, end: int) -> tuple[Body | None, int]:
    """The body or the list of bodies at ``start``, and where it ends."""
    at, behind, lasts = start, start, False
    while at < end:
        item = _item().match(text, at, end) or (_later().match(text, at, end) if at > start else None)
        if item is None or _names_none(item):
            break
        behind, lasts = item.end(), lasts or item.lastgroup in ("body", "town")
        joint = _JOINT.match(text, behind, end)
        if not joint:
            return Body(start, text[start:behind], lasts), behind
        at = joint.end()
    if behind > start and _does().match(text, behind):  # 区水务局与企业建立…
        return Body(start, text[start:behind], lasts), behind
    return None, at


def _names_none(item: re.Match[str]) -> bool:
    """Whether what looks like a name holds a verb, before the word that it ends with (公开办) and outside quotes."""
    if item.lastgroup in ("group", "part"):
        return False
    name = item.string[item.start() : item.start("end")] if item["end"] else item.group()
    return _no_name().search(_QUOTED.sub("", name) if "“" in name else name) is not None
