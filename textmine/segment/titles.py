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
_SPREAD = re.compile(r"\S(?:[ \u3000]{1,4}\S){3,24}")  # every character set apart
_TITLE_LIMIT = 80
_UNMARKED_LIMIT = 26
_INDENT = 12
_PARAGRAPH = 30  # characters of the shortest paragraph
_ENOUGH = 2 * _PARAGRAPH + 40  # characters of a line that tell whether it is one
_MOTTO = re.compile(r"(?:19|20)[0-9]{2}年[：:].{4,16}$")  # 2019年：实干开新局
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
    for at, behind, written in _lines(text, start, min(end, start + 400)):
        line = "".join(written.split()) if _SPREAD.fullmatch(written) else written  # 政 府 工 作 报 告
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
    plain = re.sub(r"[（(][^（()）]{0,20}[)）]$|\[[0-9]{1,2}\]$", "", _without_number(line))
    return plain.endswith(words("headings", "document"))


def find_unmarked(
    text: str, start: int, end: int, headings: Sequence[Heading], skip: Sequence[tuple[int, int]]
) -> list[Heading]:
    """Short lines without a marker that open a section: followed by a paragraph, not ended by punctuation."""
    found: list[Heading] = []
    parts = any(heading.marker.startswith("第") for heading in headings)
    breaks = [*line_breaks(text, start, end), (end, end)]
    taken = {heading.start for heading in headings}
    here = start
    for index, (stop, behind) in enumerate(breaks):
        at, here = here, behind
        if stop - at > _UNMARKED_LIMIT + _INDENT:
            continue
        line = text[at:stop].lstrip()
        at, line = stop - len(line), line.rstrip()
        if not 4 <= len(line) <= _UNMARKED_LIMIT or at in taken or any(a <= at < b for a, b in skip):
            continue
        known = bool(_MOTTO.match(line)) or line.endswith(words("headings", "unmarked"))
        if not (known or parts) or not _may_be_title(line) or not _HAN.search(line) or _ITEM.match(line):
            continue
        next_at, following = _next_line(text, breaks, index)
        heads = next_at in taken or len(following) >= _PARAGRAPH
        if (known and heads) or (parts and len(following) >= 2 * _PARAGRAPH):
            found.append(Heading(at, stop, 2 if parts else 1, "", line))
    return found


def _next_line(text: str, breaks: Sequence[tuple[int, int]], index: int) -> tuple[int, str]:
    """Where the next line that holds something begins, and its first characters; the end and nothing behind the last."""
    for (_, at), (stop, _) in itertools.pairwise(breaks[index:]):
        line = text[at : min(stop, at + _ENOUGH)].lstrip()
        if line:
            return text.index(line[0], at), line.rstrip()
    return breaks[-1][0], ""


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
