"""Labels passages with categories of the reform taxonomy."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textmine.classify.cues import OTHER, Passage, read_cues
from textmine.lexicon.taxonomy import taxonomy
from textmine.schema import Label

if TYPE_CHECKING:
    from textmine.classify.estimator import Estimator

_TEMPERATURE = 2.0  # cue weights that differ by this much make scores that differ by the factor e
_SHARE = 0.2  # how much an estimator has to say beside the cues
_FLOOR = 1e-4  # the least probability that an estimator is taken to give, so that its silence decides nothing
_LEAST = 0.8  # the weight of cues below which a passage fits no label
_KEPT = 0.05  # the score from which on a further label is given
_MOST = 5  # labels of one passage


def _chances(weights: Sequence[float]) -> list[float]:
    """Weights as shares of one, the larger the more likely."""
    top = max(weights)
    power = dict.fromkeys(weights, 0.0)  # most weights are nought: each value is raised once
    for weight in power:
        power[weight] = math.exp((weight - top) / _TEMPERATURE)
    powers = [power[weight] for weight in weights]
    total = sum(powers)
    return [share / total for share in powers]


def _blend(cues: Sequence[float], learned: Sequence[float]) -> list[float]:
    """The weighted geometric mean of two distributions, as a distribution."""
    mixed = [max(a, _FLOOR**2) ** (1 - _SHARE) * max(b, _FLOOR) ** _SHARE for a, b in zip(cues, learned, strict=True)]
    total = sum(mixed)
    return [share / total for share in mixed]


def _labels(names: Sequence[str], chances: Sequence[float]) -> tuple[Label, ...]:
    least = min(_KEPT, max(chances))
    kept = [(-round(chance, 4), number) for number, chance in enumerate(chances) if chance >= least]
    return tuple(Label(label=names[number], score=-share) for share, number in sorted(kept)[:_MOST])


def classify(passages: Sequence[Passage], *, estimator: "Estimator | None" = None) -> list[tuple[Label, ...]]:
    """The categories of every passage of one report, the primary one first; `other` where none fits.

    A passage is its text and the headings above it, outermost first. The passages of a report belong together: whether
    a paragraph on schools speaks of disclosing or of running them is known from the rest. Scores lie between 0 and 1.
    ``estimator`` is a trained model that has a say beside the cues (`load_estimator`); the cues alone are the rule.

    >>> [labels[0].label for labels in classify([("新设立企业办理营业执照由15个工作日压缩为0.5个工作日。", ["深化商事制度改革"])])]
    ['business.registration']
    """
    names = [category.label for category in taxonomy().categories]
    readings = read_cues(passages)
    learned = estimator.chances(readings) if estimator is not None and readings else None
    found: list[tuple[Label, ...]] = []
    for number, reading in enumerate(readings):
        if max(reading.scores) < _LEAST or not (reading.text or any(reading.headings)):
            found.append((Label(label=OTHER, score=1.0),))
            continue
        chances = _chances(reading.scores)
        if learned is not None:
            chances = _blend(chances, learned[number])
        found.append(_labels(names, chances))
    return found
