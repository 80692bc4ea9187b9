"""Files that hold many documents, and files that hold one: all of them as one stream of documents.

The members of a container are called ``archive.zip//folder/name.txt``: two slashes stand in no path of a file on disk. A container
is no report; it is told of after its members, as read to its end or with what is wrong with it as a whole.
"""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import BinaryIO

from textmine.errors import ReadError
from textmine.read.compressed import DAMAGE, UNPACKERS, unpack, unpacked, unpacked_name
from textmine.read.containers.csv import expand_csv
from textmine.read.containers.jsonl import expand_jsonl, is_jsonl
from textmine.read.containers.limits import Allowance, Columns, Expander, Item, Member, Nest
from textmine.read.containers.names import SEPARATOR
from textmine.read.containers.parquet import expand_parquet
from textmine.read.containers.tar import expand_tar
from textmine.read.containers.window import WINDOW, ends_of
from textmine.read.containers.zip import expand_zip
from textmine.read.files import Content, Opened, SetAside, opened
from textmine.read.listing import Entry
from textmine.read.media import TEXT, media_type
from textmine.read.plain import set_aside
from textmine.read.reader import read_bytes, read_changed, read_unpacked
from textmine.read.separated import MEDIA_TYPE as SEPARATED
from textmine.read.urls import is_url
from textmine.schema import Document, Reason

# Media type to what takes such a file apart.
EXPANDERS: dict[str, Expander] = {
    "application/x-tar": expand_tar,
    "application/zip": expand_zip,
    "application/x-ndjson": expand_jsonl,
    SEPARATED: expand_csv,
    "application/vnd.apache.parquet": expand_parquet,
}
CONTAINER = "multipart/mixed"  # the media type of a file that was taken apart to its end: it has a status, and no text
_APART = UNPACKERS.keys() | EXPANDERS.keys()


def documents(entry: Entry, *, display_path: str, columns: Columns | None = None) -> Iterator[Document]:
    """Every document in a listed file, in its order: one, or those of a container, or the reason why there is none.

    Nothing is raised for bad content; a file always yields something.
    """
    for item in found(entry, display_path=display_path, columns=columns):
        yield read(item)


def read(item: Item) -> Document:
    """The document of an item; one that is set aside already is returned as it is."""
    if isinstance(item, Document):
        return item
    return (item.read or read_bytes)(item.data, item.path)


def found(entry: Entry, *, display_path: str, columns: Columns | None = None) -> Iterator[Item]:
    """As `documents`, but each is still to be read: whoever knows its bytes already need not."""
    if entry.reason is not None:
        yield set_aside(display_path, SetAside(entry.reason, entry.detail))
        return
    try:
        with _opened(entry.path) as (file, state, content):
            before = state()
            if _kind(file, display_path) not in _APART:
                yield _single(content(), display_path)
                return
            nest = Nest(allowance=Allowance(before.size), columns=columns or Columns())
            yield from _expanded(file, display_path, display_path, nest)
            changed = state() != before
        if changed:
            yield set_aside(display_path, SetAside(Reason.CHANGED, ""))
    except SetAside as error:
        yield set_aside(display_path, error)


def _opened(path: str) -> AbstractContextManager[Opened]:
    if not is_url(path):
        return opened(path)
    from textmine.read.remote import opened_url  # it is an extra's

    return opened_url(path)


def _single(content: Content, display_path: str) -> Item:
    return Member(display_path, content.data, read_changed if content.changed else None)


def _kind(file: BinaryIO, name: str) -> str:
    """The media type of a file that stands at its beginning; tables of reports are told from other text by a look inside."""
    ends = ends_of(file)
    found = media_type(ends, name).media_type
    if found not in (TEXT.media_type, SEPARATED):
        return found
    if is_jsonl(ends[:WINDOW]):
        return "application/x-ndjson"
    return found if ends.strip() else TEXT.media_type


def _expanded(file: BinaryIO, path: str, name: str, nest: Nest) -> Iterator[Item]:
    """The items in a container, at least one; ``name`` is its path, or what a compressed file is called unpacked."""
    empty, last = True, ""
    try:
        for item in _inside(file, path, name, nest):
            empty, last = False, item.path
            yield item
    except ReadError as error:
        yield set_aside(path, error)
    except (EOFError, tarfile.ReadError) as error:
        yield set_aside(path, SetAside(Reason.TRUNCATED, str(error)))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  # unpackers raise what they like on damaged input; told with the file
        yield set_aside(path, _damage(error))
    else:
        if empty:
            yield set_aside(path, SetAside(Reason.BLANK, "nothing is in it"))
        elif last != path:  # else it was told of already, or holds one report and is that
            yield Document(path=path, sha256="", text="", body=(0, 0), encoding="", media_type=CONTAINER)


def _damage(error: Exception) -> SetAside:
    if isinstance(error, OSError) and error.errno is not None:
        return SetAside(Reason.IO, error.strerror or str(error))
    known = isinstance(error, (*DAMAGE, ValueError, tarfile.TarError))
    return SetAside(Reason.PARSE, str(error) if known else type(error).__name__)


def _inside(file: BinaryIO, path: str, name: str, nest: Nest) -> Iterator[Item]:
    kind = _kind(file, name)
    if kind in EXPANDERS:
        for item in EXPANDERS[kind](file, path, nest):
            yield from _member(item, path, nest)
        return
    stream, name = unpacked(file, kind, nest.allowance), unpacked_name(name)
    inner = _kind(stream, name)
    if inner in EXPANDERS:
        yield from _inside(stream, path, name, nest)
    elif inner in UNPACKERS:
        yield from _inside(stream, path, name, nest.deeper())
    else:
        data, cut = unpack(stream)
        yield Member(path, data, partial(read_unpacked, name=name, cut=cut))


def _member(item: Item, container: str, nest: Nest) -> Iterator[Item]:
    if isinstance(item, Document) or item.read is not None:
        yield item
        return
    if any(part.startswith(".") for part in item.path.removeprefix(container + SEPARATOR).split("/")):
        yield set_aside(item.path, SetAside(Reason.HIDDEN, ""))
        return
    file = io.BytesIO(item.data)
    if _kind(file, item.path) not in _APART:
        yield item
        return
    try:
        inner = nest.deeper()
    except SetAside as error:
        yield set_aside(item.path, error)
        return
    yield from _expanded(file, item.path, item.path, inner)
