"""The words of a document looked up in a model all at once, by the 64-bit hashes that spaCy keeps of them.

A dictionary takes words one by one, each a walk through memory of some hundred nanoseconds; numpy takes the hashes of a whole document in
some ten nanoseconds each.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    from textmine.classify.model import Model

Hasher = Callable[[str], int]
Range = tuple[int, int]  # half-open, in code points


class Known(NamedTuple):
    """The rows that a model has for the words of some texts, in order, and how many rows lie before the end of each text."""

    rows: "np.ndarray"
    ends: "np.ndarray"


class RowsByHash:
    """The rows of words by their hashes. Those that begin with the same bits lie side by side, in a bucket.

    >>> import numpy as np
    >>> table = RowsByHash({"公开": 1, "信息": 2}, hash_of=lambda word: ord(word[0]) << 45)
    >>> table.find(np.array([ord(each) << 45 for each in "信开公"], np.uint64)).tolist()
    [2, 0, 1]
    """

    def __init__(self, rows: Mapping[str, int], hash_of: Hasher) -> None:
        import numpy as np

        bits = len(rows).bit_length() + 1  # from two to four buckets for a word
        self._shift = np.uint64(64 - bits)
        ordered = sorted((hash_of(word), row) for word, row in rows.items())
        self._hashes = np.array([each for each, _ in ordered], np.uint64)
        self._rows = np.array([row for _, row in ordered], np.intp)
        borders = np.arange(2**bits, dtype=np.uint64) << self._shift
        self._first = np.append(self._hashes.searchsorted(borders), len(ordered))

    def find(self, hashes: "np.ndarray") -> "np.ndarray":
        """The row of each hash, 0 where it is of no known word."""
        import numpy as np

        buckets = (hashes >> self._shift).astype(np.intp)
        places, ends = self._first.take(buckets), self._first.take(buckets + 1)
        found = np.zeros(len(hashes), np.intp)
        left = (places < ends).nonzero()[0]
        while len(left):  # at most as often as the fullest bucket has words
            here = places.take(left)
            hit = self._hashes.take(here) == hashes.take(left)
            found[left[hit]] = self._rows.take(here[hit])
            places[left] += 1
            left = left[~hit & (here + 1 < ends.take(left))]
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HashedWords:
    """The words of a text by their hashes, as ``hash_of`` gives them; ``starts`` says where each begins (code points).

    ``inside`` says whether the words around a place in a text may depend on each other, ``cut`` cuts texts into words.
    """

    text: str
    starts: "np.ndarray"
    hashes: "np.ndarray"
    hash_of: Hasher
    inside: Callable[[str, int], bool]
    cut: Callable[[Sequence[str]], Sequence[Sequence[str]]]

    def known(self, parts: Sequence[Range], model: "Model") -> Known:
        """The rows that a model has for the words of some parts of the text, the same as of each part cut by itself."""
        import numpy as np

        text, inside = self.text, self.inside
        wanted = np.array(parts, np.intp).reshape(-1, 2)
        places = np.append(self.starts, len(text))
        tokens = places.searchsorted(wanted)
        odd = (places.take(tokens) != wanted).any(axis=1)
        odd[[at for at, (start, end) in enumerate(parts) if inside(text, start) or inside(text, end)]] = True
        tokens[odd] = 0

        counts = tokens[:, 1] - tokens[:, 0]
        behind = counts.cumsum()
        each = (tokens[:, 1] - behind).repeat(counts) + np.arange(counts.sum())  # one token of a part after the other
        rows = _table(model, self.hash_of).find(self.hashes.take(each))
        known = rows.nonzero()[0]
        found, ends = rows.take(known), known.searchsorted(behind)
        if odd.any():
            texts = [text[start:end] for (start, end), cut_now in zip(parts, odd.tolist(), strict=True) if cut_now]
            more = [[*filter(None, map(model.rows["text"].get, words))] for words in self.cut(texts)]
            counts[odd] = list(map(len, more))
            counts[~odd] = 0
            found = np.insert(found, ends.repeat(counts), np.array([*chain(*more)], np.intp))
            ends += counts.cumsum()
        return Known(found, ends)


@lru_cache(maxsize=2)
def _table(model: "Model", hash_of: Hasher) -> RowsByHash:
    return RowsByHash(model.rows["text"], hash_of)
