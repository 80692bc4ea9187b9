"""Looks at a binary file without moving on in it."""

from __future__ import annotations

import io
import os
from typing import BinaryIO

from textmine.read.files import MAX_BYTES, SetAside
from textmine.schema import Reason

WINDOW = 2**16  # bytes at either end


def head_of(file: BinaryIO) -> bytes:
    """The first bytes of a file or buffered stream that stands at its beginning."""
    if isinstance(file, io.BufferedReader) and not file.seekable():
        return file.peek(WINDOW)[:WINDOW]
    head = file.read(WINDOW)
    file.seek(0)
    return head


def ends_of(file: BinaryIO) -> bytes:
    """The first and the last bytes of a file; of a stream the first."""
    head = head_of(file)
    if not file.seekable() or len(head) < WINDOW:
        return head
    size = file.seek(0, os.SEEK_END)
    file.seek(max(WINDOW, size - WINDOW))
    tail = file.read(WINDOW)
    file.seek(0)
    return head + tail


def seekable(file: BinaryIO) -> BinaryIO:
    """The file itself, or all of a stream in memory; raises `SetAside` with reason ``too_large``."""
    return file if file.seekable() else io.BytesIO(whole(file))


def whole(file: BinaryIO) -> bytes:
    """All that is left of a file; raises `SetAside` with reason ``too_large``."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise SetAside(Reason.TOO_LARGE, f"more than {MAX_BYTES} bytes")
    return data
