"""Facts as people read them: value, period and relations of a row of the store in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from textmine.web.languages import Words
from textmine.web.names import category_name, measure_name, number, short_number, unit_name

_SIGNS = {"approx": "≈ ", "gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ "}
_ARROWS = {"up": "▲", "down": "▼"}
_REACH = 90  # characters of its sentence shown on either side of a figure

Fact = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence in three parts, the figure in the middle."""

    before: str
    figure: str
    after: str


def value_text(fact: Fact, words: Words, *, short: bool = False) -> str:
    """The value of a fact with its bound, range and unit; ``short`` writes large numbers with scale words.

    >>> from textmine.web.languages import words
    >>> value_text({"value": "3", "value_high": "5", "bound": "range", "unit": "{working_day}"}, words("zh"))
    '3 – 5 个工作日'
    """
    low, high = (
        each and (short_number(each, words) if short else number(each)) for each in (fact["value"], fact["value_high"])
    )
    shown = f"{low} – {high}" if high else low
    return f"{_SIGNS.get(fact['bound'], '')}{shown} {unit_name(fact['unit'], words)}".rstrip()


def arrow(fact: Fact) -> str:
    """The sign of an amount of change; empty for other facts."""
    return _ARROWS.get(fact["change"] or "", "")


def period_text(start: str | None, end: str | None, kind: str, words: Words) -> str:
    """A period in as few words as say it.

    >>> from textmine.web.languages import words
    >>> period_text("2019-01-01", "2019-12-31", "interval", words("zh"))
    '2019'
    >>> period_text(None, "2019-06-30", "as_of", words("en")), period_text("2016-01-01", "2020-12-31", "interval", words("en"))
    ('as of 2019-06-30', '2016 – 2020')
    """
    if start is None and end is None:
        return ""
    led = f"{words.name('kind', kind)} " if kind != "interval" else ""
    if start is None or end is None:
        return f"{led}{start or end}" if kind == "as_of" else f"{led}{start or '…'} – {end or '…'}"
    if start.endswith("-01-01") and end.endswith("-12-31"):
        return f"{led}{start[:4]}" if start[:4] == end[:4] else f"{led}{start[:4]} – {end[:4]}"
    return f"{led}{start}" if start == end else f"{led}{start} – {end}"


def quoted(fact: Fact, *, reach: int | None = _REACH) -> Quoted:
    """The sentence of a fact, cut ``reach`` characters away from the figure."""
    sentence, start = fact["sentence"], fact["start"] - fact["sentence_start"]
    end = start + len(fact["quote"])
    low, high = (0, len(sentence)) if reach is None else (max(0, start - reach), min(len(sentence), end + reach))
    return Quoted(
        ("…" if low else "") + sentence[low:start],
        sentence[start:end],
        sentence[end:high] + ("…" if high < len(sentence) else ""),
    )


def relation(rel: str, *, forward: bool, words: Words) -> str:
    """What another fact is to this one, said from this one's side.

    >>> from textmine.web.languages import words
    >>> relation("part_of", forward=False, words=words("en"))
    'has the part'
    """
    return words.name("rel", rel if forward else _BACK.get(rel, rel))


_BACK = {
    "changed_to": "changed_from",
    "part_of": "whole_of",
    "same_as": "same_as_back",
    "compared_with": "compared_by",
    "contradicts": "contradicts_back",
}


def fields(fact: Fact, words: Words) -> list[tuple[str, str, str]]:
    """What is known of a fact, for its explanation: name of the field, its text, and the field whose rule decided it.

    Fields that a fact does not have are left out.
    """
    told: list[tuple[str, str, str]] = [
        ("value", f"{arrow(fact)} {value_text(fact, words)}".strip(), "value"),
        ("unit", fact["unit"], "unit"),
        ("period", _period(fact, words), "period"),
        ("indicator", fact["indicator"] or "", "indicator"),
        ("subject", fact["subject"] or "", "subject"),
        ("bound", words.name("bound", fact["bound"]) if fact["bound"] != "exact" else "", "bound"),
        ("change", words.name("change", fact["change"]), "change"),
        ("status", words.name("status", fact["status"]), "status"),
        ("category", category_name(fact["category"], words), "category"),
        ("measure", measure_name(fact["measure"], words), "measure"),
        ("page", _page(fact, words), "page"),
        ("confidence", "" if fact["confidence"] is None else f"{fact['confidence']:.3f}", "confidence"),
    ]
    return [each for each in told if each[1]]


def _period(fact: Fact, words: Words) -> str:
    text = period_text(fact["period_start"], fact["period_end"], fact["period_kind"], words)
    basis = words.name("basis", fact["period_basis"])
    return f"{text}（{basis}）" if words.language == "zh" else f"{text} ({basis})"


def _page(fact: Fact, words: Words) -> str:
    if fact["page"] is None:
        return ""
    if not fact["box"]:
        return str(fact["page"])
    left, bottom, right, top = fact["box"]
    return words("fact.page_at", page=fact["page"], left=left, bottom=bottom, right=right, top=top)
