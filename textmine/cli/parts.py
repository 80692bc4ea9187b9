"""Mining into a data set: whoever mines writes parts of it, and what comes back of a report says in which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Self

from textmine.cli.archive import file_record, source_of
from textmine.cli.batch import Batch, Mined, mine_batch
from textmine.cli.engine import Engine
from textmine.cli.wire import MinedReport, Outcome
from textmine.cli.workers import Known, Listed
from textmine.dataset.folder import Folder
from textmine.dataset.journal import Line, write_lines
from textmine.dataset.part import write_part
from textmine.dataset.session import Session, Target
from textmine.dataset.view import Shown
from textmine.read import Entry
from textmine.schema import Report
from textmine.store import Source
from textmine.store.prepared import Placed, Rows, as_rows

PART = 64  # files: one to a few hundred thousand facts' worth of work that is lost with a worker, and files not too small to read
PART_BYTES = 16 * 2**20  # of these files: scans take minutes
_LISTED = 1024  # files that are told of together, with those that need not be opened
_DOCUMENTS = 256  # of a part: their rows are held in memory


def mine_part(batch: Batch, target: Target) -> Mined:
    """Mine the files of a batch as `mine_batch` does and write what is found into a part; a task of a cluster."""
    mined = mine_batch(batch)
    files = {file.number: file for file in batch.files}
    found: list[tuple[Source, int, Outcome]] = []
    done = {file.number: file.skip for file in batch.files}
    for number, outcome in mined.outcomes:
        entry = Entry(path=files[number].path, state=files[number].state)
        found.append((source_of(entry, files[number].shown, batch.version), done[number], outcome))
        done[number] += 1
    numbers = [number for number, _ in mined.outcomes]
    return replace(mined, outcomes=tuple(zip(numbers, put(target, found), strict=True)))


def put(target: Target, found: Sequence[tuple[Source, int, Outcome]]) -> list[Outcome]:
    """Write a part and its lines of the journal; the same outcomes with the place of each report instead of it.

    Each comes with the file that it was in and its number among the documents there.
    """
    folder = Folder(target.url)
    shown: dict[str, Shown] = {}
    for _, _, outcome in found:
        if outcome.report is not None and outcome.report.id not in shown:
            shown[outcome.report.id] = Shown(report=_rows(outcome.report), path=outcome.document.path)
    part = write_part(folder, list(shown.values())) if shown else ""
    places = {report: _placed(each, part, target.program) for report, each in shown.items()}
    outcomes, lines = [], []
    for source, number, outcome in found:
        place = None if outcome.report is None else places[outcome.report.id]
        outcomes.append(replace(outcome, report=place))
        lines.append(Line(source=source, number=number, document=file_record(outcome.document, place), report=place))
    write_lines(folder, target.run, lines)
    return outcomes


def _rows(report: MinedReport) -> Rows:
    """A long report comes whole: its rows beside it would have taken too much of a worker's memory."""
    if isinstance(report, Report):
        return as_rows(report)
    assert isinstance(report, Rows)  # noqa: S101  # as the workers were told
    return report


def _placed(shown: Shown, part: str, program: str) -> Placed:
    report = shown.told
    return Placed(
        id=report["id"],
        sha256=report["sha256"],
        status=report["status"],
        reason=report["reason"],
        program=program,
        part=part,
        path=shown.path,
        n_facts=shown.report.n_facts,
        n_links=len(shown.report.rows["links"]),
    )


class Parting:
    """The workers of this machine as an engine that writes parts, in the process of the run."""

    def __init__(self, engine: Engine, target: Target, setup: int) -> None:
        self._engine, self._target, self._setup = engine, target, setup

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """What it mines with is another's."""

    def outcomes(self, entries: Iterable[Listed], *, known: Known) -> Iterator[tuple[Listed, Outcome]]:
        """What became of each document in the files, in their order."""
        waiting: list[tuple[Listed, int, Outcome]] = []
        at, number = None, 0
        files = documents = size = 0
        for listed, outcome in self._engine.outcomes(entries, known=known):
            if listed is not at:
                at, number = listed, 0
                if files >= PART or size >= PART_BYTES or len(waiting) >= _LISTED:
                    yield from self._put(waiting)
                    waiting, files, documents, size = [], 0, 0, 0
                if _is_mined(listed):
                    files, size = files + 1, size + (listed.entry.state.size if listed.entry.state else 0)
            waiting.append((listed, number, outcome))
            number, documents = number + 1, documents + _is_mined(listed)
            if documents >= _DOCUMENTS:
                yield from self._put(waiting)
                waiting, files, documents, size = [], 0, 0, 0
        yield from self._put(waiting)

    def _put(self, waiting: Sequence[tuple[Listed, int, Outcome]]) -> Iterator[tuple[Listed, Outcome]]:
        found = [
            (source_of(listed.entry, listed.shown, self._setup), number, outcome)
            for listed, number, outcome in waiting
            if _is_mined(listed)
        ]
        placed = iter(put(self._target, found) if found else [])
        for listed, _, outcome in waiting:
            yield listed, next(placed) if _is_mined(listed) else outcome


def _is_mined(listed: Listed) -> bool:
    return not listed.known and listed.entry.reason is None


class Claiming:
    """An engine whose parts are entered into the ledger of a data set as they come."""

    def __init__(self, engine: Engine, session: Session) -> None:
        self._engine, self._session = engine, session

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """What it mines with is another's."""

    def outcomes(self, entries: Iterable[Listed], *, known: Known) -> Iterator[tuple[Listed, Outcome]]:
        """What became of each document in the files, in their order."""
        for listed, outcome in self._engine.outcomes(self._noticed(entries), known=known):
            if isinstance(outcome.report, Placed):
                self._session.ledger.claim(outcome.report)
            yield listed, outcome

    def _noticed(self, entries: Iterable[Listed]) -> Iterator[Listed]:
        for listed in entries:
            if _is_mined(listed):
                self._session.begin()
            yield listed


def parted(engine: Any, session: Session, setup: int) -> Engine:
    """The same engine, writing into a data set."""
    into = getattr(engine, "into", None)
    return Claiming(into(session.target) if into else Parting(engine, session.target, setup), session)
