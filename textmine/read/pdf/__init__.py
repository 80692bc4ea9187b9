"""Reads PDF files: their text in reading order, their tables, and where every line stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from textmine.errors import MissingExtra, ReadError
from textmine.read.files import SetAside
from textmine.read.pdf import ocr
from textmine.read.pdf.bombs import refuse_bombs
from textmine.read.pdf.flow import flow
from textmine.read.pdf.furniture import without_furniture
from textmine.read.pdf.layout import sheet_of
from textmine.read.pdf.source import opened, page_of
from textmine.read.pdf.text import Written, write
from textmine.read.pdf.types import Page, Sheet
from textmine.read.plain import as_document, digest, set_aside
from textmine.read.scans import USE, installed
from textmine.schema import Document, Metadata, Reason

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 5_000  # Docling took over 8 hours for 3,000 pages; textmine takes seconds, and no report is longer
MAX_CHARACTERS = 5_000_000  # what 1 GB holds with the places of all characters; a report of 100 pages has 70,000

_TAIL = 2048  # bytes at the end of a file in which its last words are looked for
_TOLERATED = 0.001  # share of unreadable characters from which a file is no longer `ok`, as for text files
_PICTURE = 0.4  # of a page: a page without text but with so large a picture was scanned
_FEW = 40  # characters that a scanner or an office stamps on such a page
_ILLEGIBLE = 0.05  # share of recognised lines from which those that cannot be read are told of
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NO_TITLE = re.compile(r"(?i)microsoft|\.(?:docx?|wps|pdf|ofd|indd|cdr)\b|未命名|无标题|新建|文档[0-9]|幻灯片|[\\/�]")
_MAX_TITLE = 100  # characters
_TITLE_WITHIN = 400  # characters at the head of a text in which its title stands


class _Pages(NamedTuple):
    """What the pages of a document say, and what was wrong with them."""

    sheets: list[Sheet]
    drawn: bool
    missing: list[int]
    unread: int
    cut: str
    recognised: set[int]
    legible: int
    illegible: int


def read_pdf(data: bytes, path: str) -> Document:
    """The document in the bytes of a PDF file.

    Its ``lines`` say where each line of the text stands, its ``grids`` are its tables. Pages that are pictures without
    text give status ``empty`` with reason ``needs_ocr``, or ``partial`` where other pages have text; a file that needs
    a password or cannot be opened is ``quarantined``. Nothing is raised.
    """
    try:
        refuse_bombs(data)
        with opened(data) as source:
            pages = _pages(source, len(data))
            title = _title(source)
    except ReadError as error:
        return set_aside(path, error, sha256=digest(data), media_type=MEDIA_TYPE)
    sheets = without_furniture(pages.sheets)
    scanned = [
        sheet.number
        for sheet in sheets
        if not sheet.blocks and sheet.pictured >= _PICTURE and sheet.number not in pages.recognised
    ]
    if not scanned and not any(sheet.blocks for sheet in sheets):
        sheets = pages.sheets  # what repeats on every page is all that they say
    written = write(flow(sheets), MAX_CHARACTERS)
    reason, detail = _reason(pages, scanned, written, data)
    document = as_document(written.text, path=path, sha256=digest(data), reason=reason, detail=detail)
    if document.status == "empty" and pages.drawn:
        document = replace(document, reason=str(Reason.NEEDS_OCR), detail=_unrecognised(len(sheets)))
    return replace(
        document,
        media_type=MEDIA_TYPE,
        metadata=_metadata(document, title),
        grids=written.grids,
        lines=written.lines,
    )


def _pages(source: Any, size: int) -> _Pages:
    count = len(source)
    if count > size:
        raise SetAside(Reason.PARSE, f"{size} bytes that claim to be {count} pages")
    found = _Pages([], drawn=False, missing=[], unread=0, cut="", recognised=set(), legible=0, illegible=0)
    able = USE.wanted and installed()
    characters = quarters = 0
    for index in range(min(count, MAX_PAGES)):
        if characters > MAX_CHARACTERS:
            return found._replace(cut=f"after page {index} of {count}: {characters} characters")
        page = page_of(source, index)
        if page is None:
            found.missing.append(index + 1)
            continue
        if able and _is_scan(page) and len(found.recognised) < ocr.MAX_PAGES:
            page, illegible, quarters = ocr.recognise(source, page, quarters)
            found.recognised.add(page.number)
            found = found._replace(legible=found.legible + len(page.words), illegible=found.illegible + illegible)
        characters += sum(len(word.text) for word in page.words)
        found.sheets.append(sheet_of(page))
        found = found._replace(drawn=found.drawn or page.drawn > 0, unread=found.unread + page.unread)
    if found.missing and not found.sheets:
        raise SetAside(Reason.PARSE, f"none of its {count} pages can be read")
    return found._replace(cut=f"after page {MAX_PAGES} of {count}") if count > MAX_PAGES else found


def _is_scan(page: Page) -> bool:
    """Whether what a page says is in its picture; so are texts whose letters are drawn."""
    few = sum(len(word.text) for word in page.words) < _FEW
    return few and (page.pictured >= _PICTURE or (page.drawn > 0 and not page.words))


def _unrecognised(count: int) -> str:
    """What a scan is told of with, of which nothing could be read."""
    told = f"{count} page{'s' if count > 1 else ''} without text"
    if installed():
        return f"{told}, and none in their pictures" if USE.wanted else told
    return f"{told}; to have them recognised, {MissingExtra('ocr')}"


def _reason(pages: _Pages, scanned: Sequence[int], written: Written, data: bytes) -> tuple[Reason | None, str]:
    """What is wrong with a document that has text, the worst first."""
    if pages.cut or written.cut:
        return Reason.LIMIT, pages.cut or f"after {len(written.text)} characters"
    if pages.missing:
        return Reason.TEXT_LOST, f"pages that cannot be read: {_listed(pages.missing)}"
    if scanned:
        return Reason.TEXT_LOST, f"pages that are pictures: {_listed(scanned)}"
    if pages.illegible > _ILLEGIBLE * (pages.legible + pages.illegible):
        return Reason.TEXT_LOST, f"{pages.illegible} lines that cannot be recognised"
    if pages.unread > _TOLERATED * len(written.text):
        return Reason.TEXT_LOST, f"{pages.unread} characters whose font does not say what they mean"
    if b"startxref" not in data[-_TAIL:] and b"%%EOF" not in data[-_TAIL:]:
        return Reason.TRUNCATED, "it does not end as a PDF file does"
    return None, ""


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return f"{shown} and {len(numbers) - 10} more" if len(numbers) > 10 else shown


def _title(source: Any) -> str | None:
    """The title that the file gives itself, where it is one in Chinese and not the name of a file."""
    title = str(source.get_metadata_value("Title") or "").replace("\0", "").strip()
    fits = len(title) <= _MAX_TITLE and "\n" not in title
    return title if fits and _HAN.search(title) and not _NO_TITLE.search(title) else None


def _metadata(document: Document, title: str | None) -> Metadata:
    """The metadata, with the file's own title where that stands as a line of its own at the head of the text."""
    if document.metadata.title or title is None:
        return document.metadata
    head = f"\n{document.text[:_TITLE_WITHIN]}\n"
    at = head.find(f"\n{title}\n")
    return replace(document.metadata, title=title, title_start=at if at >= 0 else None)
