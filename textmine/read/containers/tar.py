"""Takes TAR archives apart in one pass, without going back and without writing anything to disk."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from tarfile import EmptyHeaderError, EOFHeaderError, HeaderError, TruncatedHeaderError  # type: ignore[attr-defined]  # not in its documentation
from typing import BinaryIO, Self

from textmine.errors import ReadError
from textmine.read.compressed import Unpacked
from textmine.read.containers.limits import Item, Member, Nest
from textmine.read.containers.names import Labels, decoded
from textmine.read.files import MAX_BYTES, SetAside
from textmine.read.plain import set_aside
from textmine.read.zipfiles import MAX_RATIO, RATIO_FROM
from textmine.schema import Reason


def expand_tar(file: BinaryIO, path: str, nest: Nest) -> Iterator[Item]:
    """The regular files of a TAR archive; links, devices and sparse members that blow up are set aside by name."""
    labels = Labels(path)
    stream = Unpacked(file, nest.allowance if file.seekable() else None)  # what is being unpacked is counted already
    with tarfile.open(
        fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape", tarinfo=_Header
    ) as archive:
        for member in archive:
            archive.members.clear()  # type: ignore[attr-defined]  # tarfile keeps all that it has passed
            if member.isdir():
                continue
            nest.allowance.member()
            name = labels.path(_name(member))
            try:
                yield Member(name, _content(archive, member))
            except ReadError as error:
                yield set_aside(name, error)


class _Header(tarfile.TarInfo):
    """A header that tells of damage: tarfile takes a broken header, and the end of the file, for the end of the archive."""

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:  # the argument's name is that of the standard library
        """The next header; raises `SetAside` where there is none and no mark of the end either."""
        try:
            return super().fromtarfile(tarfile)
        except EOFHeaderError:
            raise
        except EmptyHeaderError as error:
            raise SetAside(Reason.TRUNCATED, "the file ends without the mark of its end") from error
        except TruncatedHeaderError as error:
            raise SetAside(Reason.TRUNCATED, f"the file ends in a header at byte {tarfile.offset}") from error
        except HeaderError as error:
            raise SetAside(Reason.PARSE, f"no header at byte {tarfile.offset}: {error}") from error


def _name(member: tarfile.TarInfo) -> str:
    try:
        return decoded(member.name.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # a lone surrogate that a PAX header holds
        return decoded(member.name.encode("utf-8", "replace"))


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    if member.issym():
        raise SetAside(Reason.SYMLINK, "a symbolic link")
    if member.islnk():
        raise SetAside(Reason.SYMLINK, "a hard link to another member")
    if not member.isreg():
        raise SetAside(Reason.NOT_REGULAR, "a device, a pipe or of an unknown kind")
    if member.issparse() and member.size > max(RATIO_FROM, MAX_RATIO * _stored(member)):
        raise SetAside(Reason.RATIO, f"a sparse file of {member.size} bytes, almost all of them holes")
    if member.size > MAX_BYTES:
        raise SetAside(Reason.TOO_LARGE, f"{member.size} bytes, the limit is {MAX_BYTES}")
    content = archive.extractfile(member)
    return content.read() if content is not None else b""


def _stored(member: tarfile.TarInfo) -> int:
    """The bytes of a sparse member that are in the archive."""
    parts: list[tuple[int, int]] = getattr(member, "sparse", None) or []
    return sum(size for _, size in parts)
