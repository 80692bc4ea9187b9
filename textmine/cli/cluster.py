"""The workers of a Dask cluster as the engine of a run: batches of files go out, what became of them comes back in order.

Dask starts, watches and replaces its workers, and runs a batch again whose worker is lost. A run's store is never seen by them.
"""

from __future__ import annotations

import logging
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, Self

import dask
from distributed import Client, Future, LocalCluster, Security
from distributed.scheduler import KilledWorker

from textmine.cli.batch import Batch, File, Mined, dismiss, mine_batch, version
from textmine.cli.parts import PART, PART_BYTES, mine_part
from textmine.cli.wire import Outcome, Setup
from textmine.cli.workers import Known, Listed
from textmine.dataset.session import Target
from textmine.errors import ClusterError
from textmine.read import read_entry
from textmine.read.files import SetAside, read_regular
from textmine.read.plain import digest, set_aside
from textmine.schema import Reason

BATCH = 16  # files: one to a few seconds of work
FAILURES = 5  # workers that may be lost under a batch before its files are tried one by one (Dask's own default is 3)
_LISTED = 1024  # files of a batch, with those that need not be opened
_PER_THREAD = 2  # batches: one is mined, one waits
_MOST = 2048  # batches on their way
# Dask gives a worker up, which its nanny starts anew each time, if it is not there so long after it was lost: 15 seconds by default, so that workers
# that were lost again or that a busy machine is slow to start would never come back, and the run would wait for ever.
_RETURNS = "1 day"
PATIENCE = 10  # seconds, for the scheduler to answer


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Part:
    """Some of the files in their order; those that are to be mined are a batch, numbered as they come."""

    listed: list[Listed] = field(default_factory=list)
    files: list[File] = field(default_factory=list)


class Cluster:
    """A cluster on this machine, of ``size`` processes, or the one behind a scheduler; a context manager."""

    def __init__(self, setup: Setup, *, scheduler: str | None, size: int, tell: Callable[[str], None]) -> None:
        self._setup = replace(setup, lexicon=_absolute(setup.lexicon), model=_absolute(setup.model))
        self._scheduler, self._size, self._tell = scheduler, size, tell
        self._version = 0
        self._task: Callable[[Batch], Mined] = mine_batch
        self._batch = BATCH
        self._client: Any = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters of it, the run says itself
        with ExitStack() as stack:
            try:
                address = self._scheduler or stack.enter_context(self._local(stack))
                client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
            except (OSError, ValueError) as error:
                raise ClusterError(
                    f"{self._scheduler or 'this machine'}: no Dask scheduler answers there; is it running?"
                ) from error
            except RuntimeError as error:  # so Dask says that a process of its own ended as it started
                raise ClusterError("the Dask cluster on this machine could not start; run again") from error
            self._client = stack.enter_context(client)
            if not self._client.nthreads():
                self._tell(f"{self._scheduler}: the cluster has no workers yet; waiting for the first")
            self._open = stack.pop_all()
        self._version = version(self._setup)
        return self

    def __exit__(self, *error: object) -> None:
        if self._scheduler is not None:
            with suppress(Exception):  # they end with their workers at the latest
                self._client.run(dismiss, on_error="ignore")
        self._open.close()

    def into(self, target: Target) -> Self:
        """The same cluster with workers that write what they find into parts of a data set."""
        self._task, self._batch = partial(mine_part, target=target), PART
        return self

    def _local(self, stack: ExitStack) -> LocalCluster:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="textmine-", ignore_cleanup_errors=True))
        stack.enter_context(
            dask.config.set(
                {
                    "distributed.scheduler.allowed-failures": FAILURES,
                    "distributed.deploy.lost-worker-timeout": _RETURNS,
                    "logging.distributed": "critical",
                }
            )
        )
        return LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=self._size,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",  # None would be port 8787, with a warning where it is taken
            local_directory=folder,
            security=Security.temporary(),  # type: ignore[no-untyped-call]
            protocol="tls://",
            silence_logs=logging.CRITICAL,
        )

    def outcomes(self, entries: Iterable[Listed], *, known: Known) -> Iterator[tuple[Listed, Outcome]]:
        """What became of each document in the files, in their order."""
        del known  # the store is here, and its answer would come too late: what is mined twice is written once
        source = iter(entries)
        sent: deque[tuple[_Part, Future[Mined] | None]] = deque()
        while True:
            while len(sent) < self._ahead() and (part := _next_part(source, self._batch)).listed:
                sent.append((part, self._submit(tuple(part.files)) if part.files else None))
            if not sent:
                return
            part, future = sent.popleft()
            results = self._results(tuple(part.files), future, [future for _, future in sent if future is not None])
            yield from _in_order(part, results)

    def _ahead(self) -> int:
        """How many batches may be on their way; the number of workers changes during a run."""
        with _told():
            threads: int = sum(self._client.nthreads().values())
        return min(_MOST, _PER_THREAD * max(1, threads))

    def _submit(self, files: tuple[File, ...], *, priority: int = 0) -> Future[Mined]:
        batch = Batch(setup=self._setup, version=self._version, files=files)
        with _told():
            future: Future[Mined] = self._client.submit(self._task, batch, pure=False, priority=priority)
        return future

    def _results(
        self, files: tuple[File, ...], future: Future[Mined] | None, others: list[Future[Mined]], *, alone: bool = False
    ) -> Iterator[tuple[int, Outcome]]:
        while future is not None:
            try:
                with _told():
                    mined: Mined = future.result()
            except KilledWorker:
                yield from self._suspects(files, others, alone=alone)
                return
            yield from mined.outcomes
            files = mined.rest
            future = self._submit(files, priority=1) if files else None

    def _suspects(
        self, files: tuple[File, ...], others: list[Future[Mined]], *, alone: bool
    ) -> Iterator[tuple[int, Outcome]]:
        """Worker after worker was lost under these files: find the one at fault by trying each with nothing beside it."""
        if alone and len(files) == 1:
            why = SetAside(Reason.CRASH, "worker after worker of the cluster was lost with it")
            yield files[0].number, Outcome(document=set_aside(files[0].shown, why, sha256=_digest_of(files[0].path)))
            return
        with _told():
            for other in others:
                other.exception()  # type: ignore[no-untyped-call]  # waits; what it is, its own turn shows
        for file in files:
            yield from self._results((file,), self._submit((file,), priority=1), [], alone=True)


