"""Opens a ZIP archive safely: members in their order under harmless names, read as streams up to limits, never to disk.

A name is only a label here: members are found by their place in the directory, so nothing that a name says can lead
outside. The sizes an archive declares are checked against the bytes that really come out.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Literal, Self

from textmine.read.files import MAX_BYTES, SetAside
from textmine.read.zipnames import display_names
from textmine.schema import Reason

# Limits: ../shared/faults/README.md, part 7; the ratio is Apache Tika's (SecureContentHandler).
MAX_MEMBERS = 10_000
MAX_TOTAL = 2**30
MAX_RATIO, RATIO_FROM = 100, 2**20
_MAX_DIRECTORY = 8 * 2**20  # bytes; a directory of 10,000 members with names of 700 bytes fits
_CHUNK = 2**16

# Those of ISO/IEC 21320-1. zipfile hands 4 KiB of bzip2 to its decompressor without a limit: 722 bytes took 1.9 GB.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1  # bit of the flags: APPNOTE.TXT 4.4.4
_LOCAL = struct.Struct("<4s22xHH")  # a local header: signature, length of the name, of the extra field
# What zipfile and zlib raise on damaged input: bad names and offsets are a ValueError.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of an archive: its place in the directory, its display name (unique in the archive), its kind.

    ``size`` is what the directory claims, not what comes out. ``reason`` and ``detail`` say why a member cannot or must
    not be read: a symbolic link, encrypted, of an unknown compression, without a header.
    """

    index: int
    name: str
    kind: Literal["file", "folder", "symlink", "other"] = "file"
    size: int = 0
    packed: int = 0
    reason: Reason | None = None
    detail: str = ""


class Budget:
    """How many bytes may still be unpacked; archives within archives share one."""

    __slots__ = ("left",)

    def __init__(self, total: int = MAX_TOTAL) -> None:
        self.left = total

    def take(self, count: int) -> None:
        """Count bytes that were unpacked; raises `SetAside` with reason ``too_large`` when none are left."""
        self.left -= count
        if self.left < 0:
            raise SetAside(Reason.TOO_LARGE, "the archive unpacks to more than the limit in all")


class Archive:
    """An open archive; make one with `open_archive`. ``members`` stand in the order of its directory."""

    __slots__ = ("_archive", "_budget", "members")

    def __init__(self, archive: zipfile.ZipFile, members: tuple[Member, ...], budget: Budget) -> None:
        self._archive = archive
        self._budget = budget
        self.members = members

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def chunks(self, member: Member, *, max_bytes: int = MAX_BYTES) -> Iterator[bytes]:
        """The content of a member piece by piece.

        Raises `SetAside`: the member's own reason, ``ratio`` or ``too_large`` as soon as a limit is passed (whatever
        size the directory claims), ``parse`` for damaged data, a wrong checksum or a missing end.
        """
        if member.reason is not None:
            raise SetAside(member.reason, f"{member.name}: {member.detail}")
        done = 0
        try:
            with self._archive.open(self._archive.infolist()[member.index]) as stream:
                while chunk := stream.read(_CHUNK):
                    done += len(chunk)
                    self._budget.take(len(chunk))
                    if done > RATIO_FROM and done > MAX_RATIO * member.packed:
                        raise SetAside(
                            Reason.RATIO, f"{member.name}: {member.packed} bytes unpack to more than {MAX_RATIO} times"
                        )
                    if done > max_bytes:
                        raise SetAside(Reason.TOO_LARGE, f"{member.name}: unpacks to more than {max_bytes} bytes")
                    yield chunk
        except _DAMAGE as error:
            raise SetAside(Reason.PARSE, f"{member.name}: {_words(error)}") from error

    def read(self, member: Member, *, max_bytes: int = MAX_BYTES) -> bytes:
        """The whole content of a member; raises what `chunks` raises."""
        return b"".join(self.chunks(member, max_bytes=max_bytes))


