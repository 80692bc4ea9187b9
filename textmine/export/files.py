"""The files of an export: written under other names first, so that a folder never holds half of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from textmine.store.disk import flush


@contextmanager
def new_files(folder: Path) -> Iterator[Callable[[str], Path]]:
    """Gives a place for each file that is to be written; they get their names together when all are done, or never."""
    folder.mkdir(parents=True, exist_ok=True)
    open_: dict[Path, Path] = {}

    def place(name: str) -> Path:
        path = folder / name
        return open_.setdefault(path, path.with_name(f".{name}.new"))

    try:
        yield place
        for new in open_.values():  # else a loss of power could leave names without content
            flush(new)
        for path, new in open_.items():
            new.replace(path)
        flush(folder)
    finally:
        for new in open_.values():
            new.unlink(missing_ok=True)
