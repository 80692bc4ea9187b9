"""The folder of a data set, on this machine or behind a URL: files appear whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from textmine.errors import DatasetError, DatasetFormatError, RemoteError, TextmineError
from textmine.read.remote import file_system, told
from textmine.read.urls import is_url, local_path
from textmine.store.disk import flush

TABLES = ("facts", "links", "reports", "checks", "rows")  # of which each part has files
LEDGER, JOURNAL, COMPLETE = "ledger", "journal", "_SUCCESS"
_OWN = frozenset({*TABLES, LEDGER, JOURNAL, COMPLETE})
_HIDDEN = "."  # begins the name of a file that is being written


class Folder:
    """Reads, writes and lists the files of a data set by their names within it; raises `DatasetError` where that fails."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.local = None if is_url(url) else Path(local_path(url)).absolute()
        with self._told():
            self._fs, root = file_system(url if self.local is None else f"file://{self.local}")
        self._root = root.rstrip("/")

    def require_ours(self) -> None:
        """Raise `DatasetFormatError` for a folder that holds anything else."""
        for name in self._names(""):
            if name not in _OWN and not name.startswith(_HIDDEN):
                raise DatasetFormatError(
                    f"{self.url}: is no data set of textmine, {name} is in it; name a folder of its own"
                )

    def write(self, name: str, data: bytes) -> None:
        """Write a file: on this machine under another name first, elsewhere as the one put that object stores make whole."""
        with self._told():
            if self.local is None:
                self._fs.pipe_file(self._at(name), data)
            else:
                with _new(self.local / name) as new:
                    new.write_bytes(data)

    def put(self, name: str, source: Path) -> None:
        """The same for the content of a file."""
        with self._told():
            if self.local is None:
                self._fs.put_file(str(source), self._at(name))
            else:
                with _new(self.local / name) as new:
                    shutil.copyfile(source, new)

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """A file opened for reading."""
        with self._told(), self._fs.open(self._at(name), "rb") as file:
            yield cast(BinaryIO, file)

    @contextmanager
    def intact(self, name: str) -> Iterator[None]:
        """Whatever goes wrong here shows that ``name`` is damaged: what reads a file complains in many ways."""
        try:
            yield
        except MemoryError:
            raise
        except Exception as error:
            if isinstance(error, TextmineError) and not isinstance(error, DatasetError):
                raise
            raise DatasetFormatError(
                f"{self.url}: {name} is damaged; make the data set anew from the archive"
            ) from error

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        with self._told():
            return cast(bytes, self._fs.cat_file(self._at(name)))

    def files(self, folder: str) -> list[str]:
        """The files in a folder and all below it, in the order of their names; those that are being written are left out."""
        with self._told(), suppress(FileNotFoundError):
            found = self._fs.find(self._at(folder))
            names = sorted(path[len(self._root) + 1 :] for path in map(str, found))
            return [name for name in names if not name.rpartition("/")[2].startswith(_HIDDEN)]
        return []

    def delete(self, name: str) -> None:
        """Delete a file, if it is there."""
        with self._told(), suppress(FileNotFoundError):
            self._fs.rm_file(self._at(name))
            if self.local is not None:
                with suppress(OSError):  # others are in it
                    (self.local / name).parent.rmdir()

    def clean(self) -> None:
        """Delete what a process that was killed has begun to write on this machine."""
        if self.local is not None:
            for path in self.local.rglob(f"{_HIDDEN}*.new"):
                path.unlink(missing_ok=True)

    def _names(self, folder: str) -> list[str]:
        with self._told(), suppress(FileNotFoundError):
            found: list[Any] = self._fs.ls(self._at(folder), detail=False)
            return sorted(str(path).rstrip("/").rpartition("/")[2] for path in found)
        return []

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with told(self.url):
                yield
        except RemoteError as error:
            raise DatasetError(str(error)) from error
        except FileNotFoundError as error:
            raise DatasetError(f"{self.url}: {error.strerror or error}") from error


@contextmanager
def _new(path: Path) -> Iterator[Path]:
    """Where to write a file, which then gets its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{_HIDDEN}{path.name}.{os.getpid()}.new")
    try:
        yield new
        flush(new)
        new.replace(path)
        flush(path.parent)
    finally:
        new.unlink(missing_ok=True)
