"""Reads Word documents (DOCX): the text as Word shows it, automatic numbers included, and the grids of its tables.

Of revisions the accepted state is read. Heads and feet of pages, comments, hidden text and tables of contents are left
out. Title and dates of the document's properties are not taken: word processors fill the title from the first line
typed or from a template, and the dates are of editing, not of publication.
"""

from __future__ import annotations

from dataclasses import replace

from textmine.errors import ReadError
from textmine.read.docx.names import tag
from textmine.read.docx.package import Package, open_package
from textmine.read.docx.story import Story
from textmine.read.docx.writer import MAX_TEXT, Full
from textmine.read.plain import as_document, digest, set_aside
from textmine.schema import Document, Reason

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PICTURES = (tag("a:blip"), tag("v:imagedata"))


def read_docx(data: bytes, path: str) -> Document:
    """The document in the bytes of a DOCX file.

    A file that cannot be read gets status ``quarantined`` with the reason: ``parse``, ``encrypted``, ``ratio``,
    ``overlap``, ``too_many``, ``too_large`` or ``depth``; one whose lesser parts cannot be read is ``partial`` with
    reason ``text_lost``, one of over 50 million characters with ``limit``; one that holds only pictures is ``empty``
    with ``needs_ocr``.
    """
    sha256 = digest(data)
    try:
        package = open_package(data)
    except ReadError as error:
        return set_aside(path, error, sha256=sha256, media_type=MEDIA_TYPE)
    story = Story(package)
    reason, detail = _read(story)
    if story.fields.unfinished:  # what follows a field without an end must not stay hidden
        story = Story(package, trust_fields=False)
        reason, detail = _read(story)
    text = story.writer.text
    document = as_document(text, path=path, sha256=sha256, reason=reason, detail=detail)
    document = replace(document, media_type=MEDIA_TYPE, grids=tuple(story.writer.grids))
    if document.reason == Reason.BLANK and _has_pictures(package):
        return replace(document, status=Reason.NEEDS_OCR.status, reason=str(Reason.NEEDS_OCR))
    return document


def _read(story: Story) -> tuple[Reason | None, str]:
    try:
        story.read()
    except Full:
        return Reason.LIMIT, f"read up to {MAX_TEXT} characters"
    return (Reason.TEXT_LOST, "; ".join(story.lost)) if story.lost else (None, "")


def _has_pictures(package: Package) -> bool:
    return next(package.document.iter(*_PICTURES), None) is not None
