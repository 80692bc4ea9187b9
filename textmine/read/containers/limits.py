"""What a file of many documents may unpack to, with all that is nested in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import BinaryIO, NamedTuple, Protocol

from textmine.read.files import SetAside
from textmine.read.zipfiles import MAX_MEMBERS, MAX_RATIO, RATIO_FROM, Budget
from textmine.schema import Document, Reason

MAX_DEPTH = 3  # archives within each other; Apache Tika allows 10


class Member(NamedTuple):
    """A document before it is read: what it is called, its bytes, and who reads them (by their type, if nobody)."""

    path: str
    data: bytes
    read: Callable[[bytes, str], Document] | None = None


Item = Member | Document  # what a container holds: a document to be read, or one that is set aside with its reason


class Allowance(Budget):
    """How much a file on disk may still unpack to, all that is nested in it together.

    >>> allowance = Allowance(2**20)
    >>> allowance.take(100 * 2**20)
    >>> allowance.take(1)
    Traceback (most recent call last):
    textmine.read.files.SetAside: unpacks to more than 100 times its 1048576 bytes
    """

    __slots__ = ("_members", "_size", "_taken")

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size
        self._members = 0
        self._taken = 0

    def member(self) -> None:
        """Count a member of an archive; raises `SetAside` with reason ``too_many``."""
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise SetAside(Reason.TOO_MANY, f"more than {MAX_MEMBERS} members")

    def take(self, count: int) -> None:
        """Count unpacked bytes; raises `SetAside` with reason ``ratio`` or ``too_large``."""
        self._taken += count
        if self._taken > max(RATIO_FROM, MAX_RATIO * self._size):
            raise SetAside(Reason.RATIO, f"unpacks to more than {MAX_RATIO} times its {self._size} bytes")
        super().take(count)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns that a user names for tables of reports; ``None`` for what textmine is to find out."""

    text: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nest:
    """Where in a nest of containers one stands, and what may still come out of it."""

    allowance: Allowance
    columns: Columns = field(default_factory=Columns)
    depth: int = 1

    def deeper(self) -> Nest:
        """The same, one container further in; raises `SetAside` with reason ``depth``."""
        if self.depth >= MAX_DEPTH:
            raise SetAside(Reason.DEPTH, f"more than {MAX_DEPTH} archives within each other")
        return replace(self, depth=self.depth + 1)


class Expander(Protocol):
    """Takes a file of many documents apart, in one pass.

    What is wrong with a member is yielded as a document set aside; what is wrong with the file may be raised and becomes a
    row of its own after the members that were found before.
    """

    def __call__(self, file: BinaryIO, path: str, nest: Nest) -> Iterator[Item]:
        """The members of ``file``, which is called ``path``, in their order."""
