"""Labels passages with categories of the reform taxonomy."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from textmine.classify.cues import Cues, Passage, weigh
from textmine.classify.hashed import Known
from textmine.classify.model import Model
from textmine.classify.samples import Tokens, samples
from textmine.classify.worth import OTHER
from textmine.lexicon.taxonomy import taxonomy
from textmine.schema.structure import Label, make_label

if TYPE_CHECKING:
    import numpy as np

_TEMPERATURE = 2.0  # cue weights that differ by this much make scores that differ by the factor e
_LEAST = 0.8  # the weight of cues below which a passage fits no label by cues alone
_KEPT = 0.05  # the share from which on a further label is given by cues alone
_LIKELY = 0.3  # the probability from which on a model gives a further label
_DOUBTFUL = 0.05  # the probability below which a model gives no label at all
_MOST = 5  # labels of one passage
_NONE = (Label(label=OTHER, score=1.0),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What is said of each passage (a row): ``scores`` rank the labels (the columns), ``chances`` are between 0 and 1.

    ``kept`` says which labels are given.
    """

    labels: tuple[str, ...]
    scores: "np.ndarray"
    chances: "np.ndarray"
    kept: "np.ndarray"


def classify(
    passages: Sequence[Passage], *, tokens: Tokens | None = None, model: Model | None = None
) -> list[tuple[Label, ...]]:
    """The categories of every passage of one report, the primary one first; `other` where none fits.

    A passage is its text and the headings above it, outermost first. The passages of a report belong together: whether
    a paragraph on schools speaks of disclosing or of running them is known from the rest. Scores lie between 0 and 1.
    With the words of the report and a trained model (`load_model`) both words and cues decide, and the scores are
    probabilities; without them the cue rules of the taxonomy decide alone, and the scores are shares.

    >>> [labels[0].label for labels in classify([("新设立企业办理营业执照由15个工作日压缩为0.5个工作日。", ["深化商事制度改革"])])]
    ['business.registration']
    """
    return given(judge(passages, tokens=tokens, model=model)) if passages else []


def judge(passages: Sequence[Passage], *, tokens: Tokens | None = None, model: Model | None = None) -> Verdict:
    """What `classify` decides by, for one or more passages of one report."""
    cues = weigh(passages)
    if model is None or tokens is None:
        return _by_cues(cues)
    return _by_model(passages, tokens, model, cues)


def _by_cues(cues: Cues) -> Verdict:
    names = tuple(category.label for category in taxonomy().categories)
    chances = _shares(cues.scores)
    fits = cues.found & (cues.scores.max(axis=1) >= _LEAST)
    kept = fits[:, None] & (chances >= _KEPT)
    return Verdict(labels=names, scores=chances, chances=chances, kept=kept | _best(chances) & fits[:, None])


def _by_model(passages: Sequence[Passage], tokens: Tokens, model: Model, cues: Cues) -> Verdict:
    import numpy as np

    names, columns = _columns(model, tuple(category.label for category in taxonomy().categories))
    known = tokens.texts if isinstance(tokens.texts, Known) else None
    scores = model.word_scores(samples(passages, tokens, cues), known)
    if len(names) > len(model.labels):
        unlearned = np.full((len(passages), len(names) - len(model.labels)), np.median(model.bias))
        scores = np.concatenate((scores, unlearned), axis=1)
    scores += model.cue_weight * cues.scores.take(columns, axis=1) * (columns >= 0)
    return verdict(model, names, scores)


def verdict(model: Model, names: tuple[str, ...], scores: "np.ndarray") -> Verdict:
    """What a model says where words and cues together give these scores, a column for each label named."""
    chances = model.chances(scores)
    kept = (chances >= _LIKELY) | _best(scores) & (chances >= _DOUBTFUL)
    return Verdict(labels=names, scores=scores, chances=chances, kept=kept)


@cache
def _columns(model: Model, taxonomy_labels: tuple[str, ...]) -> tuple[tuple[str, ...], "np.ndarray"]:
    """The labels that can be given, and for each its place in the taxonomy, -1 where it has none.

    They are those of the model, and those that have come to the taxonomy since it was trained: cues speak for them alone.
    """
    import numpy as np

    came = [label for label in taxonomy_labels if label not in {*model.taxonomy, *model.labels}]
    names = (*model.labels, *came)
    place = {label: number for number, label in enumerate(taxonomy_labels)}
    return names, np.array([place.get(label, -1) for label in names], np.intp)


def _shares(weights: "np.ndarray") -> "np.ndarray":
    """Each row of weights as shares of one, the larger the more likely."""
    import numpy as np

    powers = np.exp((weights - weights.max(axis=1, keepdims=True)) / _TEMPERATURE)
    shares: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return shares


def _best(scores: "np.ndarray") -> "np.ndarray":
    import numpy as np

    best = np.zeros(scores.shape, bool)
    best[np.arange(len(scores)), scores.argmax(axis=1)] = True
    return best


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


def given(found: Verdict) -> list[tuple[Label, ...]]:
    """The best of the labels that are kept for every passage."""
    import numpy as np

    rows, numbers = found.kept.nonzero()
    scores = _rounded(found.chances[rows, numbers])
    best = np.lexsort((-found.scores[rows, numbers], rows))  # of equal scores the first label goes first
    ranked = zip(numbers.take(best).tolist(), scores.take(best).tolist(), strict=True)
    labels = [_label(found.labels[number], score) for number, score in ranked]
    ends = found.kept.sum(axis=1).cumsum().tolist()
    return [tuple(labels[start:end][:_MOST]) or _NONE for start, end in pairwise([0, *ends])]


@lru_cache(maxsize=4096)
def _label(label: str, score: float) -> Label:
    """Passages of one kind share theirs: a long report has hundreds of thousands."""
    return make_label(label, score)
