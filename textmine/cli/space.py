"""What to say of the disk before a run writes to it: that it is too small, or that it is another machine's."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from textmine.cli.archive import Archive
from textmine.cli.terminal import escaped

_GROWTH = 4  # bytes of a store for each of a dense text: 3 to 4 were measured
_EMPTY = 2**19  # bytes of a store with nothing in it, at most
_PLENTY = 2**36  # bytes; beyond, the files are not added up beforehand
_REMOTE = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs"})
_MOUNTS = Path("/proc/self/mountinfo")


def warnings(store: Path, archive: Archive) -> Iterator[str]:
    """What to say of the disk of a store in which an archive is to be mined, a line each."""
    folder = store.absolute().parent
    name = escaped(str(store))
    if not folder.is_dir():
        return
    kind = file_system(folder, _MOUNTS.read_text("utf-8", "replace")) if _MOUNTS.exists() else ""
    if kind in _REMOTE:
        yield f"{name}: lies on a network file system ({kind}), whose locks and log files SQLite cannot rely on; put it on a local disk"
    free = shutil.disk_usage(folder).free
    if free < _PLENTY:
        there = max(0, store.stat().st_size - _EMPTY) if store.is_file() else 0
        sizes = (entry.state.size for entry, _ in archive.entries() if entry.state)
        # Twice what it may take: the log of what is being written lies beside it. The first files that exceed it are enough.
        if any(2 * (_GROWTH * size - there) > free for size in accumulate(sizes)):
            yield f"{name}: only {free // 2**20} MiB are free there, which may be too little for this archive"


def file_system(folder: Path, mounts: str) -> str:
    r"""The type of the file system of a folder, by what /proc/self/mountinfo of Linux says; empty where it says nothing.

    >>> mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 22 0:41 / /srv/a\\040b rw shared:2 - nfs4 host:/a rw"
    >>> file_system(Path("/srv/a b/2019"), mounts), file_system(Path("/srv/a"), mounts)
    ('nfs4', 'ext4')
    """
    found = (0, "")
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) > 4 and after:
            place = Path(fields[4].replace("\\040", " "))
            if folder.resolve().is_relative_to(place):
                found = max(found, (len(place.parts), after.split(" ")[0]))
    return found[1]
