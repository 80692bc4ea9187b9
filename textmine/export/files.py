"""The files of an export: written under other names first, so that a folder never holds half of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from textmine.store.disk import flush

try:
    import fcntl
except ImportError:  # Windows: a file that somebody has open cannot be deleted there
    fcntl = None  # type: ignore[assignment]

_NEW = ".{}.new"


@contextmanager
def new_files(folder: Path, *, names: Iterable[str] = ()) -> Iterator[Callable[[str], Path]]:
    """Gives a place for each file that is to be written; they get their names together when all are done, or never.

    What an export that was killed has begun of files called ``names`` is deleted, of whichever form it was. One that still
    runs beside this one keeps what is its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        _delete_left(folder / _NEW.format(name))
    open_: dict[Path, Path] = {}

    with ExitStack() as held:

        def place(name: str) -> Path:
            path = folder / name
            if path not in open_:
                open_[path] = folder / _NEW.format(name)
                held.enter_context(_held(open_[path]))
            return open_[path]

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


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold a file that is being written with a lock that dies with its owner."""
    with ExitStack() as opened:
        if fcntl is not None:
            file = opened.enter_context(path.open("ab"))
            with suppress(OSError):  # a file system without locks: there nobody can tell, and what is left stays
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _delete_left(path: Path) -> None:
    with suppress(OSError), ExitStack() as opened:  # it is not there, or is held
        if fcntl is not None:
            fcntl.flock(opened.enter_context(path.open("rb")), fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
