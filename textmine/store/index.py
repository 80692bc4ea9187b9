"""How text enters the full-text indexes: one character a token, so that every substring is found as a phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from textmine.schema import Report

_SENTENCE_END = re.compile(r"[。！？!?\r\n]")
_PIECE = 100_000  # characters that are spaced at a time: each of them takes 80 bytes meanwhile
_REACH = 240  # characters on either side of a figure that count as its sentence at most

# What the tokenizer would drop, and lone surrogates, which UTF-8 has not.
_ODD = re.compile("([\\0-/:-@\\[-`{-\\x7f\ud800-\udfff])")


def spaced(text: str) -> str:
    """A text as the indexes hold it: all characters as tokens, those that are no token to SQLite spelled out.

    >>> spaced("364项，3.5%")
    '3 6 4 项 ， 3 u2e 5 u25'
    """
    if len(text) > _PIECE:
        return " ".join(spaced(text[at : at + _PIECE]) for at in range(0, len(text), _PIECE))
    pieces = _ODD.split(text)
    if len(pieces) == 1:
        return " ".join(text)
    pieces[::2] = map(" ".join, pieces[::2])
    pieces[1::2] = map(_spelled, pieces[1::2])
    return " ".join(filter(None, pieces))


@cache
def _spelled(character: str) -> str:
    return f"u{ord(character):02x}"


def phrase(word: str) -> str:
    """The FTS5 phrase that finds a word wherever `LIKE` finds it; whatever the word, the result is valid FTS5.

    >>> phrase("工作日")
    '"工 作 日"'
    """
    return f'"{spaced(word)}"'


def sentence_range(text: str, start: int, end: int, within: tuple[int, int]) -> tuple[int, int]:
    """The half-open range of the sentence around ``text[start:end]``, its closing mark included, inside ``within``.

    >>> text = "一般。办结364项。好。"
    >>> first, last = sentence_range(text, 5, 9, (0, len(text)))
    >>> text[first:last]
    '办结364项。'
    """
    first, last = max(within[0], start - _REACH), min(within[1], end + _REACH)
    for mark in _SENTENCE_END.finditer(text, first, start):
        first = mark.end()
    closing = _SENTENCE_END.search(text, end, last)
    last = closing.end() if closing else last
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def headings(report: Report) -> dict[str | None, str]:
    """For each section id the titles of the sections that it stands in, outermost first, a line each."""
    titles: dict[str | None, str] = {None: ""}
    for section in report.sections:
        above = titles.get(section.parent, "")
        titles[section.id] = "\n".join(filter(None, (above, section.title)))
    return titles


def sentence_ranges(report: Report) -> Iterator[tuple[int, int]]:
    """The range of the sentence of each fact of a report, in the order of its facts."""
    passages = {passage.id: passage for passage in report.passages}
    for fact in report.facts:
        around = passages.get(fact.passage or "")
        low, high = (around.start, around.end) if around else (0, len(report.text))
        within = (min(low, fact.start), max(high, fact.end))
        yield sentence_range(report.text, fact.start, fact.end, within)
