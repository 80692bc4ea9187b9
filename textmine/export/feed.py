"""Feeds: only what changed since the last one, told by a cursor of what the sink has taken.

A feed that was handed out may have arrived without anybody hearing of it. So what was handed out since the cursor stands in a
file beside it, written before the feed itself: whatever of it the store has no more is deleted by the next feed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from textmine.errors import CursorError
from textmine.export.files import new_files
from textmine.export.jsonlines import line_of
from textmine.export.rows import Row, StoredReport
from textmine.schema.record import record

CURSOR = "cursor.jsonl"

_ID = 8  # bytes of the id of a fact


@record
class Entry:
    """A report as it was sent: its stamp then, and the ids of its facts, eight bytes each."""

    report: str
    stamp: str
    facts: bytes

    def names(self) -> list[str]:
        """The ids of the facts.

        >>> Entry(report="", stamp="", facts=bytes.fromhex("37fb5f4e628504184994741489ccb01a")).names()
        ['37fb5f4e62850418', '4994741489ccb01a']
        """
        return [self.facts[at : at + _ID].hex() for at in range(0, len(self.facts), _ID)]


@record
class Sent:
    """What a sink has taken after so many feeds, by the id of the report, and what it may have taken besides."""

    number: int
    taken: Mapping[str, Entry]
    perhaps: tuple[Entry, ...] = ()


@record
class Feed:
    """What a feed has to say: the reports that changed, and what the sink has or may have of these and of ``vanished`` ones."""

    sent: Sent
    changed: tuple[StoredReport, ...]
    vanished: tuple[str, ...]
    before: Mapping[str, tuple[Entry, ...]]

    def replaced(self) -> Iterator[Row]:
        """The rows of `textmine.export.columns.REPLACED`: the reports whose rows are to be deleted before those of the feed are added."""
        for report in self.changed:
            yield report.id, "changed" if report.id in self.before else "new"
        for identifier in self.vanished:
            yield identifier, "deleted"


def feed_since(reports: Sequence[StoredReport], sent: Sent) -> Feed:
    """What changed since something was sent."""
    there: dict[str, tuple[Entry, ...]] = {identifier: (entry,) for identifier, entry in sent.taken.items()}
    for entry in sent.perhaps:
        there[entry.report] = (*there.get(entry.report, ()), entry)
    changed = tuple(
        report
        for report in reports
        if report.id not in sent.taken or {entry.stamp for entry in there[report.id]} != {report.stamp}
    )
    vanished = tuple(sorted(there.keys() - {report.id for report in reports}))
    touched = {report.id for report in changed} | set(vanished)
    return Feed(
        sent=sent,
        changed=changed,
        vanished=vanished,
        before={identifier: entries for identifier, entries in there.items() if identifier in touched},
    )


def read_sent(cursor: Path) -> Sent:
    """What a cursor and the file beside it say was sent; nothing if they are not there. `CursorError` for what is no cursor."""
    number, taken = _read(cursor, "feed", 0)
    of, perhaps = _read(_beside(cursor), "pending", "")
    confirmed = not perhaps or (cursor.exists() and of == _digest(cursor))
    return Sent(
        number=int(number), taken={entry.report: entry for entry in taken}, perhaps=() if confirmed else perhaps
    )


def write_cursors(new: Path, cursor: Path, connection: sqlite3.Connection, feed: Feed) -> int:
    """Write the cursor for after this feed as ``new``, and beside the present one what this feed may bring about.

    Returns the number of reports that the sink will have.
    """
    changed = [_entry(connection, report) for report in feed.changed]
    gone = feed.before.keys()
    entries = {**{name: entry for name, entry in feed.sent.taken.items() if name not in gone}}
    entries |= {entry.report: entry for entry in changed}
    # The number tells this cursor from the present one also where the sink will have what it had: something came and went.
    number = feed.sent.number + bool(feed.changed or feed.vanished)
    _write(new, {"feed": number}, [entries[name] for name in sorted(entries)])
    beside = _beside(cursor)
    with new_files(beside.parent) as place:
        _write(place(beside.name), {"pending": _digest(new)}, dict.fromkeys((*feed.sent.perhaps, *changed)))
    return len(entries)


def facts_to_delete(connection: sqlite3.Connection, feed: Feed) -> Iterator[tuple[str, str]]:
    """Report and id of each fact that was or may have been sent and that its report no longer has."""
    here = {report.id: report for report in feed.changed}
    for identifier, entries in sorted(feed.before.items()):
        now = set(_entry(connection, here[identifier]).names()) if identifier in here else set()
        for fact in dict.fromkeys(name for entry in entries for name in entry.names()):
            if fact not in now:
                yield identifier, fact


def _entry(connection: sqlite3.Connection, report: StoredReport) -> Entry:
    found = connection.execute(
        "SELECT id FROM fact_view WHERE pk BETWEEN ? AND ? ORDER BY id",
        (report.first_fact, report.first_fact + report.n_facts - 1),
    )
    facts = b"".join(bytes.fromhex(identifier) for (identifier,) in found)
    return Entry(report=report.id, stamp=report.stamp, facts=facts)


def _beside(cursor: Path) -> Path:
    return cursor.with_name(f"{cursor.name}.pending")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, head: Mapping[str, str | int], entries: Iterable[Entry]) -> None:
    count = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(line_of(head) + "\n")
        for count, entry in enumerate(entries, 1):  # noqa: B007  # the last count is told at the end
            facts = base64.b64encode(entry.facts).decode()
            file.write(line_of({"report": entry.report, "stamp": entry.stamp, "facts": facts}) + "\n")
        file.write(line_of({"end": count}) + "\n")


def _read(path: Path, kind: str, none: str | int) -> tuple[str | int, tuple[Entry, ...]]:
    if not path.exists():
        return none, ()
    try:
        with path.open(encoding="utf-8") as file:
            head, *lines, end = map(json.loads, file)
        entries = tuple(map(_parsed, lines))
        if end == {"end": len(entries)} and type(head[kind]) is type(none):
            return head[kind], entries
    except (ValueError, KeyError, TypeError):
        pass
    raise CursorError(f"{path}: is no cursor of a feed, or is damaged; without it everything is sent")


def _parsed(line: dict[str, Any]) -> Entry:
    facts = base64.b64decode(line["facts"], validate=True)
    return Entry(report=line["report"], stamp=line["stamp"], facts=facts)
