"""How text enters the full-text index: one Han character a token, so that every substring of Chinese is found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.schema import Report

MAX_WORDS = 16
MAX_CHARACTERS = 256

# Han characters with their radicals and extensions, kana and bopomofo: each stands for itself.
_SINGLE = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303a\u3040-\u318f\u31a0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_SINGLE}]|[^{_SINGLE}]+")
_SENTENCE_END = re.compile(r"[。！？!?\r\n]")
_REACH = 240  # characters on either side of a figure that count as its sentence at most


def spaced(text: str) -> str:
    """A text with its Han characters set apart by blanks, as the index holds it.

    >>> spaced("364项事项")
    '364 项 事 项'
    """
    return " ".join(_TOKEN.findall(text))


def phrases(query: str) -> list[str]:
    """The words of a user's query as FTS5 phrases; whatever is in the query, the result is valid FTS5.

    Words without a letter or a digit are dropped, as are all words after the first `MAX_WORDS`.

    >>> phrases('不动产登记 "工作日 AND')
    ['"不 动 产 登 记"', '"工 作 日"', '"AND"']
    """
    words = query[:MAX_CHARACTERS].replace('"', " ").replace("\0", " ").split()
    usable = (word for word in words if any(map(str.isalnum, word)))
    clean = (word.encode("utf-8", "ignore").decode("utf-8") for word in usable)  # lone surrogates cannot be stored
    return list(dict.fromkeys(f'"{spaced(word)}"' for word in clean if any(map(str.isalnum, word))))[:MAX_WORDS]


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
