"""Passages and sentences: the narrative cut where a paragraph or a run-in heading begins."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from textmine.schema.structure import Passage, Section, make_passage
from textmine.segment.lines import LINE_BREAK_REST, LINE_BREAK_STARTS, line_breaks
from textmine.segment.tree import innermost

_SENTENCE_END = re.compile(
    rf"[。！？!?；;.．{LINE_BREAK_STARTS}]"
    r"(?:(?<=[。！？!?])[。！？!?]*[”’」』）)]*|(?<=[；;])(?=\s*[\r\n])"
    rf"|(?<=[.．])(?<![0-9A-Za-z.．].)(?=[\u4e00-\u9fff])|{LINE_BREAK_REST})"
)
_INK = re.compile(r"\S")
_TERMINAL = frozenset("。！？!?；;：:”）)")
_JOINED = frozenset("，、,")  # no paragraph ends with one of these
_CLOSING = frozenset("。，、；：！？）”」』》%％,;")  # nor begins with one of these
_HAN = re.compile(r"[\u4e00-\u9fff]")
# 图1：2011-2015年生产总值: a picture's caption on a line of its own, whatever follows.
_CAPTION = re.compile(r"[图表][ ]?[0-9一二三四五六七八九十]{1,2}[ :：.．、]")
_LONGEST_CAPTION = 60
_WRAP_MINIMUM = 18  # characters of the shortest line that a narrow page breaks
_LONGEST = 1500  # characters of the longest sentence that is read as one
_LONGEST_PASSAGE = 100_000  # characters: five times those of a report on one line
_ENDS = ("。！？", "；，、", " \t\u3000")  # where a passage that is longer is cut, the best first


def find_passages(
    text: str, body: tuple[int, int], sections: Sequence[Section], *, skip: Sequence[tuple[int, int]] = ()
) -> tuple[Passage, ...]:
    """The passages of the narrative in order: they cover all of it but headings, tables and white space."""
    blocked = sorted([*((max(s.start, body[0]), s.body) for s in sections if s.body > body[0]), *skip])
    starts = [section.start for section in sections]
    breaks = line_breaks(text, *body)
    passages: list[Passage] = []
    for start, end in _free(body, blocked):
        inside = breaks[bisect_left(breaks, (start, 0)) : bisect_left(breaks, (end, 0))]
        for low, high in _pieces(text, _paragraphs(text, start, end, inside)):
            section = innermost(sections, bisect_right(starts, low) - 1, low)
            passages.append(make_passage(f"p{len(passages)}", section.id if section else None, low, high))
    return tuple(passages)


def _free(body: tuple[int, int], blocked: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    here = body[0]
    for start, end in blocked:
        if start > here:
            yield here, start
        here = max(here, end)
    if here < body[1]:
        yield here, body[1]


def _paragraphs(text: str, start: int, end: int, breaks: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Paragraphs of a stretch with the line breaks in it; a line that a narrow page broke is joined to the next."""
    found: list[tuple[int, int]] = []
    here = start
    for at, behind in breaks:
        if not _wrapped(text, here, at, behind, end):
            _add(text, here, at, found)
            here = behind
    _add(text, here, end, found)
    return found


def _pieces(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same, but one that is longer than a report in pieces: it would be stored, indexed and found as one passage."""
    found: list[tuple[int, int]] = []
    for start, end in paragraphs:
        here = start
        while end - here > _LONGEST_PASSAGE:
            half, most = here + _LONGEST_PASSAGE // 2, here + _LONGEST_PASSAGE
            cuts = (max(text.rfind(mark, half, most) for mark in marks) + 1 for marks in _ENDS)
            cut = next(filter(None, cuts), most)
            _add(text, here, cut, found)
            here = cut
        _add(text, here, end, found)
    return found


def _wrapped(text: str, start: int, at: int, behind: int, end: int) -> bool:
    """Whether the line break at ``at`` stands inside a sentence: no indent follows and no sentence ends before it.

    Nothing is read but the line's last characters, for a paragraph may have many lines.
    """
    if behind >= end or text[at] == "\u3000" or text[behind].isspace():
        return False
    if behind - at > 1 and "\n" in text[at:behind].replace("\r\n", "\n")[1:]:
        return False
    while at > start and text[at - 1].isspace():
        at -= 1
    if at == start or text[at - 1] in _TERMINAL:
        return False
    if text[at - 1] in _JOINED or text[behind] in _CLOSING:
        return True
    least = at - _WRAP_MINIMUM
    if _CAPTION.match(text, max(text.rfind("\n", max(start, at - _LONGEST_CAPTION), at) + 1, start), at):
        return False
    broken = text.rfind("\n", max(start, least), at)
    if broken >= 0:  # a short line; a crawler may have set a number apart (国家⏎4A⏎级景区)
        return _HAN.search(text, broken, at) is None
    return least >= start and _INK.search(text, start, least + 1) is not None


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]`` as half-open spans (code points), the closing mark included.

    >>> text = "办结69件。1件结转（下年）。"
    >>> [text[a:b] for a, b in sentences(text, 0, len(text))]
    ['办结69件。', '1件结转（下年）。']
    """
    found: list[tuple[int, int]] = []
    here = start
    for match in _SENTENCE_END.finditer(text, start, end):
        at, behind = match.span()
        if text[at] in "\r\n\u3000" and _wrapped(text, start, at, behind, end):
            continue
        if behind - here > _LONGEST:
            here = _cut(text, here, behind, found)
        if text[here].isspace() or text[behind - 1].isspace():
            _add(text, here, behind, found)
        else:
            found.append((here, behind))
        here = behind
    _add(text, _cut(text, here, end, found), end, found)
    return found


def _cut(text: str, start: int, end: int, found: list[tuple[int, int]]) -> int:
    """Cut a sentence longer than any that a person wrote (a damaged text without full stops); where its last piece begins."""
    while end - start > _LONGEST:
        cut = max(text.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in "，；,;、") + 1
        cut = cut or start + _LONGEST
        _add(text, start, cut, found)
        start = cut
    return start


def _add(text: str, start: int, end: int, found: list[tuple[int, int]]) -> None:
    """Add a stretch without the white space around it, unless it holds nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))
