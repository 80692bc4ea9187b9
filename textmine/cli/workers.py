"""Worker processes: they read and mine what the run lists, and a document that kills or hangs one is set aside.

The run stays in one process, which lists files, answers whether the store has a report, and writes: workers never see the store.
Outcomes come in the order of the listing, however many workers there are.
"""

from __future__ import annotations

import queue
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import textmine.errors
from textmine.cli.process import Process
from textmine.cli.terminal import err
from textmine.cli.wire import (
    Answer,
    Busy,
    Finished,
    Garbled,
    Outcome,
    OutOfMemory,
    Question,
    Ready,
    Setup,
    Task,
    Unusable,
)
from textmine.errors import ReadError, TextmineError, WorkerError
from textmine.read import Entry, read_entry
from textmine.read.files import SetAside
from textmine.read.plain import set_aside
from textmine.schema import Reason

RECYCLED_AFTER = 2000  # documents: what leaks, leaks for no longer (Apache Tika: maxFilesProcessedPerProcess); a start takes as long as mining 20
MAX_FAULTS = 10  # documents of one container that may kill a worker before the rest is given up
_START = 60.0  # seconds that a process may take to get ready, however little a document is allowed
_AHEAD = 32  # files, or documents of one file, that may be done before their turn
CHARACTERS_AHEAD = 10_000_000  # of them, after which no more is begun: they wait in the memory of the run

Known = Callable[[str], Answer]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listed:
    """A file of the archive, what to call it, and what became of it where that is ``known`` and it need not be opened.

    Of a container that was begun elsewhere, ``skip`` documents are done, ``faults`` of which have ended a worker.
    """

    entry: Entry
    shown: str
    known: Sequence[Outcome] = ()
    skip: int = 0
    faults: int = 0


@dataclass(slots=True, kw_only=True, eq=False)
class _Job:
    """A file on its way: what it has given so far, and how far it has come."""

    listed: Listed
    task: Task
    ready: deque[Outcome] = field(default_factory=deque)
    delivered: int = 0  # documents that are done with
    asked: Question | None = None  # the document that is being worked on
    tried: int = -1  # the document at which a worker has ended once already
    faults: int = 0
    finished: bool = False


