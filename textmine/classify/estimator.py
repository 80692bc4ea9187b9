"""The learning of a model, as a scikit-learn estimator over `Sample`: one label against the rest, joined with the cue rules.

Importing this imports scikit-learn. What is learned is a `Model`, which works without it.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.utils.validation import check_is_fitted

from textmine.classify.model import SQUARE_UNIT, WEIGHT_UNIT, Calibration, Model, leads
from textmine.classify.samples import BLOCKS, Sample, words_of
from textmine.lexicon.taxonomy import taxonomy

Vocabulary = Mapping[str, Mapping[str, int]]

_SHARES = {"text": 1.0, "heading": 0.7, "above": 0.4, "title": 0.3, "place": 0.25}  # how much a block may say
_LIMIT = 2**15 - 1  # of a weight in its unit


class PassageClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn publishes no types
    """Labels passages by their words and the cues of the taxonomy; a passage may have several labels, or none.

    ``C`` is the strength of fit of the regressions (larger fits closer), ``cue_weight`` what the cue rules count beside the
    words, ``min_documents`` in how many documents a word must stand to be learned, ``folds`` into how many parts the
    documents are divided to learn the calibration on passages whose document was not trained on. ``version`` is the name
    that the model will carry.

    ``cue_weight`` is given and not learned: on passages of the same hand 0.1 is best, since writers repeat their own words; on
    whole reports of others all from 0.3 to 1 are. A quarter loses nothing on the former and little on the latter.

    Fitted attributes: ``classes_`` (the labels), ``model_``, and ``unseen_scores_``: what the words say of each sample where
    its document was not learned from, a column for each label.
    """

    def __init__(  # scikit-learn copies an estimator by these names
        self,
        *,
        C: float = 10.0,  # noqa: N803  # scikit-learn's name
        cue_weight: float = 0.25,
        min_documents: int = 2,
        folds: int = 5,
        version: str = "unnamed",
    ) -> None:
        self.C = C
        self.cue_weight = cue_weight
        self.min_documents = min_documents
        self.folds = folds
        self.version = version

    def fit(
        self,
        X: Sequence[Sample],  # noqa: N803  # scikit-learn's name
        y: Sequence[Sequence[str]],
        groups: Sequence[str] | None = None,
    ) -> "PassageClassifier":
        """Learn from samples with their labels, the primary one first; ``groups`` names the document of each.

        Raises `ValueError` where there is nothing to learn from: fewer than two labels, or samples and labels that differ
        in number.
        """
        documents = list(groups) if groups is not None else [str(number) for number in range(len(X))]
        if not len(X) == len(y) == len(documents):
            raise ValueError(f"{len(X)} samples, {len(y)} lists of labels and {len(documents)} groups")
        labels = _labels(y)
        if len(labels) < 2:
            raise ValueError("labels of at least two kinds are needed")
        self.classes_ = np.array(labels, dtype=object)
        wanted = indicator(y, labels)
        cues = cue_scores(X, labels)
        self.unseen_scores_ = self._unseen_scores(X, wanted, documents, labels)
        calibration = _calibration(self.unseen_scores_ + self.cue_weight * cues, wanted)
        learned = self._learn(X, wanted, documents, labels)
        self.model_ = Model(version=self.version, cue_weight=self.cue_weight, calibration=calibration, **learned)
        return self

    def predict_proba(self, X: Sequence[Sample]) -> np.ndarray:  # noqa: N803
        """The probability of each label in ``classes_`` for each sample."""
        check_is_fitted(self, "model_")
        model = self.model_
        return model.chances(model.word_scores(X) + model.cue_weight * cue_scores(X, model.labels))

    def predict(self, X: Sequence[Sample]) -> np.ndarray:  # noqa: N803
        """Which labels are more likely than not: a row a sample, a column for each label in ``classes_``."""
        return (self.predict_proba(X) > 0.5).astype(int)

    def score(self, X: Sequence[Sample], y: Sequence[Sequence[str]]) -> float:  # noqa: N803
        """The share of the samples whose most likely label is the first one given; of those without a label, none."""
        best = self.classes_[self.predict_proba(X).argmax(axis=1)]
        hits = [len(labels) > 0 and found == labels[0] for found, labels in zip(best, y, strict=True)]
        return float(np.mean(hits))

    def _unseen_scores(
        self, samples: Sequence[Sample], wanted: np.ndarray, documents: Sequence[str], labels: tuple[str, ...]
    ) -> np.ndarray:
        """What words say of each sample where its document was not learned from."""
        scores = np.zeros(wanted.shape)
        for seen, unseen in self._splits(documents):
            part = [samples[at] for at in seen]
            learned = self._learn(part, wanted[seen], [documents[at] for at in seen], labels)
            model = Model(version="", cue_weight=0.0, calibration=_IDENTITY, **learned)
            scores[unseen] = model.word_scores([samples[at] for at in unseen])
        return scores

    def _splits(self, documents: Sequence[str]) -> list[tuple[np.ndarray, np.ndarray]]:
        folds = min(self.folds, len(set(documents)))
        if folds < 2:
            raise ValueError("samples of at least two documents are needed, named by groups")
        return list(GroupKFold(folds).split(np.zeros(len(documents)), groups=list(documents)))

    def _learn(
        self, samples: Sequence[Sample], wanted: np.ndarray, documents: Sequence[str], labels: tuple[str, ...]
    ) -> dict[str, Any]:
        """The parts of a model that come from words: rows, weights, squares and bias."""
        spread = _spread(samples, documents)
        rows = _rows(spread, self.min_documents)
        idf = _idf(spread, rows, len(set(documents)))
        matrix = _matrix(samples, rows, idf)
        weights = np.zeros((len(idf), len(labels)))
        bias = np.full(len(labels), np.nan)
        for number in range(len(labels)):
            target = wanted[:, number]
            if 0 < target.sum() < len(target):
                regression = LogisticRegression(C=self.C, solver="liblinear", random_state=0).fit(matrix, target)
                weights[:, number], bias[number] = regression.coef_[0], regression.intercept_[0]
        bias[np.isnan(bias)] = np.nanmin(bias) if not np.isnan(bias).all() else 0.0
        share = np.ones(len(idf))
        for block, known in rows.items():
            share[list(known.values())] = _SHARES[block]
        whole = np.rint(weights * (idf * share)[:, None] / WEIGHT_UNIT).clip(-_LIMIT, _LIMIT)
        return {
            "labels": labels,
            "taxonomy": tuple(category.label for category in taxonomy().categories),
            "rows": rows,
            "weights": whole.astype(np.int32),
            "squares": np.rint(idf**2 / SQUARE_UNIT).astype(np.int32),
            "bias": np.rint(bias / WEIGHT_UNIT) * WEIGHT_UNIT,
        }


_IDENTITY = Calibration(score=1.0, lead=0.0, offset=0.0)


def is_word(word: str) -> bool:
    """Whether a segmented word says what a text is about: it has a Chinese character or a letter.

    >>> [word for word in ["公开", "364", "，", "APP"] if is_word(word)]
    ['公开', 'APP']
    """
    return any(character.isalpha() for character in word)


def indicator(labels: Sequence[Sequence[str]], known: Sequence[str]) -> np.ndarray:
    """Which labels each passage has: a row a passage, a column a known label.

    >>> indicator([["remedy"], []], ["platform", "remedy"]).tolist()
    [[0, 1], [0, 0]]
    """
    place = {label: number for number, label in enumerate(known)}
    found = np.zeros((len(labels), len(known)), dtype=int)
    for row, each in enumerate(labels):
        found[row, [place[label] for label in each]] = 1
    return found


def cue_scores(samples: Sequence[Sample], labels: Sequence[str]) -> np.ndarray:
    """What the cues say of each sample for the labels named; nothing for a label without cues."""
    place = {category.label: number for number, category in enumerate(taxonomy().categories)}
    scores = np.zeros((len(samples), len(labels)))
    known = [(column, place[label]) for column, label in enumerate(labels) if label in place]
    if len(samples) and known:
        columns, numbers = (list(each) for each in zip(*known, strict=True))
        scores[:, columns] = np.array([sample.cues for sample in samples])[:, numbers]
    return scores


def _labels(wanted: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The labels that occur: those of the taxonomy in its order, others behind them in the order of their names."""
    found = {label for labels in wanted for label in labels}
    ordered = [category.label for category in taxonomy().categories if category.label in found]
    return (*ordered, *sorted(found.difference(ordered)))


