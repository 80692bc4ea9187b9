"""Whether a figure is reported, planned, or a limit."""

import re

from textmine.lexicon import cached, table
from textmine.link.sections import Mood
from textmine.schema.figure import Figure, Status
from textmine.schema.period import Period

_CLAUSE_MARKS = "，,。；;！？\n"
_CLAUSE_BEHIND = re.compile(f"[^{_CLAUSE_MARKS}]*")
# The clause up to its last comma, then up to the last mark that ends it, as read from the figure backwards.
_BACKWARDS = re.compile(r"([^，,：:。；;！？]*+)[^。；;！？]*+")
_LIMIT_UNITS = ("{working_day}", "d", "h", "min", "wk", "mo")


@cached
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(group["pattern"]) for name, group in table("status").items()}


def status_of(
    text: str, figure: Figure, sentence: tuple[int, int], period: Period, mood: Mood, report: Period
) -> tuple[Status, str]:
    """The status of a figure and the rule that decided; ``sentence`` is its span in code points."""
    patterns = _patterns()
    start, end = sentence
    before = text[start : figure.number[0]]
    read = _BACKWARDS.match(before[::-1])
    clause, near = before[len(before) - read.end() :], before[len(before) - read.end(1) :]  # type: ignore[union-attr]  # it matches "" too
    behind = _behind(text, figure.end, end)
    aims = bool(patterns["aim"].search(near))
    to_come = bool(period.end and report.end and period.end > report.end and period.kind != "as_of")
    if _is_norm(patterns, figure, near, behind) and not aims and not (to_come and period.basis == "explicit"):
        return "norm", "statutory or promised limit"
    if not to_come and not mood.plan:
        if aims or _intends(patterns, near, clause, behind):
            return "target", "word of intent"
        return "actual", "reported"
    if patterns["old_value"].search(near):
        return "actual", "old value"
    if not aims and patterns["done"].search(near):
        return "actual", "done"
    if to_come:
        return "target", "period to come"
    if aims or _intends(patterns, near, clause, behind):
        return "target", "word of intent"
    if not _is_past(period, mood, report):
        return "target", "section of plans"
    return "actual", "reported"


def _behind(text: str, at: int, end: int) -> str:
    """The words of the clause behind a figure that ends at ``at``, in a sentence that ends at ``end``."""
    if text[at : at + 1] in _CLAUSE_MARKS:
        return ""
    return _CLAUSE_BEHIND.match(text[at : min(end, at + 24)]).group()  # type: ignore[union-attr]  # it matches "" too


def _intends(patterns: dict[str, re.Pattern[str]], near: str, clause: str, behind: str) -> bool:
    """Whether a word of intent stands in the clause before ``near``, which holds none, or behind the figure."""
    before = len(clause) > len(near) and patterns["aim"].search(clause)
    return bool(before or patterns["aim_behind"].match(behind))


def _is_past(period: Period, mood: Mood, report: Period) -> bool:
    """Whether a figure in a section of plans speaks of what has been, because its words of time say so."""
    if period.end is None or report.end is None or period.end > report.end:
        return False
    return period.basis == "explicit" or bool(mood.period.end and mood.period.end > report.end)


def _is_norm(patterns: dict[str, re.Pattern[str]], figure: Figure, near: str, behind: str) -> bool:
    if figure.change:
        return False
    if figure.unit.startswith("{次}"):
        return figure.bound == "le"
    duration = figure.unit in _LIMIT_UNITS
    if not duration and figure.unit != "%":
        return False
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
