"""Labels passages with categories of the reform taxonomy."""

from collections.abc import Sequence
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


def _labels(names: Sequence[str], found: list[tuple[float, int]]) -> tuple[Label, ...]:
    """The best labels of a passage; ``found`` holds a negative score and the number of a label each."""
    return tuple(Label(label=names[number], score=-share) for share, number in sorted(found)[:_MOST])


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
    names = [category.label for category in taxonomy().categories]
    cues = weigh(passages)
    chances = _chances(cues.scores)
    if estimator is not None:
        chances = _blend(chances, np.array(estimator.chances(cues.readings())))
    fits = cues.found & (cues.scores.max(axis=1) >= _LEAST)
    kept = fits[:, None] & (chances >= np.minimum(_KEPT, chances.max(axis=1, keepdims=True)))
    found: list[list[tuple[float, int]]] = [[] for _ in passages]
    for row, number, chance in zip(*(at.tolist() for at in np.nonzero(kept)), chances[kept].tolist(), strict=True):
        found[row].append((-round(chance, 4), number))
    return [_labels(names, labels) or (Label(label=OTHER, score=1.0),) for labels in found]
