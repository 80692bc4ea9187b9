"""Headings: which markers open one, and where its title ends."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from textmine.lexicon import cached, words
from textmine.segment.lines import LINE_BREAK_REST, LINE_BREAK_STARTS, line_end
from textmine.segment.markers import LEVELS, Marker, after_sentence, find_markers, form_title

RUN_IN_LIMIT = 30  # characters of a run-in heading's first sentence; source: ANNOTATION.md, Sections
_LINE_LIMIT = 60  # a longer line without a full stop is an item, not a heading
_SENTENCE = re.compile(
    rf"[。！？!?.．{LINE_BREAK_STARTS}]"
    rf"(?:(?<=[。！？!?])|(?<=[.．])(?<![0-9A-Za-z][.．])(?![0-9A-Za-z])|{LINE_BREAK_REST})"
)
_WINDOW = 200  # characters behind a marker in which its title is looked for
_INLINE_LIMIT = 42
_SHORTEST = 2  # characters of the shortest title (概述)
_LONG_FORM = 6  # a title of the form this long ends where it ends; a shorter one could begin another phrase
_CLOSERS = " \u3000\t：:；;，,、"
_BEHIND_TITLE = frozenset(_CLOSERS + "。")
_SUBTITLE = re.compile(
    r"\s{0,3}(?:[0-9]{4}|[一二]〇[〇一二三四五六七八九]{2})年[0-9一二三四五六七八九十]{1,3}月[0-9一二三四五六七八九十]{1,3}日[^\s，。]{0,6}[ \u3000]?[^\s，。]{0,4}在"
)
_APART = re.compile(
    r"(?P<title>[\u4e00-\u9fff“”、]{4,20}) [\u4e00-\u9fff]{4}[^ ]{6}"
)  # a title that one space sets apart
_SPACE = re.compile(r"[ \u3000]")
_CLAUSE_END = re.compile(r"[，,；;。]")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年")


class Heading(NamedTuple):
    """A heading: where it starts, where the text behind it begins (code points), level, marker and title."""

    start: int
    body: int
    level: int
    marker: str
    title: str


@cached
def _form_heads() -> re.Pattern[str]:
    heads = "|".join(map(re.escape, words("headings", "heads")))
    return re.compile(rf"(?:{heads})(?={_sentence_start().pattern})")


@cached
def _sentence_start() -> re.Pattern[str]:
    starts = "|".join(map(re.escape, words("headings", "body_start")))
    return re.compile(
        rf"[ \u3000：:，,]?(?:{starts}|(?:19|20)[0-9]{{2}}年|[（(][一二三四五六七八九十]{{1,3}}[）)]|[0-9]{{1,2}}(?:[.．、]|(?![项个条件类名次家种批])[\u4e00-\u9fff“]))"
    )


def find_headings(text: str, start: int, end: int, *, skip: Sequence[tuple[int, int]] = ()) -> list[Heading]:
    """The marked headings of ``text[start:end]``; markers inside ``skip`` (tables) are none.

    >>> [(h.level, h.title) for h in find_headings("一、总体情况2021年，全区…。（一）主动公开方面。按照…", 0, 26)]
    [(1, '总体情况'), (2, '主动公开方面')]
    """
    found: list[Heading] = []
    counters: dict[int, int] = {}
    spans = sorted(skip)
    markers = list(find_markers(text, start, end))
    if spans:
        markers = [m for m in markers if not any(a <= m.start < b for a, b in spans)]
    for index, marker in enumerate(markers):
        if found and marker.start < found[-1].body:
            continue
        if not _opens(text, marker, found, counters, start) or (
            marker.kind == "dash" and _SUBTITLE.match(text, marker.end)
        ):
            continue
        line = line_end(text, marker.behind, min(end, marker.behind + _WINDOW))
        limit = _limit(text, marker, line, markers[index + 1 : index + 4], spans, counters)
        heading = _heading(text, marker, limit, single_line=line - marker.behind > _LINE_LIMIT)
        counters[heading.level] = marker.number
        found.append(heading)
    return found


def _limit(
    text: str,
    marker: Marker,
    line: int,
    later: Sequence[Marker],
    skip: Sequence[tuple[int, int]],
    counters: dict[int, int],
) -> int:
    """Where the title ends at the latest: the line's end, the next table, or the marker of the first heading below it."""
    limit = line
    for begin, _ in skip:
        if marker.behind <= begin < limit:
            limit = begin
    for other in later:
        near = other.start < limit and other.start - marker.behind <= _INLINE_LIMIT
        if near and other.kind != marker.kind and other.number in (1, counters.get(LEVELS[other.kind], 0) + 1):
            return limit if "。" in text[marker.behind : other.start] else other.start
    return limit


