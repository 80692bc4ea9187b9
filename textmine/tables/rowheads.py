"""Heads of groups of rows: a row of one label (一、第一产业) is part of the names of the rows below it."""

import re
from collections.abc import Sequence

from textmine.lexicon.loader import cached, table

Path = tuple[str, ...]

# From the outside in; an unmarked head stands below a marked one.
_MARKERS = tuple(
    re.compile(pattern)
    for pattern in (
        "[一二三四五六七八九十]{1,3}、",
        "[（(][一二三四五六七八九十]{1,3}[）)]",
        r"[0-9]{1,2}[.、．](?![0-9])",
        "[（(][0-9]{1,2}[）)]",
    )
)
_UNMARKED = len(_MARKERS)
_NOTE = re.compile(r"(?:备?注|说明|资料来源|数据来源)(?:[:：0-9]|$)")
_CONTINUED = re.compile(r"[（(]?(?:续表?|接上表)[一二三四五六七八九十0-9]{0,2}[）)]?|.{0,30}[（(]续(?:表)?[）)]")


def marker_level(label: str) -> int:
    """How deep the marker of a label is: 0 for 一、, 1 for （一）, …; the most for a label without one.

    >>> marker_level("一、收入"), marker_level("（一）税收"), marker_level("粮食")
    (0, 1, 4)
    """
    return next((level for level, marker in enumerate(_MARKERS) if marker.match(label)), _UNMARKED)


def is_note(label: str) -> bool:
    """Whether a row of one label explains the table."""
    return _NOTE.match(label) is not None


def is_continued(label: str) -> bool:
    """Whether a row of one label says that the table goes on: 续表."""
    return _CONTINUED.fullmatch(label) is not None


def heads_others(label: str, following: str, *, spanning: bool) -> bool:
    """Whether a row without numbers heads the rows below it, the first of which is called ``following``.

    One that spans the table does; of others, whose numbers may be missing, one whose marker is that of the next row does not.
    """
    if not following or is_note(label) or is_continued(label):
        return False
    own, next_level = marker_level(label), marker_level(following)
    return spanning or own != next_level or own == _UNMARKED


@cached
def _totals() -> frozenset[str]:
    data = table("totals")["totals"]
    return frozenset(data["words"]) - {data["subtotal"]}


def is_total(label: str) -> bool:
    """Whether a label names the sum of all others: 合计, not 小计."""
    return label in _totals()


class RowHeads:
    """The heads that a row stands under, while the rows of a table are read."""

    def __init__(self, heads: Sequence[Path] = ()) -> None:
        self._stack: list[tuple[int, Path]] = []
        self._count = 0
        self._totals = False  # whether a group has a total of its own
        for head in heads:
            self.enter(head)

    def enter(self, labels: Path) -> None:
        """Go on below a head."""
        level = marker_level(labels[0])
        while self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        self._stack.append((level, labels))
        self._count += 1

    def above(self, labels: Path, *, last: bool) -> Path:
        """The labels of the heads that a row stands under; none above the total of all groups in the ``last`` row."""
        if not labels:
            return ()
        level = marker_level(labels[0])
        while level < _UNMARKED and self._stack and self._stack[-1][0] >= level:
            self._stack.pop()
        if is_total(labels[-1]):
            if last and self._count > 1 and not self._totals:
                self._stack.clear()
            self._totals = True
        return tuple(label for _, head in self._stack for label in head)