def _digest_of(path: str) -> str:
    """The digest of a file, as a run without a cluster tells it; empty where the file is not on this machine."""
    with suppress(SetAside):
        return digest(read_regular(path).data)
    return ""


@contextmanager
def _told() -> Iterator[None]:
    """What the way to the workers can end with becomes one plain error."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise ClusterError(f"a Dask worker has no {error.name}: install the same textmine there as here") from error
    except (OSError, CancelledError) as error:
        what = f"the Dask cluster was lost ({type(error).__name__})"
        raise ClusterError(f"{what}; what was finished is stored, run again to go on") from error


def _next_part(source: Iterator[Listed], most: int) -> _Part:
    part, size = _Part(), 0
    while len(part.files) < most and len(part.listed) < _LISTED and size < PART_BYTES:
        listed = next(source, None)
        if listed is None:
            break
        part.listed.append(listed)
        if not listed.known and listed.entry.reason is None:
            state = listed.entry.state
            part.files.append(File(number=len(part.files), path=listed.entry.path, shown=listed.shown, state=state))
            size += state.size if state else 0
    return part


def _in_order(part: _Part, results: Iterator[tuple[int, Outcome]]) -> Iterator[tuple[Listed, Outcome]]:
    """What is known of the files and what was found in them, each file in its place."""
    by_file = groupby(results, key=itemgetter(0))
    for listed in part.listed:
        if listed.known:
            yield from ((listed, outcome) for outcome in listed.known)
        elif listed.entry.reason is not None:
            yield listed, Outcome(document=read_entry(listed.entry, display_path=listed.shown))
        else:
            _, found = next(by_file)
            yield from ((listed, outcome) for _, outcome in found)


def _absolute(path: Path | None) -> Path | None:
    """Workers run in folders of their own."""
    return path.resolve() if path is not None else None
