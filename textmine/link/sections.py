"""The default period and mood of each section: what a review reports on and what a plan looks ahead to."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from textmine.extract.dates import part_number
from textmine.extract.frame import Frame, past_term, term_period, years_in
from textmine.extract.periods import read_periods
from textmine.lexicon import cached, table
from textmine.schema.period import Period, PeriodMention, year_span
from textmine.schema.structure import Section

_FUTURE_TERM = re.compile(r"(?:今后|未来)(?P<n>[2-9二三四五六七八九十两])年")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年")
# A document that only plans (2012年工作要点, …任务分工方案的通知); 规划 states what was reached before as well.
_PLAN_DOCUMENT = re.compile(
    "^(?!.*(?:总结|情况|回顾)).*(?:工作计划|工作要点|分工方案|实施方案|行动方案|工作方案|行动计划|工作安排|实施意见)(?:[（(].{0,12}[）)])?(?:的通知)?$"
)
_BOTH = re.compile("[和与及暨]")


@dataclass(frozen=True, kw_only=True)
class Mood:
    """What a section's figures are about unless they say otherwise: ``plan`` sections state targets.

    ``others`` are further periods that the heading names (2020年和“十三五”工作回顾); a passage that opens with one of
    them turns to it, and so do the passages behind it. ``ahead`` is the one of them that is planned.
    """

    period: Period
    plan: bool
    from_heading: bool
    others: tuple[Period, ...] = ()
    ahead: Period | None = None

    def names(self, period: Period) -> bool:
        """Whether the heading names ``period`` besides the one that reigns."""
        return any((period.start, period.end) == (other.start, other.end) for other in self.others)

    def turned(self, opening: Period | None) -> "Mood":
        """The mood of a passage that opens with ``opening``, and of those behind it."""
        for other in self.others:
            if opening and (opening.start, opening.end) == (other.start, other.end):
                rest = (self.period, *(period for period in self.others if period is not other))
                return replace(
                    self,
                    period=replace(other, basis="default"),
                    plan=self.plan or other is self.ahead,
                    from_heading=other.basis == "inherited",
                    others=rest,
                )
        return self

    @cached_property
    def of_years(self) -> bool:
        """Whether the section spans more than one year."""
        start, end = self.period.start, self.period.end
        return start is not None and end is not None and start.year != end.year

    @cached_property
    def inherited(self) -> Period:
        """The section's period as the figures under its heading inherit it."""
        return replace(self.period, basis="inherited")


def section_moods(text: str, frame: Frame, sections: Sequence[Section]) -> Mapping[str | None, Mood]:
    """The mood of every section of ``text`` by id; the key ``None`` is for text outside all sections."""
    title = sections[0].title if sections and sections[0].level == 0 else ""
    planned = frame.kind != "work_report" and _PLAN_DOCUMENT.search(title) is not None
    whole = Mood(period=frame.period, plan=planned, from_heading=False)
    moods: dict[str | None, Mood] = {None: whole}
    current = whole
    above: Mood | None = None  # of the unnumbered heading that the numbered ones stand under (2009年工作回顾)
    for at, section in enumerate(sections):
        if section.level == 0:
            moods[section.id] = whole
            continue
        if section.level > 1:
            moods[section.id] = _own(frame, section, moods.get(section.parent, whole))
            continue
        reviewing = above if section.marker and above and not above.plan else None
        mood = _own(frame, section, reviewing or current, under_review=reviewing is not None)
        behind = sections[at + 1].start if at + 1 < len(sections) else section.end
        if mood is current and not current.plan and _opens_plan(frame, text[section.start : behind]):
            mood = Mood(period=year_span(frame.year or 0), plan=True, from_heading=True)
        moods[section.id] = mood
        if not section.marker:
            above = mood if mood is not current else None
        elif mood != reviewing:
            above = None
        # A plan lasts: what follows the year's tasks (政府自身建设) is planned too.
        current = replace(mood, from_heading=False) if mood.plan and frame.kind == "work_report" else whole
    return moods