def _opens(text: str, marker: Marker, found: list[Heading], counters: dict[int, int], start: int) -> bool:
    """Whether a marker opens a heading: at the head of a line always, inside a line if it continues its sequence.

    Numbers may run on over the sections above them ((四) under 二、 follows (三) under 一、).
    """
    if marker.line:
        return True
    level = LEVELS[marker.kind]
    last = counters.get(level, 0)
    continues = marker.number == last + 1 or (marker.number == 1 and last != 1)
    borders = bool(found) and found[-1].body >= marker.start - 1
    if marker.kind == "circle":
        return marker.number == last + 1 or marker.number == 1
    if form_title(text, marker.behind) and (marker.kind in ("one", "two")):
        return (marker.number > last or marker.number == 1) and (
            marker.kind == "one" or borders or after_sentence(text, marker.start, start)
        )
    if not continues:
        return False
    return borders or after_sentence(text, marker.start, start)


def _heading(text: str, marker: Marker, limit: int, *, single_line: bool) -> Heading:
    title_end, body = _title_end(text, marker, limit, single_line=single_line)
    title = text[marker.behind : title_end].strip()
    return Heading(marker.start, body, LEVELS[marker.kind], text[marker.start : marker.end], " ".join(title.split()))


def _title_end(text: str, marker: Marker, limit: int, *, single_line: bool) -> tuple[int, int]:
    """Where the title ends and where the text behind it begins; both at the marker's end for an item without a title."""
    at = marker.behind
    if not single_line:
        line = text[at:limit]
        stop = _SENTENCE.search(line)
        if stop is None:
            stripped = line.rstrip(_CLOSERS)
            return (
                (at + len(stripped), limit)
                if not line.rstrip().endswith(("；", ";")) or len(stripped) <= RUN_IN_LIMIT
                else (at, at)
            )
    form = form_title(text, at)
    if form and _stands_alone(text, at + len(form), limit, long=len(form) >= _LONG_FORM):
        return _behind(text, at + len(form), limit)
    stop = _SENTENCE.search(text, at, limit)
    sentence_end = stop.start() if stop else limit
    strong = _listed(text, at, min(sentence_end, at + _INLINE_LIMIT))
    if strong:
        return _behind(text, strong, limit)
    if sentence_end - at <= RUN_IN_LIMIT and (stop is not None or limit < len(text)):
        return sentence_end, min(sentence_end + 1, limit)
    boundary = _boundary(text, at, min(at + _INLINE_LIMIT, limit))
    if boundary:
        return _behind(text, boundary, limit)
    return at, at


def _stands_alone(text: str, at: int, limit: int, *, long: bool) -> bool:
    """Whether a title of the form ends at ``at`` and is not the beginning of a longer phrase (`存在问题和…`)."""
    if at >= limit:
        return True
    if text[at] in "和及的、与":
        return False
    return long or bool(_sentence_start().match(text, at))


def _behind(text: str, at: int, limit: int) -> tuple[int, int]:
    body = at
    while body < limit and text[body] in _BEHIND_TITLE:
        body += 1
    return at, body


def _listed(text: str, at: int, end: int) -> int | None:
    """Where a title ends that a list (一是 …) or, behind a space, a year or a sentence's first word follows."""
    window = text[at:end]
    listed = window.find("一是")
    if listed >= _SHORTEST:
        return at + len(window[:listed].rstrip(_CLOSERS))
    space = _SPACE.search(window, _SHORTEST)
    if space and _sentence_start().match(text, at + space.start()):
        return at + space.start()
    apart = _APART.match(window)
    return at + apart.end("title") if apart else None


def _boundary(text: str, at: int, limit: int) -> int | None:
    """Where a title of one clause ends without punctuation: at a space, at a head that a sentence follows, at a year."""
    clause = _CLAUSE_END.search(text, at, limit)
    end = clause.start() if clause else limit
    space = _SPACE.search(text, at + _SHORTEST, end)
    head = _form_heads().search(text, at + 2, min(end + 2, len(text)))
    year = _YEAR.search(text, at + 2, end)
    ends = [space.start()] if space else []
    ends += [head.end()] if head and head.end() <= end else []
    ends += [year.start()] if year and text[year.start() - 1] not in "自从在于至到关" else []
    return min(ends, default=None)
