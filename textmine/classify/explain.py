"""Why a passage got a label: the words, headings and cue phrases that spoke for and against it."""

from collections.abc import Sequence

from textmine.classify.cues import Hits, Passage, weigh
from textmine.classify.model import SQUARE_UNIT, WEIGHT_UNIT, Model
from textmine.classify.samples import BLOCKS, Sample, Tokens, samples, words_of
from textmine.classify.worth import worth
from textmine.lexicon.taxonomy import taxonomy
from textmine.schema.record import record

Spoken = tuple[str, str, float]  # a word or phrase, where it stands, and what it adds to the score


@record
class Reasons:
    """What made the score of one label for one passage: ``bias``, all ``words``, and ``cues`` times ``cue_weight``.

    ``words`` and ``phrases`` are the largest parts first; a word's part may be negative. ``phrases`` have the weight that the
    taxonomy gives them; ``cues`` is what the rules make of them all, which also heeds the kind of report, the place of the
    passage and its length.
    """

    label: str
    bias: float
    words: tuple[Spoken, ...]
    cue_weight: float
    cues: float
    phrases: tuple[Spoken, ...]


def explain(
    passages: Sequence[Passage], labels: Sequence[str], *, tokens: Tokens | None = None, model: Model | None = None
) -> list[Reasons]:
    """The reasons for one label of each passage of a report; without a model, those of the cue rules alone.

    >>> (reasons,) = explain([("新设立企业办理营业执照。", ["商事制度改革"])], ["business.registration"])
    >>> reasons.phrases[0]
    ('商事制度', 'heading', 6.0)
    """
    cues = weigh(passages)
    readings = cues.readings()
    seen: Sequence[Sample | None] = [None] * len(passages)
    if model is not None and tokens is not None:
        seen = samples(passages, tokens, cues)
    place = {category.label: number for number, category in enumerate(taxonomy().categories)}
    found = []
    for label, reading, sample in zip(labels, readings, seen, strict=True):
        number = place.get(label)
        learned = model is not None and sample is not None and label in model.labels
        found.append(
            Reasons(
                label=label,
                bias=float(model.bias[model.labels.index(label)]) if model is not None and learned else 0.0,
                words=_words(model, sample, label) if model is not None and sample is not None and learned else (),
                cue_weight=model.cue_weight if model is not None else 1.0,
                cues=0.0 if number is None else reading.scores[number],
                phrases=() if number is None else _phrases(reading.text, reading.headings, number),
            )
        )
    return found


def _words(model: Model, sample: Sample, label: str) -> tuple[Spoken, ...]:
    """What each known word adds to the score of a label."""
    column = model.labels.index(label)
    spoken: list[Spoken] = []
    for block in BLOCKS:
        words = [word for word in words_of(sample, block) if word in model.rows[block]]
        rows = [model.rows[block][word] for word in words]
        length = float(sum(int(model.squares[row]) for row in rows) * SQUARE_UNIT) ** 0.5
        each: dict[str, float] = {}
        for word, row in zip(words, rows, strict=True):
            each[word] = each.get(word, 0.0) + int(model.weights[row, column]) * WEIGHT_UNIT / length
        spoken += [(word, block, round(part, 4)) for word, part in each.items()]
    return _largest(spoken)


def _phrases(text: Hits, headings: Sequence[Hits], number: int) -> tuple[Spoken, ...]:
    """The cue phrases that speak for a label, with what the taxonomy says that they are worth."""
    known = worth()
    place = {phrase: at for at, phrase in enumerate(known.phrases.phrases)}
    spoken: list[Spoken] = []
    for phrase in text:
        first, last = known.first[place[phrase]], known.first[place[phrase] + 1]
        entries = [entry for entry in range(first, last) if known.labels[entry] == number]
        spoken += [(phrase, "text", float(known.weights[entry])) for entry in entries]
    for depth, heading in enumerate(headings):
        for phrase in heading:
            for label, weight in known.heading[place[phrase]]:
                if label == number:
                    spoken.append((phrase, "above" if depth else "heading", float(weight)))
    return _largest(spoken)


def _largest(spoken: Sequence[Spoken]) -> tuple[Spoken, ...]:
    return tuple(sorted(spoken, key=lambda each: (-abs(each[2]), each[1], each[0])))
