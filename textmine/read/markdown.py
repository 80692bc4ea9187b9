"""Reads Markdown: headings, paragraphs, pipe tables; marks of emphasis are dropped and links become their text.

HTML in it, as converters of PDF write for tables, is read as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from textmine.errors import ReadError
from textmine.read.charset import decode
from textmine.read.html import parse
from textmine.read.html.blocks import read_page
from textmine.read.html.lines import iso_date
from textmine.read.html.tables import RawCell, is_data, place
from textmine.read.html.text import Block, assemble, join_lines
from textmine.read.plain import digest, set_aside
from textmine.schema import Document, Metadata, Reason

MEDIA_TYPE = "text/markdown"

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]{1,20}(.*)")
_UNDERLINE = re.compile(r" {0,3}(={1,999}|-{1,999})[ \t]{0,99}")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_QUOTE = re.compile(r" {0,3}> ?")
_BULLET = re.compile(r"[ \t]{0,12}[*+-][ \t]+(?=\S)")
_NUMBERED = re.compile(r"[ \t]{0,12}[0-9]{1,3}[.)、．]")
_PIPE = re.compile(r"(?<!\\)\|")
_FRONT = re.compile(r"---[ \t]*\n((?:[^\n]*\n){0,60}?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
_HTML_TABLE = re.compile(r"[ \t]*<table\b", re.IGNORECASE)
_SENTENCE_END = ("。", "！", "？", "；", "：", ".", "!", "?", ";", ":")
_WRAPPED = 0.6  # a line shorter than this share of its paragraph's longest ends on purpose

# Marks within a line. Emphasis of one mark must not stand between digits: 3*4*5 is a product.
_INLINE = (
    (re.compile(r"!\[[^\[\]]{0,500}\]\([^()\s]{0,2000}(?:\s[^()]{0,500})?\)"), ""),
    (re.compile(r"\[([^\[\]]{1,1000})\]\((?:[^()]|\([^()]{0,200}\)){0,1000}\)"), r"\1"),
    (re.compile(r"\[([^\[\]]{1,1000})\]\[[^\[\]]{0,200}\]"), r"\1"),
    (re.compile(r"<(https?://[^<>\s]{1,2000})>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>]{0,2000}>"), ""),
    (re.compile(r"(`{1,3})([^`]{1,2000})\1"), r"\2"),
    (re.compile(r"(\*\*\*|\*\*|~~)(?=\S)([^*~]{1,2000}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w_])(___|__|_)(?=\S)([^_]{1,2000}?)(?<=\S)\1(?![\w_])"), r"\2"),
    (re.compile(r"(?<![0-9*\\])\*(?=[^\s*])([^*]{1,2000}?)(?<=[^\s\\])\*(?![0-9*])"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|<>~-])"), r"\1"),
)
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)


def read_markdown(data: bytes, path: str) -> Document:
    r"""The document in the bytes of a Markdown file; the front matter and the first headline give the metadata.

    Text that no charset fits gives status ``quarantined``.

    >>> read_markdown("# 年度报告\n\n2019年，**办结**[364项](a.html)。\n".encode(), "a.md").text
    '年度报告\n2019年，办结364项。\n'
    """
    try:
        decoded = decode(data)
        source = decoded.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        front = _FRONT.match(source)
        limits: list[str] = []
        blocks = tuple(_blocks(source[front.end() if front else 0 :].split("\n"), limits))
    except ReadError as error:
        return set_aside(path, error, sha256=digest(data), media_type=MEDIA_TYPE)
    text, grids, starts = assemble(blocks)
    reason, detail = decoded.reason, decoded.detail
    if limits:
        reason, detail = Reason.LIMIT, limits[0]
    elif not text and reason is None:
        reason, detail = Reason.BLANK, ""
    return Document(
        path=path,
        sha256=digest(data),
        text=text,
        body=(0, len(text)),
        encoding=decoded.encoding,
        media_type=MEDIA_TYPE,
        metadata=_metadata(front[1] if front else "", blocks, starts),
        status=reason.status if reason else "ok",
        reason=str(reason) if reason else None,
        detail=detail,
        grids=grids,
    )


def _metadata(front: str, blocks: Sequence[Block], starts: Sequence[int]) -> Metadata:
    values = {
        key.strip().lower(): value.strip().strip("\"'")
        for key, colon, value in (line.partition(":") for line in front.split("\n"))
        if colon and value.strip()
    }
    first = next((index for index, block in enumerate(blocks) if block.level == 1), None)
    headed = first == 0 or (first is not None and not any(block.cells or block.level for block in blocks[:first]))
    title = blocks[first].text if first is not None and headed else values.get("title")
    return Metadata(
        title=title,
        title_start=starts[first] if first is not None and headed else None,
        issuer=values.get("issuer"),
        published=iso_date(values.get("date", "")),
        url=values.get("url"),
    )


def _blocks(lines: Sequence[str], limits: list[str]) -> Iterator[Block]:
    """The blocks of the lines of a file; CommonMark 0.31 with the tables of GFM, as far as reports use them.

    A limit that a table hits is appended to ``limits``.
    """
    at = 0
    paragraph: list[str] = []
    while at < len(lines):
        quote = _QUOTE.match(lines[at])
        line = lines[at][quote.end() :] if quote else lines[at]
        if fence := _FENCE.match(line):
            yield from _paragraph(paragraph)
            end = next((i for i in range(at + 1, len(lines)) if lines[i].lstrip().startswith(fence[1])), len(lines))
            yield from (Block(text=text.rstrip()) for text in lines[at + 1 : end] if text.strip())
            at = end
        elif _HTML_TABLE.match(line):
            yield from _paragraph(paragraph)
            end = next((i for i in range(at, len(lines)) if "</table>" in lines[i].lower()), len(lines) - 1)
            yield from _html_blocks("\n".join(lines[at : end + 1]), limits)
            at = end
        elif "|" in line and at + 1 < len(lines) and _is_delimiter(lines[at + 1]):
            yield from _paragraph(paragraph)
            end = next((i for i in range(at + 2, len(lines)) if "|" not in lines[i]), len(lines))
            yield from _table([line, *lines[at + 2 : end]], limits)
            at = end - 1
        elif heading := _HEADING.fullmatch(line):
            yield from _paragraph(paragraph)
            if title := _plain(_without_closing(heading[2])):
                yield Block(text=title, level=len(heading[1]))
        elif paragraph and (underline := _UNDERLINE.fullmatch(line)):
            text = join_lines([_plain(part) for part in paragraph])
            paragraph.clear()
            yield Block(text=text, level=1 if underline[1][0] == "=" else 2)
        elif not line.strip() or _is_rule(line):
            yield from _paragraph(paragraph)
        else:
            bullet = _BULLET.match(line)
            if bullet or _NUMBERED.match(line):
                yield from _paragraph(paragraph)
            paragraph.append(line[bullet.end() :] if bullet else line)
        at += 1
    yield from _paragraph(paragraph)


def _paragraph(lines: list[str]) -> Iterator[Block]:
    """The lines of a paragraph, wrapped ones joined; the list is emptied."""
    longest = max(map(len, lines), default=0)
    wrapped: list[str] = []
    for line in lines:
        text = _plain(line)
        wrapped.append(text)
        if _breaks(line) or text.endswith(_SENTENCE_END) or len(line) < _WRAPPED * longest:
            yield from (Block(text=joined) for joined in (join_lines(wrapped),) if joined.strip())
            wrapped = []
    yield from (Block(text=joined) for joined in (join_lines(wrapped),) if joined.strip())
    lines.clear()


def _without_closing(heading: str) -> str:
    """A heading without the run of # that may close it."""
    text = heading.rstrip()
    bare = text.rstrip("#")
    return bare if not bare or bare[-1] in " \t" else text


