"""All that is read of one passage: its words of time, then the figures outside them, and what can be read as neither."""

from typing import NamedTuple

from textmine.extract.context import Enclosures
from textmine.extract.figures import read_figures, scan
from textmine.extract.periods import read_mentions, read_periods
from textmine.extract.resolve import PeriodContext
from textmine.extract.view import hides
from textmine.schema.figure import Figure, Problem
from textmine.schema.period import PeriodMention


class Found(NamedTuple):
    """What a passage holds, each list in text order; the problems of words of time stand before those of figures."""

    mentions: list[PeriodMention]
    figures: list[Figure]
    problems: list[Problem]


def read_passage(text: str, start: int, end: int, context: PeriodContext, enclosures: Enclosures) -> Found:
    """The mentions of periods, the figures and the problems of ``text[start:end]`` (code points).

    ``enclosures`` are those of the whole text. No number of a date is a figure.

    >>> from datetime import date
    >>> from textmine.extract.context import find_enclosures
    >>> from textmine.extract.resolve import context_of
    >>> text = "2019年5月办结件364项。"
    >>> found = read_passage(text, 0, len(text), context_of(date(2019, 1, 1)), find_enclosures(text))
    >>> [mention.quote for mention in found.mentions], [figure.quote for figure in found.figures]
    (['2019年5月'], ['364项'])
    """
    hidden = hides(text)  # if not, nobody need look again for hidden characters in this passage
    mentions: list[PeriodMention] = []
    problems: list[Problem] = []
    dates: list[tuple[int, int]] = []
    for item in (
        read_periods(text, context, start=start, end=end, enclosures=enclosures)
        if hidden
        else read_mentions(text, context, start, end, enclosures)
    ):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            mentions.append(item)
            if item.rule == "recurring":  # 每年3次: its number counts
                continue
        dates.append((item.start, item.end))
    if hidden:
        figures, unread = scan(text, skip=dates, start=start, end=end, enclosures=enclosures)
    else:
        figures, unread = read_figures(text, dates, start, end, enclosures)
    return Found(mentions, figures, problems + unread if problems else unread)
