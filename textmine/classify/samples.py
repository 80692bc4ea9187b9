"""What an estimator sees of a passage: its words, the words of the headings above it, its place, and what the cues say."""

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from operator import attrgetter

from textmine.classify.cues import Cues, Passage, Stack
from textmine.classify.hashed import Known
from textmine.schema.record import record

Words = Sequence[str]

_LENGTHS = 10  # marks of length: up to 1, 3, 7, 15 … 511 characters, and more
_EARLY, _LATE = 0.15, 0.85  # shares of the passages of a report
# A passage says at its head what it is about: with the words of so many characters, labels on real reports are as often right
# as with all of them (docs/categories.md), and half of the words of reports need not be looked up.
OPENING = 150
_TO_LAST_MARK = re.compile(r"[^\0]*[，。；：、！？,;:!?]")


@record
class Tokens:
    """The words of a report, as the segmenter cut them.

    ``texts`` are those of the opening of each passage in order (see `opening_end`), or the rows that the model has for them;
    ``headings`` are those of every heading by its text.
    """

    texts: Sequence[Words] | Known
    headings: Mapping[str, Words]


def opening_end(text: str, start: int, end: int) -> int:
    """Where the opening of the passage ``text[start:end]`` ends, whose words count.

    That is behind the last mark of its first `OPENING` characters (code points), so that no word is cut in two.

    >>> opening_end("推进简政放权。", 0, 7), opening_end("优化审批流程，" * 30, 0, 210)
    (7, 147)
    """
    if end - start <= OPENING:
        return end
    mark = _TO_LAST_MARK.match(text, start, start + OPENING)
    return mark.end() if mark else start + OPENING


@record
class Headings:
    """The words of the headings above a passage: of the innermost, of those around it, and of the report's title."""

    heading: Words
    above: Words
    title: Words


@record
class Sample:
    """One passage in its report.

    ``place`` says where it stands and how long it is; ``cues`` has the weight of every label of the taxonomy, in its order.
    """

    words: Words
    headings: Headings
    place: tuple[str, ...]
    cues: Sequence[float]


def samples(passages: Sequence[Passage], tokens: Tokens, cues: Cues) -> list[Sample]:
    """What an estimator sees of the passages of one report, given what the cues say of them.

    >>> from textmine.classify.cues import weigh
    >>> passages = [("改版门户网站。", ["平台建设"])]
    >>> tokens = Tokens(texts=[["改版", "门户", "网站", "。"]], headings={"平台建设": ["平台", "建设"]})
    >>> [(seen.headings.heading, seen.place) for seen in samples(passages, tokens, weigh(passages))]
    [(('平台', '建设'), ('first', 'length 3', 'begin', 'work'))]
    """
    outline = cues.outline
    texts: Iterable[Words] = repeat(()) if isinstance(tokens.texts, Known) else tokens.texts
    above = [_headings(stack, outline.title, tokens.headings) for stack in outline.stacks]
    kind = "disclosing" if cues.disclosing else "work"
    numbers = outline.numbers.tolist()
    last = len(passages) - 1
    found = []
    before = None
    for at, (number, (text, _), words, weights) in enumerate(zip(numbers, passages, texts, cues.scores, strict=False)):
        headings = above[number]
        marks = (
            "again" if number == before else "first",
            len(text).bit_length(),
            "begin" if at == 0 else "end" if at == last else _part(at / last),
            kind,
            not (headings.heading or headings.above),
            text.endswith(("：", ":")),
        )
        found.append(Sample(words=words, headings=headings, place=_place(marks), cues=weights))
        before = number
    return found


@functools.cache
def _place(marks: tuple[str, int, str, str, bool, bool]) -> tuple[str, ...]:
    """The marks of a place as words, made once for each combination."""
    run, length, part, kind, top, lead = marks
    said = (run, f"length {min(_LENGTHS, length)}", part, kind)
    return (*said, *(["top"] if top else []), *(["lead"] if lead else []))


def _part(share: float) -> str:
    """Where in its report a passage stands that is neither the first nor the last."""
    return "early" if share < _EARLY else "late" if share > _LATE else "middle"


def _headings(stack: Stack, title: str | None, words: Mapping[str, Words]) -> Headings:
    inner = [heading for heading in stack if heading != title]
    return Headings(
        heading=tuple(words[inner[0]]) if inner else (),
        above=tuple(word for heading in inner[1:] for word in words[heading]),
        title=tuple(words[title]) if title in stack and title is not None else (),
    )


# How the words of a sample in a block are had.
WORDS: Mapping[str, Callable[[Sample], Words]] = {
    "text": attrgetter("words"),
    "heading": attrgetter("headings.heading"),
    "above": attrgetter("headings.above"),
    "title": attrgetter("headings.title"),
    "place": attrgetter("place"),
}
BLOCKS = tuple(WORDS)  # a word weighs by where it stands


def words_of(sample: Sample, block: str) -> Words:
    """The words of a sample in one block.

    >>> headings = Headings(heading=("问题",), above=(), title=())
    >>> words_of(Sample(words=("不足",), headings=headings, place=("first",), cues=()), "heading")
    ('问题',)
    """
    return WORDS[block](sample)
