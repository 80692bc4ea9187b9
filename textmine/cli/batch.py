"""Some files of an archive as one task of a cluster: a pure function of them, run by a local `Crew` within a Dask worker.

Limits, second tries and setting aside are those of a run on one machine, because it is the same code. A document that ends its
process ends a child of the Dask worker, not the worker.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, replace

import textmine
from textmine.cli.archive import setup_digest
from textmine.cli.wire import Answer, Outcome, Setup
from textmine.cli.workers import Crew, Listed
from textmine.errors import ClusterError
from textmine.lexicon.resources import model_dir
from textmine.read import Entry
from textmine.read.files import State
from textmine.schema import Reason
from textmine.store import program_version

MAX_OUTCOMES = 256  # of one task: what it gives lies in the memory of a worker, then in that of the run
_SET_ASIDE = (Reason.CRASH, Reason.TIMEOUT, Reason.MEMORY)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file to be mined: its number in the batch, and where it begins if some of its documents are done."""

    number: int
    path: str
    shown: str
    state: State | None = None  # size and time of change as it was listed
    skip: int = 0  # documents
    faults: int = 0  # of these, how many were set aside because they ended a worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Files to be mined, and the `version` of the run that wants them mined."""

    setup: Setup
    version: int
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mined:
    """What became of the documents, with the numbers of their files; ``rest`` is what is still to be mined."""

    outcomes: tuple[tuple[int, Outcome], ...]
    rest: tuple[File, ...] = ()


def version(setup: Setup) -> int:
    """A number for all that decides what becomes of a file on this machine, other than its bytes."""
    program = program_version(textmine.__version__, models=model_dir(), lexicon=setup.lexicon, model=setup.model)
    return setup_digest(program, setup)


def mine_batch(batch: Batch) -> Mined:
    """Mine the files of a batch, or as many as give `MAX_OUTCOMES` documents.

    Raises `ClusterError` where this machine would not find what the run's machine finds.
    """
    if version(batch.setup) != batch.version:
        raise ClusterError(
            "a Dask worker has another textmine, other models, another vocabulary or other extras than the run: install the same there"
        )
    crew = _crews.take(batch.setup)
    mined = None
    try:
        mined = _mined(crew, batch.files)
    finally:
        if mined is None or mined.rest:  # it is in the midst of something
            crew.__exit__()
        else:
            _crews.give(batch.setup, crew)
    return mined


def _mined(crew: Crew, files: tuple[File, ...]) -> Mined:
    found: list[tuple[int, Outcome]] = []
    entries = [
        Listed(entry=Entry(path=file.path), shown=file.shown, skip=file.skip, faults=file.faults) for file in files
    ]
    at = 0  # the file whose documents come
    for listed, outcome in crew.outcomes(entries, known=lambda _: Answer()):
        while entries[at] is not listed:
            at += 1
        found.append((files[at].number, outcome))
        rest = _rest(files[at:], found)
        if len(found) >= MAX_OUTCOMES and rest:
            return Mined(outcomes=tuple(found), rest=rest)
    return Mined(outcomes=tuple(found))


def _rest(files: tuple[File, ...], found: list[tuple[int, Outcome]]) -> tuple[File, ...]:
    """What is left of the files when something was found in the first of them."""
    file, own = files[0], [outcome for number, outcome in found if number == files[0].number]
    if own[-1].document.path == file.shown:  # the file itself is the last that is told of
        return files[1:]
    begun = replace(file, skip=file.skip + len(own), faults=file.faults + sum(map(_ended_a_worker, own)))
    return (begun, *files[1:])


def _ended_a_worker(outcome: Outcome) -> bool:
    """Whether a document in a container was set aside by a crew; textmine's own failures come with a report or without a digest."""
    document = outcome.document
    return outcome.report is None and document.reason in _SET_ASIDE and bool(document.sha256)


class _Crews:
    """The crews of this Dask worker that have nothing to do just now: starting one takes as long as mining some files."""

    def __init__(self) -> None:
        self._idle: defaultdict[Setup, list[Crew]] = defaultdict(list)
        self._lock = threading.Lock()

    def take(self, setup: Setup) -> Crew:
        with self._lock:
            others = [crew for other in list(self._idle) if other != setup for crew in self._idle.pop(other)]
            crew = self._idle[setup].pop() if self._idle[setup] else None
        for other in others:  # of a run that has ended, perhaps without saying so
            other.__exit__()
        return crew or Crew(setup, size=1).__enter__()

    def give(self, setup: Setup, crew: Crew) -> None:
        with self._lock:
            self._idle[setup].append(crew)

    def dismiss(self) -> None:
        with self._lock:
            idle = [crew for crews in self._idle.values() for crew in crews]
            self._idle.clear()
        for crew in idle:
            crew.__exit__()


_crews = _Crews()


def dismiss() -> None:
    """End the processes that wait for more; to be called in each Dask worker when a run ends."""
    _crews.dismiss()
