"""Headings: which markers open one, and which of those only count the items of a list."""

import re
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from textmine.segment.lines import line_end
from textmine.segment.markers import LEVELS, Marker, after_full_stop, after_sentence, find_markers, form_title
from textmine.segment.rows import find_rows
from textmine.segment.title_ends import LINE_LIMIT, RUN_IN_LIMIT, title_end

_WINDOW = 200  # characters behind a marker in which its title is looked for
_DEEPEST = 4
_DIGIT = "[0-9０-９〇○零O一二三四五六七八九十]"
_SUBTITLE = re.compile(rf"\s{{0,3}}在?{_DIGIT}{{4}}年{_DIGIT}{{1,3}}月{_DIGIT}{{1,3}}日(?![，,：:])")
_INK = re.compile(r"\S")
_STATEMENT = re.compile(r"[0-9０-９](?![0-9０-９]{0,3}年)|[：:]")


class Heading(NamedTuple):
    """A heading: where it starts, where the text behind it begins (code points), level, marker and title."""

    start: int
    body: int
    level: int
    marker: str
    title: str


class _Numbering:
    """How far each level has counted, and whether it may begin anew because a heading above it came since."""

    __slots__ = ("fresh", "last")

    def __init__(self) -> None:
        self.last = [0] * (_DEEPEST + 1)
        self.fresh = [True] * (_DEEPEST + 1)

    def count(self, level: int, number: int) -> None:
        self.last[level] = number
        self.fresh[level:] = [False, True, True, True][: _DEEPEST + 1 - level]

    def continues(self, level: int, number: int) -> bool:
        """Numbers may run on over the sections above them ((四) under 二、 follows (三) under 一、)."""
        return number == self.last[level] + 1 or (number == 1 and (self.fresh[level] or self.last[level] != 1))


def find_headings(text: str, start: int, end: int, *, skip: Sequence[tuple[int, int]] = ()) -> list[Heading]:
    """The marked headings of ``text[start:end]``; markers inside ``skip`` (tables) are none.

    >>> [(h.level, h.title) for h in find_headings("一、总体情况2021年，全区…。（一）主动公开方面。按照…", 0, 26)]
    [(1, '总体情况'), (2, '主动公开方面')]
    """
    spans = sorted(skip)
    markers = list(find_markers(text, start, end))
    rows = list(find_rows(text, start, end))
    if rows:
        markers = sorted([*markers, *rows], key=attrgetter("start"))
    if spans:
        markers = [m for m in markers if not any(a <= m.start < b for a, b in spans)]
    found: list[Heading] = []
    numbering = _Numbering()
    for index, marker in enumerate(markers):
        if found and marker.start < found[-1].body:
            continue
        later = markers[index + 1 : index + 4]
        if not _opens(text, marker, later, found, numbering, start) or (
            marker.kind == "dash" and _SUBTITLE.match(text, marker.end)
        ):
            continue
        line = line_end(text, marker.behind, min(end, marker.behind + _WINDOW))
        limit, chained = _limit(text, marker, line, later, spans, numbering)
        heading = _heading(text, marker, limit, long_line=line - marker.behind > LINE_LIMIT, chained=chained)
        numbering.count(heading.level, marker.number)
        found.append(heading)
    return _without_items(text, found)


def _limit(
    text: str,
    marker: Marker,
    line: int,
    later: Sequence[Marker],
    skip: Sequence[tuple[int, int]],
    numbering: _Numbering,
) -> tuple[int, bool]:
    """Where the title ends at the latest, and whether the marker of the first heading below it stands there.

    Otherwise it is the line's end, the next table, or the next item of a list within a sentence (`1.…；2.…`).
    """
    limit = line
    for begin, _ in skip:
        if marker.behind <= begin < limit:
            limit = begin
    for other in later:
        level = LEVELS[other.kind]
        near = other.start < limit and other.start - marker.behind <= LINE_LIMIT
        if near and other.kind == marker.kind and other.number == marker.number + 1 and text[other.start - 1] in "；;":
            return other.start, False
        below = level > LEVELS[marker.kind]
        first = other.number in (1, numbering.last[level] + 1)
        directly = marker.kind == "one" and other.kind == "two"  # whatever its number: those before may be lost
        if near and below and (other.kind == "row" or first or directly):
            return (limit, False) if "。" in text[marker.behind : other.start] else (other.start, True)
    return limit, False


def _opens(
    text: str, marker: Marker, later: Sequence[Marker], found: list[Heading], numbering: _Numbering, start: int
) -> bool:
    """Whether a marker opens a heading: at the head of a line always, inside a line if it continues its sequence."""
    if marker.line or marker.kind == "dash":
        return True
    at, number, level = marker.start, marker.number, LEVELS[marker.kind]
    last = numbering.last[level]
    borders = bool(found) and found[-1].body >= at - 1 and found[-1].level < level
    if marker.kind == "circle":
        return number in (1, last + 1)
    if marker.kind in ("one", "two"):
        if later and later[0].kind == "row" and "。" not in text[marker.behind : later[0].start]:
            return True  # the label of a group of rows
        if after_full_stop(text, at, start) or (borders and found[-1].title):  # a number may be lost or wrong
            return number == 1 or number > last or numbering.fresh[level]
        if marker.kind == "one" and last and text[at - 1] in ("：:；;" if number == 1 else "；;"):
            return False  # a list inside a section
        if form_title(text, marker.behind):
            return (number > last or number == 1) and (
                marker.kind == "one" or borders or after_sentence(text, at, start)
            )
    return numbering.continues(level, number) and (borders or after_sentence(text, at, start))


def _heading(text: str, marker: Marker, limit: int, *, long_line: bool, chained: bool) -> Heading:
    major = marker.kind in ("one", "two")
    end, body = title_end(text, marker.behind, limit, long_line=long_line, chained=chained, major=major)
    title = text[marker.behind : end].strip()
    return Heading(marker.start, body, LEVELS[marker.kind], text[marker.start : marker.end], " ".join(title.split()))


def _without_items(text: str, found: Sequence[Heading]) -> list[Heading]:
    """The headings, those taken back to a marker without a title that are items of a list: they head no text."""
    kept: list[Heading] = []
    for index, heading in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        end = following.start if following else len(text)
        if heading.title and not _INK.search(text, heading.body, end) and _is_item(text, heading, following, kept[-1:]):
            behind = text.index(heading.title[0], heading.start + len(heading.marker))
            kept.append(heading._replace(body=behind, title=""))
        else:
            kept.append(heading)
    return kept


def _is_item(text: str, heading: Heading, following: Heading | None, before: Sequence[Heading]) -> bool:
    """Whether a heading without text is an item: it is long, follows one, or states an amount or explains a term before another."""
    if following and following.level > heading.level:
        return False
    if any(other.level == heading.level and not other.title for other in before):
        return not form_title(text, heading.start + len(heading.marker))
    if len(heading.title) > RUN_IN_LIMIT and text[heading.body - 1] in "。！？":
        return True
    return bool(following and following.level == heading.level and _STATEMENT.search(heading.title))
