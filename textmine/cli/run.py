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
from textmine.cli import models
from textmine.cli.errors import Exit, UsageError
from textmine.cli.mining import add_ocr, tell
from textmine.cli.terminal import Progress, escaped, out
from textmine.cli.wire import Limits, Outcome, Setup
from textmine.cli.workers import Crew
from textmine.lexicon import use_overlay
from textmine.lexicon.resources import model_dir
from textmine.read import Columns, display_name, list_files
from textmine.store import FileRecord, Known, Writer, open_store, program_version

_BAD = ("quarantined", "unsupported")  # what --max-bad counts
_MOST_WORKERS = 256
_LONGEST = 86_400  # seconds
_LEAST_MEMORY, _MOST_MEMORY = 2**28, 2**40  # a worker that has mined nothing takes 170 MB of address space
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
    models.add_options(parser)
    parser.add_argument(
        "--max-bad",
        metavar="N",
        type=_count,
        default=0,
        help="end with code 3 only if more files are set aside (default 0)",
    )
    parser.add_argument(
        "--text-column", metavar="NAME", help="the column of CSV, JSON lines and Parquet files that holds the reports"
    )
    parser.add_argument("--id-column", metavar="NAME", help="the column that names them (default: their number)")
    parser.add_argument(
        "--workers", metavar="N", type=_workers, default=1, help="how many processes read and mine (default 1)"
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=_seconds,
        default=Limits().seconds,
        help="how long one document may take (default 60)",
    )
    parser.add_argument(
        "--worker-memory",
        metavar="SIZE",
        type=_size,
        default=Limits().memory,
        help="how much memory one document may take, as 800M or 2G (default 1.5G)",
    )
    add_ocr(parser)
    parser.add_argument("--quiet", action="store_true", help="no progress bar and no summary")
    parser.set_defaults(command=run)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return number


def _workers(text: str) -> int:
    number = int(text)
    if not 1 <= number <= _MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"must be from 1 to {_MOST_WORKERS}")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 1 <= number <= _LONGEST:
        raise argparse.ArgumentTypeError(f"must be from 1 to {_LONGEST} seconds")
    return number


def _size(text: str) -> int:
    unit = {"M": 2**20, "G": 2**30}.get(text[-1:].upper())
    if unit is None:
        raise argparse.ArgumentTypeError("must be a number with M or G, as 800M or 1.5G")
    number = float(text[:-1]) * unit
    if not _LEAST_MEMORY <= number <= _MOST_MEMORY:
        raise argparse.ArgumentTypeError("must be from 256M to 1024G")
    return int(number)


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
    tally = _Tally()
    with Crew(_setup(options), size=options.workers) as crew:
        program = program_version(
            textmine.__version__, models=model_dir(), lexicon=options.lexicon, model=options.model
        )
        with open_store(store, program=program) as writer:
            _mine(crew, writer, roots, store, tally, quiet=options.quiet)
            if not options.quiet:
                _summarise(store, tally, writer)
    return Exit.SET_ASIDE if tally.set_aside() > options.max_bad else Exit.DONE


def _setup(options: argparse.Namespace) -> Setup:
    columns = Columns(text=options.text_column, id=options.id_column)
    return Setup(
        lexicon=options.lexicon,
        model=models.usable_model(options.model),
        columns=columns,
        limits=Limits.within(options.timeout, options.worker_memory),
        ocr=not options.no_ocr,
    )


def _mine(crew: Crew, writer: Writer, roots: list[str], store: Path, tally: _Tally, *, quiet: bool) -> None:
    own = [f"{store}{suffix}" for suffix in ("", ".lock", "-wal", "-shm", "-journal")]
    shown = not quiet and Progress.possible(sys.stderr)
    total = sum(1 for _ in list_files(roots, store_files=own)) if shown else 0
    progress = Progress(total, stream=sys.stderr, shown=shown)
    entries = ((entry, stored_path(entry.path, store)) for entry in list_files(roots, store_files=own))
    done, last = 0, None
    for entry, outcome in crew.outcomes(entries, known=lambda sha256: _status(writer.known(sha256))):
        record = _record(writer, outcome, tally)
        if record.reason is not None:
            progress.clear()
            member = record.path.removeprefix(stored_path(entry.path, store))
            tell(display_name(entry.path) + member, record.status, record.reason, record.detail)
        done, last = done + (entry is not last), entry
        progress.show(done, tally.facts)
    progress.clear()


def _status(known: Known | None) -> str | None:
    return known.status if known is not None else None


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


def _record(writer: Writer, outcome: Outcome, tally: _Tally) -> FileRecord:
    """Write what became of a document; a report that the store has already is not written again."""
    document, report = outcome.document, outcome.report
    status: str = document.status
    reason, detail, identifier = document.reason, document.detail, None
    known = writer.known(document.sha256) if document.sha256 else None
    if known is not None:
        report = None
        status, reason, identifier = known.status, known.reason, known.id
        detail = detail if status != "ok" else ""
        tally.known += 1
    elif report is not None:
        identifier = report.id
        tally.mined += 1
        tally.facts += len(report.facts)
    record = FileRecord(
        path=document.path, sha256=document.sha256, status=status, reason=reason, detail=detail, report=identifier
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
