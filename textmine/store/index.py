"""How text enters the full-text indexes: one character a token, so that every substring is found as a phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain

from textmine.schema import Report
from textmine.segment.tokenizer import cut

_SENTENCE_END = re.compile(r"[。！？!?\r\n]")
_PIECE = 200_000  # characters that are cut at a time: the words of a line of 100 MB would take 3 GB
_REACH = 240  # characters on either side of a figure that count as its sentence at most


# What the tokenizer would drop, and lone surrogates, which UTF-8 has not.
_ODD = re.compile("([\\0-/:-@\\[-`{-\\x7f\ud800-\udfff])")


def spaced(text: str) -> str:
    """A text as the indexes hold it: all characters as tokens, those that are no token to SQLite spelled out.

    >>> spaced("364项，3.5%")
    '3 6 4 项 ， 3 u2e 5 u25'
    """
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
    passages = {passage.id: (passage.start, passage.end) for passage in report.passages}
    for fact in report.facts:
        around = passages.get(fact.passage or "", (0, len(report.text)))
        within = (min(around[0], fact.start), max(around[1], fact.end))
        yield sentence_range(report.text, fact.start, fact.end, within)


def index_words(words: Iterable[str]) -> str:
    """The words of two or more characters among those of a text, each once and in order, as the word index holds them.

    >>> index_words(["主动", "公开", "信息", "2645", "条", "，", "公开", "2645", "条", "。"])
    '主动 公开 信息 2645'
    """
    return " ".join(dict.fromkeys([word for word in words if len(word) > 1 and word.isalnum()]))


def words_in(text: str) -> Iterator[str]:
    """The words of a text, of which few are there at once."""
    return chain.from_iterable(cut(text[start : start + _PIECE]) for start in range(0, len(text), _PIECE))