def _own(frame: Frame, section: Section, inherited: Mood, *, under_review: bool = False) -> Mood:
    title = section.title
    if frame.kind != "work_report":
        return _own_of_annual(frame, section, inherited)
    review = _says(title, "review")
    plan = not review and (_says(title, "plan") or (not under_review and _says(title, "plan_alone")))
    both = _review_and_plan(frame, title)
    if both:
        return both
    named, others = _named_periods(frame, title, plan=plan)
    if section.level > 1 and not named:
        return inherited
    if named:
        future = plan or (
            frame.year is not None and named.start is not None and named.start.year >= frame.year and not review
        )
        return Mood(period=named, plan=future, from_heading=named != frame.period, others=others)
    if plan and frame.year:
        return Mood(period=year_span(frame.year), plan=True, from_heading=True)
    if review:
        return Mood(period=frame.period, plan=False, from_heading=False)
    return inherited


def _review_and_plan(frame: Frame, title: str) -> Mood | None:
    """The mood of a heading that looks back on one period and ahead to another (2020年回顾和2021年主要任务)."""
    halves = _BOTH.split(title, maxsplit=1)
    if len(halves) != 2 or not _says(halves[0], "review") or not _says(halves[1], "plan"):
        return None
    past, ahead = _named_period(frame, halves[0], plan=False), _named_period(frame, halves[1], plan=True)
    if not past or not ahead or past == ahead:
        return None
    ahead = replace(ahead, basis="inherited")
    return Mood(period=past, plan=False, from_heading=past != frame.period, others=(ahead,), ahead=ahead)


def _opens_plan(frame: Frame, opening: str) -> bool:
    """Whether a section of a work report tells of the aims of the year to come before its first heading.

    Such a section is a plan, whatever its own heading says.
    """
    if frame.kind != "work_report" or frame.year is None:
        return False
    return any(said.group()[:2] == "今年" or said.group()[:4] == str(frame.year) for said in _aims().finditer(opening))


def _own_of_annual(frame: Frame, section: Section, inherited: Mood) -> Mood:
    years = years_in(section.title)
    improvement = _says(section.title, "improvement")
    if years and frame.year and years[0] > frame.year:
        return Mood(period=year_span(years[0]), plan=True, from_heading=True)
    if improvement and "问题" not in section.title and "情况" not in section.title:
        return Mood(period=inherited.period, plan=True, from_heading=inherited.from_heading)
    return inherited


def _named_periods(frame: Frame, title: str, *, plan: bool) -> tuple[Period | None, tuple[Period, ...]]:
    """The period that a heading names first, and the further ones (2005年和“十五”发展回顾).

    The further ones say on which basis they reign once the passages turn to them.
    """
    span = _named_period(frame, title, plan=plan)
    term = None if plan else past_term(title)
    year = _YEAR.search(title) if term else None
    if not term or not year or not span:
        return span, ()
    one = year_span(int(year.group()[:4]))
    first, second = (one, span) if year.start() < term.start() else (span, one)
    return first, (replace(second, basis="default" if second == frame.period else "inherited"),)


def _named_period(frame: Frame, title: str, *, plan: bool) -> Period | None:
    """The period that a heading names."""
    year = frame.year
    if year is None:
        return None
    future = _FUTURE_TERM.search(title)
    if future:
        return year_span(year, year + part_number(future.group("n")) - 1)
    term = past_term(title)
    if term and (not plan or term.groupdict().get("plan")):
        return frame.period if "届政府" in term.group() else term_period(term, year, "")
    years = years_in(title)
    if years:
        return year_span(min(years), max(years))
    if "今年" in title:
        return year_span(year)
    if plan or not _hint_of_term().search(title):
        return None
    for mention in read_periods(title, frame.context()):
        if isinstance(mention, PeriodMention) and mention.rule in ("term", "plan") and mention.role == "reign":
            return mention.period
    return None


@cached
def _hint_of_term() -> re.Pattern[str]:
    """年 or the last character of a plan's name: few titles hold one, and without it no term is named."""
    lasts = {"年", *(name[-1:] for name in table("periods")["plans"]["years"])}
    return re.compile(f"[{re.escape(''.join(sorted(lasts)))}]")


@cached
def _aims() -> re.Pattern[str]:
    words = "|".join(map(re.escape, table("frame")["plan"]["opening"]))
    return re.compile(f"(?:今年|(?<![0-9])20[0-9]{{2}}年)[^。；]{{0,40}}(?:{words})")


@cached
def _words_of(group: str) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, table("frame")[group]["words"])))


def _says(title: str, group: str) -> bool:
    """Whether a title holds one of the words that make its section a ``review``, a ``plan`` or an ``improvement``."""
    return _words_of(group).search(title) is not None
