"""A worker process of `textmine run`: reads and mines the files it is told to, within limits, and reports each document."""

from __future__ import annotations

import gc
import os
import queue
import signal
import threading
import time
from contextlib import suppress
from itertools import islice
from typing import Any, BinaryIO

from textmine.cli.mining import MINED, emptied, mined, opened
from textmine.cli.models import trouble_with
from textmine.cli.wire import (
    GARBAGE,
    Answer,
    Busy,
    Finished,
    Limits,
    Outcome,
    OutOfMemory,
    Question,
    Ready,
    Setup,
    Task,
    Unusable,
    receive,
    send,
)
from textmine.errors import LexiconError, ModelError
from textmine.lexicon import use_overlay
from textmine.read import Entry, Item, Member, found
from textmine.read.plain import digest
from textmine.read.scans import use_ocr
from textmine.schema import Document
from textmine.segment.tokenizer import PartWords
from textmine.store import prepare
from textmine.store.prepared import LONG, as_rows

try:
    import resource
except ImportError:  # Windows: the parent's clock has to do
    resource = None  # type: ignore[assignment]


_LONG = 1_000_000  # characters: beyond, rows beside the report would take too much of a worker's memory


def main() -> None:
    """Work until the parent ends or says no more; called in a process of its own, with pipes as its standard streams."""
    signals = [getattr(signal, name) for name in ("SIGINT", "SIGHUP") if hasattr(signal, name)]
    for number in signals:  # the terminal sends them to the whole group: the parent decides what ends
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
    gc.set_threshold(GARBAGE)
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(source, inbox), daemon=True).start()
    try:
        _work(inbox, target)
    except MemoryError:
        send(target, OutOfMemory())
    except (LexiconError, ModelError) as error:
        send(target, Unusable(kind=type(error).__name__, message=str(error)))
    except BrokenPipeError:  # nobody is interested any more
        os._exit(0)


def _work(inbox: queue.SimpleQueue[Any], target: BinaryIO) -> None:
    setup: Setup = inbox.get()
    use_overlay(setup.lexicon)
    send(target, Ready(complaint=trouble_with(setup.model)))
    _silence()
    limit_memory(setup.limits)
    worker = Worker(setup, inbox, target)
    use_ocr(wanted=setup.ocr, on_page=worker.go_on)
    while True:
        worker.file(inbox.get())


def _listen(source: BinaryIO, inbox: queue.SimpleQueue[Any]) -> None:
    """Take messages in; a thread of its own, so that a busy worker notices when its parent is gone."""
    while (message := receive(source)) is not None:
        inbox.put(message)
    os._exit(0)


def _silence() -> None:
    """Let no library write between our messages or to the user's terminal."""
    null = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(null, number)
    os.close(null)


class Worker:
    """Mines files, one document after the other; each is asked about before it is read, and told of afterwards."""

    def __init__(self, setup: Setup, inbox: queue.SimpleQueue[Any], target: BinaryIO) -> None:
        self._setup, self._inbox, self._target = setup, inbox, target

    def file(self, task: Task) -> None:
        """Mine the documents of a file."""
        limit_time(self._setup.limits)
        items = found(Entry(path=task.path), display_path=task.shown, columns=self._setup.columns)
        for item in islice(items, task.skip, None):
            send(self._target, self._outcome(item))
            limit_time(self._setup.limits)
        send(self._target, Finished())

    def go_on(self) -> None:
        """Take as long again: a scan is allowed its time page by page."""
        send(self._target, Busy())
        limit_time(self._setup.limits)

    def _outcome(self, item: Item) -> Outcome:
        known = Answer()
        if isinstance(item, Member):
            sha256 = digest(item.data)
            known = self._ask(item.path, sha256)
            if known.status == "ok":  # nothing more is to be known of it
                return Outcome(document=Document(path=item.path, sha256=sha256, text="", body=(0, 0)))
        document = opened(item)
        if document.status not in MINED or not document.sha256:
            return Outcome(document=emptied(document))
        # Mined also if it is known not to be ok: only that shows what to tell of it, and whether it fares better this time.
        words = PartWords(document.text) if len(document.text) <= LONG else None
        document, report = mined(document, words)
        if (document.status, document.reason) == (known.status, known.reason):
            return Outcome(document=emptied(document))
        if not self._setup.rows:
            return Outcome(document=emptied(document), report=prepare(report, words))
        return Outcome(document=emptied(document), report=report if len(report.text) > _LONG else as_rows(report))

    def _ask(self, path: str, sha256: str) -> Answer:
        send(self._target, Question(path=path, sha256=sha256))
        answer: Answer = self._inbox.get()
        return answer


def limit_memory(limits: Limits) -> None:
    """Let this process take no more address space than the limit, where the platform can hold it to that."""
    if resource is not None:
        for kind, most in ((resource.RLIMIT_AS, limits.memory), (resource.RLIMIT_CORE, 0)):
            with suppress(ValueError, OSError):  # macOS knows RLIMIT_AS and refuses it
                _, hard = resource.getrlimit(kind)
                resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def limit_time(limits: Limits) -> None:
    """Let this process calculate for as long as one document may, counted from now."""
    if resource is not None:
        with suppress(ValueError, OSError):
            _, hard = resource.getrlimit(resource.RLIMIT_CPU)
            most = int(time.process_time()) + 1 + limits.cpu_seconds
            resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
