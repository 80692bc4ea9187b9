"""Scores passages by cue phrases: what their words and the headings above them speak for."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from typing import TYPE_CHECKING

from textmine.classify.phrases import Counts
from textmine.classify.worth import field_factors, place_scores, repeat_factors, worth
from textmine.lexicon.taxonomy import taxonomy

if TYPE_CHECKING:
    import numpy as np

Passage = tuple[str, Sequence[str]]
Hits = dict[str, int]
Stack = tuple[str, ...]  # the headings above a passage, from the innermost outwards

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


@dataclass(frozen=True, slots=True)
class Outline:
    """The distinct stacks of headings of a report, the stack of every passage by its number, and the report's title."""

    stacks: tuple[Stack, ...]
    numbers: "np.ndarray"
    title: str | None


@dataclass(frozen=True, slots=True)
class Cues:
    """What the cues say of the passages of a report.

    ``scores`` has a row a passage and a column a label; ``found`` says of every passage whether a phrase stands in it or
    in a heading above it. The texts that are counted are the passages and, behind them, the headings. ``disclosing`` says
    whether the report is one about disclosure.
    """

    scores: "np.ndarray"
    found: "np.ndarray"
    counts: Counts
    lengths: "np.ndarray"
    headings: dict[str, int]
    outline: Outline
    disclosing: bool

    def readings(self) -> list[Reading]:
        """The same for each passage by itself, as an estimator sees it."""
        hits = _hits(self.counts)
        above = [tuple(hits.get(self.headings[heading], {}) for heading in stack) for stack in self.outline.stacks]
        rows = zip(self.scores.tolist(), self.lengths.tolist(), self.outline.numbers.tolist(), strict=True)
        return [
            Reading(tuple(scores), hits.get(number, {}), above[stack], length)
            for number, (scores, length, stack) in enumerate(rows)
        ]


def weigh(passages: Sequence[Passage]) -> Cues:
    """What the cues of the passages (text and headings, outermost first) say, read in the context of the whole report."""
    import numpy as np

    texts = [text for text, _ in passages]
    outline = _outline([headings for _, headings in passages])
    headings = {heading: number for number, heading in enumerate(dict.fromkeys(chain(*outline.stacks)), len(texts))}
    counts = worth().phrases.count([*texts, *headings])
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))

    first = counts.texts.searchsorted(len(texts))
    in_texts, in_headings = (
        Counts(*(column[part] for column in counts)) for part in (slice(first), slice(first, None))
    )
    speaks = _heading_weights(in_headings)
    stacks = [[speaks.get(headings[heading]) for heading in stack] for stack in outline.stacks]
    found = np.array([any(said is not None for said in stack) for stack in stacks], bool).take(outline.numbers)
    found[in_texts.texts] = True
    scores = _heading_scores(outline, stacks)
    _add_text_scores(scores, in_texts, lengths)

    shows = np.zeros(len(texts), np.intp)
    shows[in_texts.texts[worth().signs.take(in_texts.phrases)]] = 1
    disclosing = _disclosing(counts, int(lengths.sum()) + sum(map(len, headings)))
    scores *= field_factors(disclosing=disclosing).take(shows, axis=0)
    scores += place_scores().take(_places(texts, lengths, outline), axis=0)
    return Cues(scores, found, counts, lengths, headings, outline, disclosing)


def _outline(paths: Sequence[Sequence[str]]) -> Outline:
    import numpy as np

    # Passages under one heading follow each other: what is made of their path is made once for each run.
    runs = [(tuple(path), len(list(run))) for path, run in groupby(paths)]
    distinct = dict(runs)
    telling = {heading for heading in {*chain(*distinct)} if not _MARKER.fullmatch(heading)}
    stacks = {path: tuple(heading for heading in reversed(path) if heading in telling) for path in distinct}
    number = {stack: at for at, stack in enumerate(dict.fromkeys(stacks.values()))}
    numbers = [at for path, length in runs for at in [number[stacks[path]]] * length]
    return Outline(tuple(number), np.array(numbers, np.intp), _title(distinct))


