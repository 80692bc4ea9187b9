"""Changes that wait to be written in one transaction: a sync to the disk for each report would cost more than its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from textmine.store.ledger import FileRecord, Source
from textmine.store.prepared import Prepared

# Whichever is reached first; what waits is lost when the run is killed.
MOST_CHANGES = 32
MOST_CHARACTERS = 1_000_000
MOST_SECONDS = 30.0  # so long that it does not come first on a slow machine: the same archive gives the same file


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of a file, with its new report; ``left`` is the id of the one that it had before.

    Where a file has been read to its end: what ``documents`` there are in it.
    """

    file: FileRecord | None = None
    report: Prepared | None = None
    left: str | None = None
    source: Source | None = None
    documents: Sequence[str] | None = None


@dataclass(slots=True)
class Group:
    """Changes none of which needs to know what another one does."""

    changes: list[Change] = field(default_factory=list)
    reports: dict[str, Prepared] = field(default_factory=dict)  # by the digest of their bytes
    _ids: set[str] = field(default_factory=set)
    _paths: set[str] = field(default_factory=set)
    _characters: int = 0
    _begun: float = 0.0

    def clashes(self, path: str, report: Prepared | None) -> bool:
        """Whether a file, or its report, is among them already."""
        return path in self._paths or (report is not None and (report.id in self._ids or report.sha256 in self.reports))

    def add(self, change: Change, *, now: float) -> None:
        """Take one more; ``now`` is the time in seconds."""
        if not self.changes:
            self._begun = now
        self.changes.append(change)
        if change.file is not None:
            self._paths.add(change.file.path)
        if change.report is not None:
            self.reports[change.report.sha256] = change.report
            self._ids.add(change.report.id)
            self._characters += change.report.size

    def is_full(self, *, now: float) -> bool:
        """Whether they are to be written now."""
        return (
            len(self.changes) >= MOST_CHANGES
            or self._characters >= MOST_CHARACTERS
            or now - self._begun >= MOST_SECONDS
        )