def _is_delimiter(line: str) -> bool:
    """Whether a line is the row of dashes under the labels of a table."""
    return "|" in line and "-" in line and not line.strip("|:- \t")


def _is_rule(line: str) -> bool:
    marks = "".join(line.split())
    return len(marks) > 2 and marks[0] in "*-_" and marks == marks[0] * len(marks)


def _breaks(line: str) -> bool:
    return line.endswith(("  ", "\\")) or line.rstrip().lower().endswith(("<br>", "<br/>", "<br />"))


def _plain(line: str) -> str:
    """A line without its marks."""
    text = _BREAK.sub(" ", line.removesuffix("\\"))
    for pattern, kept in _INLINE:
        text = pattern.sub(kept, text)
    return unescape(text).replace("\t", " ").replace("\n", " ").replace("\0", "\ufffd").strip(" ")


def _html_blocks(markup: str, limits: list[str]) -> Iterator[Block]:
    root = parse(markup)
    if root is not None:
        page = read_page(root)
        limits.extend([page.limit] if page.limit else [])
        yield from page.blocks


def _table(lines: Sequence[str], limits: list[str]) -> Iterator[Block]:
    rows = [[RawCell((_plain(part),), 1, 1) for part in _split(line)] for line in lines]
    try:
        cells = place(rows)
    except ReadError as error:
        limits.append(str(error))
        cells = ()
    if cells and is_data(rows, cells):
        yield Block(cells=cells)
    else:
        yield from (Block(text=text) for row in rows for cell in row for text in cell.lines if text.strip())


def _split(line: str) -> list[str]:
    """The cells of a row: an outer pipe on either side is no border between cells."""
    return _PIPE.split(line.strip().removeprefix("|").removesuffix("|"))
