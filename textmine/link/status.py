"""Whether a figure is reported, planned, or a limit."""

import re

from textmine.lexicon import cached, table
from textmine.link.sections import Mood
from textmine.schema.figure import Figure, Status
from textmine.schema.period import Period


@cached
def _patterns() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(group["pattern"]) for name, group in table("status").items()}


def status_of(text: str, figure: Figure, sentence: tuple[int, int], period: Period, mood: Mood, report: Period) -> tuple[Status, str]:
    """The status of a figure and the rule that decided; ``sentence`` is its span in code points."""
    patterns = _patterns()
    start, end = sentence
    before = text[start : figure.number[0]]
    clause = re.split(r"[。；;！？]", before)[-1]
    near = re.split(r"[，,。；;：:！？]", before)[-1]
    behind = re.split(r"[，,。；;！？\n]", text[figure.end : min(end, figure.end + 24)])[0]
    if _is_norm(patterns, figure, near, behind):
        return "norm", "statutory or promised limit"
    if period.end and report.end and period.end > report.end and period.kind != "as_of":
        if patterns["done"].search(near) and not patterns["aim"].search(clause):
            return "actual", "done"
        return "target", "period to come"
    if patterns["done"].search(near):
        return "actual", "done"
    if patterns["old_value"].search(near) and mood.plan:
        return "actual", "old value"
    if patterns["aim"].search(clause) or patterns["aim_behind"].search(behind):
        return "target", "word of intent"
    if mood.plan and not (report.end and period.end and period.end <= report.end and period.basis == "explicit"):
        return "target", "section of plans"
    return "actual", "reported"


def _is_norm(patterns: dict[str, re.Pattern[str]], figure: Figure, near: str, behind: str) -> bool:
    duration = figure.unit in ("{working_day}", "d", "h", "min", "wk", "mo")
    if patterns["norm"].search(near[-16:]) or patterns["norm_behind"].match(behind):
        return duration or figure.unit in ("%", "CNY", "{次}", "{个}", "1")
    if not duration or figure.change:
        return False
    if patterns["fastest"].search(near) and not patterns["shortened_to"].search(near[-8:]):
        return False
    if figure.bound == "le":
        return True
    return bool(patterns["shortened_to"].search(near[-8:]))
