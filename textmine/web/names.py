"""How codes are shown to people: units, numbers, categories, measures."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from textmine.extract.units import unit_table
from textmine.lexicon.loader import cached
from textmine.lexicon.measures import measures
from textmine.lexicon.taxonomy import taxonomy
from textmine.web.languages import Words

_BRACES = re.compile(r"\{([^{}]*)\}")
_PART = re.compile(r"[^/]+")
_DECIMALS = 4  # behind the point of a number in scale words
GROUPS = frozenset({
    "business", "disclosure", "governance", "improvement", "interpretation", "overview", "platform", "problems", "reform",
    "remedy", "response", "statement", "streamlining", "work",
})  # fmt: skip


@cached
def _written() -> dict[str, str]:
    """For each unit code the first word that reports have for it."""
    found: dict[str, str] = {}
    for word, (code, _) in unit_table().items():
        found.setdefault(code, word)
    return found


def unit_name(code: str, words: Words) -> str:
    """A unit as people write it.

    >>> from textmine.web.languages import words
    >>> unit_name("{working_day}", words("zh")), unit_name("CNY/mo", words("zh")), unit_name("{working_day}", words("en"))
    ('个工作日', '元/月', 'working days')
    """
    if code == "1":
        return ""

    def named(part: re.Match[str]) -> str:
        own = words.strings["unit"].get(part.group())
        if own is None and words.language == "zh":
            own = _written().get(part.group())
        return str(own) if own is not None else _BRACES.sub(r"\1", part.group())

    return _PART.sub(named, code)


def number(value: str) -> str:
    """A decimal with its digits in groups of three.

    >>> number("961716000"), number("-0.50"), number("2645")
    ('961,716,000', '-0.50', '2,645')
    """
    try:
        return f"{Decimal(value):,f}"
    except InvalidOperation:
        return value


def short_number(value: str, words: Words) -> str:
    """A large number in the scale words of the language, where no digit is lost by it.

    >>> from textmine.web.languages import words
    >>> short_number("1140000000", words("zh")), short_number("1140000000", words("en")), short_number("1140000001", words("zh"))
    ('11.4亿', '1.14 billion', '1,140,000,001')
    """
    try:
        exact = Decimal(value)
    except InvalidOperation:
        return value
    for scale, word in words.strings["scale"].items():
        part = exact / int(scale)
        if abs(part) >= 1 and part == round(part, _DECIMALS):
            return f"{part.normalize():,f}{word}"
    return number(value)


def category_name(label: str | None, words: Words) -> str:
    """The name of a label of the taxonomy.

    >>> from textmine.web.languages import words
    >>> category_name("governance.organisation", words("zh"))
    '组织领导与队伍'
    """
    return _categories().get(label or "", {}).get(words.language, label or "")


@cached
def _categories() -> dict[str, dict[str, str]]:
    return {each.label: {"zh": each.zh, "en": each.en} for each in taxonomy().categories}


def category_group(label: str | None) -> str:
    """The part of a label that decides its colour; ``other`` for one without a colour of its own.

    >>> category_group("business.finance"), category_group("a.b")
    ('business', 'other')
    """
    first = (label or "").partition(".")[0]
    return first if first in GROUPS else "other"


def measure_name(identifier: str | None, words: Words) -> str:
    """The name of a measure of the national forms.

    >>> from textmine.web.languages import words
    >>> measure_name("request.received.total", words("en"))
    'requests received in the year: all applicants'
    """
    known = measures().get(identifier or "")
    return getattr(known, words.language) if known else identifier or ""
