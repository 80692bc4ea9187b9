"""Which cells of its form a report's sentences speak of: the words around a figure name the measure."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from textmine.extract.frame import Frame
from textmine.lexicon.sayings import Saying, sayings
from textmine.schema.fact import Fact

_MARK = re.compile(r"[，。；：！？,;:!?（）()]|\n\s*\n")
_SENTENCE_END = re.compile(r"[。！？!?]|\n\s*\n")
_SPACE = re.compile(r"\s+")
_JOINT = re.compile(r"^(?:、|和|与|及|以及)+")
_BEFORE, _AFTER = 60, 24  # characters of the text around a figure in which the words stand that name it


class Stated(NamedTuple):
    """A figure of the narrative, the measure that it states, and whether its words name nothing else."""

    measure: str
    fact: Fact
    sure: bool


def stated(text: str, frame: Frame, facts: Iterable[Fact]) -> Iterator[Stated]:
    """The narrative facts that name a measure of the form, as told by the body itself for the form's own period.

    Only what is reported as done and exactly counts; a number in 万 or 亿 is rounded. ``facts`` are in text order, their
    offsets code points of ``text``.
    """
    last, domain = 0, ""
    for fact in facts:
        if _SENTENCE_END.search(text, last, fact.start):
            domain = ""
        if _counts(fact) and _of_the_form(fact, frame):
            saying = _saying(_clause(text, last, fact), domain)
            if saying is not None:
                domain = saying.within or saying.measure.partition(".")[0]
                yield Stated(saying.measure, fact, saying.sure)
        last = fact.end


def _clause(text: str, last: int, fact: Fact) -> str:
    """The clause around a figure, which ``#`` stands for, without white space and without fillers before the figure."""
    before = text[max(last, fact.start - _BEFORE) : fact.start]
    after = text[fact.end : fact.end + _AFTER]
    before = _JOINT.sub("", _SPACE.sub("", _MARK.split(before)[-1]))
    after = _SPACE.sub("", re.split(r"、", _MARK.split(after, 1)[0], maxsplit=1)[0])
    return sayings().filler.sub("#", f"{before}#") + after


def _saying(clause: str, domain: str) -> Saying | None:
    known = sayings()
    if known.part.search(clause):
        return None
    return next(
        (row for row in known.rows if row.within in ("", domain) and row.pattern.search(clause)),
        None,
    )


def _counts(fact: Fact) -> bool:
    plain = fact.change is None and fact.bound == "exact" and fact.status == "actual" and fact.unit.startswith("{")
    return plain and not ("万" in fact.quote or "亿" in fact.quote)


def _of_the_form(fact: Fact, frame: Frame) -> bool:
    """Whether a fact is of the form's body and period; a state at the period's end is that of the period."""
    period = fact.period
    same = period.end == frame.period.end and period.start in (frame.period.start, None)
    return same and fact.subject == frame.issuer
