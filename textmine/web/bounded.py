"""Queries that end: a store opened for one answer, with a limit on the time that SQLite may take for it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from textmine.store import reading

_STEPS = 2000  # instructions of SQLite between two looks at the clock


class TooCostly(Exception):
    """A query took longer than its limit and was stopped."""


@contextmanager
def bounded(store: str | os.PathLike[str], seconds: float) -> Iterator[sqlite3.Connection]:
    """A store opened for reading only, on which `TooCostly` is raised once ``seconds`` have passed.

    Opened anew for each answer, so that a store that a nightly run has replaced is the one that is read.
    """
    with reading(store) as connection:
        end = monotonic() + seconds
        connection.set_progress_handler(lambda: monotonic() > end, _STEPS)
        try:
            yield connection
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
                raise TooCostly(f"stopped after {seconds:g} s") from error
            raise
