"""Opens a file safely: only regular files, without following links, without waiting on a pipe, up to a size."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, NamedTuple

from textmine.errors import ReadError
from textmine.schema import Reason

MAX_BYTES = 256 * 2**20
_MORE = 2**20
_TRIES = 2  # a file that changes while it is read is read once more

# O_NOFOLLOW refuses links, O_NONBLOCK keeps a pipe without a writer from hanging; both are missing on Windows.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class SetAside(ReadError):
    """A file that is not to be mined: ``reason`` says why in a code, the message in words."""

    def __init__(self, reason: Reason | str, message: str) -> None:
        super().__init__(message, reason=str(reason))


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, and whether it changed while they were read."""

    data: bytes
    changed: bool = False


def read_regular(path: str | bytes | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> Content:
    """The content of a regular file of at most ``max_bytes`` bytes.

    Raises `SetAside` with a reason: ``symlink``, ``not_regular`` (folder, pipe, socket, device), ``too_large``, or
    ``io`` where the operating system refuses.
    """
    try:
        _require_regular(os.lstat(path))
        for _ in range(_TRIES):
            data, steady = _read_once(path, max_bytes)
            if steady:
                return Content(data)
        return Content(data, changed=True)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise SetAside(Reason.IO, getattr(error, "strerror", None) or str(error)) from error


@contextmanager
def open_regular(path: str | bytes | os.PathLike[str]) -> Iterator[BinaryIO]:
    """A regular file opened for reading; raises `SetAside` as `read_regular` does, also for what fails while it is open."""
    try:
        _require_regular(os.lstat(path))
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            _require_regular(os.fstat(file.fileno()))
            yield file
    except (OSError, ValueError) as error:
        raise SetAside(Reason.IO, getattr(error, "strerror", None) or str(error)) from error


@contextmanager
def opened(path: str | bytes | os.PathLike[str]) -> Iterator[Opened]:
    """A regular file to look at, which may then be read as a whole; raises `SetAside` as `read_regular` does."""
    with open_regular(path) as file:
        yield Opened(file, partial(state, file), partial(read_regular, path))


class State(NamedTuple):
    """What changes with a file that somebody writes to: its size in bytes, and when it changed, in nanoseconds since 1970."""

    size: int
    mtime: int


class Opened(NamedTuple):
    """An open file: its bytes, what its state is now, and what gives all of its content."""

    file: BinaryIO
    state: Callable[[], State]
    content: Callable[[], Content]


def state(file: BinaryIO) -> State:
    """The state of an open file."""
    return state_in(os.fstat(file.fileno()))


def state_in(found: os.stat_result) -> State:
    """The state of a file that the system has told of."""
    return State(found.st_size, found.st_mtime_ns)


def _read_once(path: str | bytes | os.PathLike[str], max_bytes: int) -> tuple[bytes, bool]:
    with os.fdopen(os.open(path, _FLAGS), "rb") as file:
        _require_regular(os.fstat(file.fileno()))
        size, _ = before = state(file)
        if size > max_bytes:
            raise SetAside(Reason.TOO_LARGE, f"{size} bytes, the limit is {max_bytes}")
        data = file.read(size + 1)  # a larger number would take that much memory, whatever there is to read
        while len(data) <= max_bytes and (more := file.read(_MORE)):  # it grows
            data += more
        after = state(file)
    if len(data) > max_bytes:
        raise SetAside(Reason.TOO_LARGE, f"grew beyond the limit of {max_bytes} bytes")
    return data, before == after


def _require_regular(found: os.stat_result) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise SetAside(Reason.SYMLINK, "a symbolic link")
    for is_kind, name in (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    ):
        if is_kind(found.st_mode):
            raise SetAside(Reason.NOT_REGULAR, name)
