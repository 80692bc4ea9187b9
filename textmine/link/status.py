"""Whether a figure is reported, planned, or a limit."""

import re
from collections.abc import Sequence

from textmine.lexicon import cached, table
from textmine.link.sections import Mood
from textmine.link.time import Reign, Sentence
from textmine.schema.figure import Figure, Status
from textmine.schema.period import Period

_CLAUSE_MARKS = "，,。；;！？\n"
_CLAUSE_BEHIND = re.compile(f"[^{_CLAUSE_MARKS}]*")
# The clause up to its last comma, then up to the last mark that ends it, as read from the figure backwards.
_BACKWARDS = re.compile(r"([^，,：:。；;！？]*+)[^。；;！？]*+")
_LIMIT_UNITS = ("{working_day}", "d", "h", "min", "wk", "mo")
_RATE = re.compile("率(?:均|都)?(?:达|达到|为|是|保持在|保持|在)?$")
_REPORTED: tuple[Status, str] = ("actual", "reported")
_INTENT: tuple[Status, str] = ("target", "word of intent")


@cached
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(group["pattern"]) for name, group in table("status").items()}


def statuses(
    text: str, sentence: Sentence, reigns: Sequence[Reign], mood: Mood, report: Period
) -> list[tuple[Status, str]]:
    """The status of every figure of a sentence and the rule that decided; ``reigns`` are the periods of the figures."""
    patterns = _patterns()
    figures = sentence.figures
    aims = patterns["aim"].search(text[sentence.start : figures[-1].number[0]]) is not None
    found = []
    for figure, reign in zip(figures, reigns, strict=True):
        period = reign.period
        to_come = bool(period.end and report.end and period.end > report.end and period.kind != "as_of")
        if aims or to_come or mood.plan or _can_be_norm(figure):
            found.append(_status(text, figure, sentence, period, mood, report, aims=aims, to_come=to_come))
        else:  # as most figures
            found.append(_INTENT if _intends_behind(patterns, text, figure.end, sentence.end) else _REPORTED)
    return found


def _status(
    text: str,
    figure: Figure,
    sentence: Sentence,
    period: Period,
    mood: Mood,
    report: Period,
    *,
    aims: bool,
    to_come: bool,
) -> tuple[Status, str]:
    """The status of a figure; ``aims`` says whether a word of intent stands anywhere before a figure of its sentence."""
    patterns = _patterns()
    start, end = sentence.start, sentence.end
    before = text[start : figure.number[0]]
    read = _BACKWARDS.match(before[::-1])
    clause, near = before[len(before) - read.end() :], before[len(before) - read.end(1) :]  # type: ignore[union-attr]  # it matches "" too
    aimed = aims and patterns["aim"].search(near) is not None
    if (
        _can_be_norm(figure)
        and _is_norm(patterns, figure, near, _behind(text, figure.end, end))
        and not aimed
        and not (to_come and period.basis == "explicit")
    ):
        return "norm", "statutory or promised limit"
    if to_come or mood.plan:
        if patterns["old_value"].search(near):
            return "actual", "old value"
        if not aimed and patterns["done"].search(near):
            return "actual", "done"
        if to_come:
            return "target", "period to come"
    # Where the clause before the nearest words holds a word of intent, these hold none.
    if aims and (aimed or (len(clause) > len(near) and patterns["aim"].search(clause))):
        return _INTENT
    if _intends_behind(patterns, text, figure.end, end):
        return _INTENT
    if mood.plan and not _is_past(period, mood, report):
        return "target", "section of plans"
    return _REPORTED


def _behind(text: str, at: int, end: int) -> str:
    """The words of the clause behind a figure that ends at ``at``, in a sentence that ends at ``end``."""
    if text[at : at + 1] in _CLAUSE_MARKS:
        return ""
    return _CLAUSE_BEHIND.match(text[at : min(end, at + 24)]).group()  # type: ignore[union-attr]  # it matches "" too


def _intends_behind(patterns: dict[str, re.Pattern[str]], text: str, at: int, end: int) -> bool:
    """Whether the words of the clause behind a figure call it an aim."""
    aim = patterns["aim_behind"]
    return aim.match(text, at, end) is not None and aim.match(_behind(text, at, end)) is not None


def _is_past(period: Period, mood: Mood, report: Period) -> bool:
    """Whether a figure in a section of plans speaks of what has been, because its words of time say so."""
    if period.end is None or report.end is None or period.end > report.end:
        return False
    return period.basis == "explicit" or bool(mood.period.end and mood.period.end > report.end)


def _can_be_norm(figure: Figure) -> bool:
    """Whether a figure is of a kind that limits are told in: durations, rates, and how often one has to come."""
    unit = figure.unit
    return not figure.change and (
        unit in _LIMIT_UNITS or unit == "%" or (unit.startswith("{次}") and figure.bound == "le")
    )


def _is_norm(patterns: dict[str, re.Pattern[str]], figure: Figure, near: str, behind: str) -> bool:
    """Whether the words around a figure that `_can_be_norm` make it a limit."""
    if figure.unit.startswith("{次}"):
        return True
    if figure.unit == "%" and _RATE.search(near):
        return False  # 承诺期限内办结率达到100%
    duration = figure.unit in _LIMIT_UNITS
    if figure.bound == "exact" and patterns["measured"].search(near):
        return False
    shortened = bool(patterns["shortened_to"].search(near[-8:]))
    if patterns["fastest"].search(near) and not shortened:
        return False
    if patterns["norm"].search(near[-16:]) or patterns["norm_behind"].match(behind):
        return duration or figure.unit == "%"
    if not duration:
        return False
    was_limit = patterns["limit_from"].search(near) and patterns["shortened_behind"].match(behind)
    at_least = figure.bound == "ge" and patterns["limit_at_least"].search(near)
    return shortened or figure.bound == "le" or figure.quote.endswith("内") or bool(was_limit) or bool(at_least)
