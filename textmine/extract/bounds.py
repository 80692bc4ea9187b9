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


@cached
def _before() -> tuple[tuple[str, Bound], ...]:
    groups = table("bounds")["before"]
    pairs = [(word, kind) for kind in ("approx", "gt", "ge", "lt", "le") for word in groups[kind]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cached
def _after() -> tuple[tuple[str, Bound], ...]:
    groups = table("bounds")["after"]
    pairs = [(word, kind) for kind in ("approx", "ge", "le", "gt") for word in groups[kind]]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


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
    broken = text[max(0, end - 8) : end].replace("\n", "")  # 不少⏎于
    for word, kind in _before():
        start = end - len(word)
        if "\n" in text[max(0, end - len(word)) : end] and broken.endswith(word):
            return BoundMatch(kind, start - 1, at)
        if start >= 0 and text.startswith(word, start):
            if start > 0 and text[start - 1] in _NOT_BEFORE.get(word, ""):
                return None
            return BoundMatch(kind, start, at)
    return None


def bound_after(text: str, at: int, kind: str) -> BoundMatch | None:
    """The bounding word that starts at ``at``; ``kind`` is that of the unit before it.

    >>> bound_after("3个工作日(不含公示)内", 5, "time").end
    12
    """
    here = at
    gap = _PARENTHESIS.match(text, here)
    for behind in (here, gap.end() if gap else None):
        if behind is None:
            continue
        for word, bound in _after():
            if text.startswith(word, behind):
                if word in ("多", "余") and (kind == "none" or text[behind + 1 : behind + 2] not in "，。；、,;)）的 "):
                    continue
                if word in ("以上", "以下") and text[behind + 2 : behind + 4] in ("学历", "文化"):
                    continue
                return BoundMatch(bound, at, behind + len(word))
        if kind in ("time", "measure"):
            within = _WITHIN.match(text, behind)
            if within:
                return BoundMatch("le", at, within.end())
    return None
