"""Which period a figure speaks of: the words of time that reign over it, else its passage's, else its section's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.link.sections import Mood
from textmine.schema.figure import Figure
from textmine.schema.period import Basis, Period, PeriodMention

_AVERAGE = re.compile(r"(?:年均|年平均|平均每年|每年平均)[^，。；：]{0,24}$")
_SUM = re.compile(r"累计[^，。；：]{0,24}\Z")
# A figure that goes on with the one before it: 18% of 年均分别增长17%、18%, 27.93 of 28.93：27.93.
_GOES_ON = re.compile(r"\s{0,9}[、和与及：:∶︰]\s{0,9}")
_OLD = re.compile(r"(?:由|从)[^，。；]{0,8}$")
_NEW = re.compile(r"^[^，。；、]{0,8}(?:到|至|为|(?<![完建形达])成)")
_AIM_BEHIND = re.compile(r"(?:以上|左右)?的(?:目标|要求|任务|指标)")
_LIST_ITEM = re.compile(
    r"(?:^|[。；;：:\s])(?:[一二三四五六七八九十]是|第[一二三四五六七八九十][，,]|[一二三四五六七八九十]要)"
)
_EVENTS = frozenset(
    {"day", "bare day", "month", "bare month", "day range", "bare day range", "bare month range", "month range"}
)
_GREETING = 8  # characters of a greeting before the sentence that opens a passage
_CLAUSE_END = re.compile(r"[，；,;。]")
_OF_AVERAGE = re.compile(r"(?:年均|平均|累计|间|来)?(?:增长|增加|下降|平均|年均|提高|翻)")


@dataclass(slots=True)
class Reign:
    """The period of a figure and the rule that found it."""

    period: Period
    rule: str


@dataclass(slots=True)
class Sentence:
    """A sentence of a passage with its figures and its words of time (all spans in code points of the report)."""

    start: int
    end: int
    figures: tuple[Figure, ...]
    mentions: tuple[PeriodMention, ...]


def assign_periods(text: str, sentences: Sequence[Sentence], mood: Mood, report: Period) -> list[list[Reign]]:
    """The periods of the figures of one passage in order, a list for each sentence.

    A mention reigns from its place to the end of its sentence or to the next mention; the period that the passage opens
    with, or that a list item names, reigns over the later sentences until another one.
    """
    passage: Period | None = None
    standing = _standing(passage, mood)
    span = _many_years(mood, report)
    assigned: list[list[Reign]] = []
    going_on: Reign | None = None  # what a sentence that opens with 其中 has from the one before
    first = True  # of the sentences with figures
    for sentence in sentences:
        if sentence.figures:
            goes_on = going_on if passage is None and text.startswith("其中", sentence.start) else None
            reigns = _of_sentence(text, sentence, goes_on or standing)
            going_on = _goes_on_to(reigns[0])
        else:
            reigns = []
            going_on = None
        if span is not None:
            _over_the_span(text, sentence, reigns, standing, span, sums=mood.of_years)
        assigned.append(reigns)
        if sentence.mentions:
            greeted = sentence.start - sentences[0].start <= _GREETING
            passage = _carried(text, sentence, passage, mood, first=first, greeted=greeted)
            standing = _standing(passage, mood)
        first = first and not sentence.figures
    return assigned


def _goes_on_to(reign: Reign) -> Reign | None:
    """What reigns over a sentence that goes on with the list of the one before (其中…): its first word of time."""
    if reign.rule == "continued list":
        return reign
    if reign.period.basis != "explicit" or not reign.rule.startswith("period word") or reign.rule.endswith("figure"):
        return None
    return Reign(_based(reign.period, "inherited"), "continued list")


def _reigning(sentence: Sentence) -> list[PeriodMention]:
    return [m for m in sentence.mentions if m.role == "reign" and m.period.kind != "recurring"]


def _standing(passage: Period | None, mood: Mood) -> Reign:
    """What reigns over a figure without words of time: the period of its passage, of its heading, or of the report."""
    if passage is not None:
        return Reign(_based(passage, "inherited"), "period of the passage")
    if mood.from_heading:
        return Reign(mood.inherited, "period of the heading")
    return Reign(mood.period, "statistical period")


def _based(period: Period, basis: Basis) -> Period:
    """The same time on another basis, at half the cost of ``dataclasses.replace``."""
    return Period(start=period.start, end=period.end, kind=period.kind, basis=basis)


def opening_periods(text: str, sentences: Sequence[Sentence]) -> list[Period]:
    """The periods that the sentences of a passage open with, in order."""
    return [
        mention.period
        for sentence in sentences
        for mention in sentence.mentions
        if mention.role == "reign" and not _CLAUSE_END.search(text, sentence.start, mention.start)
    ]


def _of_sentence(text: str, sentence: Sentence, standing: Reign) -> list[Reign]:
    """The period of every figure of a sentence; ``standing`` is what reigns where its own words of time do not."""
    if not sentence.mentions:
        return [_unnamed(figure, standing) for figure in sentence.figures]
    named = [(m, Reign(_based(m.period, "explicit"), f"period word {m.quote!r}")) for m in _reigning(sentence)]
    single = any(m.role == "single" for m in sentence.mentions)
    pair: list[Period] = []
    reigns = []
    floor = sentence.start
    alone: Reign | None = None
    for figure in sentence.figures:
        alone = _single(text, figure, sentence, floor, pair, alone) if single else None
        reigns.append(alone or _named(text, figure, sentence, named) or _unnamed(figure, standing))
        floor = figure.end
    return reigns


def _single(
    text: str, figure: Figure, sentence: Sentence, floor: int, pair: list[Period], last: Reign | None
) -> Reign | None:
    """The period of one figure alone: 由2010年的A增加到2015年的B, and a further 由C增加到D of the same sentence.

    ``last`` is that of the figure before, if it had one alone: what goes on from it has the same.
    """
    before = text[floor : figure.start]
    if last is not None and (not before or _GOES_ON.fullmatch(before)):
        return Reign(last.period, "with the figure before")
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
                period=_based(mention.period, "explicit"), rule=f"period word {mention.quote!r} of this figure"
            )
    if len(pair) == 2:
        if _OLD.search(before):
            return Reign(period=_based(pair[0], "explicit"), rule="years of the pair before")
        if _NEW.match(before) and len(before) <= 10:
            return Reign(period=_based(pair[1], "explicit"), rule="years of the pair before")
    return None


def _named(text: str, figure: Figure, sentence: Sentence, named: Sequence[tuple[PeriodMention, Reign]]) -> Reign | None:
    """The last word of time before a figure that still reigns over it; ``named`` pairs each one with its reign.

    A span named only for an average (五年平均增长) rules its clause alone, a goal (“十一五”末达到20亿元的目标) its figure.
    """
    if figure.rule == "frequency":
        return None
    here = figure.number[0]
    before = [pair for pair in named if pair[0].end <= here]
    for mention, reign in reversed(before):
        if not _CLAUSE_END.search(text, mention.end, here):
            return reign
        if mention.rule in ("term", "plan") and _OF_AVERAGE.match(text, mention.end):
            continue
        if _stated_goal(text, mention, sentence, figure):
            continue
        if text.startswith("的", mention.end) and _SUM.search(text, mention.end, here):
            continue  # 跃升到2015年的161亿元，累计完成投资1008亿元
        if mention.rule == "bare part" and len(before) > 1:
            continue
        return reign
    return None


def _unnamed(figure: Figure, standing: Reign) -> Reign:
    """What reigns over a figure without words of time; 每周三次 is said of every week of that time."""
    if figure.rule != "frequency":
        return standing
    times = standing.period
    return Reign(Period(start=times.start, end=times.end, kind="recurring", basis="explicit"), "frequency")


def _stated_goal(text: str, mention: PeriodMention, sentence: Sentence, figure: Figure) -> bool:
    for first in sentence.figures:
        if first.start >= mention.end:
            return first is not figure and bool(_AIM_BEHIND.match(text, first.end, first.end + 8))
    return False


def _many_years(mood: Mood, report: Period) -> Reign | None:
    """The years that an average speaks of, those of the section or of the report; ``None`` where they are one."""
    if mood.of_years:
        return Reign(mood.inherited if mood.from_heading else mood.period, "average over the span")
    if report.start and report.end and report.start.year != report.end.year:
        return Reign(report, "average over the span")
    return None


def _over_the_span(
    text: str, sentence: Sentence, reigns: list[Reign], standing: Reign, span: Reign, *, sums: bool
) -> None:
    """Give an annual average the whole span, where a single year of it reigns; with ``sums`` a 累计 that names no year too.

    What goes on from an average, and what follows a sum without a word of time, has the span as well.
    """
    sums = sums and standing.rule == "period of the passage"
    floor = sentence.start
    averaged = summed = False
    for at, figure in enumerate(sentence.figures):
        before = text[max(floor, figure.start - 30) : figure.start]
        averaged = _AVERAGE.search(before) is not None or (averaged and _GOES_ON.fullmatch(before) is not None)
        summed = sums and reigns[at] is standing and (summed or _SUM.search(before) is not None)
        if (averaged or summed) and _single_year_of(reigns[at].period, span.period):
            reigns[at] = span
        floor = figure.end


def _of_one_year(period: Period) -> bool:
    return period.start is not None and period.end is not None and period.start.year == period.end.year


def _single_year_of(period: Period, span: Period) -> bool:
    if not _of_one_year(period) or period.start is None:
        return False
    return (span.start is None or span.start <= period.start) and (span.end is None or period.start <= span.end)


def _carried(
    text: str, sentence: Sentence, passage: Period | None, mood: Mood, *, first: bool, greeted: bool
) -> Period | None:
    """The period that reigns over the sentences behind this one.

    The first sentence after a greeting (各位代表!) sets it, and the ``first`` with figures if it names one year.
    """
    lasting = [m for m in _reigning(sentence) if _lasts(text, m)]
    for mention in lasting:
        if _CLAUSE_END.search(text, sentence.start, mention.start):
            break  # only what the sentence opens with
        if mention.rule not in _EVENTS and (
            (
                (greeted or (first and sentence.figures and _of_one_year(mention.period)))
                and not _looks_back(mention, mood.period)
            )
            or mood.names(mention.period)
            or (mention.rule == "past year" and not sentence.figures)
        ):
            return mention.period
        if _LIST_ITEM.search(text[max(0, sentence.start - 1) : mention.start]):
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
