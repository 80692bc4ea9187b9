"""The clause around a figure: the words before it, with its words of time marked, and the clauses since the last figure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from textmine.link.phrases import without_quotes_cut
from textmine.link.time import Sentence
from textmine.schema.figure import Figure
from textmine.schema.period import PeriodMention

# A line end inside a sentence is where a page was wrapped, and ends no clause.
CLAUSE = re.compile(r"[，。；：！？,;:!?]|——|\u3000\u3000|(?<![0-9A-Za-z])\.(?![0-9])")
_WITHOUT_CUT = re.compile(r"[^，。；：！？,;:!?—\u3000.]*+")
# Words without a mark that may end a clause, a quotation, a parenthesis, a word of time or a line.
_PLAIN = re.compile(r"[^，。；：！？,;:!?—\u3000.“”《》‘’「」（）()\x01\r\n]*+")
_SURE_CUTS = frozenset("，。；：！？,;:!?")
COORDINATE = re.compile(r"\s{0,9}(?:、|和|与|及|以及|，|,)\s{0,9}")
_COMPARED = ("比", "较", "与", "同")
_MOVED = ("由", "从")  # 产值由2015年的3亿元
_LEAST_MOVED = 2  # characters of what names a thing and the word behind it
_LEADING_TIME = re.compile(r"^[\u4e00-\u9fff]{0,4}\x01[，,]?")
_ADVERBIAL = re.compile(r"(?:按|扣除|剔除|据|受)[^，。；]{1,16}(?:计算|口径|因素|核算|统计|影响)后?")  # 按可比价格计算
TIME = "\x01"  # stands where a word of time was, so that 比上年增长 is still seen as a comparison


@dataclass(slots=True)
class Clause:
    """What stands before a figure.

    ``phrase`` is its own clause since the last figure, ``since`` all words since the last figure; ``coordinated`` says
    that the clause goes on from the last figure with 、 or 和, ``opens`` that no figure stands before it in its sentence. Words of time are replaced by ``TIME`` or, at the head,
    left out.
    """

    phrase: str
    since: str
    head: int
    coordinated: bool
    opens: bool

    def earlier(self) -> Iterator[str]:
        """The whole clauses between the last figure and the one of ``phrase``, the nearest first.

        What only ends the clause of the last figure is none.
        """
        pieces = _split(self.since[: self.head])
        for piece in reversed(pieces if self.opens else pieces[1:]):
            stripped = piece.strip()
            if stripped and not _ADVERBIAL.fullmatch(stripped):
                yield _without_leading_time(without_quotes_cut(stripped))


def clause_before(text: str, figure: Figure, floor: int, sentence: Sentence) -> Clause:
    """The clause before a figure; ``floor`` is where the figure before it ends, or its sentence begins (code points)."""
    marked = _marked(text, floor, figure.start, sentence) if sentence.mentions else text[floor : figure.start]
    plain = _PLAIN.match(marked[::-1])
    head = len(marked) - plain.end()  # type: ignore[union-attr]  # it matches "" too
    # Most clauses are plain words behind a plain mark; what else a clause holds is looked at with care.
    is_plain = not head or (marked[head - 1] in _SURE_CUTS and "“" not in marked and "《" not in marked)
    if not is_plain:
        head = _clause_start(marked)
    phrase = marked[head:]
    joint = COORDINATE.match(phrase) if not head and floor > sentence.start else None
    if joint:
        phrase = phrase[joint.end() :]
    phrase = phrase.strip()
    if not is_plain:
        phrase = phrase.replace("\r", "").replace("\n", "").strip()
        phrase = without_quotes_cut(_without_leading_time(phrase))
    return Clause(phrase, marked, head, joint is not None, floor == sentence.start)


def _clause_start(marked: str) -> int:
    """Where the last clause of the words begins; most often at a plain mark, which is found from behind."""
    quotes = "“" in marked or "《" in marked
    clear = len(marked) - _WITHOUT_CUT.match(marked[::-1]).end()  # type: ignore[union-attr]  # it matches "" too
    if not clear or (not quotes and marked[clear - 1] in _SURE_CUTS):
        return clear
    cuts = reversed(list(CLAUSE.finditer(marked)))
    return next((cut.end() for cut in cuts if not quotes or not _inside_quotes(marked[: cut.start()])), 0)


def _split(marked: str) -> list[str]:
    """The clauses of the words; a mark inside quotes ends none."""
    if not marked:
        return []
    quotes = "“" in marked or "《" in marked
    pieces, at = [], 0
    for cut in CLAUSE.finditer(marked):
        if not quotes or not _inside_quotes(marked[: cut.start()]):
            pieces.append(marked[at : cut.start()])
            at = cut.end()
    return [*pieces, marked[at:]]


def _marked(text: str, floor: int, end: int, sentence: Sentence) -> str:
    """The words of ``text[floor:end]`` with ``TIME`` for each word of time."""
    parts, at = [], floor
    for mention in sentence.mentions:
        if mention.end > end:
            break
        if mention.start >= at and not _in_name(mention):
            parts += [text[at : mention.start], TIME]
            at = mention.end
    return "".join([*parts, text[at:end]])


def _in_name(mention: PeriodMention) -> bool:
    """Whether a word of time belongs to the name of what is counted (上年度结转34件)."""
    return mention.role == "attribute" and not mention.quote[0].isdigit()


def _without_leading_time(phrase: str) -> str:
    """A phrase without a word of time at its head, with the preposition before it (到2020年, 截至目前)."""
    if phrase.find(TIME, 0, 5) < 0:
        return phrase
    head = phrase.partition(TIME)[0]
    if head.endswith(_COMPARED) or (head.endswith(_MOVED) and len(head) > _LEAST_MOVED):
        return phrase
    return _LEADING_TIME.sub("", phrase)


def _inside_quotes(before: str) -> bool:
    return before.count("“") > before.count("”") or before.count("《") > before.count("》")
