"""The text as the patterns see it: without the characters that nobody sees, and with the way back to its offsets.

Crawlers and word processors leave zero-width and directional characters inside numbers and dates. The text itself is
never changed; where such characters stand in the part that is searched, the search runs over a view without them.
"""

import re
from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple, TypeVar

from textmine.schema.figure import Figure, Problem
from textmine.schema.period import PeriodMention

# ZWSP, ZWNJ, ZWJ, WJ, BOM, soft hyphen, Mongolian vowel separator, combining grapheme joiner, variation selectors 15
# and 16. Source: UTS #39, Unicode 15.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f\ufe0e\ufe0f"
# Directional marks change what a reader sees, not the order of the digits (CVE-2021-42574).
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
_HIDDEN = re.compile(f"[{INVISIBLE}{BIDI}]")
_MARGIN = 256  # characters around the searched part that rules may look at

Found = TypeVar("Found", bound=Figure | Problem | PeriodMention)


class View(NamedTuple):
    """A stretch of text without hidden characters; ``offsets`` are the places of its characters in the whole text."""

    text: str
    offsets: tuple[int, ...]

    def at(self, place: int) -> int:
        """Where a place of the whole text stands in the view."""
        return bisect_left(self.offsets, place)

    def back(self, start: int, end: int) -> tuple[int, int]:
        """A span of the view as a span of the whole text."""
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=1)  # asked for each passage of a text
def hides(text: str) -> bool:
    """Whether anything is hidden in a text."""
    return _HIDDEN.search(text) is not None


def view_of(text: str, start: int, end: int) -> View | None:
    """The view of ``text[start:end]`` with a margin around it; ``None`` where nothing is hidden there.

    >>> view_of("共1\u200b2项", 0, 5).text, view_of("共12项", 0, 4)
    ('共12项', None)
    """
    if not hides(text) or _HIDDEN.search(text, start, end) is None:
        return None
    low, high = max(0, start - _MARGIN), min(len(text), end + _MARGIN)
    offsets = tuple(place for place in range(low, high) if not _HIDDEN.match(text, place))
    return View("".join([text[place] for place in offsets]), offsets)


def restored(found: Found, view: View, text: str) -> Found:
    """What was found in the view with its place in the whole text; a figure is told what was hidden in it."""
    start, end = view.back(found.start, found.end)
    moved = replace(found, start=start, end=end, quote=text[start:end])
    if not isinstance(moved, Figure):
        return moved
    return replace(moved, number=view.back(*moved.number), flags=(*moved.flags, *_hidden_in(text, start, end)))


def _hidden_in(text: str, start: int, end: int) -> list[str]:
    """What is hidden within the span or directly before it, as flags."""
    while start and _HIDDEN.match(text, start - 1):
        start -= 1
    hidden = set(_HIDDEN.findall(text, start, end))
    return [flag for flag, listed in (("invisible", INVISIBLE), ("bidi", BIDI)) if hidden & set(listed)]
