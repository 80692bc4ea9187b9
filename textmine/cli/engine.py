"""Who mines for a run: worker processes of its own, or those of a Dask cluster. Which of them changes no fact."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, Self

from textmine.cli import models
from textmine.cli.errors import UsageError
from textmine.cli.wire import Outcome, Setup
from textmine.cli.workers import Crew, Known, Listed

_MOST_WORKERS = 256


class Engine(Protocol):
    """Mines files; a context manager that leaves no process behind."""

    def __enter__(self) -> Self:
        """Start, so that it gets ready while the run opens its store."""

    def __exit__(self, *error: object) -> None:
        """End whatever it has started."""

    def outcomes(self, entries: Iterable[Listed], *, known: Known) -> Iterator[tuple[Listed, Outcome]]:
        """What became of each document in the files, in their order.

        ``known`` tells of a report that is stored already, by the digest of its bytes. An engine need not ask:
        the run writes no report twice.
        """


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options that say who mines."""
    parser.add_argument("--workers", metavar="N", type=_workers, help="how many processes read and mine (default 1)")
    parser.add_argument(
        "--engine",
        choices=("local", "dask"),
        default="local",
        help="dask: a Dask cluster, of --workers N processes here or of the machines behind --scheduler",
    )
    parser.add_argument("--scheduler", metavar="URL", help="the scheduler of a Dask cluster, as tcp://HOST:8786")


def _workers(text: str) -> int:
    number = int(text)
    if not 1 <= number <= _MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"must be from 1 to {_MOST_WORKERS}")
    return number


def engine_of(options: argparse.Namespace, setup: Setup, tell: Callable[[str], None]) -> Engine:
    """The engine that the options ask for; ``tell`` is given what keeps it waiting. Raises `UsageError` where the extra is missing."""
    if options.engine == "local":
        if options.scheduler is not None:
            raise UsageError("--scheduler is for --engine dask")
        return Crew(setup, size=options.workers or 1)
    if options.scheduler is not None and options.workers is not None:
        raise UsageError("--workers is for a cluster on this machine, --scheduler for one that runs already")
    try:
        from textmine.cli.cluster import Cluster
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed; --engine dask needs: pip install 'textmine[dask]'") from error
    models.usable_model(options.model)  # it tells what the workers would say of it, whom nobody sees
    return Cluster(setup, scheduler=options.scheduler, size=options.workers or 1, tell=tell)
