"""Words that bound a number, before it (超过50%), within it (60多条) and after it (50%以内)."""

import re
from dataclasses import dataclass

from textmine.lexicon import cached, table
from textmine.schema.figure import Bound

_PARENTHESIS = re.compile(r"[（(][^（）()\n]{1,24}[）)]")
# 内 bounds only a duration or a distance, and only where it is not the beginning of another word (内容, 内部).
_WITHIN = re.compile(r"内(?![容部设资外地陆河蒙控需涵审参建在因分科存])")
# Last characters of words that end like a bounding word (签约20个, 最近3次).
_NOT_BEFORE = {"约": "签预节条契制公合违集简失履续守邀", "近": "最附邻靠远临亲就", "超": "赶高反", "逾": "", "来": ""}


@dataclass(slots=True)
class BoundMatch:
    """A bounding word: the kind, and where it starts and ends."""

    bound: Bound
    start: int
    end: int


_PASSED = re.compile(r"[0-9.]{0,8}[千百十]?[万亿]")  # 产值过10亿元, 税收过千万元
_MEASURED_BY = re.compile("(?:[值入税额量产资数模售市口润积个家户]|其中|的|^|[，。；、,;])$")
_SPACES = " \u3000\u00a0"
Words = dict[str, tuple[tuple[str, Bound], ...]]


def _listed(groups: dict[str, list[str]], kinds: tuple[Bound, ...]) -> dict[str, Bound]:
    """The kind of each bounding word."""
    return {word: kind for kind in kinds for word in groups[kind]}


def _by_character(listed: dict[str, Bound], place: int) -> Words:
    """The bounding words by the character that they have at ``place``, the longest first."""
    found: dict[str, list[tuple[str, Bound]]] = {}
    for word, kind in sorted(listed.items(), key=lambda item: -len(item[0])):
        found.setdefault(word[place], []).append((word, kind))
    return {character: tuple(words) for character, words in found.items()}


@cached
def _before() -> dict[str, Bound]:
    return _listed(table("bounds")["before"], ("approx", "gt", "ge", "lt", "le"))


@cached
def words_before() -> Words:
    """The words before a number by their last character; behind a space or a line end there may be any of them."""
    return dict.fromkeys(_SPACES + "\n过", ()) | _by_character(_before(), -1)


@cached
def words_behind() -> Words:
    """The words behind a number by their first character; a parenthesis may stand between, and 内 is no word of all."""
    listed = _listed(table("bounds")["after"], ("approx", "ge", "le", "gt"))
    return dict.fromkeys("（(内", ()) | _by_character(listed, 0)


def bound_before(text: str, at: int) -> BoundMatch | None:
    """The bounding word that ends at ``at``, spaces aside.

    >>> bound_before("办理不超过3天", 5).bound
    'le'
    >>> bound_before("共签约20个", 3) is None
    True
    """
    by_last = words_before()
    if text[at - 1 : at] not in by_last:
        return None
    end = at
    while end > 0 and text[end - 1] in _SPACES:
        end -= 1
    if text[end - 1] == "过" and _PASSED.match(text, at) and _MEASURED_BY.search(text, max(0, end - 6), end - 1):
        return BoundMatch("gt", end - 1, at)
    for word, kind in by_last.get(text[end - 1 : end], ()):
        if text.endswith(word, 0, end):
            start = end - len(word)
            return None if start > 0 and text[start - 1] in _NOT_BEFORE.get(word, "") else BoundMatch(kind, start, at)
    broken = text[max(0, end - 8) : end]
    if "\n" in broken:  # 不少⏎于
        joined = broken.replace("\n", "")
        for word, kind in _before().items():
            if joined.endswith(word) and "\n" in broken[-len(word) :]:
                return BoundMatch(kind, end - len(word) - 1, at)
    return None


@cached
def step_words() -> tuple[str, ...]:
    return tuple(table("bounds")["step"]["gt"])


def passes_step(text: str, at: int) -> bool:
    """Whether the number that ends at ``at`` is a step that was passed (迈上2万元台阶): more than that was reached.

    >>> passes_step("迈上2万元台阶", 5)
    True
    """
    return text.startswith(step_words(), at)


def bound_after(text: str, at: int, kind: str) -> BoundMatch | None:
    """The bounding word that starts at ``at``; ``kind`` is that of the unit before it.

    >>> bound_after("3个工作日(不含公示)内", 5, "time").end
    12
    """
    if text[at : at + 1] not in words_behind():
        return None
    found = _bound_at(text, at, kind)
    if found is None:
        gap = _PARENTHESIS.match(text, at)
        found = _bound_at(text, gap.end(), kind) if gap else None
    return BoundMatch(found[0], at, found[1]) if found else None


def _bound_at(text: str, at: int, kind: str) -> tuple[Bound, int] | None:
    """The bounding word at ``at``: its kind and where it ends."""
    for word, bound in words_behind().get(text[at : at + 1], ()):
        if not text.startswith(word, at):
            continue
        end = at + len(word)
        if word in ("多", "余") and (kind == "none" or text[end : end + 1] not in "，。；、,;)）的 "):
            continue
        if word in ("以上", "以下") and text.startswith(("学历", "文化"), end):
            continue
        return bound, end
    within = _WITHIN.match(text, at) if kind in ("time", "measure") else None
    return ("le", within.end()) if within else None
