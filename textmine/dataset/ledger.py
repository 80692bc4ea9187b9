"""What a run knows of a data set: its files as the ledger has them, and which part holds which report."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from importlib.resources import files

from textmine.store import FileRecord, Known, Source, ledger
from textmine.store.prepared import Placed

Wanted = tuple[str, str, bool]  # the id of a report, the file to show for it, whether that is gone


class Ledger:
    """To `Archive.mine` what the writer of a store is; ``program`` is the version of all that decides the facts."""

    def __init__(self, connection: sqlite3.Connection, program: str) -> None:
        self.connection, self._program = connection, program
        self.changed = False

    def known(self, sha256: str) -> Known | None:
        """The report of these bytes, if this same program has mined it before."""
        return ledger.known(self.connection, sha256, self._program)

    def unchanged(self, source: Source) -> list[FileRecord]:
        """What became of a file, and of the documents in it, if it need not be read again; else nothing."""
        return ledger.unchanged(self.connection, source)

    def record(self, file: FileRecord, report: Placed | None = None, source: Source | None = None) -> bool:
        """Remember what became of a file, with the report in it if that is new; whether it was news."""
        found = ledger.recorded(self.connection, file.path)
        news = report is not None or found != (*file.row, 0)
        if report is not None:
            if (
                self.known(report.sha256) is not None
            ):  # it fared otherwise than before: what the other parts hold is void
                self.connection.execute(
                    "UPDATE held SET program = '' WHERE report = ? AND part <> ?", (report.id, report.part)
                )
            self.connection.execute(
                "INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    report.id,
                    report.sha256,
                    report.program,
                    report.status,
                    report.reason,
                    report.n_facts,
                    report.n_links,
                ),
            )
        if news:
            self.connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?, 0)", file.row)
        if source is not None:
            news |= self._note(source)
        self.changed |= news
        return news

    def finish(self, source: Source, documents: Sequence[str], *, changed: bool) -> None:
        """Forget what a file that has been read to its end holds no longer, and remember how it was."""
        del changed  # what was noted before is not noted again
        ledger.drop_others(self.connection, source.path, documents)
        self.changed |= self._note(source)

    def mark_gone(self, paths: Sequence[str]) -> None:
        """Mark files that are no longer there."""
        self.changed |= bool(paths)
        ledger.forget(self.connection, paths)

    def sources(self) -> Iterator[Source]:
        """The files that were read and not missed since."""
        return ledger.sources(self.connection)

    def claim(self, report: Placed) -> None:
        """Remember that a part holds a report."""
        row = (report.id, report.part, report.program, report.path, 0)
        self.changed |= self._hold(row)

    def totals(self) -> tuple[int, int, int]:
        """The numbers of reports, facts and links in the data set."""
        found: tuple[int, int, int] = self.connection.execute(
            "SELECT count(*), coalesce(sum(facts), 0), coalesce(sum(links), 0) FROM wanted"
        ).fetchone()
        return found

    # What is to be done with parts

    def stale(self) -> list[tuple[str, list[Wanted]]]:
        """The parts that hold a report that they should not, or show it in another way; each with what it is to hold."""
        found = [part for (part,) in self.connection.execute("SELECT part FROM stale ORDER BY part")]
        return [(part, self.held_by(part)) for part in found]

    def held_by(self, part: str) -> list[Wanted]:
        """What a part is to hold, in the order in which it does."""
        rows = self.connection.execute(
            """SELECT w.report, w.path, w.gone FROM held h JOIN wanted w ON w.report = h.report AND w.part = h.part
            WHERE h.part = ? ORDER BY h.number""",
            (part,),
        )
        return [(report, path, bool(gone)) for report, path, gone in rows]

    def moved(self, part: str, new: str | None, reports: Sequence[Wanted]) -> None:
        """A part was replaced by a new one that holds some of its reports, or by none."""
        rows = [
            (report, new, self._program_of(report), path, int(gone))
            for report, path, gone in reports
            if new is not None
        ]
        self.connection.execute("DELETE FROM held WHERE part = ?", (part,))
        for row in rows:
            self._hold(row)

    def parts(self) -> set[str]:
        """The parts that the data set consists of."""
        return {part for (part,) in self.connection.execute("SELECT DISTINCT part FROM held")}

    def _program_of(self, report: str) -> str:
        (program,) = self.connection.execute("SELECT program FROM reports WHERE id = ?", (report,)).fetchone()
        return str(program)

    def _hold(self, row: tuple[object, ...]) -> bool:
        added = self.connection.execute(
            "INSERT OR IGNORE INTO held (report, part, program, path, gone) VALUES (?, ?, ?, ?, ?)", row
        )
        return added.rowcount > 0

    def _note(self, source: Source) -> bool:
        found = self.connection.execute("SELECT * FROM sources WHERE path = ?", (source.path,)).fetchone()
        if found == (source.path, source.size, source.mtime, source.setup):
            return False
        ledger.note(self.connection, [source])
        return True


def empty_ledger(path: str) -> sqlite3.Connection:
    """A ledger of nothing, in a new file that need not outlive this process."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.executescript((files("textmine.dataset") / "ledger.sql").read_text("utf-8"))
    connection.execute("BEGIN")  # and never committed: nothing of it is to outlive this process
    return connection
