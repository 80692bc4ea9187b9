"""Exit codes, and how every way to end a command comes down to one of them and one plain line."""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from types import FrameType

from textmine.cli.terminal import OUTPUT, STANDARD_OUTPUT, err, silence
from textmine.errors import TextmineError


class Exit(IntEnum):
    """The exit codes, after sysexits.h where it has one."""

    DONE = 0
    CHECK_FAILED = 1
    USAGE = 2
    SET_ASIDE = 3
    BAD_DATA = 65
    UNAVAILABLE = 69
    SOFTWARE = 70
    CANNOT_CREATE = 73
    IO = 74
    LOCKED = 75


class UsageError(Exception):
    """What the user asked for makes no sense: a path that is not there, an id that fits nothing."""


class Interrupted(BaseException):
    """A signal asked the program to end; ``number`` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def guard(command: Callable[[], int]) -> int:
    """Run a command and give its exit code; whatever it raises becomes a line on standard error, never a traceback."""
    code: int = Exit.DONE
    try:
        with _signals_caught():
            code = command()
            OUTPUT.flush()
    except Interrupted as stop:
        err(f"stopped by {signal.Signals(stop.number).name}; what was finished is stored, run again to go on")
        return 128 + stop.number
    except UsageError as error:
        err(str(error))
        return Exit.USAGE
    except TextmineError as error:
        err(str(error))
        return error.exit_code
    except MemoryError:
        err("out of memory")
        return Exit.IO
    except OSError as error:
        silence(sys.stdout)
        if isinstance(error, BrokenPipeError) and error.filename == STANDARD_OUTPUT:
            return code  # the reader has seen enough
        err(": ".join(str(part) for part in (error.filename, error.strerror or error) if part))
        return Exit.IO
    except Exception as error:  # noqa: BLE001  # the last resort: an error of ours, told in one line
        err(f"internal error, please report it: {where(error)}")
        return Exit.SOFTWARE
    return code


def where(error: BaseException) -> str:
    """The type of an exception and where in the program it was raised, without any text of a document."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


@contextmanager
def _signals_caught() -> Iterator[None]:
    """Turn the signals that ask a program to end into `Interrupted`, once: cleaning up is not interrupted again."""
    asked = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]

    def interrupt(number: int, frame: FrameType | None) -> None:
        del frame
        for other in asked:
            signal.signal(other, signal.SIG_IGN)
        raise Interrupted(number)

    before = [
        (number, signal.signal(number, interrupt)) for number in asked if signal.getsignal(number) != signal.SIG_IGN
    ]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