def _title(paths: Iterable[tuple[str, ...]]) -> str | None:
    """The title of the report: the one heading that stands above all others."""
    distinct = [path for path in paths if path]
    first = {path[0] for path in distinct}
    return first.pop() if len(first) == 1 and len(distinct) > 1 else None


def _hits(counts: Counts) -> dict[int, Hits]:
    """The phrases found in the texts, by text."""
    phrases = worth().phrases.phrases
    found: dict[int, Hits] = {}
    for text, phrase, times in zip(*(column.tolist() for column in counts), strict=True):
        found.setdefault(text, {})[phrases[phrase]] = times
    return found


def _disclosing(counts: Counts, length: int) -> bool:
    """Whether a report is one about disclosure: its passages and headings speak of it often enough."""
    total = int(counts.times.dot(worth().topics.take(counts.phrases)))
    return total * 1000 >= _DENSE * max(1, length)


def _heading_weights(counts: Counts) -> dict[int, dict[int, float]]:
    """What the headings in which a phrase stands speak for, by their numbers: the best of several cues for a label counts."""
    known = worth().heading
    speaks: dict[int, dict[int, float]] = {}
    for text, phrase in zip(counts.texts.tolist(), counts.phrases.tolist(), strict=True):
        best = speaks.setdefault(text, {})
        for number, weight in known[phrase]:
            if weight > best.get(number, 0.0):
                best[number] = weight
    return speaks


def _heading_scores(outline: Outline, stacks: Sequence[Sequence[Mapping[int, float] | None]]) -> "np.ndarray":
    """What the headings above each passage speak for; the outer ones and the title of the report count for less.

    ``stacks`` has what each heading of a stack speaks for, ``None`` where no phrase stands in it.
    """
    import numpy as np

    known = taxonomy()
    scores = np.zeros((len(outline.stacks), len(known.categories)))
    inherit = [category.inherit for category in known.categories]
    cells: list[int] = []
    worths: list[float] = []
    for row, (stack, speaks) in enumerate(zip(outline.stacks, stacks, strict=True)):
        title = stack.index(outline.title) if outline.title in stack else None
        for depth, weights in enumerate(speaks):
            share = known.weights["title"] if depth == title else 1.0
            for number, weight in (weights or {}).items():
                cells.append(row * len(inherit) + number)
                worths.append(share * weight * (inherit[number] ** depth if depth else 1.0))
    np.add.at(scores.reshape(-1), cells, worths)
    again = np.zeros(len(outline.numbers), np.intp)
    again[1:] = outline.numbers[1:] == outline.numbers[:-1]
    spread: np.ndarray = scores.take(outline.numbers, axis=0)
    spread *= repeat_factors().take(again, axis=0)
    return spread


def _add_text_scores(scores: "np.ndarray", counts: Counts, lengths: "np.ndarray") -> None:
    """Add what the words speak for; a long passage says more things, so each of them counts for less."""
    import numpy as np

    known, weights = worth(), taxonomy().weights
    texts, phrases, times = counts
    discount = 1 + weights["spread"] * lengths / 100
    each = (1 + weights["repeat"] * np.minimum(times - 1, 3)) / discount.take(texts)
    # One entry for every label that a phrase speaks for; they are added one by one in this order.
    last = known.first.take(phrases + 1)
    labels = last - known.first.take(phrases)
    entries = (last - labels.cumsum()).repeat(labels)
    entries += np.arange(len(entries))
    cells = (texts * scores.shape[1]).repeat(labels) + known.labels.take(entries)
    np.add.at(scores.reshape(-1), cells, known.weights.take(entries) * each.repeat(labels))


def _places(texts: Sequence[str], lengths: "np.ndarray", outline: Outline) -> "np.ndarray":
    """Where each passage stands, as a row of `place_scores`."""
    import numpy as np

    topmost = [{*stack} <= {outline.title} for stack in outline.stacks]
    top = np.array(topmost, bool).take(outline.numbers)
    leads_in = np.array([text.rstrip().endswith(("：", ":")) for text in texts], bool)
    return np.where(top & leads_in & (lengths < _SALUTATION), 2, top | leads_in)
