"""`textmine run`: list the files of an archive, mine each, write what was found into the store."""

from __future__ import annotations

import argparse
import glob
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import textmine
from textmine.cli.errors import Exit, UsageError
from textmine.cli.mining import MINED, mined, tell
from textmine.cli.terminal import Progress, escaped, out
from textmine.lexicon import use_overlay
from textmine.lexicon.resources import model_dir
from textmine.read import Entry, display_name, list_files, read_entry
from textmine.store import FileRecord, Writer, open_store, program_version

_BAD = ("quarantined", "unsupported")  # what --max-bad counts
_ORDER = ("ok", "partial", "empty", "unsupported", "skipped", "quarantined")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "run",
        help="mine an archive into a fact store",
        description="Mine the reports of an archive into a fact store. Running again redoes only what has changed.",
    )
    parser.add_argument(
        "archive", nargs="+", metavar="ARCHIVE", help="a file, a folder with all below it, or a pattern"
    )
    parser.add_argument("--store", required=True, metavar="FILE", help="the fact store, created if there is none")
    parser.add_argument(
        "--lexicon", metavar="DIR", type=Path, help="a folder of vocabulary files laid over the built-in ones"
    )
    parser.add_argument(
        "--max-bad",
        metavar="N",
        type=_count,
        default=0,
        help="end with code 3 only if more files are set aside (default 0)",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar and no summary")
    parser.set_defaults(command=run)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number


@dataclass(kw_only=True)
class _Tally:
    """What the summary says of this run."""

    statuses: Counter[str] = field(default_factory=Counter)
    mined: int = 0
    known: int = 0
    facts: int = 0

    def set_aside(self) -> int:
        return sum(self.statuses[status] for status in _BAD)


def run(options: argparse.Namespace) -> int:
    """Mine the archive; the exit code says whether more files were set aside than allowed."""
    roots = expand(options.archive)
    store = Path(options.store)
    use_overlay(options.lexicon)
    program = program_version(textmine.__version__, models=model_dir(), lexicon=options.lexicon)
    tally = _Tally()
    with open_store(store, program=program) as writer:
        own = [f"{store}{suffix}" for suffix in ("", ".lock", "-wal", "-shm", "-journal")]
        shown = not options.quiet and Progress.possible(sys.stderr)
        total = sum(1 for _ in list_files(roots, store_files=own)) if shown else 0
        progress = Progress(total, stream=sys.stderr, shown=shown)
        for done, entry in enumerate(list_files(roots, store_files=own), 1):
            record = _process(writer, entry, stored_path(entry.path, store), tally)
            if record.reason is not None:
                progress.clear()
                tell(entry.path, record.status, record.reason, record.detail)
            progress.show(done, tally.facts)
        progress.clear()
        if not options.quiet:
            _summarise(store, tally, writer)
    return Exit.SET_ASIDE if tally.set_aside() > options.max_bad else Exit.DONE


def expand(patterns: list[str]) -> list[str]:
    """The files and folders that the arguments name; `UsageError` for one that names nothing."""
    return [path for pattern in patterns for path in _expand_one(pattern)]


def _expand_one(pattern: str) -> Iterator[str]:
    if os.path.lexists(pattern):
        yield pattern
        return
    # Path.glob refuses absolute patterns.
    matches = glob.glob(pattern, recursive=True) if glob.has_magic(pattern) else []  # noqa: PTH207
    found = sorted(matches, key=os.fsencode)
    if not found:
        raise UsageError(f"{display_name(pattern)}: no such file or folder, and no file fits it as a pattern")
    yield from found


def stored_path(path: str, store: Path) -> str:
    """How a file is called in the store: relative to the store's folder, so that both may move together."""
    folder = os.path.realpath(store.parent)
    try:
        return display_name(os.path.relpath(path, folder)).replace(os.sep, "/")
    except ValueError:  # Windows: on another drive
        return display_name(path).replace(os.sep, "/")


def _process(writer: Writer, entry: Entry, path: str, tally: _Tally) -> FileRecord:
    """Read one file, mine it unless the store has its report already, write what became of it."""
    document = read_entry(entry, display_path=path)
    known, report = None, None
    if document.status in MINED:
        known = writer.known(document.sha256)
        if known is None:
            document, report = mined(document)
    status: str = document.status
    reason, identifier = document.reason, None
    if known is not None:
        status, reason, identifier = known.status, known.reason, known.id
        tally.known += 1
    elif report is not None:
        status, reason = report.status, report.reason
        report = report if status in MINED else None
    if report is not None:
        identifier = report.id
        tally.mined += 1
        tally.facts += len(report.facts)
    record = FileRecord(
        path=path, sha256=document.sha256, status=status, reason=reason, detail=document.detail, report=identifier
    )
    writer.record(record, report)
    tally.statuses[status] += 1
    return record


def _summarise(store: Path, tally: _Tally, writer: Writer) -> None:
    total = sum(tally.statuses.values())
    parts = " + ".join(f"{tally.statuses[status]} {status}" for status in _ORDER if tally.statuses[status])
    reports, facts, links = writer.totals()
    out(f"files    {total}{f' = {parts}' if parts else ''}")
    out(f"reports  {tally.mined + tally.known} = {tally.mined} mined + {tally.known} known already")
    out(f"store    {escaped(display_name(store))}: {reports} reports, {facts} facts, {links} links")
