"""One worker process as its run sees it: started, spoken to, killed, and asked afterwards how it ended."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from textmine.cli.wire import Garbled, Limits, receive, send
from textmine.errors import WorkerError
from textmine.schema import Reason

_PATIENCE, _POLL = 2.0, 0.005  # seconds
ENTRY = "textmine.cli.worker"  # the module whose main() a worker runs
INTERPRETER: str | None = None  # another file to run than sys.executable, under its name
_START = "import importlib, sys; name, *sys.path[:] = sys.argv[1:]; importlib.import_module(name).main()"
_OUT_OF_MEMORY = ("SIGABRT", "SIGSEGV", "SIGBUS", "SIGTRAP", "SIGILL")  # how native code ends that gets none
# glibc keeps what large arrays took unless the size from which it maps them singly is fixed (mallopt(3)): a scan of three
# pages takes 270 MiB so, and 370 to 460 otherwise. Other systems pass these by.
# OpenBLAS starts a thread for each core, which take 40 MB of address space each: on a machine of many cores more than a document may.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}
_ENVIRONMENT = {"MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "262144", **ONE_THREAD}
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Process:
    """A worker process; what it says arrives in ``events`` with the process, ``None`` when it has ended."""

    def __init__(self, events: queue.SimpleQueue[tuple[Process, Any]]) -> None:
        self._events = events
        self._process: subprocess.Popen[bytes] | None = None
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._peak = 0
        self.ready = False
        self.served = 0  # documents
        self.deadline = 0.0

    def start(self) -> None:
        """Start it with this interpreter, its options and its path of modules."""
        flags: list[str] = subprocess._args_from_interpreter_flags()  # type: ignore[attr-defined]  # noqa: SLF001  # as multiprocessing does
        line = [sys.executable, *flags, "-c", _START, ENTRY, *sys.path]
        try:
            with _signals_held():
                self._process = subprocess.Popen(  # noqa: S603  # our own program
                    line,
                    executable=INTERPRETER,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    env=_ENVIRONMENT | os.environ,
                )
                self._reader.start()
        except (OSError, RuntimeError) as error:  # a RuntimeError where there is no thread to be had
            self.kill()
            why = error.strerror if isinstance(error, OSError) else error
            raise WorkerError(
                f"a worker process could not start: {why}; take fewer --workers, or raise the limit"
            ) from error

    def send(self, message: object) -> None:
        """Say something; that it has ended, it says itself."""
        process = self._started()
        if process.stdin is not None:
            with suppress(OSError):
                send(process.stdin, message)  # type: ignore[arg-type]  # an IO[bytes] is a BinaryIO

    def kill(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """Wait until it has ended, which it has been told to, and let its pipes go."""
        if self._process is None:
            return
        self._wait()
        if self._reader.ident is not None:
            self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()

    def ended(self, limits: Limits) -> tuple[Reason, str]:
        """Why it has ended by itself, as a reason and in words."""
        self._wait(patience=_PATIENCE)  # its pipe may be closed before it ends, or although it runs on
        self.kill()
        code = self._wait()
        name = signal.Signals(-code).name if code < 0 else f"code {code}"
        if name == "SIGXCPU":
            return Reason.TIMEOUT, limits.time
        if name in _OUT_OF_MEMORY and self._peak * 2 > limits.memory:
            return Reason.MEMORY, f"more than {limits.memory / 2**20:.0f} MiB"
        return Reason.CRASH, f"its process ended with {name}"

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise RuntimeError("start() comes first")
        return self._process

    def _wait(self, patience: float | None = None) -> int:
        process = self._started()
        if process.returncode is None and hasattr(os, "wait4"):
            until = None if patience is None else time.monotonic() + patience
            pid = 0
            while not pid and (until is None or time.monotonic() < until):
                pid, status, usage = os.wait4(process.pid, 0 if until is None else os.WNOHANG)
                time.sleep(0 if pid else _POLL)
            if not pid:
                return 0
            process.returncode = os.waitstatus_to_exitcode(status)
            self._peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        return process.wait(patience)

    def _listen(self) -> None:
        stdout = self._started().stdout
        while stdout is not None:
            message = receive(stdout)  # type: ignore[arg-type]  # an IO[bytes] is a BinaryIO
            self._events.put((self, message))
            if message is None or isinstance(message, Garbled):
                return


@contextmanager
def _signals_held() -> Iterator[None]:
    """Hold signals back while a process starts, so that none is left behind; the process begins with them held."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
