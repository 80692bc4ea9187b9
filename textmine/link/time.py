"""Which period a figure speaks of: the words of time that reign over it, else its passage's, else its section's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from textmine.link.sections import Mood
from textmine.schema.figure import Figure
from textmine.schema.period import Period, PeriodMention

_AVERAGE = re.compile(r"(?:年均|年平均|平均每年|每年平均|累计)[^，。；：]{0,14}$")
_ALREADY_SUM = re.compile(r"(?:已累计|累计已|以来[，,]?[^，。；]{0,8}累计)")
_LIST_ITEM = re.compile(r"(?:^|[。；;：:\s])(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，,]|[一二三四五六七八九十]要)")
_DAYS_OF_EVENT = frozenset({"day", "bare day", "month", "bare month", "day range", "bare day range", "bare month range", "month range"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reign:
    """The period of a figure and the rule that found it."""

    period: Period
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a passage with its figures and its words of time (all spans in code points of the report)."""

    start: int
    end: int
    figures: tuple[Figure, ...]
    mentions: tuple[PeriodMention, ...]


def assign_periods(text: str, sentences: Sequence[Sentence], mood: Mood, report: Period) -> list[tuple[Figure, Reign]]:
    """The period of every figure of one passage, in order.

    A mention reigns from its place to the end of its sentence or to the next mention; the period that the passage opens
    with, or that a list item names, reigns over the later sentences until another one.
    """
    passage: Period | None = None
    assigned: list[tuple[Figure, Reign]] = []
    for number, sentence in enumerate(sentences):
        reigning = [m for m in sentence.mentions if m.role == "reign" and m.period.kind != "recurring"]
        local = mood.period
        for figure in sentence.figures:
            assigned.append((figure, _of_figure(text, figure, sentence, reigning, passage, mood)))
        passage = _carried(text, number, sentence, reigning, passage, local, report)
    return assigned


def _of_figure(
    text: str,
    figure: Figure,
    sentence: Sentence,
    reigning: Sequence[PeriodMention],
    passage: Period | None,
    mood: Mood,
) -> Reign:
    if "/" in figure.unit and figure.rule == "frequency":
        base = passage or mood.period
        return Reign(period=replace(base, kind="recurring", basis="explicit"), rule="frequency")
    before = [m for m in reigning if m.end <= figure.number[0]]
    if before:
        chosen = _nearest(text, figure, before)
        if chosen is not None:
            return Reign(period=replace(chosen.period, basis="explicit"), rule=f"period word {chosen.quote!r}")
    if passage is not None:
        return Reign(period=replace(passage, basis="inherited"), rule="period of the passage")
    if mood.from_heading:
        return Reign(period=replace(mood.period, basis="inherited"), rule="period of the heading")
    return Reign(period=replace(mood.period, basis="default"), rule="statistical period")


def _nearest(text: str, figure: Figure, before: Sequence[PeriodMention]) -> PeriodMention | None:
    """The last mention before the figure; a span of years named only for an average (五年平均增长) rules its clause alone."""
    for mention in reversed(before):
        clause_ended = re.search(r"[，；,;]", text[mention.end : figure.number[0]])
        if mention.rule == "term" and clause_ended and _span_of_one_clause(text, mention):
            continue
        if mention.rule in ("bare part",) and clause_ended and len(before) > 1:
            continue
        return mention
    return None


def _span_of_one_clause(text: str, mention: PeriodMention) -> bool:
    return bool(re.match(r"(?:年均|平均|累计|间)?(?:增长|增加|下降|平均|年均|提高)", text[mention.end : mention.end + 6]))


def _carried(
    text: str,
    number: int,
    sentence: Sentence,
    reigning: Sequence[PeriodMention],
    passage: Period | None,
    local: Period,
    report: Period,
) -> Period | None:
    """The period that reigns over the sentences behind this one."""
    for mention in reversed(reigning):
        if mention.period.kind == "as_of" or mention.rule == "now":
            continue
        heads_list = bool(_LIST_ITEM.search(text[max(0, sentence.start - 1) : mention.start]))
        opens = not re.search(r"[，,；;。]", text[sentence.start : mention.start])
        whole = mention.period.start == local.start and mention.period.end == local.end
        if mention.rule in _DAYS_OF_EVENT and not (heads_list and "range" in mention.rule):
            continue
        if whole or (number == 0 and opens) or (heads_list and opens):
            return mention.period
    return passage
