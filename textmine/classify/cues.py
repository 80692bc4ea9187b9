"""Scores passages by cue phrases: what their words and the headings above them speak for."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import add

from textmine.lexicon.loader import cached
from textmine.lexicon.taxonomy import taxonomy

Passage = tuple[str, Sequence[str]]

_MARKER = re.compile(r"[\s（(【第]*[0-9一二三四五六七八九十]{0,4}[\s)）】部分章节]*[、.．:：\s①-⑳—-]*")
_SALUTATION = 25  # characters of the longest form of address
OTHER = "other"
_DENSE = 1.2  # words of disclosure in 1,000 characters, from which on a report counts as one about disclosure


@dataclass(frozen=True, slots=True)
class _Index:
    """Phrases by their first two characters; what each is worth for which label, in text and in headings."""

    by_head: dict[str, tuple[str, ...]]
    text: dict[str, tuple[tuple[int, float], ...]]
    heading: dict[str, tuple[tuple[int, float], ...]]
    single: tuple[str, ...]


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
            heading.setdefault(phrase, {}).setdefault(number, weight * known.weights["heading_cue"] / 2)
    phrases = sorted({*text, *heading, *known.disclosure_words, *known.disclosure_signs}, key=lambda p: (-len(p), p))
    by_head: dict[str, list[str]] = {}
    for phrase in phrases:
        if len(phrase) > 1:
            by_head.setdefault(phrase[:2], []).append(phrase)
    return _Index(
        {head: tuple(group) for head, group in by_head.items()},
        {phrase: tuple(worth.items()) for phrase, worth in text.items()},
        {phrase: tuple(worth.items()) for phrase, worth in heading.items()},
        tuple(phrase for phrase in phrases if len(phrase) == 1),
    )


def hits(text: str) -> Counter[str]:
    """How often each cue phrase stands in ``text``; phrases inside longer ones count as well. Linear in its length.

    >>> hits("推进简易注销登记")["简易注销"]
    1
    """
    index = _index()
    by_head = index.by_head
    found: Counter[str] = Counter()
    for at in [at for at, head in enumerate(map(add, text, text[1:])) if head in by_head]:
        for phrase in by_head[text[at : at + 2]]:
            if text.startswith(phrase, at):
                found[phrase] += 1
    for phrase in index.single:
        if times := text.count(phrase):
            found[phrase] += times
    return found


def _text_scores(found: Counter[str], length: int, scores: list[float]) -> None:
    index = _index().text
    weights = taxonomy().weights
    discount = 1 + weights["spread"] * length / 100
    for phrase, times in found.items():
        for number, weight in index.get(phrase, ()):
            scores[number] += weight * (1 + weights["repeat"] * min(times - 1, 3)) / discount


def _heading_scores(headings: Sequence[str], title: str | None, scores: list[float]) -> None:
    categories = taxonomy().categories
    weights = taxonomy().weights
    index = _index().heading
    for depth, heading in enumerate(reversed(headings)):
        share = weights["title"] if heading == title else 1.0
        best: dict[int, float] = {}
        for phrase in hits(heading):
            for number, weight in index.get(phrase, ()):
                best[number] = max(best.get(number, 0.0), weight)
        for number, weight in best.items():
            scores[number] += share * weight * (categories[number].inherit ** depth if depth else 1.0)


def _title(passages: Sequence[Passage]) -> str | None:
    """The title of the report: the heading that stands above every passage which has headings."""
    first = {headings[0] for _, headings in passages if headings}
    deeper = any(len(headings) > 1 for _, headings in passages)
    return first.pop() if len(first) == 1 and deeper else None


def speaks_of_disclosure(passages: Sequence[tuple[Counter[str], int]]) -> bool:
    """Whether a report, given as cue counts and lengths of its passages, is one about disclosure."""
    words = taxonomy().disclosure_words
    total = sum(found[word] for found, _ in passages for word in words)
    return total * 1000 >= _DENSE * max(1, sum(length for _, length in passages))


def cue_scores(passages: Sequence[Passage]) -> list[list[float]]:
    """For each passage (text and headings, outermost first) a weight for every label, in the taxonomy's order."""
    known = taxonomy()
    weights = known.weights
    found = [hits(text) for text, _ in passages]
    above = [(hits(" ".join(headings)), sum(map(len, headings))) for _, headings in passages]
    disclosing = speaks_of_disclosure([*zip(found, [len(text) for text, _ in passages], strict=True), *above])
    title = _title(passages)
    rows = []
    before: list[str] | None = None
    for (text, headings), counted in zip(passages, found, strict=True):
        named = [heading for heading in headings if not _MARKER.fullmatch(heading)]
        scores = [0.0] * len(known.categories)
        _heading_scores(named, title, scores)
        if named == before:
            for number, category in enumerate(known.categories):
                scores[number] *= weights["again"] if category.opening else 1.0
        _text_scores(counted, len(text), scores)
        signs = sum(counted[word] for word in known.disclosure_signs)
        top = all(heading == title for heading in named)
        leads_in = text.rstrip().endswith(("：", ":"))
        addressed = top and leads_in and len(text) < _SALUTATION
        for number, category in enumerate(known.categories):
            if category.field == "work" and disclosing:
                scores[number] *= weights["foreign"] if signs else 2 * weights["foreign"]
            elif category.field == "disclosure" and not disclosing:
                scores[number] *= weights["foreign"]
            if category.opening and (top or leads_in) and not addressed:
                scores[number] += weights["opening"]
            elif category.label == OTHER and addressed:
                scores[number] += weights["salutation"]
        before = named
        rows.append(scores)
    return rows
