"""Titles without a marker: the document's own, and short lines that open a section."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from textmine.lexicon import words
from textmine.segment.headings import Heading
from textmine.segment.lines import INDENT

_LINE = re.compile(rf"(?:[^\r\n\u3000]+|(?!{INDENT})\u3000)+")
_NUMBER = re.compile(r"[〔\[【][12][0-9]{3}[〕\]】][0-9]{1,5}号$")
_ENDS_SENTENCE = re.compile(r"[。，；：！？,;:!?、|]$")
_WIRE = re.compile(r"^[0-9\s]{1,8}$|新华社.{0,16}[电讯]$")  # page numbers and news-wire lines above a title
_TITLE_LIMIT = 80
_UNMARKED_LIMIT = 26
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
    for match in _LINE.finditer(text, start, min(end, start + 400)):
        line = match.group().strip()
        if not line:
            continue
        if not parts and _WIRE.search(line):
            continue
        if len(parts) == 3 or len(line) > _TITLE_LIMIT or not _may_be_title(line):
            break
        if first < 0:
            first = match.start() + (len(match.group()) - len(match.group().lstrip()))
        parts.append(line)
        last = match.end()
        if _is_document(line):
            return Title(first, last, _without_number("".join(parts)))
    return None


def _may_be_title(line: str) -> bool:
    return (
        not _ENDS_SENTENCE.search(line)
        and not line.startswith(words("headings", "unmarked_never"))
        and not _DATE_LINE.match(line)
        and not re.match(r"[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]", line)
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
    lines = [m for m in _LINE.finditer(text, start, end) if m.group().strip()]
    taken = {heading.start for heading in headings}
    for index, match in enumerate(lines[:-1]):
        line = match.group().strip()
        at = match.start() + len(match.group()) - len(match.group().lstrip())
        if not 4 <= len(line) <= _UNMARKED_LIMIT or at in taken or any(a <= at < b for a, b in skip):
            continue
        if not _may_be_title(line) or not _opens_section(
            line, lines[index + 1].group().strip(), taken, lines[index + 1], parts=parts
        ):
            continue
        review = line.endswith(words("headings", "unmarked")) or not parts
        found.append(Heading(at, match.end(), 1 if review and not parts else 2, "", line))
    return found


def _opens_section(line: str, following: str, taken: set[int], following_match: re.Match[str], *, parts: bool) -> bool:
    if not _HAN.search(line) or re.match(r"[（(]|——|[0-9]{1,2}[.、]|[①-⑳]", line):
        return False
    known = line.endswith(words("headings", "unmarked"))
    heads_marked = (
        following_match.start() + len(following_match.group()) - len(following_match.group().lstrip()) in taken
    )
    return (known and (len(following) >= 30 or heads_marked)) or (parts and len(following) >= 60)
