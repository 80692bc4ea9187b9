"""What the cue phrases of the taxonomy are worth, and the places where they stand, as tables with a column a label."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textmine.classify.phrases import PhraseIndex
from textmine.lexicon.loader import cached
from textmine.lexicon.taxonomy import taxonomy

if TYPE_CHECKING:
    import numpy as np

OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """All cue phrases, and what each is worth for which label, in text and in headings.

    The labels that phrase number n speaks for in a text are the entries ``first[n]`` to ``first[n + 1]`` of ``labels``
    and ``weights``. ``topics`` and ``signs`` say of every phrase whether it marks a report, or a passage, as one about
    disclosure.
    """

    phrases: PhraseIndex
    first: "np.ndarray"
    labels: "np.ndarray"
    weights: "np.ndarray"
    heading: tuple[tuple[tuple[int, float], ...], ...]
    topics: "np.ndarray"
    signs: "np.ndarray"


@cached
def worth() -> Worth:
    """The phrases of the taxonomy with what they are worth."""
    import numpy as np

    known = taxonomy()
    text: dict[str, dict[int, float]] = {}
    heading: dict[str, dict[int, float]] = {}
    for number, category in enumerate(known.categories):
        for strength in ("decisive", "strong", "cues", "weak"):
            for phrase in getattr(category, strength):
                text.setdefault(phrase, {}).setdefault(number, known.weights[strength])
        for phrase in category.headings:
            heading.setdefault(phrase, {})[number] = category.heading
    for phrase, labels in text.items():
        for number, weight in labels.items():
            heading.setdefault(phrase, {}).setdefault(number, weight * known.weights["heading_cue"])
    phrases = sorted({*text, *heading, *known.disclosure_words, *known.disclosure_signs})
    rows = [text.get(phrase, {}) for phrase in phrases]
    return Worth(
        phrases=PhraseIndex(phrases),
        first=np.cumsum([0, *map(len, rows)]),
        labels=np.array([number for row in rows for number in row]),
        weights=np.array([weight for row in rows for weight in row.values()]),
        heading=tuple(tuple(heading.get(phrase, {}).items()) for phrase in phrases),
        topics=np.isin(phrases, known.disclosure_words),
        signs=np.isin(phrases, known.disclosure_signs),
    )


@cached
def field_factors(*, disclosing: bool) -> "np.ndarray":
    """How far topic cues count: those of disclosure in reports about it, those of the work itself in the others.

    The first row is for passages in general, the second for those that speak of making public.
    """
    import numpy as np

    foreign = taxonomy().weights["foreign"]
    rows = []
    for work in (2 * foreign, foreign) if disclosing else (1.0, 1.0):
        by_field = {"work": work, "disclosure": 1.0 if disclosing else foreign, "any": 1.0}
        rows.append([by_field[category.field] for category in taxonomy().categories])
    return np.array(rows)


@cached
def repeat_factors() -> "np.ndarray":
    """How far headings count for the first passage below them, and (second row) for those that follow."""
    import numpy as np

    again = [taxonomy().weights["again"] if category.opening else 1.0 for category in taxonomy().categories]
    return np.array([[1.0] * len(again), again])


@cached
def place_scores() -> "np.ndarray":
    """What the place of a passage speaks for: nothing, an overview where something begins, or a form of address."""
    import numpy as np

    weights, categories = taxonomy().weights, taxonomy().categories
    opening = [weights["opening"] * category.opening for category in categories]
    address = [weights["salutation"] * (category.label == OTHER) for category in categories]
    return np.array([[0.0] * len(categories), opening, address])
