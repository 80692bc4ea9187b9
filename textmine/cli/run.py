"""`textmine run`: list the files of an archive, mine each, write what was found into the store."""

from __future__ import annotations

import argparse
import gc
import glob
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import textmine
from textmine.cli import models, target
from textmine.cli.archive import Archive, Tally, setup_digest
from textmine.cli.engine import add_options, engine_of
from textmine.cli.errors import Exit, UsageError
from textmine.cli.log import STANDARD_ERROR, Log, opened_log
from textmine.cli.mining import add_ocr, tell
from textmine.cli.process import ONE_THREAD
from textmine.cli.space import warnings
from textmine.cli.terminal import Progress, err, escaped, out
from textmine.cli.wire import GARBAGE, Limits, MinedReport, Setup
from textmine.cli.workers import Listed
from textmine.errors import MissingExtra
from textmine.lexicon import use_overlay
from textmine.lexicon.resources import model_dir
from textmine.read import Columns, display_name
from textmine.read.urls import is_url, local_path
from textmine.store import FileRecord, facts_in, program_version

_BAD = ("quarantined", "unsupported")  # what --max-bad counts
_LONGEST = 86_400  # seconds
_LEAST_MEMORY, _MOST_MEMORY = 2**28, 2**40  # a worker that has mined nothing takes 170 MB of address space
ORDER = ("ok", "partial", "empty", "unsupported", "skipped", "quarantined")


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "run",
        help="mine an archive into a fact store",
        description="Mine the reports of an archive into a fact store. Running again redoes only what has changed.",
    )
    parser.add_argument(
        "archive", nargs="+", metavar="ARCHIVE", help="a file, a folder with all below it, a pattern, or a URL"
    )
    target.add_options(parser)
    parser.add_argument(
        "--max-bad",
        metavar="N",
        type=_count,
        default=0,
        help="end with code 3 only if more files are set aside (default 0)",
    )
    add_reading(parser)
    add_options(parser)
    parser.add_argument(
        "--log-json",
        metavar="FILE",
        help="write what happens as JSON lines into a file; - is standard error, alone then",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress bar and no summary")
    parser.set_defaults(command=run)


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Declare the options that decide what becomes of a file."""
    models.add_options(parser)
    parser.add_argument(
        "--text-column", metavar="NAME", help="the column of CSV, JSON lines and Parquet files that holds the reports"
    )
    parser.add_argument("--id-column", metavar="NAME", help="the column that names them (default: their number)")
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


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("must not be negative")
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


def run(options: argparse.Namespace) -> int:
    """Mine the archive; the exit code says whether more files were set aside than allowed."""
    gc.set_threshold(GARBAGE)
    for name, value in ONE_THREAD.items():  # the run looks at the model, too
        os.environ.setdefault(name, value)
    roots = expand(options.archive)
    path = target.path_of(options)
    use_overlay(options.lexicon)
    tally = Tally()
    begun = time.monotonic()
    setup = setup_of(options)
    with opened_log(options.log_json) as log, engine_of(options, setup, _waiting(options)) as engine:
        program = version_of(options)
        digest = setup_digest(program, setup)
        with target.opened(options, engine, program=program, setup=digest) as (miner, writer):
            log("started", store=options.dataset or str(path), workers=options.workers or 1, program=program)
            own = [options.dataset] if path is None else []
            if options.log_json not in (None, STANDARD_ERROR):
                own.append(options.log_json)
            archive = Archive(roots, path, own=own)
            if path is not None and not any(map(is_url, roots)):
                for warning in warnings(path, archive):
                    _waiting(options)(warning)
            teller = _Teller(archive, log, tally, options)
            archive.mine(miner, writer, setup=digest, tally=tally, told=teller)
            teller.end()
            totals = writer.totals()
        for folder, count in archive.emptied.items():
            err(
                f"{display_name(folder)}: is empty, but {count} files of it were read before; nothing was marked as gone: mount it, or name a folder above it"
            )
        code = Exit.SET_ASIDE if sum(tally.statuses[status] for status in _BAD) > options.max_bad else Exit.DONE
        code = Exit.USAGE if archive.emptied else code
        log(
            "ended", files=dict(tally.statuses), mined=tally.mined, known=tally.known, gone=tally.gone, facts=tally.facts,
            seconds=round(time.monotonic() - begun, 1), exit_code=int(code),
        )  # fmt: skip
    if not options.quiet:
        with suppress(BrokenPipeError):  # nobody reads it: the exit code tells all the same
            _summarise(options, tally, totals)
    return code


def _waiting(options: argparse.Namespace) -> Callable[[str], None]:
    """Where to say what keeps a run waiting, and what may end it later: a log on standard error stands there alone."""
    return (lambda _: None) if options.quiet or options.log_json == STANDARD_ERROR else err


class _Teller:
    """Tells of each document: on the terminal, and in the log if one is wanted."""

    def __init__(self, archive: Archive, log: Log, tally: Tally, options: argparse.Namespace) -> None:
        self._log, self._tally, self._silent = log, tally, options.log_json == STANDARD_ERROR
        shown = not options.quiet and not self._silent and Progress.possible(sys.stderr)
        total = sum(1 for _ in archive.entries()) if shown else 0
        self._progress = Progress(total, stream=sys.stderr, shown=shown)
        self._done = 0
        self._last: Listed | None = None

    def __call__(self, listed: Listed, record: FileRecord, report: MinedReport | None) -> None:
        if record.reason is not None and not self._silent:
            self._progress.clear()
            member = record.path.removeprefix(listed.shown)
            tell(display_name(listed.entry.path) + member, record.status, record.reason, record.detail)
        facts = facts_in(report) if report is not None else None
        self._log(
            "document", path=record.path, status=record.status, reason=record.reason, report=record.report, facts=facts
        )
        self._done, self._last = self._done + (listed is not self._last), listed
        self._progress.show(self._done, self._tally.facts)

    def end(self) -> None:
        """Take the bar away."""
        self._progress.clear()


def setup_of(options: argparse.Namespace) -> Setup:
    """What the workers are told of the options."""
    columns = Columns(text=options.text_column, id=options.id_column)
    return Setup(
        lexicon=options.lexicon,
        model=options.model,
        columns=columns,
        limits=Limits.within(options.timeout, options.worker_memory),
        ocr=not options.no_ocr,
        rows=getattr(options, "dataset", None) is not None,
    )


def version_of(options: argparse.Namespace) -> str:
    """The version of all that decides the facts."""
    return program_version(textmine.__version__, models=model_dir(), lexicon=options.lexicon, model=options.model)


def expand(patterns: list[str]) -> list[str]:
    """The files and folders that the arguments name; `UsageError` for one that names nothing."""
    return [path for pattern in patterns for path in _expand_one(pattern)]


def _expand_one(pattern: str) -> Iterator[str]:
    pattern = local_path(pattern)
    if is_url(pattern) and not os.path.lexists(pattern):
        yield from _expand_url(pattern)
        return
    if os.path.lexists(pattern):
        yield pattern
        return
    # Path.glob refuses absolute patterns.
    matches = glob.glob(pattern, recursive=True) if glob.has_magic(pattern) else []  # noqa: PTH207
    found = sorted(matches, key=os.fsencode)
    if not found:
        raise UsageError(f"{display_name(pattern)}: no such file or folder, and no file fits it as a pattern")
    yield from found


def _expand_url(url: str) -> list[str]:
    try:
        from textmine.read.remote import expand_url

        found = expand_url(url)
    except MissingExtra as error:
        raise UsageError(f"{display_name(url)}: URLs need: pip install 'textmine[dataset]'") from error
    if not found:
        raise UsageError(f"{display_name(url)}: nothing is there")
    return found


def _summarise(options: argparse.Namespace, tally: Tally, totals: tuple[int, int, int]) -> None:
    total = sum(tally.statuses.values())
    parts = " + ".join(f"{tally.statuses[status]} {status}" for status in ORDER if tally.statuses[status])
    reports, facts, links = totals
    out(f"files    {total}{f' = {parts}' if parts else ''}")
    if tally.gone:
        out(f"gone     {tally.gone} that were there before; what they said is kept and marked")
    out(f"reports  {tally.mined + tally.known} = {tally.mined} mined + {tally.known} known already")
    kind, name = ("data set", options.dataset) if options.dataset else ("store   ", options.store)
    out(f"{kind} {escaped(display_name(name))}: {reports} reports, {facts} facts, {links} links")
