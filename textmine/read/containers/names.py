"""What a member of an archive is called: a label to show and to keep it by, never a path to open."""

from __future__ import annotations

import hashlib
from urllib.parse import quote_from_bytes

from textmine.read.zipnames import harmless

SEPARATOR = "//"  # stands in no normalised path and in no harmless name: a member is never called as a file on disk is
_LONGEST = 500  # characters of a name that are kept, its end


def decoded(name: bytes) -> str:
    """The name of a member in UTF-8 or GB18030, else with %XX for its bytes.

    >>> decoded("统计公报.txt".encode("gbk"))
    '统计公报.txt'
    """
    for charset in ("utf-8", "gb18030"):
        try:
            return name.decode(charset)
        except UnicodeDecodeError:
            continue
    return quote_from_bytes(name, safe="/\\")


class Labels:
    """Gives each member of one container a path of its own, as they come.

    >>> labels = Labels("a.zip")
    >>> [labels.path(name) for name in ("x.txt", "../x.txt", "y//z.txt")]
    ['a.zip//x.txt', 'a.zip//x (2).txt', 'a.zip//y/z.txt']
    """

    def __init__(self, container: str) -> None:
        self._container = container
        self._last: dict[
            bytes, int
        ] = {}  # the highest number of each name; digests, as a table may have millions of rows

    def path(self, name: str) -> str:
        """The path of the next member of this name."""
        shown = first = harmless(name.encode("utf-8", "replace").decode())[-_LONGEST:]
        if (number := self._last.get(_key(first), 0)) > 0:
            while _key(shown) in self._last:
                number += 1
                shown = _numbered(first, number)
            self._last[_key(first)] = number
        self._last[_key(shown)] = 1
        return f"{self._container}{SEPARATOR}{shown}"


def _key(name: str) -> bytes:
    return hashlib.blake2b(name.encode(), digest_size=8).digest()


def _numbered(name: str, number: int) -> str:
    folder, slash, last = name.rpartition("/")
    stem, dot, suffix = last.rpartition(".")
    return f"{folder}{slash}{stem} ({number}){dot}{suffix}" if stem else f"{name} ({number})"
