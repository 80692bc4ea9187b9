"""Counts many phrases in many texts at once, in a fraction of the time that cutting the texts into words takes.

The first two characters of every phrase make one number; numpy finds all places where such a pair stands, and only
there is a phrase compared. The time is linear in the length of the texts.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_BETWEEN = "\0"  # stands between joined texts and in no phrase
_SHIFT = 21  # bits of a code point


class PhraseIndex:
    """Phrases of two characters or more, ready to be counted."""

    def __init__(self, phrases: Iterable[str]) -> None:
        by_head: dict[int, list[str]] = {}
        for phrase in phrases:
            by_head.setdefault((ord(phrase[0]) << _SHIFT) + ord(phrase[1]), []).append(phrase)
        self._heads = sorted(by_head)
        self._groups = [tuple(by_head[head]) for head in self._heads]

    def _places(self, joined: str) -> tuple["np.ndarray", "np.ndarray"]:
        """Where the first two characters of a phrase stand, and the number of the group of phrases they begin."""
        import numpy as np

        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
        pairs = (codes[:-1] << _SHIFT) + codes[1:]
        heads = np.array(self._heads, dtype=np.int64)
        at = np.minimum(np.searchsorted(heads, pairs), len(heads) - 1)
        found = np.flatnonzero(heads[at] == pairs)
        return found, at[found]

    def count(self, texts: Sequence[str]) -> list[Counter[str]]:
        """How often each phrase stands in each text; one that stands inside another counts as well.

        >>> PhraseIndex(["公开", "主动公开"]).count(["主动公开", "不公开、再公开"])
        [Counter({'主动公开': 1, '公开': 1}), Counter({'公开': 2})]
        """
        joined = _BETWEEN.join(texts)
        counts: list[Counter[str]] = [Counter() for _ in texts]
        if not self._groups or len(joined) < 2:
            return counts
        places, groups = self._places(joined)
        number, end = -1, -1
        found: Counter[str] = Counter()
        for place, group in zip(places.tolist(), groups.tolist(), strict=True):
            while place >= end:
                number += 1
                end += len(texts[number]) + 1
                found = counts[number]
            for phrase in self._groups[group]:
                if joined.startswith(phrase, place):
                    found[phrase] += 1
        return counts