def open_archive(source: bytes | BinaryIO, *, budget: Budget | None = None) -> Archive:
    """Open an archive from its bytes or a binary file that can seek; the caller closes the file.

    Raises `SetAside`: ``parse`` for what is damaged or cut off, ``too_many`` members, ``overlap`` of their bytes.

    >>> import io, zipfile
    >>> file = io.BytesIO()
    >>> with zipfile.ZipFile(file, "w") as archive:
    ...     archive.writestr("../年报.txt", "办结364项。")
    >>> with open_archive(file) as archive:
    ...     [(member.name, archive.read(member).decode()) for member in archive.members]
    [('年报.txt', '办结364项。')]
    """
    file: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        directory = zipfile.ZipFile(_Opening(file))  # reads, seeks and tells: all that it needs
        entries = directory.infolist()
        if len(entries) > MAX_MEMBERS:
            raise SetAside(Reason.TOO_MANY, f"{len(entries)} members, the limit is {MAX_MEMBERS}")
        ends = [_end(file, entry) for entry in entries]
    except _DAMAGE as error:
        raise SetAside(Reason.PARSE, f"not a sound ZIP archive: {_words(error)}") from error
    names = display_names(entries)
    _require_apart(entries, ends, names, directory.start_dir)
    members = tuple(map(_member, range(len(entries)), entries, names, ends))
    return Archive(directory, members, budget or Budget())


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__  # an EOFError comes without words


class _Opening:
    """A file for `zipfile.ZipFile`, which reads the whole directory at once, however long an archive says it is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > _MAX_DIRECTORY:  # members are read in small pieces
            raise SetAside(Reason.TOO_MANY, f"a directory of {size} bytes, the limit is {_MAX_DIRECTORY}")
        return self._file.read(size)


def _end(file: BinaryIO, entry: zipfile.ZipInfo) -> int | None:
    """Where a member's bytes end in the file; ``None`` where it has no header."""
    if entry.header_offset < 0:
        return None
    file.seek(entry.header_offset)
    header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size:
        return None
    signature, name, extra = _LOCAL.unpack(header)
    return entry.header_offset + _LOCAL.size + name + extra + entry.compress_size if signature == b"PK\3\4" else None


def _require_apart(
    entries: Sequence[zipfile.ZipInfo], ends: Sequence[int | None], names: Sequence[str], directory: int
) -> None:
    """Raise `SetAside` where members share bytes: zipfile checks it from Python 3.11.8 on, and only when one is opened."""
    ranges = sorted(
        (entry.header_offset, end, at) for at, (entry, end) in enumerate(zip(entries, ends, strict=True)) if end
    )
    starts = [start for start, _, _ in ranges[1:]] + [directory]
    for (_, end, at), following in zip(ranges, starts, strict=False):
        if end > following:
            raise SetAside(Reason.OVERLAP, f"{names[at]} runs into what follows it at byte {following}")


def _member(index: int, entry: zipfile.ZipInfo, name: str, end: int | None) -> Member:
    kind, reason, detail = _kind(entry)
    if reason is None and end is None:
        reason, detail = Reason.PARSE, f"no member begins at byte {entry.header_offset}"
    return Member(
        index=index,
        name=name,
        kind=kind,
        size=entry.file_size,
        packed=entry.compress_size,
        reason=reason,
        detail=detail,
    )


def _kind(entry: zipfile.ZipInfo) -> tuple[Literal["file", "folder", "symlink", "other"], Reason | None, str]:
    mode = entry.external_attr >> 16  # as Unix archivers write it; 0 from others
    if stat.S_ISLNK(mode):
        return "symlink", Reason.SYMLINK, "a symbolic link"
    if (entry.orig_filename.endswith(("/", "\\")) and not entry.file_size) or stat.S_ISDIR(mode):
        return "folder", None, ""
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "other", Reason.NOT_REGULAR, "not a regular file"
    if entry.flag_bits & _ENCRYPTED:
        return "file", Reason.ENCRYPTED, "encrypted"
    if entry.compress_type not in _METHODS:
        return "file", Reason.TYPE, f"compression method {entry.compress_type}"
    return "file", None, ""
