"""What workers have finished and no ledger has yet: a file for each task, the last that it writes, so that nothing half done counts."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from textmine.dataset.folder import JOURNAL, Folder
from textmine.dataset.ledger import Ledger
from textmine.schema.record import record
from textmine.store import FileRecord, Source
from textmine.store.prepared import Placed


@record
class Line:
    """What became of one document of a file, the one with this number in it; ``report`` is given if it was mined just now."""

    source: Source
    number: int
    document: FileRecord
    report: Placed | None = None


def write_lines(folder: Folder, run: int, lines: Sequence[Line]) -> None:
    """Write what became of some documents, in their order; ``run`` is the number of the run."""
    data = json.dumps([asdict(line) for line in lines], ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    folder.write(f"{JOURNAL}/{run:08}-{hashlib.sha256(data).hexdigest()[:20]}.json", data)


def replay(folder: Folder, ledger: Ledger, *, after: int) -> int:
    """Bring a ledger up to date with what runs have finished that were cut off; returns the number of the last run that left anything.

    A file of which only some documents were finished is passed over: it is mined again.
    """
    last = after
    begun: defaultdict[Source, dict[int, Line]] = defaultdict(dict)
    for name in folder.files(JOURNAL):
        run = int(name.rpartition("/")[2].partition("-")[0])
        if run <= after:  # it is in the ledger
            continue
        last = max(last, run)
        for line in _lines(folder.read(name)):
            if line.report is not None:
                ledger.claim(line.report)
            lines = begun[line.source]
            lines[line.number] = line
            if lines[max(lines)].document.path == line.source.path and len(lines) == max(lines) + 1:
                _replay([lines[number] for number in sorted(lines)], ledger)
                del begun[line.source]
    return last


def forget(folder: Folder) -> None:
    """Delete what the ledger has by now."""
    for name in folder.files(JOURNAL):
        folder.delete(name)


def _replay(lines: Sequence[Line], ledger: Ledger) -> None:
    """Take in all that a file holds; it is told of itself last."""
    source = lines[-1].source
    for line in lines:
        known = ledger.known(line.document.sha256) if line.document.sha256 else None
        kept = known is not None and known.outlasts(line.document)
        document = known.seen_in(line.document) if known is not None and kept else line.document
        whole = line.document.path == source.path
        ledger.record(document, None if kept else line.report, source if whole else None)
    ledger.finish(source, [line.document.path for line in lines], changed=True)


def _lines(data: bytes) -> Iterator[Line]:
    for told in json.loads(data):
        report = told["report"]
        yield Line(
            source=Source(**told["source"]),
            number=told["number"],
            document=FileRecord(**told["document"]),
            report=Placed(**report) if report else None,
        )
