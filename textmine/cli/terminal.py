"""What commands write: text that cannot steer a terminal, columns that line up with Chinese in them, a progress bar."""

from __future__ import annotations

import os
import re
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TextIO

from textmine.schema.columns import fitted, width

# Everything that a terminal may obey or that reorders text: C0 and C1 controls, line and bidi separators and marks.
_CONTROLS = (*range(0x20), 0x7F, *range(0x80, 0xA0), 0x061C, 0x200E, 0x200F, 0x2028, 0x2029)
_BIDI = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
_SHORT = {0x09: "\\t", 0x0A: "\\n", 0x0D: "\\r"}
_ESCAPES = {
    code: _SHORT.get(code, f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}") for code in (*_CONTROLS, *_BIDI)
}
_JSON_ESCAPES = {code: f"\\u{code:04x}" for code in (*_CONTROLS, *_BIDI) if code >= 0x7F}
_FORMULA = tuple("=+-@")  # what a cell begins with that a spreadsheet takes for a formula
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?")
_ELLIPSIS = "…"
_BAR = 24
_COLUMNS = 80  # where the terminal does not say
_INTERVAL = 0.1  # seconds between two drawings of the bar
_SPAN = 30.0  # seconds by which the rate goes: files that need not be opened say nothing of those that follow


def escaped(text: object) -> str:
    r"""A text on one line with all control and bidi characters written out.

    >>> escaped("a\x1b[2Jb\u202e")
    'a\\x1b[2Jb\\u202e'
    """
    return str(text).translate(_ESCAPES)


def marked(text: str, start: int, end: int, *, reach: int | None = None) -> str:
    """A text on one line with ``text[start:end]`` in white brackets, cut ``reach`` characters away from it.

    >>> marked("全县公开信息120件，公开决定90件。", 6, 10, reach=4)
    '…公开信息⟦120件⟧，公开决…'
    """
    low, high = (0, len(text)) if reach is None else (max(0, start - reach), min(len(text), end + reach))
    before, after = _ELLIPSIS if low > 0 else "", _ELLIPSIS if high < len(text) else ""
    return f"{before}{escaped(text[low:start])}⟦{escaped(text[start:end])}⟧{escaped(text[end:high])}{after}"


def escaped_json(written: str) -> str:
    """JSON in which no character can steer a terminal; it stays the same JSON value."""
    return written.translate(_JSON_ESCAPES)


def csv_cell(value: object) -> str:
    """A value for CSV: control characters written out, and what a spreadsheet would calculate made text.

    >>> csv_cell("=1+1"), csv_cell("-5"), csv_cell("364项")
    ("'=1+1", '-5', '364项')
    """
    text = escaped(value)
    return f"'{text}" if text[:1] in _FORMULA and not _NUMBER.fullmatch(text) else text


def table(header: Sequence[str], rows: Iterable[Sequence[object]], limits: Sequence[int]) -> list[str]:
    """Lines of a table; each column as wide as its widest cell, at most as its limit."""
    cells = [list(header), *([escaped("" if item is None else item) for item in row] for row in rows)]
    columns = [min(limit, max(width(row[i]) for row in cells)) for i, limit in enumerate(limits)]
    lines = ["  ".join(fitted(cell, columns[i]) for i, cell in enumerate(row)).rstrip() for row in cells]
    return [lines[0], "  ".join("-" * column for column in columns), *lines[1:]]


STANDARD_OUTPUT = "standard output"


class Output:
    """Standard output as a file that results are written to; an `OSError` of it says by ``filename`` that it is one of standard output."""

    def write(self, text: str) -> None:
        """Write a text."""
        with self._named():
            sys.stdout.write(text)

    def flush(self) -> None:
        """Have all that was written leave this process."""
        with self._named():
            sys.stdout.flush()

    @staticmethod
    @contextmanager
    def _named() -> Iterator[None]:
        try:
            yield
        except OSError as error:
            error.filename = STANDARD_OUTPUT
            raise


OUTPUT = Output()


def out(line: str) -> None:
    """Print a line of a result."""
    OUTPUT.write(line + "\n")


def err(message: str) -> None:
    """Print a line about what went wrong, marked as ours; that nobody takes it ends nothing, the exit code still tells."""
    try:
        print(f"textmine: {escaped(message)}", file=sys.stderr)
    except OSError:
        silence(sys.stderr)


def silence(stream: TextIO) -> None:
    """Let what is left in a stream that cannot be written go nowhere, so that Python does not complain of it at its end."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, stream.fileno())
    os.close(devnull)


def open_streams() -> None:
    """Have the three standard streams where the caller has closed some.

    Else the next file that is opened gets the number of one, and what a library says there would go into it. What is written to a
    closed standard output fails as it should, what is written to a closed standard error is lost.
    """
    for number, name, flags in ((0, "stdin", os.O_RDONLY), (1, "stdout", os.O_RDONLY), (2, "stderr", os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, flags)  # the lowest number that is free
            os.set_inheritable(opened, True)  # noqa: FBT003  # its name says what
            if number:
                setattr(sys, name, os.fdopen(number, "w", encoding="utf-8", closefd=False))


class Progress:
    """A bar on the terminal, drawn over itself; nothing at all where the output is no terminal."""

    def __init__(self, total: int, *, stream: TextIO, shown: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self._total, self._stream, self._clock = total, stream, clock
        self._shown = shown and stream.isatty()
        self._drawn = 0.0
        self._marks = deque([(clock(), 0)])  # when how many files were done

    @staticmethod
    def possible(stream: TextIO) -> bool:
        """Whether a bar would be seen."""
        return stream.isatty()

    def show(self, done: int, facts: int) -> None:
        """Draw the bar, at most ten times a second."""
        now = self._clock()
        if not self._shown or (now - self._drawn < _INTERVAL and done < self._total):
            return
        self._drawn = now
        filled = _BAR * min(done, self._total) // max(1, self._total)
        rate = self._rate(now, done)
        left = f"  {_clock_face((self._total - done) / rate)} left" if rate and done < self._total else ""
        line = f"[{'#' * filled}{'.' * (_BAR - filled)}] {done}/{self._total} files  {rate:.0f} files/s{left}  {facts} facts"
        columns = max(20, _columns(self._stream) - 1)
        self._write("\r" + fitted(line, columns))

    def _rate(self, now: float, done: int) -> float:
        """Files in a second, of late."""
        self._marks.append((now, done))
        while len(self._marks) > 2 and self._marks[1][0] <= now - _SPAN:
            self._marks.popleft()
        since, before = self._marks[0]
        return (done - before) / max(now - since, 1e-9)

    def clear(self) -> None:
        """Take the bar away, before a line is printed or at the end."""
        if self._shown and self._drawn:
            self._write("\r\x1b[K")
            self._drawn = 0.0

    def _write(self, text: str) -> None:
        with suppress(OSError):  # the terminal is gone: the signal that says so, where there is one, ends the run
            self._stream.write(text)
            self._stream.flush()


def _clock_face(seconds: float) -> str:
    """A time to wait, as hours, minutes and seconds."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or _COLUMNS
    except OSError:
        return _COLUMNS
