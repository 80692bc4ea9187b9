"""Files behind URLs (``s3://bucket/…``, ``sftp://…``), by way of fsspec: the only module that imports it.

A URL is taken word for word: fsspec's chains (``zip://…::s3://…``) mean nothing here, since a name in a bucket may look like one.
"""

from __future__ import annotations

import errno
import hashlib
import io
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from textmine.errors import MissingExtra, RemoteError, TextmineError
from textmine.read.files import MAX_BYTES, Content, Opened, SetAside, State
from textmine.read.listing import Entry
from textmine.schema import Reason

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_WHOLE = 8 * 2**20  # bytes: up to here a file is fetched at once, others block by block
_TAGS = ("ETag", "etag", "md5Hash", "content_md5", "uid")  # what file systems call that which changes with the content
_TIMES = ("LastModified", "last_modified", "mtime", "modified", "updated", "created")
_LATELY = 2_000_000_000  # nanoseconds: a file changed since then may change again without showing it
_NANOSECONDS = 1_000_000_000


def file_system(url: str) -> tuple[AbstractFileSystem, str]:
    """The file system behind a URL or a path, and what it calls the place.

    Raises `MissingExtra` without fsspec, `RemoteError` for a scheme that it does not know or whose package is not installed.
    """
    try:
        import fsspec
    except ImportError as error:
        raise MissingExtra("dataset") from error
    scheme = url.partition("://")[0] if "://" in url else "file"
    with told(url):
        kind = fsspec.get_filesystem_class(scheme)
        options = kind._get_kwargs_from_urls(url)  # noqa: SLF001  # host and user, as fsspec itself reads them
        found = fsspec.filesystem(scheme, use_listings_cache=False, **options)
        return found, str(kind._strip_protocol(url))  # noqa: SLF001


@contextmanager
def told(url: str) -> Iterator[None]:
    """Say in one line what a file system complains of, each in its own way; that something is not there stays `FileNotFoundError`."""
    try:
        yield
    except (TextmineError, FileNotFoundError, MemoryError):
        raise
    except Exception as error:
        raise RemoteError(f"{url}: {_words(error)}") from error


def expand_url(url: str) -> list[str]:
    """The URLs that a URL or a pattern names, none if nothing is there."""
    system, path = file_system(url)
    with told(url):
        if _info(system, path) is not None:
            return [url]
        return sorted(map(system.unstrip_protocol, system.glob(path))) if set(path) & set("*?[") else []


def is_folder(url: str) -> bool:
    """Whether a URL names a folder."""
    system, path = file_system(url)
    with told(url):
        return bool((_info(system, path) or {}).get("type") == "directory")


def is_gone(url: str) -> bool:
    """Whether nothing is there; not so where nobody knows."""
    system, path = file_system(url)
    try:
        return _info(system, path) is None
    except Exception:  # noqa: BLE001  # as fsspec's file systems like
        return False


def list_urls(roots: Iterable[str], *, own: Collection[str] = ()) -> Iterator[Entry]:
    """The files at and below some URLs, as `textmine.read.list_files` gives those of this machine; ``own`` are not opened."""
    roots = list(dict.fromkeys(root.rstrip("/") for root in roots))
    for root in roots:
        if not any(root.startswith(f"{other}/") for other in roots):
            yield from _list(root, {file_system(each)[1].rstrip("/") for each in own})


def _list(url: str, own: Collection[str]) -> Iterator[Entry]:
    system, root = file_system(url)
    with told(url):
        info = _info(system, root)
    if info is not None and info.get("type") == "file":
        yield Entry(path=url, state=_state(info))
        return
    pending = [root]
    while pending:
        folder = pending.pop().rstrip("/")
        try:
            found = sorted(
                system.ls(folder, detail=True), key=lambda item: str(item["name"]).encode("utf-8", "replace")
            )
        except Exception as error:  # noqa: BLE001
            yield Entry(path=system.unstrip_protocol(folder), reason=Reason.IO, detail=f"folder: {_words(error)}")
            continue
        folders = []
        for item in found:
            entry = _entry(system, item, folder, own)
            if isinstance(entry, str):
                folders.append(entry)
            elif entry is not None:
                yield entry
        pending.extend(reversed(folders))


