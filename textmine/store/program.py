"""The version of all that decides the facts: code, vocabulary, models, a user's own vocabulary."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_SKIPPED = {"__pycache__"}


def program_version(version: str, *, models: Path, lexicon: Path | None = None, model: Path | None = None) -> str:
    """The release with a digest of every file of the package, of the models, and of a user's vocabulary and model.

    Two runs of the same version give the same facts for the same bytes, so that what is stored need not be mined again.
    """
    parts = [_digest(_PACKAGE), _digest(models)]
    if lexicon is not None:
        parts.append(_sum(lexicon, lexicon.glob("*.toml")))
    if model is not None:
        parts.append(_sum(model, model.glob("*")))
    return f"{version}+{hashlib.sha256(' '.join(parts).encode()).hexdigest()[:16]}"


@functools.cache
def _digest(folder: Path) -> str:
    return _sum(folder, (path for path in folder.rglob("*") if not _SKIPPED & set(path.parts)))


def _sum(folder: Path, paths: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
