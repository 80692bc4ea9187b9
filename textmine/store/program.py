"""The version of all that decides the facts: code, vocabulary, models, a user's own vocabulary."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_SKIPPED = {"__pycache__"}


def program_version(version: str, *folders: Path) -> str:
    """The release with a digest of every file of the package and of ``folders`` (models, a user's vocabulary).

    Two runs of the same version give the same facts for the same bytes, so that what is stored need not be mined again.
    """
    total = hashlib.sha256(_digest(_PACKAGE).encode())
    for folder in folders:
        total.update(_digest(folder).encode())
    return f"{version}+{total.hexdigest()[:16]}"


@functools.cache
def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not _SKIPPED & set(path.parts):
            name = path.relative_to(folder).as_posix()
            total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
