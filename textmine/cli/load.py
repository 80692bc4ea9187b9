"""`textmine load`: feed a fact store from a data set."""

from __future__ import annotations

import argparse
from pathlib import Path

from textmine.cli.errors import Exit, UsageError
from textmine.cli.terminal import escaped, out
from textmine.errors import MissingExtra
from textmine.read import display_name


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "load",
        help="feed a fact store from a data set",
        description=(
            "Feed a fact store from a data set that `textmine run --dataset` has made: what the store has already is not read."
        ),
    )
    parser.add_argument("dataset", metavar="DATASET", help="the data set: a folder, or a URL as s3://bucket/facts")
    parser.add_argument("--store", metavar="FILE", required=True, help="the fact store, created if there is none")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Feed the store and say what it holds."""
    try:
        from textmine.dataset.loading import load

        loaded = load(options.dataset, Path(options.store))
    except (ModuleNotFoundError, MissingExtra) as error:
        raise UsageError("textmine load needs: pip install 'textmine[dataset]'") from error
    reports, facts, links = loaded.totals
    out(f"reports  {loaded.reports} loaded + {loaded.known} known already")
    out(f"store    {escaped(display_name(options.store))}: {reports} reports, {facts} facts, {links} links")
    return Exit.DONE