def _spread(samples: Sequence[Sample], documents: Sequence[str]) -> dict[str, Counter[str]]:
    """In how many documents each word stands, by block."""
    pairs: dict[str, set[tuple[str, str]]] = {block: set() for block in BLOCKS}
    for sample, document in zip(samples, documents, strict=True):
        for block in BLOCKS:
            pairs[block].update((word, document) for word in words_of(sample, block) if is_word(word))
    return {block: Counter(word for word, _ in found) for block, found in pairs.items()}


def _rows(spread: Mapping[str, Counter[str]], least: int) -> Vocabulary:
    number = 0
    rows: dict[str, dict[str, int]] = {}
    for block in BLOCKS:
        rows[block] = {}
        for word in sorted(spread[block]):
            if spread[block][word] >= least:
                number += 1
                rows[block][word] = number
    return rows


def _idf(spread: Mapping[str, Counter[str]], rows: Vocabulary, documents: int) -> np.ndarray:
    """How telling a word is: the rarer among documents, the more. Marks of place count alike; row 0 counts nothing."""
    idf = np.zeros(1 + sum(map(len, rows.values())))
    for block, known in rows.items():
        for word, row in known.items():
            rare = math.log((1 + documents) / (1 + spread[block][word])) + 1
            idf[row] = 1.0 if block == "place" else rare
    return idf


def _matrix(samples: Sequence[Sample], rows: Vocabulary, idf: np.ndarray) -> csr_matrix:
    """The samples as the regressions see them: a row each, a column a word in its block."""
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for sample in samples:
        for block in BLOCKS:
            known = [rows[block][word] for word in words_of(sample, block) if word in rows[block]]
            if known:
                each = idf[known]
                columns += known
                values += (each / np.sqrt((each**2).sum()) * _SHARES[block]).tolist()
        ends.append(len(columns))
    matrix = csr_matrix((values, columns, ends), shape=(len(samples), len(idf)))
    matrix.sum_duplicates()  # a word that stands there twice
    return matrix


def _calibration(scores: np.ndarray, wanted: np.ndarray) -> Calibration:
    """The curve that fits passages not learned from best; rounded, so that it is the same wherever it was fitted."""
    pairs = np.column_stack([scores.ravel(), leads(scores).ravel()])
    found = LogisticRegression(C=1e6, max_iter=1000).fit(pairs, wanted.ravel())
    score, lead = (round(float(each), 4) for each in found.coef_[0])
    return Calibration(score=score, lead=lead, offset=round(float(found.intercept_[0]), 4))
