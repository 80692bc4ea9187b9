"""A trained model at work: integer weights of words, summed exactly, so that every machine gives the same labels.

A word weighs by the block it stands in (text, heading …), each time that it stands there; the sum over a block is divided by
the block's length (the root of the sum of its words' squares), so that a long passage says little more than a short one. The weights are whole multiples of a small unit: their sums are exact, whatever the
order and the processor. numpy is all that is needed here; scikit-learn trains, see `estimator`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from textmine.classify.hashed import Known
from textmine.classify.samples import BLOCKS, WORDS, Sample, Words

if TYPE_CHECKING:
    import numpy as np

Part = tuple[str, Words]  # the name of a block, and the words in it

WEIGHT_UNIT = 2.0**-8
SQUARE_UNIT = 2.0**-4
_ROWS_AT_ONCE = 200_000  # words that are looked up together; more would only take memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """How scores become probabilities: a logistic curve over a label's score and its lead over the best other label."""

    score: float
    lead: float
    offset: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """What is learned: for every block a row number by word, and for every row the weights of all labels.

    ``weights`` are in `WEIGHT_UNIT`, ``squares`` (how much a word adds to the length of its block) in `SQUARE_UNIT`, both as
    32-bit integers; row 0 is for no word. ``cue_weight`` is what the cue rules count beside the words. ``taxonomy`` has the labels that had cues when
    the model was made, ``version`` names it.
    """

    version: str
    labels: tuple[str, ...]
    taxonomy: tuple[str, ...]
    rows: Mapping[str, Mapping[str, int]]
    weights: "np.ndarray"
    squares: "np.ndarray"
    bias: "np.ndarray"
    cue_weight: float
    calibration: Calibration

    def word_scores(self, samples: Sequence[Sample], known: Known | None = None) -> "np.ndarray":
        """What the words say of each sample: a row a sample, a column a label, the bias included.

        The rows of the words of the texts are looked up, unless they are ``known``.
        """
        total: np.ndarray = self.bias + self._scores(known or self._known([("text", each.words) for each in samples]))
        # Passages share their headings, and their places are alike: what these say is summed once.
        parts: list[Part] = []
        where = []
        for block in BLOCKS[1:]:
            each = list(map(WORDS[block], samples))
            distinct = {id(words): words for words in each}
            row = dict(zip(distinct, count(len(parts)), strict=False))
            parts += [(block, words) for words in distinct.values()]
            where.append([row[key] for key in map(id, each)])
        scores = self._scores(self._known(parts))
        for rows in where:
            total += scores.take(rows, axis=0)
        return total

    def _known(self, parts: Iterable[Part]) -> Known:
        """The rows of the words of some blocks."""
        import numpy as np

        found: list[int] = []
        ends = []
        for block, words in parts:
            found += filter(None, map(self.rows[block].get, words))
            ends.append(len(found))
        return Known(np.array(found, np.intp), np.array(ends, np.intp))

    def _scores(self, known: Known) -> "np.ndarray":
        """What the words of each block say, given their rows: a row a block, a column a label."""
        import numpy as np

        rows, ends = known
        scores = np.zeros((len(ends), len(self.labels)))
        starts = np.append(0, ends[:-1])
        filled = (starts < ends).nonzero()[0]  # of a block without a known word nothing is said
        for some in _runs(filled, ends):
            low, high = starts[some[0]], ends[some[-1]]
            places = starts.take(some) - low
            # Weights are stored in 16 bits and a block has some thousand words, so 32 bits hold the sums, in less time.
            sums = np.add.reduceat(self.weights.take(rows[low:high], axis=0), places, axis=0, dtype=np.int32)
            lengths = np.add.reduceat(self.squares.take(rows[low:high]), places)
            scores[some] = sums * (WEIGHT_UNIT / np.sqrt(lengths * SQUARE_UNIT))[:, None]
        return scores

    def chances(self, scores: "np.ndarray") -> "np.ndarray":
        """The probability that each label fits, for scores of words and cues together."""
        return probabilities(scores, self.calibration)


def _runs(blocks: "np.ndarray", ends: "np.ndarray") -> Iterator["np.ndarray"]:
    """The numbers of consecutive blocks in runs whose words add up to a bounded number each, or of one block."""
    while len(blocks):
        before = ends[blocks[0] - 1] if blocks[0] else 0
        some = max(1, int(ends.take(blocks).searchsorted(before + _ROWS_AT_ONCE, side="right")))
        yield blocks[:some]
        blocks = blocks[some:]


def leads(scores: "np.ndarray") -> "np.ndarray":
    """How far each score lies above the best other one in its row; the others lie below nought."""
    import numpy as np

    if scores.shape[1] < 2:
        return np.zeros_like(scores)
    best = scores.argmax(axis=1)
    each = np.arange(len(scores))
    top = scores[each, best]
    lead: np.ndarray = scores - top[:, None]
    lead[each, best] = top - np.partition(scores, -2, axis=1)[:, -2]
    return lead


def probabilities(scores: "np.ndarray", calibration: Calibration) -> "np.ndarray":
    """Scores as probabilities, each label by itself: the best may be improbable, and several may be probable.

    >>> import numpy as np
    >>> probabilities(np.array([[2.0, -1.0]]), Calibration(score=1.0, lead=0.5, offset=0.0)).round(3).tolist()
    [[0.971, 0.076]]
    """
    import numpy as np

    logits = calibration.score * scores + calibration.lead * leads(scores) + calibration.offset
    chances: np.ndarray = 1 / (1 + np.exp(np.minimum(-logits, 700)))
    return chances
