"""What a run tells of each document: lines for people, or JSON for programs that watch it. No text of a report is in either."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from textmine.cli.terminal import escaped_json, silence
from textmine.errors import StoreCreateError, StoreIOError

STANDARD_ERROR = "-"


class Log:
    """Events as JSON, one a line: ``time`` (UTC, ISO 8601), ``event`` and what belongs to it; nothing where it is not wanted."""

    def __init__(self, stream: TextIO | None = None, *, name: str = "") -> None:
        self._stream, self._name = stream, name

    def __call__(self, event: str, **fields: Any) -> None:
        """Write an event. Raises `StoreIOError` where it cannot be written: whoever watches by the log would not hear of the rest."""
        if self._stream is not None:
            time = datetime.now(UTC).isoformat(timespec="milliseconds")
            line = json.dumps({"time": time, "event": event, **fields}, ensure_ascii=False)
            try:
                self._stream.write(escaped_json(line) + "\n")
                self._stream.flush()
            except OSError as error:
                silence(self._stream)
                raise StoreIOError(
                    f"{self._name}: {error.strerror}; the log cannot be written, run again to go on"
                ) from error


@contextmanager
def opened_log(name: str | None) -> Iterator[Log]:
    """The log that goes into a file, at its end; ``-`` is standard error. Raises `StoreCreateError` where it cannot be written."""
    if name is None:
        yield Log()
    elif name == STANDARD_ERROR:
        yield Log(sys.stderr, name="standard error")
    else:
        try:
            file = Path(name).open("a", encoding="utf-8")  # noqa: SIM115  # closed below
        except OSError as error:
            raise StoreCreateError(f"{name}: {error.strerror}; name another file for the log") from error
        with file:
            yield Log(file, name=name)
