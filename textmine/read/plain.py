"""Reads plain text files."""

from __future__ import annotations

import hashlib
import re

from textmine.errors import ReadError
from textmine.read.charset import REPLACEMENT, decode
from textmine.read.furniture import body_range
from textmine.read.header import find_header
from textmine.schema import Document, Reason

_SURROGATE = re.compile("[\ud800-\udfff]")
_BOM = "\ufeff"


def digest(data: bytes) -> str:
    """The SHA-256 of some bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_plain(data: bytes, path: str) -> Document:
    """The document in the bytes of a text file; what cannot be decoded gives status ``quarantined`` and no text."""
    try:
        decoded = decode(data)
    except ReadError as error:
        return set_aside(path, error, sha256=digest(data))
    return as_document(
        decoded.text,
        path=path,
        sha256=digest(data),
        encoding=decoded.encoding,
        reason=decoded.reason,
        detail=decoded.detail,
    )


def read_text(text: str, path: str = "") -> Document:
    """The document of a text that is already in memory; lone surrogates become U+FFFD, which keeps every offset.

    >>> read_text("2019年，办结364项。").body
    (0, 13)
    >>> read_text(" ").status
    'empty'
    """
    try:
        data, clean, damaged = text.encode("utf-8"), text, None
    except UnicodeEncodeError:
        data, clean, damaged = text.encode("utf-8", "surrogatepass"), _SURROGATE.sub(REPLACEMENT, text), Reason.DAMAGED
    return as_document(clean.replace("\0", REPLACEMENT), path=path, sha256=digest(data), reason=damaged)


def as_document(
    text: str, *, path: str, sha256: str, encoding: str = "utf-8", reason: Reason | None = None, detail: str = ""
) -> Document:
    """A document of a decoded text: its header gives the metadata, page furniture lies outside the body."""
    if not text.strip("\ufeff\u200b \t\r\n\f\v\u3000\xa0").strip():
        reason, detail = Reason.BLANK, ""
    header = find_header(text)
    body = body_range(text, header.end or (len(_BOM) if text.startswith(_BOM) else 0))
    return Document(
        path=path,
        sha256=sha256,
        text=text,
        body=body,
        encoding=encoding,
        metadata=header.metadata,
        status=reason.status if reason else "ok",
        reason=str(reason) if reason else None,
        detail=detail,
    )


def set_aside(path: str, error: ReadError, *, sha256: str = "", media_type: str = "text/plain") -> Document:
    """The document of a file that is not mined: no text, but a status, a reason and its details."""
    return Document(
        path=path,
        sha256=sha256,
        text="",
        body=(0, 0),
        encoding="",
        media_type=media_type,
        status=Reason.of(error.reason).status,
        reason=str(error.reason),
        detail=str(error),
    )
