"""Where a run writes to: a fact store, or a partitioned data set, parts of which are written by whoever mines."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textmine.cli.archive import Sink
from textmine.cli.engine import Engine
from textmine.cli.errors import UsageError
from textmine.errors import MissingExtra
from textmine.read.urls import is_url, local_path
from textmine.store import open_store


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options that say where to write."""
    target = parser.add_mutually_exclusive_group(required=True)
    target.add_argument("--store", metavar="FILE", help="the fact store, created if there is none")
    target.add_argument(
        "--dataset",
        metavar="FOLDER",
        help="instead of a store a data set of Parquet files, created if there is none: a folder, or a URL as s3://bucket/facts",
    )


def path_of(options: argparse.Namespace) -> Path | None:
    """The store, or the folder of the data set; ``None`` where that is on no file system of this machine."""
    if options.dataset is None:
        return Path(options.store)
    return None if is_url(options.dataset) else Path(local_path(options.dataset))


@contextmanager
def opened(options: argparse.Namespace, engine: Engine, *, program: str, setup: int) -> Iterator[tuple[Engine, Sink]]:
    """What to mine with and what to write to; ``setup`` is the digest of all that decides what becomes of a file."""
    if options.dataset is None:
        with open_store(options.store, program=program) as writer:
            yield engine, writer
        return
    try:
        import pyarrow as pa  # noqa: F401  # else it would be missed when much is done

        from textmine.cli.parts import parted
        from textmine.dataset.session import open_dataset

        with open_dataset(options.dataset, program=program) as session:
            yield parted(engine, session, setup), session.ledger
            session.end()
    except (ModuleNotFoundError, MissingExtra) as error:
        raise UsageError("--dataset needs: pip install 'textmine[dataset]'") from error