def _entry(
    system: AbstractFileSystem, item: Mapping[str, Any], folder: str, own: Collection[str]
) -> Entry | str | None:
    """A file, the path of a folder to be listed, or nothing: object stores keep a mark in place of a folder."""
    path = str(item["name"])
    name = path.removeprefix(f"{folder}/").rstrip("/")
    url = system.unstrip_protocol(path)
    if not name:
        if not path.endswith("//"):
            return None
        return Entry(path=url, reason=Reason.NOT_REGULAR, detail="a folder without a name")
    if path.rstrip("/") in own:
        return Entry(path=url, reason=Reason.STORE)
    if name.startswith("."):
        return Entry(path=url, reason=Reason.HIDDEN)
    if item.get("type") == "directory":
        return path
    if item.get("islink"):
        return Entry(path=url, reason=Reason.SYMLINK, detail="a symbolic link")
    if item.get("type") not in ("file", None):
        return Entry(path=url, reason=Reason.NOT_REGULAR, detail=str(item["type"]))
    return Entry(path=url, state=_state(item))


def _info(system: AbstractFileSystem, path: str) -> Mapping[str, Any] | None:
    try:
        return cast(Mapping[str, Any], system.info(path))
    except (FileNotFoundError, NotADirectoryError):
        return None


def _state(info: Mapping[str, Any]) -> State | None:
    """Size, and a number that changes with the content; ``None`` where the file system tells too little to trust."""
    size = info.get("size")
    if size is None:
        return None
    for tag in _TAGS:
        if info.get(tag):
            digest = hashlib.sha256(str(info[tag]).encode("utf-8")).digest()
            return State(int(size), int.from_bytes(digest[:8], "big") >> 1)
    for name in _TIMES:
        if info.get(name):
            changed = _nanoseconds(info[name])
            return State(int(size), changed) if changed is not None and changed + _LATELY < time.time_ns() else None
    return None


def _nanoseconds(when: Any) -> int | None:
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            return None
    seconds = when.timestamp() if isinstance(when, datetime) else when
    return int(seconds * _NANOSECONDS) if isinstance(seconds, (int, float)) else None


@contextmanager
def opened_url(url: str) -> Iterator[Opened]:
    """A file behind a URL, as `textmine.read.files.opened` opens one of this machine; raises `SetAside` with reason ``io``."""
    try:
        system, path = file_system(url)
        before = dict(system.info(path))
        small = before.get("size") is not None and before["size"] <= _WHOLE
        raw: BinaryIO = io.BytesIO(system.cat_file(path)) if small else system.open(path, "rb", block_size=_WHOLE)
    except MemoryError:
        raise
    except Exception as error:
        raise SetAside(Reason.IO, _words(error)) from error
    with raw:
        file = raw if small else cast(BinaryIO, io.BufferedReader(_Told(raw), 2**16))
        size = raw.seek(0, io.SEEK_END)
        raw.seek(0)

        def state() -> State:
            """As it was found, unless it is seen to be another now."""
            now = _state(before) if small else _state(system.info(path))
            return State(size, now.mtime if now else 0)

        try:
            yield Opened(file, state, lambda: Content(_whole(file, size)))
        except OSError as error:
            raise SetAside(Reason.IO, _words(error)) from error


def _whole(file: BinaryIO, size: int) -> bytes:
    if size > MAX_BYTES:
        raise SetAside(Reason.TOO_LARGE, f"{size} bytes, the limit is {MAX_BYTES}")
    return file.read()


class _Told(io.RawIOBase):
    """A file whose errors are all `OSError`: what is wrong on the way is not wrong with the file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._file.read(len(buffer))
        except MemoryError:
            raise
        except Exception as error:
            raise OSError(errno.EIO, _words(error)) from error
        buffer[: len(data)] = data
        return len(data)


def _words(error: Exception) -> str:
    """What an exception says, in one line."""
    said = getattr(error, "strerror", None) or str(error)
    return " ".join(said.split())[:200] or type(error).__name__
