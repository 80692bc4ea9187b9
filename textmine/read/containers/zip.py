"""Takes ZIP archives apart; the safe opening is that of zipfiles.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from textmine.read.containers.limits import Item, Member, Nest
from textmine.read.containers.names import SEPARATOR
from textmine.read.containers.window import seekable
from textmine.read.files import SetAside
from textmine.read.plain import set_aside
from textmine.read.zipfiles import open_archive


def expand_zip(file: BinaryIO, path: str, nest: Nest) -> Iterator[Item]:
    """The files of a ZIP archive in the order of its directory; what is no file or cannot be unpacked is set aside."""
    with open_archive(seekable(file), budget=nest.allowance) as archive:
        for member in archive.members:
            if member.kind == "folder":
                continue
            nest.allowance.member()
            name = f"{path}{SEPARATOR}{member.name}"
            try:
                yield Member(name, archive.read(member))
            except SetAside as error:
                yield set_aside(name, error)
