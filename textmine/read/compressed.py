"""Compressed files (.gz, .bz2, .xz): what one holds is read in its place."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

from textmine.read.containers.limits import Allowance
from textmine.read.files import MAX_BYTES, SetAside
from textmine.schema import Reason

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_WINDOW = 2**16
_SUFFIXES = {".gz": "", ".bz2": "", ".xz": "", ".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}

# Media type to what unpacks it.
UNPACKERS: dict[str, Callable[[Any], Any]] = {
    "application/gzip": lambda file: gzip.GzipFile(fileobj=file, mode="rb"),
    "application/x-bzip2": bz2.BZ2File,
    "application/x-xz": lzma.LZMAFile,
}
DAMAGE = (OSError, zlib.error, lzma.LZMAError)  # what they raise


class Unpacked(io.RawIOBase):
    """A stream of unpacked bytes that keeps to an allowance, and gives all there is before it says that the end is missing."""

    def __init__(self, source: Any, allowance: Allowance | None) -> None:
        super().__init__()
        self._source, self._allowance = source, allowance
        self._cut: EOFError | None = None

    def readable(self) -> bool:
        """It can be read, and nothing else."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read as `io.RawIOBase` does; raises `SetAside` where the allowance is used up, `EOFError` for a missing end."""
        if self._cut is not None:
            raise self._cut
        view = memoryview(buffer).cast("B")
        done = 0
        try:
            while done < len(view) and (piece := self._source.read1(len(view) - done)):
                if self._allowance is not None:
                    self._allowance.take(len(piece))
                view[done : done + len(piece)] = piece
                done += len(piece)
        except EOFError as error:
            if not done:
                raise
            self._cut = error
        return done


def unpacked(file: BinaryIO, media_type: str, allowance: Allowance) -> io.BufferedReader:
    """The content of a compressed file of one of the types of `UNPACKERS`, as a stream."""
    return io.BufferedReader(Unpacked(UNPACKERS[media_type](file), allowance), _WINDOW)


def unpack(file: io.BufferedReader) -> tuple[bytes, bool]:
    """All that can be unpacked, and whether the end is missing; raises `SetAside` with reason ``too_large``."""
    pieces: list[bytes] = []
    size = 0
    try:
        while piece := file.read1(_WINDOW):
            pieces.append(piece)
            size += len(piece)
            if size > MAX_BYTES:
                raise SetAside(Reason.TOO_LARGE, f"more than {MAX_BYTES} bytes")
    except EOFError:
        return b"".join(pieces), True
    return b"".join(pieces), False


def unpacked_name(name: str) -> str:
    """What a compressed file is called when it is unpacked.

    >>> unpacked_name("年报.html.gz"), unpacked_name("2019.tgz")
    ('年报.html', '2019.tar')
    """
    for suffix, instead in _SUFFIXES.items():
        if name.lower().endswith(suffix):
            return name[: -len(suffix)] + instead
    return name
