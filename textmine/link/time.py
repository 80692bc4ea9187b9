"""Which period a figure speaks of: the words of time that reign over it, else its passage's, else its section's."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from textmine.link.sections import Mood
from textmine.schema.figure import Figure
from textmine.schema.period import Period, PeriodMention

_AVERAGE = re.compile(r"(?:年均|年平均|平均每年|每年平均|累计)[^，。；：]{0,24}$")
_OLD = re.compile(r"(?:由|从)[^，。；]{0,8}$")
_NEW = re.compile(r"^[^，。；、]{0,8}(?:到|至|为|成)")
_AIM_BEHIND = re.compile(r"^(?:以上|左右)?的(?:目标|要求|任务|指标)")
_LIST_ITEM = re.compile(
    r"(?:^|[。；;：:\s])(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，,]|[一二三四五六七八九十]要)"
)
_EVENTS = frozenset(
    {"day", "bare day", "month", "bare month", "day range", "bare day range", "bare month range", "month range"}
)
_GREETING = 8  # characters of a greeting before the sentence that opens a passage
_CLAUSE_END = re.compile(r"[，；,;。]")
_OF_AVERAGE = re.compile(r"(?:年均|平均|累计|间|来)?(?:增长|增加|下降|平均|年均|提高|翻)")


class Reign(NamedTuple):
    """The period of a figure and the rule that found it."""

    period: Period
    rule: str


class Sentence(NamedTuple):
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
    for sentence in sentences:
        reigning = [m for m in sentence.mentions if m.role == "reign" and m.period.kind != "recurring"]
        pair: list[Period] = []
        for index, figure in enumerate(sentence.figures):
            floor = sentence.figures[index - 1].end if index else sentence.start
            reign = _single(text, figure, sentence, floor, pair) or _of_figure(
                text, figure, sentence, reigning, passage, mood
            )
            assigned.append((figure, _averaged(text, figure, floor, reign, mood, report)))
        greeted = sentence.start - sentences[0].start <= _GREETING
        passage = _carried(text, sentence, reigning, passage, mood, greeted=greeted)
    return assigned


def opening_periods(text: str, sentences: Sequence[Sentence]) -> list[Period]:
    """The periods that the sentences of a passage open with, in order."""
    return [
        mention.period
        for sentence in sentences
        for mention in sentence.mentions
        if mention.role == "reign" and not _CLAUSE_END.search(text, sentence.start, mention.start)
    ]


def _single(text: str, figure: Figure, sentence: Sentence, floor: int, pair: list[Period]) -> Reign | None:
    """The period of one figure alone: 由2010年的A增加到2015年的B, and a further 由C增加到D of the same sentence."""
    before = text[floor : figure.start]
    if not before and pair and floor > sentence.start:
        return Reign(period=replace(pair[-1], basis="explicit"), rule="with the figure before")
    for mention in sentence.mentions:
        if floor <= mention.start and mention.end <= figure.number[0]:
            answers = len(pair) == 1 and mention.role == "reign" and _NEW.fullmatch(text[floor : mention.start])
            if mention.role != "single" and not answers:
                continue
            if _OLD.search(text[max(floor, mention.start - 10) : mention.start]):
                pair[:] = [mention.period]
            elif len(pair) == 1 and _NEW.match(before):
                pair.append(mention.period)
            else:
                pair[:] = [mention.period]
            return Reign(
                period=replace(mention.period, basis="explicit"), rule=f"period word {mention.quote!r} of this figure"
            )
    if len(pair) == 2:
        if _OLD.search(before):
            return Reign(period=replace(pair[0], basis="explicit"), rule="years of the pair before")
        if _NEW.match(before) and len(before) <= 10:
            return Reign(period=replace(pair[1], basis="explicit"), rule="years of the pair before")
    return None


def _of_figure(
    text: str,
    figure: Figure,
    sentence: Sentence,
    reigning: Sequence[PeriodMention],
    passage: Period | None,
    mood: Mood,
) -> Reign:
    if figure.rule == "frequency":
        return Reign(period=replace(passage or mood.period, kind="recurring", basis="explicit"), rule="frequency")
    before = [m for m in reigning if m.end <= figure.number[0]]
    chosen = _nearest(text, figure, before, sentence) if before else None
    if chosen is not None:
        return Reign(period=replace(chosen.period, basis="explicit"), rule=f"period word {chosen.quote!r}")
    if passage is not None:
        return Reign(period=replace(passage, basis="inherited"), rule="period of the passage")
    if mood.from_heading:
        return Reign(period=mood.inherited, rule="period of the heading")
    return Reign(period=mood.period, rule="statistical period")


def _nearest(text: str, figure: Figure, before: Sequence[PeriodMention], sentence: Sentence) -> PeriodMention | None:
    """The last mention before the figure that still reigns over it.

    A span named only for an average (五年平均增长) rules its clause alone, a goal (“十一五”末达到20亿元的目标) its figure.
    """
    for mention in reversed(before):
        ended = _CLAUSE_END.search(text, mention.end, figure.number[0])
        if ended and mention.rule in ("term", "plan") and _OF_AVERAGE.match(text, mention.end):
            continue
        if ended and _stated_goal(text, mention, sentence, figure):
            continue
        if ended and mention.rule == "bare part" and len(before) > 1:
            continue
        return mention
    return None


def _stated_goal(text: str, mention: PeriodMention, sentence: Sentence, figure: Figure) -> bool:
    first = next((f for f in sentence.figures if f.start >= mention.end), None)
    return first is not None and first is not figure and bool(_AIM_BEHIND.match(text[first.end : first.end + 8]))


def _averaged(text: str, figure: Figure, floor: int, reign: Reign, mood: Mood, report: Period) -> Reign:
    """An annual average or a sum over years has the whole span, where a single year reigns in a section of many."""
    span, year = mood.period, reign.period
    if year is span and not mood.of_years:
        return reign
    if not mood.of_years:
        span = report
    if (
        span.start is None
        or span.end is None
        or span.start.year == span.end.year
        or year.start is None
        or year.end is None
    ):
        return reign
    if year.start.year != year.end.year or not span.start <= year.start <= span.end:
        return reign
    if _AVERAGE.search(text[max(floor, figure.start - 30) : figure.start]):
        return Reign(period=replace(span, basis="inherited"), rule="average over the span")
    return reign


def _carried(
    text: str,
    sentence: Sentence,
    reigning: Sequence[PeriodMention],
    passage: Period | None,
    mood: Mood,
    *,
    greeted: bool,
) -> Period | None:
    """The period that reigns over the sentences behind this one; the first after a greeting (各位代表!) sets it."""
    lasting = [m for m in reigning if _lasts(text, m)]
    for mention in lasting:
        opens = not _CLAUSE_END.search(text, sentence.start, mention.start)
        heads_list = bool(_LIST_ITEM.search(text[max(0, sentence.start - 1) : mention.start]))
        if mention.rule in _EVENTS and not heads_list:
            continue
        topic = (greeted and not _looks_back(mention, mood.period)) or mood.names(mention.period)
        if opens and (topic or heads_list or (mention.rule == "past year" and not sentence.figures)):
            return mention.period
    for mention in reversed(lasting):
        if (
            mention.period.start == mood.period.start
            and mention.period.end == mood.period.end
            and mention.rule not in _EVENTS
        ):
            return mention.period
    return passage


def _looks_back(mention: PeriodMention, local: Period) -> bool:
    """Whether 去年 only looks back from a passage of another period; it then rules its own sentence alone."""
    return mention.quote.startswith(("去年", "上年", "前年")) and mention.period.start != local.start


def _lasts(text: str, mention: PeriodMention) -> bool:
    if mention.period.kind == "as_of" or (mention.rule in _EVENTS and "range" not in mention.rule):
        return False
    return not (mention.rule in ("term", "plan") and _OF_AVERAGE.match(text, mention.end))
