"""Lists the files of an archive: in an order that depends on names alone, without following links."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

from textmine.read.files import State, state_in
from textmine.read.urls import is_url
from textmine.schema import Reason

_FINE, _COARSE = (
    50_000_000,
    2_000_000_000,
)  # nanoseconds: steps of a kernel's clock; of the times that FAT and some servers keep
_SECOND = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file of an archive; with a ``reason`` it is not to be opened, ``detail`` says why in words.

    ``state`` is known of a regular file, unless it has changed so lately that a further change might not show in it.
    """

    path: str
    reason: Reason | None = None
    detail: str = ""
    state: State | None = None


def list_files(roots: Iterable[str], *, store_files: Collection[str] = ()) -> Iterator[Entry]:
    """The files at and below the roots, folders in the order of their names' bytes; nothing vanishes. URLs come last.

    Links, names with a leading dot, folders that cannot be listed and ``store_files`` come with the reason why they are
    not opened. Roots are followed if they are links, and taken once if they lie within each other.
    """
    named = list(roots)
    own = frozenset(map(os.path.abspath, (path for path in store_files if not is_url(path))))
    for root in _outermost(root for root in named if not is_url(root)):
        if Path(root).is_dir():
            yield from _walk(root, own)
        else:
            yield Entry(path=root, state=_state(root))
    urls = [root for root in named if is_url(root)]
    if urls:
        from textmine.read.remote import list_urls  # it is an extra's

        yield from list_urls(urls, own=[path for path in store_files if is_url(path)])


def _outermost(roots: Iterable[str]) -> list[str]:
    found = dict.fromkeys(os.path.realpath(root) for root in roots)
    return [root for root in found if not any(str(above) in found for above in PurePath(root).parents)]


def _walk(root: str, own: frozenset[str]) -> Iterator[Entry]:
    pending = [root]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(folder) as scan:
                found = sorted(scan, key=lambda item: os.fsencode(item.name), reverse=True)
        except OSError as error:
            yield Entry(path=folder, reason=Reason.IO, detail=f"folder: {error.strerror}")
            continue
        folders = []
        while found:
            item = found.pop()  # what is known of it takes memory: let it go
            if item.path in own:
                yield Entry(path=item.path, reason=Reason.STORE)
            elif item.name.startswith("."):
                yield Entry(path=item.path, reason=Reason.HIDDEN)
            elif item.is_symlink():
                yield _link(item)
            elif item.is_dir(follow_symlinks=False):
                folders.append(item.path)
            else:
                yield Entry(path=item.path, state=_state(item))
        pending.extend(reversed(folders))


def _state(item: str | os.DirEntry[str]) -> State | None:
    """The state of a file; ``None`` where it cannot be had or trusted."""
    try:
        found = os.lstat(item) if isinstance(item, str) else item.stat(follow_symlinks=False)
    except OSError:
        return None  # whoever opens the file will say why
    step = _FINE if found.st_mtime_ns % _SECOND else _COARSE
    settled = found.st_mtime_ns + step < time.time_ns()
    return state_in(found) if settled and stat.S_ISREG(found.st_mode) else None


def _link(item: os.DirEntry[str]) -> Entry:
    try:
        target = item.stat()
    except OSError as error:  # it points nowhere, or round in a circle
        return Entry(path=item.path, reason=Reason.NOT_REGULAR, detail=f"a symbolic link: {error.strerror}")
    if stat.S_ISREG(target.st_mode) or stat.S_ISDIR(target.st_mode):
        kind = "folder" if stat.S_ISDIR(target.st_mode) else "file"
        return Entry(path=item.path, reason=Reason.SYMLINK, detail=f"a symbolic link to a {kind}")
    return Entry(path=item.path, reason=Reason.NOT_REGULAR, detail="a symbolic link to a device, pipe or socket")
