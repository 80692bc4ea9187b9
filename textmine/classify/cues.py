"""Scores passages by cue phrases: what their words and the headings above them speak for."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
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
class _Outline:
    """The distinct stacks of headings of a report, the stack of every passage by its number, and the report's title."""

    stacks: tuple[Stack, ...]
    numbers: "np.ndarray"
    title: str | None


@dataclass(frozen=True, slots=True)
class Cues:
    """What the cues say of the passages of a report.

    ``scores`` has a row a passage and a column a label; ``found`` says of every passage whether a phrase stands in it or
    in a heading above it. The texts that are counted are the passages and, behind them, the headings.
    """

    scores: "np.ndarray"
    found: "np.ndarray"
    counts: Counts
    lengths: "np.ndarray"
    headings: dict[str, int]
    outline: _Outline

    def readings(self) -> list[Reading]:
        """The same for each passage by itself, as an estimator sees it."""
        hits = _hits(self.counts, 0)
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
    outline = _outline([tuple(headings) for _, headings in passages])
    headings = {heading: number for number, heading in enumerate(dict.fromkeys(chain(*outline.stacks)), len(texts))}
    counts = worth().phrases.count([*texts, *headings])
    lengths = np.array([len(text) for text in texts], np.int64)

    spoken = np.zeros(len(texts) + len(headings), bool)
    spoken[counts.texts] = True
    below = [any(spoken[headings[heading]] for heading in stack) for stack in outline.stacks]
    found = spoken[: len(texts)] | np.array(below, bool)[outline.numbers]

    hits = _hits(counts, len(texts))
    speaks = {heading: _heading_weights(hits.get(number, ())) for heading, number in headings.items()}
    scores = _heading_scores(outline, speaks)
    _add_text_scores(scores, counts, lengths)

    shows = np.zeros(len(spoken), np.intp)
    shows[counts.texts[worth().signs[counts.phrases]]] = 1
    disclosing = _disclosing(counts, int(lengths.sum()) + sum(map(len, headings)))
    scores *= field_factors(disclosing=disclosing)[shows[: len(texts)]]
    scores += place_scores()[_places(texts, lengths, outline)]
    return Cues(scores, found, counts, lengths, headings, outline)


def read_cues(passages: Sequence[Passage]) -> list[Reading]:
    """What the cues say of each passage of a report, as an estimator sees it."""
    return weigh(passages).readings()


def _outline(paths: Sequence[tuple[str, ...]]) -> _Outline:
    import numpy as np

    stacks: dict[tuple[str, ...], Stack] = {}
    for path in dict.fromkeys(paths):
        stacks[path] = tuple(heading for heading in reversed(path) if not _MARKER.fullmatch(heading))
    numbers = {stack: number for number, stack in enumerate(dict.fromkeys(stacks.values()))}
    return _Outline(tuple(numbers), np.array([numbers[stacks[path]] for path in paths], np.intp), _title(stacks))


def _title(paths: Iterable[tuple[str, ...]]) -> str | None:
    """The title of the report: the one heading that stands above all others."""
    distinct = [path for path in paths if path]
    first = {path[0] for path in distinct}
    return first.pop() if len(first) == 1 and len(distinct) > 1 else None


def _hits(counts: Counts, since: int) -> dict[int, Hits]:
    """The phrases found in the texts from number ``since`` on, by text."""
    import numpy as np

    phrases = worth().phrases.phrases
    first = int(np.searchsorted(counts.texts, since))
    found: dict[int, Hits] = {}
    for text, phrase, times in zip(*(column[first:].tolist() for column in counts), strict=True):
        found.setdefault(text, {})[phrases[phrase]] = times
    return found


def _disclosing(counts: Counts, length: int) -> bool:
    """Whether a report is one about disclosure: its passages and headings speak of it often enough."""
    total = int(counts.times[worth().topics[counts.phrases]].sum())
    return total * 1000 >= _DENSE * max(1, length)


def _heading_weights(found: Iterable[str]) -> dict[int, float]:
    """What one heading speaks for: of several cues for a label the best one counts."""
    best: dict[int, float] = {}
    for phrase in found:
        for number, weight in worth().heading.get(phrase, ()):
            if weight > best.get(number, 0.0):
                best[number] = weight
    return best


def _heading_scores(outline: _Outline, speaks: dict[str, dict[int, float]]) -> "np.ndarray":
    """What the headings above each passage speak for; the outer ones and the title of the report count for less."""
    import numpy as np

    known = taxonomy()
    scores = np.zeros((len(outline.stacks), len(known.categories)))
    for row, stack in enumerate(outline.stacks):
        title = stack.index(outline.title) if outline.title in stack else None
        for depth, heading in enumerate(stack):
            share = known.weights["title"] if depth == title else 1.0
            for number, weight in speaks[heading].items():
                scores[row, number] += share * weight * (known.categories[number].inherit ** depth if depth else 1.0)
    again = np.zeros(len(outline.numbers), np.intp)
    again[1:] = outline.numbers[1:] == outline.numbers[:-1]
    spread: np.ndarray = scores[outline.numbers] * repeat_factors()[again]
    return spread


def _add_text_scores(scores: "np.ndarray", counts: Counts, lengths: "np.ndarray") -> None:
    """Add what the words speak for; a long passage says more things, so each of them counts for less."""
    import numpy as np

    known, weights = worth(), taxonomy().weights
    end = int(np.searchsorted(counts.texts, len(lengths)))
    texts, phrases, times = (column[:end] for column in counts)
    discount = 1 + weights["spread"] * lengths / 100
    each = (1 + weights["repeat"] * np.minimum(times - 1, 3)) / discount[texts]
    # One row for every label that a phrase speaks for; they are added one by one in this order.
    labels = known.first[phrases + 1] - known.first[phrases]
    rows = np.repeat(np.arange(end), labels)
    entries = np.arange(len(rows)) + (known.first[phrases + 1] - np.cumsum(labels))[rows]
    np.add.at(scores, (texts[rows], known.labels[entries]), known.weights[entries] * each[rows])


def _places(texts: Sequence[str], lengths: "np.ndarray", outline: _Outline) -> "np.ndarray":
    """Where each passage stands, as a row of `place_scores`."""
    import numpy as np

    topmost = [all(heading == outline.title for heading in stack) for stack in outline.stacks]
    top = np.array(topmost, bool)[outline.numbers]
    leads_in = np.array([text.rstrip().endswith(("：", ":")) for text in texts], bool)
    return np.where(top & leads_in & (lengths < _SALUTATION), 2, top | leads_in)
