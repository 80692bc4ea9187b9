"""What a run and its worker processes say to each other, as pickles over pipes.

A worker reads what others wrote, so it is trusted with nothing: `receive` makes only the types named here out of its bytes.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from textmine.read.containers.limits import Columns
from textmine.schema import Document, Report
from textmine.store.prepared import Placed, Prepared, Rows

# Objects that are made before the garbage collector looks for cycles. What a report is made of hardly has any, and at its usual 700 it
# takes a fiftieth of the time of a run.
GARBAGE = 50_000

MinedReport = Report | Prepared | Rows | Placed  # a report, or what is written of it, or where it was written


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may take: seconds of wall clock, seconds of processor time, bytes of memory."""

    seconds: float = 60.0
    cpu_seconds: int = 45
    memory: int = 3 * 2**29

    @property
    def time(self) -> str:
        """The limits of time in words, the same whichever is met first: that depends on what else the machine does."""
        return f"{self.seconds:g} s, or {self.cpu_seconds} s of processor time"

    @classmethod
    def within(cls, seconds: float, memory: int) -> Limits:
        """Limits for a given time, three quarters of which may be spent in calculation."""
        return cls(seconds=seconds, cpu_seconds=max(1, round(seconds * 3 / 4)), memory=memory)


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """To a worker, once: what the user asked for."""

    lexicon: Path | None
    model: Path | None  # None: the one of textmine
    columns: Columns
    limits: Limits
    ocr: bool = True
    rows: bool = False  # reports come as `Rows`, for a data set


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """To a worker: mine the documents in a file, from number ``skip`` on."""

    path: str
    shown: str
    skip: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """To a worker: the status and the reason of a report that the store has, no status for one that it has not."""

    status: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """From a worker: it has started; ``complaint`` is what it has to say of a model that cannot be used."""

    complaint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """From a worker: whether the store has the report with these bytes. It waits for the answer."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """From a worker: what became of a document, without its text, and the report in it if it was mined, ready to be written unless it is long."""

    document: Document
    report: MinedReport | None = None

    @property
    def size(self) -> int:
        """The number of characters of the report, where it is here."""
        report = self.report
        if report is None or isinstance(report, Placed):
            return 0
        return len(report.text) if isinstance(report, Report) else report.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Busy:
    """From a worker: it has recognised one more page of a scan. The limits of time are counted from now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """From a worker: there are no more documents in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfMemory:
    """From a worker, its last words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """From a worker, its last words: the vocabulary or a model is bad, which no other file will mend."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Garbled:
    """Instead of a message that cannot be read, or that would do more than make records."""

    detail: str


def send(stream: BinaryIO, message: object) -> None:
    """Write a message; raises `OSError` where nobody reads any more."""
    pickle.dump(message, stream, protocol=pickle.HIGHEST_PROTOCOL)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """The next message; ``None`` where the other side has ended."""
    try:
        return _Unpickler(stream).load()
    except (EOFError, OSError):
        return None
    except Exception as error:  # noqa: BLE001  # bytes that are no pickle raise anything
        return None if "truncated" in str(error) else Garbled(detail=str(error)[:200])


_PLAIN = {("datetime", "date"), ("decimal", "Decimal"), ("pathlib", "PosixPath"), ("pathlib", "WindowsPath")}


class _Unpickler(pickle.Unpickler):
    """Makes records only: classes of the schema and of this module, nothing that can be called to any other effect."""

    def find_class(self, module: str, name: str) -> Any:
        own = module in (__name__, Columns.__module__, Prepared.__module__) or module.startswith("textmine.schema.")
        found = super().find_class(module, name) if "." not in name and (own or (module, name) in _PLAIN) else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name} is not to be made from a message")
        return found
