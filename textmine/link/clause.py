"""The clause around a figure: the words before it, with its words of time marked, and the clauses since the last figure."""

import re
from dataclasses import dataclass

from textmine.link.phrases import without_quotes_cut
from textmine.link.time import Sentence
from textmine.schema.figure import Figure

CLAUSE = re.compile(r"[，。；：！？,;:!?\n]|——|\u3000\u3000|(?<![0-9A-Za-z])\.(?![0-9])")
_COORDINATE = re.compile(r"\s*(?:、|和|与|及|以及|，|,)\s*")
TIME = "\x01"  # stands where a word of time was, so that 比上年增长 is still seen as a comparison


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands before a figure.

    ``phrase`` is its own clause since the last figure, ``since`` all words since the last figure, ``earlier`` the whole
    clauses between them; ``coordinated`` says that the clause goes on from the last figure with 、 or 和. Words of time
    are replaced by ``TIME`` or, at the head, left out.
    """

    phrase: str
    since: str
    earlier: tuple[str, ...]
    coordinated: bool


def clause_before(text: str, figure: Figure, floor: int, sentence: Sentence) -> Clause:
    """The clause before a figure; ``floor`` is where the figure before it ends, or its sentence begins (code points)."""
    marked = _marked(text, floor, figure.start, sentence)
    cuts = [m for m in CLAUSE.finditer(marked) if not _inside_quotes(marked[: m.start()])]
    pieces = []
    at = 0
    for cut in cuts:
        pieces.append(marked[at : cut.start()])
        at = cut.end()
    phrase = marked[at:]
    joint = _COORDINATE.match(phrase) if not cuts and floor > sentence.start else None
    if joint:
        phrase = phrase[joint.end() :]
    phrase = _without_leading_time(phrase.replace("\r", "").replace("\n", "").strip())
    earlier = tuple(_without_leading_time(without_quotes_cut(piece.strip())) for piece in pieces if piece.strip())
    return Clause(without_quotes_cut(phrase), marked, earlier, bool(joint))


def _marked(text: str, floor: int, end: int, sentence: Sentence) -> str:
    parts, at = [], floor
    for mention in sentence.mentions:
        if mention.start >= at and mention.end <= end:
            parts += [text[at : mention.start], TIME]
            at = mention.end
    return "".join([*parts, text[at:end]])


def _without_leading_time(phrase: str) -> str:
    """A phrase without a word of time at its head, with the preposition before it (到2020年, 截至目前)."""
    return (
        re.sub(rf"^[\u4e00-\u9fff]{{0,4}}{TIME}[，,]?", "", phrase)
        if TIME in phrase[:5] and not re.match(rf"[^{TIME}]*(?:比|较|与|同){TIME}", phrase)
        else phrase
    )


def _inside_quotes(before: str) -> bool:
    return before.count("“") > before.count("”") or before.count("《") > before.count("》")
