"""Words that bound a number, before it (超过50%), within it (60多条) and after it (50%以内)."""

import re
from typing import NamedTuple

from textmine.lexicon import cached, table
from textmine.schema.figure import Bound

_PARENTHESIS = re.compile(r"[（(][^（）()\n]{1,24}[）)]")
# 内 bounds only a duration or a distance, and only where it is not the beginning of another word (内容, 内部).
_WITHIN = re.compile(r"内(?![容部设资外地陆河蒙控需涵审参建在因分科存])")
# Last characters of words that end like a bounding word (签约20个, 最近3次).
_NOT_BEFORE = {"约": "签预节条契制公合违集简失履续守邀", "近": "最附邻靠远临亲就", "超": "赶高反", "逾": "", "来": ""}


class BoundMatch(NamedTuple):
    """A bounding word: the kind, and where it starts and ends."""

    bound: Bound
    start: int
    end: int


def _by_word(groups: dict[str, list[str]], kinds: tuple[Bound, ...]) -> tuple[dict[str, Bound], tuple[int, ...]]:
    """The kind of each bounding word, and the lengths of the words, the longest first."""
    table_of_words = {word: kind for kind in kinds for word in groups[kind]}
    return table_of_words, tuple(sorted({len(word) for word in table_of_words}, reverse=True))


@cached
def _before() -> tuple[dict[str, Bound], tuple[int, ...]]:
    return _by_word(table("bounds")["before"], ("approx", "gt", "ge", "lt", "le"))


@cached
def _after() -> tuple[dict[str, Bound], tuple[int, ...]]:
    return _by_word(table("bounds")["after"], ("approx", "ge", "le", "gt"))


def bound_before(text: str, at: int) -> BoundMatch | None:
    """The bounding word that ends at ``at``, spaces aside.

    >>> bound_before("办理不超过3天", 5).bound
    'le'
    >>> bound_before("共签约20个", 3) is None
    True
    """
    end = at
    while end > 0 and text[end - 1] in " \u3000\u00a0":
        end -= 1
    found, lengths = _before()
    for length in lengths:
        start = end - length
        word = text[start:end] if start >= 0 else ""
        if word in found:
            if start > 0 and text[start - 1] in _NOT_BEFORE.get(word, ""):
                return None
            return BoundMatch(found[word], start, at)
    broken = text[max(0, end - 8) : end]
    if "\n" in broken:  # 不少⏎于
        joined = broken.replace("\n", "")
        for word, kind in found.items():
            if joined.endswith(word) and "\n" in broken[-len(word) :]:
                return BoundMatch(kind, end - len(word) - 1, at)
    return None


def passes_step(text: str, at: int) -> bool:
    """Whether the number that ends at ``at`` is a step that was passed (迈上2万元台阶): more than that was reached.

    >>> passes_step("迈上2万元台阶", 5)
    True
    """
    return text.startswith(tuple(table("bounds")["step"]["gt"]), at)


def bound_after(text: str, at: int, kind: str) -> BoundMatch | None:
    """The bounding word that starts at ``at``; ``kind`` is that of the unit before it.

    >>> bound_after("3个工作日(不含公示)内", 5, "time").end
    12
    """
    here = at
    gap = _PARENTHESIS.match(text, here) if text[here : here + 1] in ("（", "(") else None
    for behind in (here, gap.end() if gap else None):
        if behind is None:
            continue
        found, lengths = _after()
        for length in lengths:
            word = text[behind : behind + length]
            if len(word) == length and word in found:
                if word in ("多", "余") and (kind == "none" or text[behind + 1 : behind + 2] not in "，。；、,;)）的 "):
                    continue
                if word in ("以上", "以下") and text[behind + 2 : behind + 4] in ("学历", "文化"):
                    continue
                return BoundMatch(found[word], at, behind + length)
        if kind in ("time", "measure"):
            within = _WITHIN.match(text, behind)
            if within:
                return BoundMatch("le", at, within.end())
    return None
