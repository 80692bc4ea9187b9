"""A data set that a run writes to: workers add parts, the run keeps the ledger and brings the parts in line with it at its end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path

from textmine.dataset.folder import COMPLETE, Folder
from textmine.dataset.journal import forget, replay
from textmine.dataset.ledger import Ledger, Wanted, empty_ledger
from textmine.dataset.part import parts, read_part, write_part
from textmine.dataset.snapshot import restore, save
from textmine.dataset.view import Shown
from textmine.schema.record import record
from textmine.store.lock import locked


@record
class Target:
    """Where the parts of a run go: the data set, the number of the run, and the program that mines."""

    url: str
    run: int
    program: str


class Session:
    """A data set that is being written to; made by `open_dataset`."""

    def __init__(self, folder: Folder, ledger: Ledger, target: Target, *, resumed: bool) -> None:
        self.ledger, self.target = ledger, target
        self._folder, self._resumed = folder, resumed
        self._complete = bool(folder.files(COMPLETE))
        self._begun = False

    def begin(self) -> None:
        """Say that the data set is not complete for now; to be called before a part is written."""
        if not self._begun:
            self._begun = True
            self._folder.delete(COMPLETE)

    def end(self) -> None:
        """Bring all in line with the ledger and write that; nothing is written where nothing has changed."""
        if self.ledger.changed or self._resumed or not self._complete:
            self.begin()
            for part, wanted in self.ledger.stale():
                self.ledger.moved(part, self._anew(part, wanted), wanted)
            save(self._folder, self.ledger.connection, self.target.run)
            self._drop_others()
        if self._begun:
            forget(self._folder)
            self._folder.write(COMPLETE, b"")

    def _drop_others(self) -> None:
        """Delete the files of parts that the ledger does not name, and what was begun and never finished."""
        held = self.ledger.parts()
        for file, part in parts(self._folder):
            if part not in held:
                self._folder.delete(file)
        self._folder.clean()

    def _anew(self, part: str, wanted: list[Wanted]) -> str | None:
        """Write what a part is to hold as another."""
        if not wanted:
            return None
        found = {report.id: report for report in read_part(self._folder, part, {report for report, *_ in wanted})}
        reports = [Shown(report=found[report], path=path, gone=gone) for report, path, gone in wanted]
        return write_part(self._folder, reports)


@contextmanager
def open_dataset(url: str, *, program: str) -> Iterator[Session]:
    """A data set to write to, made if there is none, with all that runs before have finished.

    Raises `StoreLockedError` while another run writes to it, `DatasetFormatError` for a folder of something else.
    """
    folder = Folder(url)
    with (
        tempfile.TemporaryDirectory(prefix="textmine-") as beside,
        closing(empty_ledger(str(Path(beside) / "ledger"))) as connection,
        locked(folder.local) if folder.local is not None else nullcontext(),
    ):
        folder.require_ours()
        number = restore(folder, connection)
        ledger = Ledger(connection, program)
        last = replay(folder, ledger, after=number)
        target = Target(url=folder.url, run=last + 1, program=program)
        session = Session(folder, ledger, target, resumed=last > number)
        yield session
