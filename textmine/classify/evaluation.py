"""How a model does on labelled passages."""

from collections.abc import Callable, Sequence
from typing import Any

from textmine.classify.labelled import Labelled, by_document
from textmine.classify.labels import classify
from textmine.classify.metrics import measure
from textmine.classify.model import Model
from textmine.classify.samples import Tokens, opening_end
from textmine.schema.structure import Label

Cutter = Callable[[str], list[str]]


def evaluate(model: Model | None, passages: Sequence[Labelled], cut: Cutter) -> dict[str, Any]:
    """How a model, or with ``None`` the cue rules alone, does on labelled passages."""
    ordered = in_order(passages)
    return measure(labelled_by(model, ordered, cut), [passage.labels for passage in ordered])


def labelled_by(model: Model | None, passages: Sequence[Labelled], cut: Cutter) -> list[tuple[Label, ...]]:
    """The labels that a model, or the cue rules alone, give to passages that follow each other by document."""
    found: list[tuple[Label, ...]] = []
    for document in by_document(passages):
        texts = [(passage.text, passage.headings) for passage in document]
        found += classify(texts, tokens=tokens_of(document, cut) if model else None, model=model)
    return found


def in_order(passages: Sequence[Labelled]) -> list[Labelled]:
    """The passages document by document, the documents in the order of their names: so trained, their order does not matter."""
    documents = by_document(passages)
    return [passage for document in sorted(documents, key=lambda each: each[0].document) for passage in document]


def tokens_of(document: Sequence[Labelled], cut: Cutter, *, whole: bool = False) -> Tokens:
    """The words of the passages of one document, of their openings or ``whole``, and of their headings.

    ``cut`` gives the words of a text.
    """
    headings = {heading for passage in document for heading in passage.headings}
    texts = [passage.text for passage in document]
    return Tokens(
        texts=[cut(text if whole else text[: opening_end(text, 0, len(text))]) for text in texts],
        headings={heading: cut(heading) for heading in sorted(headings)},
    )
