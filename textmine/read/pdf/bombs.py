"""Looks for compressed streams that unpack to far more than a report holds, before PDFium meets them.

PDFium unpacks a page's instructions whole and keeps an object for each: 42 MB of them, 60 KB in the file, took 830 MB.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from textmine.read.files import SetAside
from textmine.schema import Reason

MAX_STREAM = (
    8 * 2**20
)  # bytes of one stream; a page of a report has 50 KB of instructions, and PDFium takes 100 times that
MAX_RATIO, FROM = 100, 2**20  # of all streams together; instructions shrink to a tenth, never to a hundredth

_STREAM = re.compile(rb">>\s{0,4}stream\r?\n")
_HEAD = 600  # bytes before a stream in which its dictionary stands
_OTHER = re.compile(rb"/Image\b|/Length1\b|/(?:Type1C|CIDFontType0C|OpenType)\b|/ICCBased\b|/N 3\b")  # pictures, fonts
_CHUNK = 2**16


def refuse_bombs(data: bytes) -> None:
    r"""Raises `SetAside` for a file with a stream, or all streams together, of more than a report can have.

    Pictures and fonts are not unpacked: reading text does not unpack pictures, and fonts hardly shrink.

    >>> refuse_bombs(b"<</Filter/FlateDecode>>stream\n" + zlib.compress(bytes(10 ** 7)) + b"endstream")
    Traceback (most recent call last):
    textmine.read.files.SetAside: a stream at byte 30 unpacks to more than 8388608 bytes
    """
    packed = unpacked = 0
    for start, end in _streams(data):
        size = _unpacked(data, start, end)
        if size > MAX_STREAM:
            raise SetAside(Reason.MEMORY, f"a stream at byte {start} unpacks to more than {MAX_STREAM} bytes")
        packed += end - start
        unpacked += size
        if unpacked > FROM and unpacked > MAX_RATIO * packed:
            raise SetAside(Reason.RATIO, f"its streams unpack to more than {MAX_RATIO} times their size")


def _streams(data: bytes) -> Iterator[tuple[int, int]]:
    """The spans of the compressed streams that PDFium unpacks for the text."""
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - _HEAD) : match.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if (b"/FlateDecode" in head or b"/Fl" in head) and not _OTHER.search(head):
            end = data.find(b"endstream", match.end())
            yield match.end(), end if end >= 0 else len(data)


def _unpacked(data: bytes, start: int, end: int) -> int:
    """How many bytes a stream unpacks to; counted no further than just past `MAX_STREAM`."""
    packer = zlib.decompressobj()
    rest = data[start:end]
    size = 0
    try:
        while rest and size <= MAX_STREAM and not packer.eof:
            size += len(packer.decompress(rest, _CHUNK))
            rest = packer.unconsumed_tail
    except zlib.error:
        return size
    return size
