"""Facts: every figure of the narrative with what it measures, of whom, when, in which mood and section."""

import sys
from collections.abc import Mapping, Sequence
from functools import lru_cache, reduce

from textmine.extract.frame import Frame
from textmine.link.indicator import name_figures
from textmine.link.memory import Memory
from textmine.link.placed import Placed
from textmine.link.relations import find_links
from textmine.link.sections import Mood
from textmine.link.status import statuses
from textmine.link.subject import Subjects
from textmine.link.time import Sentence, assign_periods, opening_periods
from textmine.schema.codec import decimal_text
from textmine.schema.fact import Fact, Link, make_fact
from textmine.schema.figure import Bound, Change, Figure
from textmine.schema.ids import stable_id
from textmine.schema.period import PeriodMention
from textmine.schema.record import record
from textmine.schema.structure import Passage
from textmine.segment import sentences


@record
class PassageFigures:
    """A passage with the figures and the words of time that stand in it, each in text order."""

    passage: Passage
    figures: tuple[Figure, ...]
    mentions: tuple[PeriodMention, ...]


def link_facts(
    text: str, report_id: str, frame: Frame, moods: Mapping[str | None, Mood], passages: Sequence[PassageFigures]
) -> tuple[tuple[Fact, ...], tuple[Link, ...]]:
    """The narrative facts of a report and the links between them, in text order; offsets are code points of ``text``."""
    subjects = Subjects(frame)
    facts: list[Fact] = []
    placed: list[Placed] = []
    turned: dict[Mood, Mood] = {}
    for item in passages:
        mood = first = moods[item.passage.section]
        said = _sentences(text, item)
        if first.others:
            mood = turned.get(first, first).turned(next(iter(opening_periods(text, said[:2])), None))
            turned[first] = reduce(Mood.turned, opening_periods(text, said), mood)
        found = _passage_facts(text, report_id, frame, mood, item.passage, said, subjects)
        facts += found[0]
        placed += found[1]
    links = tuple(Link(rel=link.rel, source=link.source, target=link.target) for link in find_links(text, placed))
    return tuple(facts), links


def _passage_facts(
    text: str,
    report_id: str,
    frame: Frame,
    mood: Mood,
    passage: Passage,
    said: Sequence[Sentence],
    subjects: Subjects,
) -> tuple[list[Fact], list[Placed]]:
    subjects.new_passage()
    memory = Memory()
    facts: list[Fact] = []
    placed: list[Placed] = []
    for sentence, reigns in zip(said, assign_periods(text, said, mood, frame.period), strict=True):
        if not sentence.figures:
            subjects.read(text, sentence.start, sentence.end)
            continue
        span = (sentence.start, sentence.end)
        names = name_figures(text, sentence, memory)
        bodies = subjects.over(text, sentence.start, [figure.start for figure in sentence.figures])
        moods = statuses(text, sentence, reigns, mood, frame.period)
        for figure, reign, named, (subject, subject_rule), (status, status_rule) in zip(
            sentence.figures, reigns, names, bodies, moods, strict=True
        ):
            # What a report speaks of again and again is one string: of a long one there are hundreds of thousands.
            period, indicator = reign.period, named.indicator and sys.intern(named.indicator)
            fact = make_fact(
                fact_id(report_id, figure),
                "narrative",
                figure.start,
                figure.end,
                figure.quote,
                figure.value,
                figure.value_high,
                figure.bound,
                figure.unit,
                figure.change,
                status,
                indicator,
                subject,
                period,
                passage.section,
                passage.id,
                passage.category,
                flags=figure.flags,
                rules=_rules(
                    figure.rule,
                    figure.counter,
                    figure.bound,
                    figure.change,
                    reign.rule,
                    status_rule,
                    named.rule,
                    subject_rule,
                ),
            )
            facts.append(fact)
            share = named.rule == "share of a whole"
            borrowed = named.rule in ("carried on", "coordinated")
            placed.append(Placed(fact.id, figure, indicator or "", passage.id, span, share, borrowed, period))
    return facts, placed


@lru_cache(maxsize=4096)
def _rules(
    value: str,
    counter: str,
    bound: Bound,
    change: Change | None,
    period: str,
    status: str,
    indicator: str,
    subject: str,
) -> tuple[tuple[str, str], ...]:
    """What decided each field of a fact; most facts share it with others, which spares nine objects for each."""
    return (
        ("value", value),
        ("unit", f"written {counter}" if counter else value),
        ("bound", "no bounding word" if bound == "exact" else "bounding word of the quote or its list"),
        ("change", "verb of change beside the number" if change else "no verb of change"),
        ("category", "label of the passage"),
        ("period", period),
        ("status", status),
        ("indicator", indicator),
        ("subject", subject),
    )


def fact_id(report_id: str, figure: Figure) -> str:
    """The stable id of a fact: a digest of its report, place and reading, the same on every machine."""
    return stable_id(f"{report_id}:{figure.start}:{figure.end}:{decimal_text(figure.value)}:{figure.unit}")


def _sentences(text: str, item: PassageFigures) -> list[Sentence]:
    """The sentences of a passage with the figures and words of time that stand in each."""
    figure_at = [*(figure.number[0] for figure in item.figures), sys.maxsize]
    mention_at = [*(mention.start for mention in item.mentions), sys.maxsize]
    found = []
    figure = mention = 0
    for start, end in sentences(text, item.passage.start, item.passage.end):
        first_figure, first_mention = figure, mention
        while figure_at[figure] < end:
            figure += 1
        while mention_at[mention] < end:
            mention += 1
        found.append(Sentence(start, end, item.figures[first_figure:figure], item.mentions[first_mention:mention]))
    return found
