"""What a run tells of each document: lines for people, or JSON for programs that watch it. No text of a report is in either."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from textmine.cli.terminal import escaped_json
from textmine.errors import StoreCreateError

STANDARD_ERROR = "-"


class Log:
    """Events as JSON, one a line: ``time`` (UTC, ISO 8601), ``event`` and what belongs to it; nothing where it is not wanted."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def __call__(self, event: str, **fields: Any) -> None:
        """Write an event."""
        if self._stream is not None:
            time = datetime.now(UTC).isoformat(timespec="milliseconds")
            line = json.dumps({"time": time, "event": event, **fields}, ensure_ascii=False)
            self._stream.write(escaped_json(line) + "\n")
            self._stream.flush()


@contextmanager
def opened_log(name: str | None) -> Iterator[Log]:
    """The log that goes into a file, at its end; ``-`` is standard error. Raises `StoreCreateError` where it cannot be written."""
    if name is None:
        yield Log()
    elif name == STANDARD_ERROR:
        yield Log(sys.stderr)
    else:
        try:
            file = Path(name).open("a", encoding="utf-8")  # noqa: SIM115  # closed below
        except OSError as error:
            raise StoreCreateError(f"{name}: {error.strerror}; name another file for the log") from error
        with file:
            yield Log(file)
