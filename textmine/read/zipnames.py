"""Names of the members of a ZIP archive: their charset, and what is harmless of them, for display only."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Sequence

from textmine.read.charset import REPLACEMENT, common_share

_UTF8 = 0x800  # bit of the flags: APPNOTE.TXT, appendix D
_UNICODE_PATH = 0x7075  # extra field with the name in UTF-8: APPNOTE.TXT 4.6.9
_UNNAMED = "unnamed"
_DRIVE = re.compile(r"^[A-Za-z]:")
# Controls and marks of direction, which make a terminal or a page show another name.
_UNSHOWABLE = re.compile("[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def display_names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    r"""A harmless name for each member, no two of them equal.

    A name is in UTF-8 where the archive says so; otherwise all such names together decide between UTF-8, GB18030 and
    code page 437. Names that would be equal are told apart by a number.

    >>> display_names([zipfile.ZipInfo(name) for name in ("../a.txt", "/b/a.txt", "C:\\a.txt")])
    ['a.txt', 'b/a.txt', 'a (2).txt']
    """
    raw = [_raw(entry) for entry in entries]
    charset = _charset([name for name in raw if isinstance(name, bytes)])
    return _told_apart([harmless(name if isinstance(name, str) else _decoded(name, charset)) for name in raw])


def harmless(name: str) -> str:
    r"""A name without what could lead out of a folder or confuse a terminal.

    >>> harmless("..\\..\\C:\\年报\\2019.txt"), harmless("/"), harmless("a\x1b[2J.txt")
    ('年报/2019.txt', 'unnamed', 'a�[2J.txt')
    """
    shown = _UNSHOWABLE.sub(REPLACEMENT, name.replace("\\", "/"))
    parts = (_DRIVE.sub("", part) for part in shown.split("/"))
    return "/".join(part for part in parts if part not in ("", ".", "..")) or _UNNAMED


def _raw(entry: zipfile.ZipInfo) -> str | bytes:
    """The name as text where the archive names its charset, else as bytes (zipfile reads those as code page 437)."""
    if entry.flag_bits & _UTF8:
        return entry.orig_filename
    try:
        name = entry.orig_filename.encode("cp437")
    except UnicodeEncodeError:  # a ZipInfo that was made, not read
        return entry.orig_filename
    return _unicode_path(entry.extra, name) or name


def _unicode_path(extra: bytes, name: bytes) -> str | None:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        content = extra[at + 4 : at + 4 + size]
        # The field holds a version, the checksum of the name it was made for, and the name.
        if kind == _UNICODE_PATH and len(content) > 5 and content[1:5] == zlib.crc32(name).to_bytes(4, "little"):
            try:
                return content[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
        at += 4 + size
    return None


def _charset(names: Sequence[bytes]) -> str:
    """The charset of the names that do not say: the one in which the most can be read, and read as Chinese."""
    foreign = [name for name in names if not name.isascii()]
    best, most = "cp437", (0, 0.0)
    for charset in ("utf-8", "gb18030"):
        readable = [text for name in foreign if (text := _strictly(name, charset)) is not None]
        found = len(readable), common_share("".join(readable))
        if found > most:
            best, most = charset, found
    return best


def _strictly(name: bytes, charset: str) -> str | None:
    try:
        return name.decode(charset)
    except UnicodeDecodeError:
        return None


def _decoded(name: bytes, charset: str) -> str:
    text = _strictly(name, charset)
    return name.decode("cp437") if text is None else text


def _told_apart(names: Sequence[str]) -> list[str]:
    told: dict[str, None] = {}  # in order
    count: Counter[str] = Counter()
    for name in names:
        shown = name
        while shown in told:
            count[name] += 1
            shown = _numbered(name, count[name] + 1)
        told[shown] = None
    return list(told)


def _numbered(name: str, number: int) -> str:
    folder, slash, last = name.rpartition("/")
    stem, dot, suffix = last.rpartition(".")
    return f"{folder}{slash}{stem} ({number}){dot}{suffix}" if stem else f"{name} ({number})"
