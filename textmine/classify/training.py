"""Trains a model on labelled passages and says how good it is on documents that it has not seen.

Never run at installation: training may differ in its last bits between processors, a stored model does not.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from textmine.classify.cues import weigh
from textmine.classify.estimator import PassageClassifier, cue_scores
from textmine.classify.evaluation import Cutter, in_order, labelled_by, tokens_of
from textmine.classify.labelled import Labelled, by_document
from textmine.classify.labels import given, verdict
from textmine.classify.metrics import measure
from textmine.classify.samples import Sample, samples
from textmine.schema.structure import Label


def seen(passages: Sequence[Labelled], cut: Cutter) -> list[Sample]:
    """What an estimator sees of labelled passages that follow each other by document.

    It learns from all words of a passage: the openings alone, by which passages are labelled, teach fewer.
    """
    found: list[Sample] = []
    for document in by_document(passages):
        texts = [(passage.text, passage.headings) for passage in document]
        found += samples(texts, tokens_of(document, cut, whole=True), weigh(texts))
    return found


def train(passages: Sequence[Labelled], cut: Cutter, *, version: str, **parameters: Any) -> PassageClassifier:
    """An estimator that has learned from the passages.

    Raises `ValueError` where they are too few: less than two labels or two documents.
    """
    ordered = in_order(passages)
    classifier = PassageClassifier(version=version, **parameters)
    return classifier.fit(
        seen(ordered, cut), [passage.labels for passage in ordered], groups=[passage.document for passage in ordered]
    )


def cross_validated(classifier: PassageClassifier, passages: Sequence[Labelled], cut: Cutter) -> dict[str, Any]:
    """How the estimator, trained on these passages, does on documents it has not learned from, and what simpler ways would do.

    Each document is labelled by regressions that were fitted without it. The calibration alone has seen all of them: three
    numbers for all passages.
    """
    ordered = in_order(passages)
    found = seen(ordered, cut)
    wanted = [passage.labels for passage in ordered]
    documents = [passage.document for passage in ordered]
    model, words = classifier.model_, classifier.unseen_scores_
    both = words + classifier.cue_weight * cue_scores(found, model.labels)
    bare = PassageClassifier(**classifier.get_params()).fit([_bare(sample) for sample in found], wanted, documents)
    ways = {
        "words and cues": given(verdict(model, model.labels, both)),
        "words": given(verdict(model, model.labels, words)),
        "cues": labelled_by(None, ordered, cut),
        "headings": given(verdict(bare.model_, bare.model_.labels, bare.unseen_scores_)),
        "majority": [_majority(wanted)] * len(wanted),
    }
    rates = {name: measure(labels, wanted) for name, labels in ways.items()}
    beside = {name: {key: each[key] for key in ("accuracy", "accepted", "macro_f1")} for name, each in rates.items()}
    return {"documents": len(set(documents)), **rates["words and cues"], "beside": beside}


def _bare(sample: Sample) -> Sample:
    """A sample of which only the headings are seen."""
    return replace(sample, words=(), place=(), cues=[0.0] * len(sample.cues))


def _majority(wanted: Sequence[Sequence[str]]) -> tuple[Label, ...]:
    counts = Counter(labels[0] for labels in wanted if labels)
    label, times = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return (Label(label=label, score=times / len(wanted)),)
