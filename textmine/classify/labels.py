"""Labels passages with categories of the reform taxonomy."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from textmine.classify.cues import Passage, weigh
from textmine.classify.worth import OTHER
from textmine.lexicon.taxonomy import taxonomy
from textmine.schema import Label

if TYPE_CHECKING:
    import numpy as np

    from textmine.classify.estimator import Estimator

_TEMPERATURE = 2.0  # cue weights that differ by this much make scores that differ by the factor e
_SHARE = 0.2  # how much an estimator has to say beside the cues
_FLOOR = 1e-4  # the least probability that an estimator is taken to give, so that its silence decides nothing
_LEAST = 0.8  # the weight of cues below which a passage fits no label
_KEPT = 0.05  # the score from which on a further label is given
_MOST = 5  # labels of one passage
_NONE = (Label(label=OTHER, score=1.0),)


def _chances(weights: "np.ndarray") -> "np.ndarray":
    """Each row of weights as shares of one, the larger the more likely."""
    import numpy as np

    powers = np.exp((weights - weights.max(axis=1, keepdims=True)) / _TEMPERATURE)
    shares: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _blend(cues: "np.ndarray", learned: "np.ndarray") -> "np.ndarray":
    """The weighted geometric mean of two distributions, row by row, as a distribution."""
    import numpy as np

    mixed = np.maximum(cues, _FLOOR**2) ** (1 - _SHARE) * np.maximum(learned, _FLOOR) ** _SHARE
    shares: np.ndarray = mixed / mixed.sum(axis=1, keepdims=True)
    return shares


def _rounded(shares: "np.ndarray") -> "np.ndarray":
    """Each share as `round` gives it with four digits, in a tenth of the time."""
    import numpy as np

    parts = shares * 10_000
    whole = np.rint(parts)
    rounded: np.ndarray = whole / 10_000
    # Close to a tie `round` decides by digits that ``parts`` has lost.
    ties = (np.abs(np.abs(parts - whole) - 0.5) < 1e-6).nonzero()[0]
    rounded[ties] = [round(share, 4) for share in shares[ties].tolist()]
    return rounded


def _labels(kept: "np.ndarray", chances: "np.ndarray") -> list[tuple[Label, ...]]:
    """The best of the ``kept`` labels of every passage."""
    import numpy as np

    names = [category.label for category in taxonomy().categories]
    rows, numbers = kept.nonzero()
    scores = _rounded(chances[rows, numbers])
    best = np.lexsort((-scores, rows))  # of equal scores the first label goes first
    ranked = zip(numbers.take(best).tolist(), scores.take(best).tolist(), strict=True)
    labels = [Label(label=names[number], score=score) for number, score in ranked]
    ends = kept.sum(axis=1).cumsum().tolist()
    return [tuple(labels[start:end][:_MOST]) or _NONE for start, end in pairwise([0, *ends])]


def classify(passages: Sequence[Passage], *, estimator: "Estimator | None" = None) -> list[tuple[Label, ...]]:
    """The categories of every passage of one report, the primary one first; `other` where none fits.

    A passage is its text and the headings above it, outermost first. The passages of a report belong together: whether
    a paragraph on schools speaks of disclosing or of running them is known from the rest. Scores lie between 0 and 1.
    ``estimator`` is a trained model that has a say beside the cues (`load_estimator`); the cues alone are the rule.

    >>> [labels[0].label for labels in classify([("新设立企业办理营业执照由15个工作日压缩为0.5个工作日。", ["深化商事制度改革"])])]
    ['business.registration']
    """
    import numpy as np

    if not passages:
        return []
    cues = weigh(passages)
    chances = _chances(cues.scores)
    if estimator is not None:
        chances = _blend(chances, np.array(estimator.chances(cues.readings())))
    fits = cues.found & (cues.scores.max(axis=1) >= _LEAST)
    kept = fits[:, None] & (chances >= np.minimum(_KEPT, chances.max(axis=1, keepdims=True)))
    return _labels(kept, chances)
