"""Chooses a reader by the type of the content. A reader never raises for bad content: it says so in the document."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from functools import partial
from importlib import import_module
from typing import Protocol
from urllib.parse import quote_from_bytes, unquote_to_bytes

from textmine.errors import UnsupportedType
from textmine.read.compressed import DAMAGE, UNPACKERS, unpack, unpacked, unpacked_name
from textmine.read.containers.limits import Allowance
from textmine.read.files import SetAside, read_regular
from textmine.read.listing import Entry
from textmine.read.media import media_type
from textmine.read.plain import digest, read_plain, set_aside
from textmine.schema import Document, Reason


class Reader(Protocol):
    """Turns the bytes of a file of one type into a document. Bad content gives a status and a reason, no exception."""

    def __call__(self, data: bytes, path: str) -> Document:
        """The document in ``data``; ``path`` is what the file is called in it."""


def read_compressed(data: bytes, path: str) -> Document:
    """The one document in a compressed file; its digest is that of the content."""
    try:
        inner, cut = unpack(unpacked(io.BytesIO(data), media_type(data).media_type, Allowance(len(data))))
    except SetAside as error:
        return set_aside(path, error)
    except DAMAGE as error:
        return set_aside(path, SetAside(Reason.PARSE, str(error)))
    return read_unpacked(inner, path, name=unpacked_name(path), cut=cut)


def read_unpacked(data: bytes, path: str, *, name: str, cut: bool = False) -> Document:
    """The document in bytes that were unpacked: ``name`` is what to know their type by, ``cut`` that the end is missing."""
    document = replace(read_bytes(data, name), path=path)
    return _partial(document, Reason.TRUNCATED) if cut else document


def read_changed(data: bytes, path: str) -> Document:
    """The document in the bytes of a file that changed while it was read."""
    return _partial(read_bytes(data, path), Reason.CHANGED)


def _partial(document: Document, reason: Reason) -> Document:
    """The document with a reason why it may not be whole, unless it has one already."""
    return replace(document, status=reason.status, reason=str(reason)) if document.status == "ok" else document


def _late(module: str, data: bytes, path: str) -> Document:
    """Read with ``read_*`` of a module that is imported when the first file of its type is met: most runs need few of them."""
    read: Reader = getattr(import_module(f"textmine.read.{module}"), f"read_{module}")
    return read(data, path)


# Media type to reader.
READERS: dict[str, Reader] = {
    "text/plain": read_plain,
    "text/html": partial(_late, "html"),
    "text/markdown": partial(_late, "markdown"),
    "text/csv": partial(_late, "separated"),
    "application/pdf": partial(_late, "pdf"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": partial(_late, "docx"),
    **dict.fromkeys(UNPACKERS, read_compressed),
}


def read_bytes(data: bytes, path: str) -> Document:
    """The document in the bytes of a file; its type is decided by the content, not by the name.

    >>> read_bytes(b"GIF89a ...", "2019.txt").reason
    'type:gif'
    """
    found = media_type(data, path)
    reader = READERS.get(found.media_type)
    if reader is None:
        error = UnsupportedType(found.name, reason=f"{Reason.TYPE}:{found.code}")
        return set_aside(path, error, sha256=digest(data), media_type=found.media_type)
    return reader(data, path)


def read_file(path: str | os.PathLike[str], *, display_path: str | None = None) -> Document:
    """The document in a file. Only a regular file is opened, links are not followed, nothing is waited for.

    ``display_path`` is what the document says its path is. Whatever is wrong with the file is told in ``status``,
    ``reason`` and ``detail``; nothing is raised.

    >>> read_file("/nowhere/report.txt").reason
    'io'
    """
    shown = display_path if display_path is not None else display_name(path)
    try:
        content = read_regular(path)
    except SetAside as error:
        return set_aside(shown, error)
    return (read_changed if content.changed else read_bytes)(content.data, shown)


def read_entry(entry: Entry, *, display_path: str) -> Document:
    """The document in a listed file; one that is not to be opened comes with the reason why."""
    if entry.reason is not None:
        return set_aside(display_path, SetAside(entry.reason, entry.detail))
    return read_file(entry.path, display_path=display_path)


def display_name(path: str | os.PathLike[str]) -> str:
    """A path as valid text: bytes of a name that are not UTF-8 are written as %XX.

    So is each % of a name that could be taken for one that was written so: no two names become one.

    >>> import os
    >>> display_name(os.fsdecode("统计".encode("gb18030") + b".txt"))
    '%CD%B3%BC%C6.txt'
    >>> display_name("%CD%B3%BC%C6.txt"), display_name("增长5%.txt")
    ('%25CD%25B3%25BC%25C6.txt', '增长5%.txt')
    """
    raw = os.fsencode(path)
    try:
        shown = text = raw.decode("utf-8")
        while "%" in text and (plain := unquote_to_bytes(text).decode("utf-8")) != text:
            text = plain
    except UnicodeDecodeError:
        return quote_from_bytes(raw, safe="/")
    return shown
