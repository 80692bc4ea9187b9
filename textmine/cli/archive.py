"""One pass over an archive: list its files, mine what has changed, write what was found, mark what is gone."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, cast

from textmine.cli.engine import Engine
from textmine.cli.wire import Answer, MinedReport, Outcome, Setup
from textmine.cli.workers import Listed
from textmine.read import Entry, display_name, list_files
from textmine.read.scans import installed
from textmine.read.urls import is_url
from textmine.schema import Document, Reason
from textmine.store import FileRecord, Known, Source, facts_in


@dataclass(kw_only=True)
class Tally:
    """What the summary says of a run."""

    statuses: Counter[str] = field(default_factory=Counter)
    mined: int = 0
    known: int = 0
    facts: int = 0
    gone: int = 0


_BESIDE = ("", ".lock", "-wal", "-shm", "-journal")  # a store, and what is beside it


class Sink(Protocol):
    """What a pass writes to: the `Writer` of a store, the ledger of a data set."""

    def known(self, sha256: str) -> Known | None:
        """The report of these bytes, if it need not be mined again."""

    def unchanged(self, source: Source) -> list[FileRecord]:
        """What became of a file, and of the documents in it, if it need not be read again."""

    def record(self, file: FileRecord, report: Any = None, source: Source | None = None) -> bool:
        """Remember what became of a file, with the report in it as the engine gives it; whether that was news."""

    def finish(self, source: Source, documents: Sequence[str], *, changed: bool) -> None:
        """All documents of a file have been told of."""

    def mark_gone(self, paths: Sequence[str]) -> None:
        """Mark files that are no longer there."""

    def sources(self) -> Iterator[Source]:
        """The files that were read and not missed since."""

    def totals(self) -> tuple[int, int, int]:
        """The numbers of reports, facts and links in it."""


class Told(Protocol):
    """Whoever is told of each document as soon as the store has taken it."""

    def __call__(self, listed: Listed, record: FileRecord, report: MinedReport | None) -> None:
        """``report`` is given if it was mined just now."""


class Archive:
    """The files at and below some paths, to be mined into a store or a data set, ``None`` if that is not on this machine."""

    def __init__(self, roots: Sequence[str], store: Path | None, *, own: Sequence[str] = ()) -> None:
        self._roots = roots
        self._own = [*own, *(f"{store}{suffix}" for suffix in _BESIDE if store is not None)]
        self._listed_urls: set[int] = set()  # hashes of them: asking for each that was listed would take a request
        # Folders in which nothing is any more, and how many of their files were missed.
        self.emptied: Counter[str] = Counter()
        self._odd: set[str] = set()  # names that are shown in another way than they are written
        self._folder = None if store is None else os.path.realpath(store.parent)

    def entries(self) -> Iterator[tuple[Entry, str]]:
        """The files, and how they are called in the store."""
        last = shown_last = ""  # the folder of the file before, and how it is called
        for entry in list_files(self._roots, store_files=self._own):
            if is_url(entry.path):
                shown = entry.path
                self._listed_urls.add(hash(shown))
            else:
                above, name = os.path.split(entry.path)
                if above != last:
                    last, shown_last = above, _relative(above, self._folder)
                shown = display_name(f"{shown_last}{name}").replace(os.sep, "/")
                if display_name(entry.path) != entry.path:
                    self._odd.add(shown)
            yield entry, shown

    def mine(self, engine: Engine, writer: Sink, *, setup: int, tally: Tally, told: Told) -> None:
        """Mine what has changed since it was read last with the same ``setup``."""
        place = Place(writer, setup)
        for listed, outcome in engine.outcomes(self._listed(writer, setup), known=_answers_of(writer)):
            record, report = _record(writer, outcome, tally)
            if not listed.known:  # what is known is written already
                place.enter(listed)
                place.write(record, report)
            told(listed, record, report)
        place.leave()
        missing = self.missing(writer.sources())
        writer.mark_gone(missing)
        tally.gone = len(missing)

    def missing(self, sources: Iterable[Source]) -> list[str]:
        """Which files below the folders of this archive are no longer there; to be called when they have been listed.

        A folder of the archive that holds nothing at all may be the place of a disk that is not mounted: what was in it is counted in
        ``emptied`` and not taken for gone.
        """
        local = [root for root in self._roots if not is_url(root)]
        folders = {os.path.join(os.path.realpath(root), ""): root for root in local if Path(root).is_dir()}  # noqa: PTH118
        empty = {folder: root for folder, root in folders.items() if _is_empty(folder)}
        below = tuple(folders)
        urls = tuple(f"{root.rstrip('/')}/" for root in self._roots if is_url(root))
        beside = self._folder or os.sep
        found = []
        for source in sources:
            if is_url(source.path):
                if (
                    source.path.startswith(urls)
                    and hash(source.path) not in self._listed_urls
                    and _is_gone_url(source.path)
                ):
                    found.append(source.path)
                continue
            path = os.path.normpath(os.path.join(beside, source.path))  # noqa: PTH118
            if path.startswith(tuple(empty)):
                self.emptied[next(root for folder, root in empty.items() if path.startswith(folder))] += 1
            elif path.startswith(below) and source.path not in self._odd and _is_gone(path):
                found.append(source.path)
        return found

    def _listed(self, writer: Sink, setup: int) -> Iterator[Listed]:
        for entry, shown in self.entries():
            records = writer.unchanged(source_of(entry, shown, setup)) if entry.reason is None else []
            yield Listed(entry=entry, shown=shown, known=[_outcome_of(record) for record in records])


class Place:
    """The file whose documents are being written."""

    def __init__(self, writer: Sink, setup: int) -> None:
        self._writer, self._setup = writer, setup
        self._at: Listed | None = None
        self._documents: list[str] = []
        self._changed = False

    def enter(self, listed: Listed) -> None:
        """The next document is one of this file."""
        if listed is not self._at:
            self.leave()
            self._at, self._documents, self._changed = listed, [], False

    def write(self, record: FileRecord, report: MinedReport | None) -> None:
        """Write what became of a document of the file."""
        self._documents.append(record.path)
        source = self._source() if self._at is not None and record.path == self._at.shown else None
        self._changed |= self._writer.record(record, report, source)

    def leave(self) -> None:
        """All documents of the file are written."""
        source = self._source()
        if source is not None:
            self._writer.finish(source, self._documents, changed=self._changed)

    def _source(self) -> Source | None:
        if self._at is None or self._at.entry.reason == Reason.STORE:
            return None
        return source_of(self._at.entry, self._at.shown, self._setup)


def source_of(entry: Entry, shown: str, setup: int) -> Source:
    """How a file lies on the disk, as a store remembers it."""
    size, mtime = entry.state or (-1, -1)
    return Source(path=shown, size=size, mtime=mtime, setup=setup)


def setup_digest(program: str, setup: Setup) -> int:
    """A number for all that decides what becomes of a file, other than its bytes: it is read again where that has changed."""
    said = repr((program, setup.columns, setup.limits, setup.ocr and installed()))
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:8], "big") >> 1


def _relative(folder: str, beside: str | None) -> str:
    """How a folder is called in a store, which lies in the folder ``beside``, so that both may move together; with a separator."""
    found = folder
    if beside is not None:
        with suppress(ValueError):  # Windows: on another drive
            found = os.path.relpath(folder, beside)
    return "" if found == os.curdir else os.path.join(found, "")  # noqa: PTH118


def _is_empty(folder: str) -> bool:
    try:
        with os.scandir(folder) as scan:
            return next(scan, None) is None
    except OSError:
        return False  # nobody knows


def _is_gone(path: str) -> bool:
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False  # nobody knows
    return False


def _is_gone_url(url: str) -> bool:
    from textmine.read.remote import is_gone  # it is an extra's

    return is_gone(url)


def _outcome_of(record: FileRecord) -> Outcome:
    document = Document(
        path=record.path,
        sha256=record.sha256,
        text="",
        body=(0, 0),
        status=cast(Any, record.status),  # one of the six: the store lets no other in
        reason=record.reason,
        detail=record.detail,
    )
    return Outcome(document=document)


def _answers_of(writer: Sink) -> Callable[[str], Answer]:
    def answer(sha256: str) -> Answer:
        known = writer.known(sha256)
        return Answer(status=known.status, reason=known.reason) if known is not None else Answer()

    return answer


def _record(writer: Sink, outcome: Outcome, tally: Tally) -> tuple[FileRecord, MinedReport | None]:
    """What is to be written of a document; a report that the store has already is not written again."""
    document, report = outcome.document, outcome.report
    known: Known | None = writer.known(document.sha256) if document.sha256 else None
    record = file_record(document, report)
    if known is not None and known.outlasts(record):
        report, record = None, known.seen_in(record)
        tally.known += 1
    elif report is not None:
        tally.mined += 1
        tally.facts += facts_in(report)
    tally.statuses[record.status] += 1
    return record, report


def file_record(document: Document, report: MinedReport | None) -> FileRecord:
    """What is to be remembered of a document, with the report that was mined of it."""
    return FileRecord(
        path=document.path,
        sha256=document.sha256,
        status=document.status,
        reason=document.reason,
        detail=document.detail,
        report=None if report is None else report.id,
    )