class Crew:
    """The worker processes of a run; a context manager that leaves none behind."""

    def __init__(self, setup: Setup, *, size: int) -> None:
        self._setup, self._size = setup, size
        self._events: queue.SimpleQueue[tuple[Process, Any]] = queue.SimpleQueue()
        self._workers: list[Process] = []
        self._at: dict[Process, _Job] = {}
        self._waiting: dict[Process, Question] = {}
        self._again: deque[_Job] = deque()
        self._jobs: deque[_Job] = deque()
        self._characters = 0  # of what is done before its turn
        self._complained = False

    def __enter__(self) -> Self:
        self._start()  # it gets ready while the run opens the store
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.close()

    def outcomes(self, entries: Iterable[Listed], *, known: Known) -> Iterator[tuple[Listed, Outcome]]:
        """What became of each document in the files, in their order.

        ``known`` tells of a report that is stored already, by the digest of its bytes; it is only believed of a
        document whose turn it is, because what is written before may change the answer.
        """
        source = iter(entries)
        while self._dispatch(source):
            head = self._jobs[0]
            while head.ready:
                outcome = head.ready.popleft()
                self._characters -= outcome.size
                yield head.listed, outcome
            if head.finished:
                self._jobs.popleft()
            else:
                self._answer(known)
                self._next_event()

    # Handing out

    def _dispatch(self, source: Iterator[Listed]) -> bool:
        """Give every worker that has nothing to do a file; whether there is a file at all."""
        if self._again:
            if not self._busy():  # it is tried again alone
                self._alone(self._again.popleft())
            return True
        while (
            not self._quiet()
            and len(self._jobs) < _AHEAD
            and self._characters < CHARACTERS_AHEAD
            and (len(self._workers) < self._size or self._idle())
        ):
            job = self._next_job(source)
            if job is None:
                break
            if not job.finished:
                self._give(job, (self._idle() or [self._start()])[0])
        return bool(self._jobs)

    def _next_job(self, source: Iterator[Listed]) -> _Job | None:
        listed = next(source, None)
        if listed is None:
            return None
        entry = listed.entry
        job = _Job(
            listed=listed, task=Task(path=entry.path, shown=listed.shown), ready=deque(listed.known),
            delivered=listed.skip, faults=listed.faults,
        )  # fmt: skip
        self._jobs.append(job)
        if entry.reason is not None:  # it is not to be opened
            job.ready.append(Outcome(document=read_entry(entry, display_path=listed.shown)))
        job.finished = bool(job.ready)
        return job

    def _alone(self, job: _Job) -> None:
        for worker in self._idle():
            self._dismiss(worker)
        self._give(job, self._start())

    def _give(self, job: _Job, worker: Process) -> None:
        self._at[worker] = job
        worker.send(Task(path=job.task.path, shown=job.task.shown, skip=job.delivered))
        self._renew(worker)

    def _start(self) -> Process:
        worker = Process(self._events)
        self._workers.append(worker)
        worker.start()
        worker.send(self._setup)
        self._renew(worker)
        return worker

    def _idle(self) -> list[Process]:
        return [worker for worker in self._workers if worker not in self._at]

    def _busy(self) -> bool:
        """Whether a worker works; one that waits for its turn does not."""
        return any(worker not in self._waiting for worker in self._at)

    def _quiet(self) -> bool:
        """Whether all others pause, because a document is tried again alone."""
        return bool(self._again) or any(job.tried == job.delivered for job in self._at.values())

    def _dismiss(self, worker: Process) -> None:
        self._workers.remove(worker)
        worker.kill()
        worker.close()

    # Taking in

    def _next_event(self) -> None:
        """Wait for one message, or for the time of a worker to run out."""
        now = time.monotonic()
        running = [worker.deadline for worker in self._at if worker not in self._waiting]
        try:
            worker, message = self._events.get(timeout=max(0.0, min(running, default=now + 1) - now))
        except queue.Empty:
            for worker in [worker for worker in self._at if worker not in self._waiting]:
                if worker.deadline <= time.monotonic():
                    self._lost(worker, Reason.TIMEOUT, self._setup.limits.time)
            return
        if worker in self._workers:  # else it was dismissed
            self._renew(worker)
            self._take(worker, message)

    def _take(self, worker: Process, message: Any) -> None:
        job = self._at.get(worker)
        match message:
            case Question() if job is not None:
                job.asked = message
                self._waiting[worker] = message
            case Outcome() if job is not None:
                job.ready.append(message)
                self._characters += message.size
                self._delivered(job)
                worker.served += 1
                if message.document.path == job.task.shown:  # the file itself: nothing comes after it
                    self._next_event()
            case Finished() if job is not None:
                job.finished = True
                del self._at[worker]
                if worker.served >= RECYCLED_AFTER:
                    self._dismiss(worker)
            case Ready():
                worker.ready = True
                self._renew(worker)
                self._complain(message.complaint)
            case Busy():  # a sign of life, for which its time was renewed
                worker.served = RECYCLED_AFTER  # the models that recognise take 300 MB: they end with the file
            case OutOfMemory():
                self._lost(worker, Reason.MEMORY, f"more than {self._setup.limits.memory / 2**20:.0f} MiB")
            case Garbled():
                self._lost(worker, Reason.CRASH, f"its process sent no record: {message.detail}")
            case Unusable():
                raise getattr(textmine.errors, message.kind, TextmineError)(message.message)
            case _:
                self._lost(worker, *worker.ended(self._setup.limits))

    def _complain(self, complaint: str | None) -> None:
        """Tell what a worker says of its model, once: the others and those that come after it say the same."""
        if complaint is not None and not self._complained:
            self._complained = True
            err(complaint)

    def _answer(self, known: Known) -> None:
        """Answer what workers wait for, but let none of them run far ahead of what is written."""
        for worker, question in list(self._waiting.items()):
            job = self._at[worker]
            its_turn = job is self._jobs[0] and not job.ready
            if self._quiet() and job.tried != job.delivered:
                continue
            answer = known(question.sha256)
            early = answer.status is None and len(job.ready) < _AHEAD and self._characters < CHARACTERS_AHEAD
            if its_turn or early:
                del self._waiting[worker]
                worker.send(answer)
                self._renew(worker)

    def _renew(self, worker: Process) -> None:
        seconds = self._setup.limits.seconds
        worker.deadline = time.monotonic() + (seconds if worker.ready else max(seconds, _START))

    @staticmethod
    def _delivered(job: _Job) -> None:
        job.delivered += 1
        job.asked = None

    # When a worker ends

    def _lost(self, worker: Process, reason: Reason, detail: str) -> None:
        """A worker has ended, or has to: the document it was at is tried once more, then set aside."""
        job = self._at.pop(worker, None)
        self._waiting.pop(worker, None)
        self._dismiss(worker)
        if not worker.ready:
            raise WorkerError(f"a worker process could not start: {detail}")
        if job is None:
            return
        if job.tried != job.delivered:
            job.tried = job.delivered
            self._again.append(job)
            return
        self._set_aside(job, SetAside(reason, detail))

    def _set_aside(self, job: _Job, why: ReadError) -> None:
        asked = job.asked
        path, sha256 = (asked.path, asked.sha256) if asked else (job.task.shown, "")
        job.ready.append(Outcome(document=set_aside(path, why, sha256=sha256)))
        self._delivered(job)
        job.faults += 1
        if path == job.task.shown:
            job.finished = True
        elif job.faults >= MAX_FAULTS:
            given_up = SetAside(Reason.CRASH, f"{job.faults} of its documents failed; the others were not read")
            job.ready.append(Outcome(document=set_aside(job.task.shown, given_up)))
            job.finished = True
        else:
            self._again.append(job)
