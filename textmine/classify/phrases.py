"""Counts many phrases in many texts at once, in a fraction of the time that cutting the texts into words takes.

The first two characters of every phrase make one number; numpy finds all places where such a pair stands, and only
there is a phrase compared. The time is linear in the length of the texts.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

_BETWEEN = "\0"  # stands between joined texts and in no phrase
_SHIFT = 21  # bits of a code point


class PhraseIndex:
    """Phrases of two characters or more, ready to be counted."""

    def __init__(self, phrases: Iterable[str]) -> None:
        by_head: dict[int, dict[int, set[str]]] = {}
        for phrase in phrases:
            head = (ord(phrase[0]) << _SHIFT) + ord(phrase[1])
            by_head.setdefault(head, {}).setdefault(len(phrase), set()).add(phrase)
        self._heads = sorted(by_head)
        # The phrases of one head by length: a slice is looked up once for each length, not compared with each phrase.
        self._groups = [tuple(sorted(by_head[head].items())) for head in self._heads]
        self._array: np.ndarray | None = None

    def _places(self, joined: str) -> tuple["np.ndarray", "np.ndarray"]:
        """Where the first two characters of a phrase stand, and the number of the group of phrases they begin."""
        import numpy as np

        if self._array is None:
            self._array = np.array(self._heads, dtype=np.int64)
        heads = self._array
        codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
        pairs = (codes[:-1] << _SHIFT) + codes[1:]
        at = np.minimum(np.searchsorted(heads, pairs), len(heads) - 1)
        found = np.flatnonzero(heads[at] == pairs)
        return found, at[found]

    def count(self, texts: Sequence[str]) -> list[dict[str, int]]:
        """How often each phrase stands in each text; one that stands inside another counts as well.

        >>> PhraseIndex(["公开", "主动公开"]).count(["主动公开", "不公开、再公开"])
        [{'主动公开': 1, '公开': 1}, {'公开': 2}]
        """
        joined = _BETWEEN.join(texts)
        counts: list[dict[str, int]] = [{} for _ in texts]
        if not self._heads or len(joined) < 2:
            return counts
        places, groups = self._places(joined)
        number, end = -1, -1
        found: dict[str, int] = {}
        for place, group in zip(places.tolist(), groups.tolist(), strict=True):
            while place >= end:
                number += 1
                end += len(texts[number]) + 1
                found = counts[number]
            for length, phrases in self._groups[group]:
                words = joined[place : place + length]
                if words in phrases:
                    found[words] = found.get(words, 0) + 1
        return counts
