"""Where a heading's title ends and the text behind it begins, also where a crawler left nothing between them."""

import re
from collections.abc import Iterator

from textmine.lexicon import words
from textmine.segment.lines import LINE_BREAK_REST, LINE_BREAK_STARTS
from textmine.segment.markers import form_title
from textmine.segment.title_words import balanced, clause_start, sentence_start, time_behind_title, title_ends

RUN_IN_LIMIT = 30  # characters of a run-in heading's first sentence; source: ANNOTATION.md, Sections
LINE_LIMIT = 60  # a longer line without a full stop is an item, not a heading
_SENTENCE = re.compile(
    rf"[。！？!?.．{LINE_BREAK_STARTS}]"
    rf"(?:(?<=[。！？!?])|(?<=[.．])(?<![0-9A-Za-z][.．])(?![0-9A-Za-z])|{LINE_BREAK_REST})"
)
_INLINE_LIMIT = 42  # characters in which the end of a title without a full stop is looked for
_SHORTEST = 2  # characters of the shortest title (概述)
_LONG_FORM = 6  # a title of the form this long ends where it ends; a shorter one could begin another phrase
_CLAUSE = 16  # characters of the longest first clause of a title of two clauses
_PARALLEL = 6  # characters by which the second clause may outdo the first
_CLOSERS = " \u3000\t：:；;，,、"
_BEHIND_TITLE = frozenset(_CLOSERS + "。")
# A title that one space sets apart.
_APART = re.compile(r"(?P<title>[\u4e00-\u9fff“”、]{4,20}) [\u4e00-\u9fff]{4}[^ ]{6}")
_SPACE = re.compile(r"[ \u3000]")
_CLAUSE_END = re.compile(r"[，,；;：:。]")


def title_end(text: str, at: int, limit: int, *, long_line: bool, chained: bool, major: bool) -> tuple[int, int]:
    """Where the title that begins at ``at`` ends, and where the text behind it begins; both ``at`` for an item without one.

    ``limit`` is the end of the line, or with ``chained`` the heading that follows on it; a line is long from `LINE_LIMIT` on.
    A sentence that is a line of its own is a title whatever its length for a ``major`` marker (`一、`, `（一）`).

    >>> text = "信用监管情况根据上级部署，全年归集各类信用信息3600条，公示18批次。"
    >>> title_end(text, 0, len(text), long_line=True, chained=False, major=True)
    (6, 6)
    """
    stop = _SENTENCE.search(text, at, limit)
    form = form_title(text, at)
    if form and _stands_alone(text, at, len(form), limit, alone=stop is None and not long_line):
        return _behind(text, at + len(form), limit)
    if stop is None and limit - at <= LINE_LIMIT:
        stripped = text[at:limit].rstrip()
        short = stripped.rstrip(_CLOSERS)
        if stripped and not (chained and stripped.endswith(("：", ":"))):
            listed = len(short) > RUN_IN_LIMIT and stripped.endswith(("；", ";"))
            return (at, at) if listed else (at + len(short), limit)
    sentence_end = stop.start() if stop else limit
    near = min(sentence_end, at + _INLINE_LIMIT)
    apart = _set_apart(text, at, near) or time_behind_title(text, at, near)
    if apart:
        return _behind(text, apart, limit)
    if sentence_end - at <= RUN_IN_LIMIT and (stop is not None or limit < len(text)):
        return at + len(text[at:sentence_end].rstrip(_CLOSERS)), min(sentence_end + 1, limit)
    boundary = _boundary(text, at, min(at + _INLINE_LIMIT, limit))
    if boundary:
        return _behind(text, boundary, limit)
    if major and stop and not long_line and not text[stop.end() : limit].strip():
        return sentence_end, limit
    return at, at


def _stands_alone(text: str, at: int, size: int, limit: int, *, alone: bool) -> bool:
    """Whether a title of the form at ``at`` ends there and is not the beginning of a longer phrase (`存在问题和…`).

    On a line that holds nothing else (``alone``) text follows only behind a space or a colon.
    """
    end = at + size
    if end >= limit:
        return True
    if text[end] in "和及的、与":
        return False
    apart = text[end] in _CLOSERS
    starts = bool(sentence_start().match(text, end + apart))
    return (starts and apart) if alone else (starts or size >= _LONG_FORM)


def _behind(text: str, at: int, limit: int) -> tuple[int, int]:
    body = at
    while body < limit and text[body] in _BEHIND_TITLE:
        body += 1
    return at, body


def _set_apart(text: str, at: int, end: int) -> int | None:
    """Where a title ends that a list (一是 …) or, behind a space, a year or a sentence's first word follows."""
    window = text[at:end]
    listed = window.find("一是")
    if listed >= _SHORTEST:
        return at + len(window[:listed].rstrip(_CLOSERS))
    space = _SPACE.search(window, _SHORTEST)
    if space and sentence_start().match(text, at + space.end()):
        return at + space.start()
    apart = _APART.match(window)
    return at + apart.end("title") if apart else None


def _boundary(text: str, at: int, limit: int) -> int | None:
    """Where a title ends without punctuation: in its first clause, or in a second one that is built like the first."""
    first = _CLAUSE_END.search(text, at, limit)
    if first is None:
        return min(_ends(text, at, limit), default=None)
    end = first.start()
    if text[end] in "：:":  # what a colon explains is no title, unless it is a topic (…方面：) or a label comes between
        labels = words("headings", "labels")
        return next((head for head in title_ends(text, at, end) if head == end or text.startswith(labels, head)), None)
    found = min(_ends(text, at, end), default=None)
    told = text.startswith(words("headings", "subject_start"), at)  # a sentence has begun, no title
    if found is not None or text[end] not in "，," or end - at > _CLAUSE or told:
        return found
    second = first.end()
    other = _CLAUSE_END.search(text, second, limit)
    limit = min(other.start() if other else limit, second + end - at + _PARALLEL)
    ends = title_ends(text, second, limit, clause_start())
    return next((head for head in ends if head - second > _SHORTEST), None)


def _ends(text: str, at: int, end: int) -> Iterator[int]:
    """The places in a clause at which a title may end: a space, the end of a title before the beginning of a sentence."""
    for space in _SPACE.finditer(text, at + _SHORTEST, end):
        here = space.start()
        latin = text[here - 1].isascii() and text[here + 1 : here + 2].isascii()
        if text[here - 1] not in _CLOSERS and not latin and balanced(text, at, here):
            yield here
            break
    yield from title_ends(text, at, end)
