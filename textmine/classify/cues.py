"""Scores passages by cue phrases: what their words and the headings above them speak for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import add, mul

from textmine.classify.phrases import PhraseIndex
from textmine.lexicon.loader import cached
from textmine.lexicon.taxonomy import taxonomy

Passage = tuple[str, Sequence[str]]
Hits = dict[str, int]

OTHER = "other"
_MARKER = re.compile(r"[\s（(【第]*[0-9一二三四五六七八九十]{0,4}[\s)）】部分章节]*[、.．:：\s①-⑳—-]*")
_SALUTATION = 25  # characters of the longest form of address
_DENSE = 1.2  # words of disclosure in 1,000 characters, from which on a report counts as one about disclosure


@dataclass(frozen=True, slots=True)
class Reading:
    """What the cues say of one passage: a weight for every label, and the phrases found in the text and in its headings.

    ``headings`` goes from the innermost heading outwards; ``length`` is of the text, in code points.
    """

    scores: tuple[float, ...]
    text: Hits
    headings: tuple[Hits, ...]
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a passage stands: what its label depends on besides its words."""

    top: bool  # no heading above it but the title
    again: bool  # not the first passage under its heading
    leads_in: bool  # it ends in a colon
    addresses: bool  # it is a form of address
    disclosing: bool  # the report is about disclosure
    shows: bool  # the passage itself speaks of making public


@dataclass(frozen=True, slots=True)
class _Index:
    """All cue phrases, and what each is worth for which label, in text and in headings."""

    phrases: PhraseIndex
    text: dict[str, tuple[tuple[int, float], ...]]
    heading: dict[str, tuple[tuple[int, float], ...]]


@cached
def _index() -> _Index:
    known = taxonomy()
    text: dict[str, dict[int, float]] = {}
    heading: dict[str, dict[int, float]] = {}
    for number, category in enumerate(known.categories):
        for strength in ("decisive", "strong", "cues", "weak"):
            for phrase in getattr(category, strength):
                text.setdefault(phrase, {}).setdefault(number, known.weights[strength])
        for phrase in category.headings:
            heading.setdefault(phrase, {})[number] = category.heading
    for phrase, worth in text.items():
        for number, weight in worth.items():
            heading.setdefault(phrase, {}).setdefault(number, weight * known.weights["heading_cue"])
    phrases = sorted({*text, *heading, *known.disclosure_words, *known.disclosure_signs})
    return _Index(
        PhraseIndex(phrases),
        {phrase: tuple(worth.items()) for phrase, worth in text.items()},
        {phrase: tuple(worth.items()) for phrase, worth in heading.items()},
    )


def _heading_weights(found: Hits) -> dict[int, float]:
    """What one heading speaks for: of several cues for a label the best one counts."""
    index = _index().heading
    best: dict[int, float] = {}
    for phrase in found:
        for number, weight in index.get(phrase, ()):
            if weight > best.get(number, 0.0):
                best[number] = weight
    return best


def _heading_scores(above: Sequence[dict[int, float]], title: int | None, scores: list[float]) -> None:
    """Add what the headings speak for, from the innermost outwards; ``title`` is the place of the report's own."""
    known = taxonomy()
    for depth, best in enumerate(above):
        share = known.weights["title"] if depth == title else 1.0
        for number, weight in best.items():
            scores[number] += share * weight * (known.categories[number].inherit ** depth if depth else 1.0)


def _text_scores(found: Hits, length: int, scores: list[float]) -> None:
    """Add what the words speak for; a long passage says more things, so each of them counts for less."""
    index = _index().text
    weights = taxonomy().weights
    discount = 1 + weights["spread"] * length / 100
    repeat = weights["repeat"]
    for phrase, times in found.items():
        worth = (1.0 if times == 1 else 1 + repeat * min(times - 1, 3)) / discount
        for number, weight in index.get(phrase, ()):
            scores[number] += weight * worth


@cached
def _factors(*, disclosing: bool, shows: bool) -> tuple[float, ...]:
    """How far topic cues count: those of disclosure in reports about it, those of the work itself in the others."""
    foreign = taxonomy().weights["foreign"]
    work = 1.0 if not disclosing else foreign if shows else 2 * foreign
    by_field = {"work": work, "disclosure": 1.0 if disclosing else foreign, "any": 1.0}
    return tuple(by_field[category.field] for category in taxonomy().categories)


@cached
def _extras(*, addresses: bool, opens: bool) -> tuple[float, ...]:
    """What the place of a passage speaks for: an overview at the beginning, or a form of address."""
    weights = taxonomy().weights
    if addresses:
        return tuple(weights["salutation"] * (category.label == OTHER) for category in taxonomy().categories)
    return tuple(weights["opening"] * (opens and category.opening) for category in taxonomy().categories)


@cached
def _openings() -> tuple[int, ...]:
    return tuple(number for number, category in enumerate(taxonomy().categories) if category.opening)


def _scores(
    found: Hits, above: Sequence[dict[int, float]], *, title: int | None, length: int, place: _Place
) -> tuple[float, ...]:
    scores = [0.0] * len(taxonomy().categories)
    _heading_scores(above, title, scores)
    if place.again:
        for number in _openings():
            scores[number] *= taxonomy().weights["again"]
    _text_scores(found, length, scores)
    extras = _extras(addresses=place.addresses, opens=place.top or place.leads_in)
    weighed = map(mul, scores, _factors(disclosing=place.disclosing, shows=place.shows))
    return tuple(map(add, weighed, extras))


def _title(passages: Sequence[Passage]) -> str | None:
    """The title of the report: the one heading that stands above all others."""
    paths = {tuple(headings) for _, headings in passages if headings}
    first = {path[0] for path in paths}
    return first.pop() if len(first) == 1 and len(paths) > 1 else None


def _disclosing(counted: Sequence[Hits], length: int) -> bool:
    """Whether a report is one about disclosure: its passages and headings speak of it often enough."""
    words = taxonomy().disclosure_words
    total = sum(found[word] for found in counted for word in words if word in found)
    return total * 1000 >= _DENSE * max(1, length)


def read_cues(passages: Sequence[Passage]) -> list[Reading]:
    """What the cues of each passage (text and headings, outermost first) say, read in the context of the whole report."""
    named = [[heading for heading in reversed(headings) if not _MARKER.fullmatch(heading)] for _, headings in passages]
    titles = list(dict.fromkeys(heading for headings in named for heading in headings))
    counted = _index().phrases.count([*(words for words, _ in passages), *titles])
    text, memo = counted[: len(passages)], dict(zip(titles, counted[len(passages) :], strict=True))
    above = [tuple(memo[heading] for heading in headings) for headings in named]
    weights = {heading: _heading_weights(found) for heading, found in memo.items()}
    disclosing = _disclosing(counted, sum(len(words) for words, _ in passages) + sum(map(len, titles)))
    title = _title(passages)
    signs = taxonomy().disclosure_signs
    readings = []
    for number, (words, _) in enumerate(passages):
        headings = named[number]
        top = all(heading == title for heading in headings)
        leads_in = words.rstrip().endswith(("：", ":"))
        place = _Place(
            top=top,
            again=number > 0 and headings == named[number - 1],
            leads_in=leads_in,
            addresses=top and leads_in and len(words) < _SALUTATION,
            disclosing=disclosing,
            shows=any(sign in text[number] for sign in signs),
        )
        depth = headings.index(title) if title in headings else None
        scores = _scores(
            text[number], [weights[heading] for heading in headings], title=depth, length=len(words), place=place
        )
        readings.append(Reading(scores, text[number], above[number], len(words)))
    return readings
