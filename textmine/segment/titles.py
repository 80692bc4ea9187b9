"""Titles without a marker: the document's own, and short lines that open a section."""

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from textmine.lexicon import words
from textmine.segment.headings import Heading
from textmine.segment.lines import line_breaks

_NUMBER = re.compile(r"[〔\[【][12][0-9]{3}[〕\]】][0-9]{1,5}号$")
_ENDS_SENTENCE = tuple("。，；：！？,;:!?、|")
_WIRE = re.compile(r"^[0-9\s]{1,8}$|新华社.{0,16}[电讯]$")  # page numbers and news-wire lines above a title
_TITLE_LIMIT = 80
_UNMARKED_LIMIT = 26
_MARKED = re.compile(r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]")
_ITEM = re.compile(r"[（(]|——|[0-9]{1,2}[.、]|[①-⑳]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_DATE_LINE = re.compile(r"^[（(]?(?:[0-9]{4}|[一二]〇).{0,10}[0-9一二三四五六七八九十]月.{0,8}日")


class Title(NamedTuple):
    """The document's title: where it starts, where the text behind it begins (code points), and its words."""

    start: int
    body: int
    title: str


def find_title(text: str, start: int, end: int) -> Title | None:
    r"""The title at the head of ``text[start:end]``; one over several lines is joined.

    >>> find_title("云岭市人民政府\n2019年政府信息公开工作年度报告\n一、总体情况", 0, 33).title
    '云岭市人民政府2019年政府信息公开工作年度报告'
    """
    parts: list[str] = []
    first = last = -1
    for at, behind, line in _lines(text, start, min(end, start + 400)):
        if not parts and _WIRE.search(line):
            continue
        if len(parts) == 3 or len(line) > _TITLE_LIMIT or not _may_be_title(line):
            break
        if first < 0:
            first = at
        parts.append(line)
        last = behind
        if _is_document(line):
            return Title(first, last, _without_number("".join(parts)))
    return None


def _may_be_title(line: str) -> bool:
    return (
        not line.endswith(_ENDS_SENTENCE)
        and not line.startswith(words("headings", "unmarked_never"))
        and not _DATE_LINE.match(line)
        and not _MARKED.match(line)
    )


def _without_number(line: str) -> str:
    """A title without the document number that runs on behind it (…的通报国办函〔2018〕46号)."""
    number = _NUMBER.search(line)
    if not number:
        return line
    ends = [
        line.rfind(word, 0, number.start() - 1) + len(word)
        for word in words("headings", "document")
        if word in line[: number.start() - 1]
    ]
    return line[: max(ends)] if ends else line


def _is_document(line: str) -> bool:
    plain = re.sub(r"[（(][^（()）]{0,20}[)）]$", "", _without_number(line))
    return plain.endswith(words("headings", "document"))


def find_unmarked(
    text: str, start: int, end: int, headings: Sequence[Heading], skip: Sequence[tuple[int, int]]
) -> list[Heading]:
    """Short lines without a marker that open a section: followed by a paragraph, not ended by punctuation."""
    found: list[Heading] = []
    parts = any(heading.marker.startswith("第") for heading in headings)
    lines = _lines(text, start, end)
    taken = {heading.start for heading in headings}
    for (at, behind, line), (next_at, _, following) in itertools.pairwise(lines):
        if not 4 <= len(line) <= _UNMARKED_LIMIT or at in taken or any(a <= at < b for a, b in skip):
            continue
        if _may_be_title(line) and _opens_section(line, following, heads_marked=next_at in taken, parts=parts):
            review = line.endswith(words("headings", "unmarked")) or not parts
            found.append(Heading(at, behind, 1 if review and not parts else 2, "", line))
    return found


def _lines(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The lines of ``text[start:end]`` that hold something: where each starts, where it breaks, and its words."""
    found = []
    here = start
    for at, behind in [*line_breaks(text, start, end), (end, end)]:
        line = text[here:at].lstrip()
        if line:
            found.append((at - len(line), at, line.rstrip()))
        here = behind
    return found


def _opens_section(line: str, following: str, *, heads_marked: bool, parts: bool) -> bool:
    """Whether a line opens a section by what follows it: a paragraph, or as ``heads_marked`` tells a marked heading."""
    if not _HAN.search(line) or _ITEM.match(line):
        return False
    known = line.endswith(words("headings", "unmarked"))
    return (known and (len(following) >= 30 or heads_marked)) or (parts and len(following) >= 60)
