"""What kind of file it is, decided by its content; the name counts only for HTML, Markdown and CSV, which have no magic number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from textmine.lexicon import cached, table

_WINDOW = 65536  # bytes at either end of a ZIP archive in which the names of its members are looked for
_HEAD = 8192  # bytes in which HTML has to show itself
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaType:
    """A type of file: the code used in reasons (``pdf``), its name in English, and its IANA name."""

    code: str
    name: str
    media_type: str


TEXT = MediaType(code="text", name="plain text", media_type="text/plain")


@cached
def _signatures() -> tuple[tuple[bytes, int, MediaType], ...]:
    return tuple(
        (bytes.fromhex(row["magic"]), row.get("offset", 0), _media_type(row))
        for row in table("media_types")["magic"]["types"]
    )


@cached
def _members() -> tuple[tuple[re.Pattern[bytes], MediaType], ...]:
    return tuple((re.compile(row["member"].encode()), _media_type(row)) for row in table("media_types")["zip"]["types"])


def _media_type(row: dict[str, Any]) -> MediaType:
    return MediaType(code=row["code"], name=row["name"], media_type=row["media_type"])


def media_type(data: bytes, path: str = "") -> MediaType:
    """The type of a file with these bytes; text where nothing speaks against it.

    >>> media_type(b"%PDF-1.7").code
    'pdf'
    >>> media_type("一、总体情况".encode(), "年报.pdf").code
    'text'
    """
    for magic, offset, found in _signatures():
        if data.startswith(magic, offset):
            return _zip_type(data, found) if found.code == "zip" else found
    return _html(data, path) or _named("markdown", path) or _named("csv", path) or TEXT


def _zip_type(data: bytes, plain: MediaType) -> MediaType:
    names = data[:_WINDOW] + data[-_WINDOW:]
    return next((found for member, found in _members() if member.search(names)), plain)


@cached
def _tag() -> re.Pattern[bytes]:
    names = "|".join(sorted(table("media_types")["html"]["tags"], key=len, reverse=True))
    return re.compile(rf"<(?:/(?:{names})|(?:{names})(?=[\s/>]|class=|style=|id=|align=)[^<>]{{0,2000}})>".encode())


def _html(data: bytes, path: str) -> MediaType | None:
    rule = table("media_types")["html"]
    head = data[:_HEAD].replace(b"\0", b"")
    for mark in _MARKS:
        head = head.removeprefix(mark)
    # A crawler may have kept the page as a JSON string: in quotes, its marks escaped.
    head = head.lstrip(b' \t\r\n"').lower().replace(b"\\u003c", b"<").replace(b"\\u003e", b">").replace(b"\\/", b"/")
    if head.startswith(tuple(opening.encode() for opening in rule["openings"])):
        return _media_type(rule)
    if path.lower().partition("?")[0].endswith(tuple(rule["suffixes"])):
        known = head.startswith(b"<") or _has_tags(head, rule["enough"])
    else:
        opened = head.startswith(tuple(opening.encode() for opening in rule["fragments"]))
        known = opened and _has_tags(head, rule["plenty"])
    return _media_type(rule) if known else None


def _has_tags(head: bytes, enough: int) -> bool:
    return next(islice(_tag().finditer(head), enough - 1, None), None) is not None


def _named(kind: str, path: str) -> MediaType | None:
    rule = table("media_types")[kind]
    return _media_type(rule) if path.lower().endswith(tuple(rule["suffixes"])) else None
