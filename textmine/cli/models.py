"""Which model a command uses; one that cannot be used is told of once, and mining goes on without it."""

from __future__ import annotations

import argparse
from pathlib import Path

from textmine.classify.current import shipped_model, use_model
from textmine.cli.terminal import err
from textmine.errors import ModelError


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options that say how passages are categorised."""
    parser.add_argument(
        "--lexicon", metavar="DIR", type=Path, help="a folder of vocabulary files laid over the built-in ones"
    )
    parser.add_argument(
        "--model", metavar="DIR", type=Path, help="the model that gives categories (default: the one of textmine)"
    )


def usable_model(folder: Path | None) -> Path | None:
    """The folder of the model to mine with, which is then in use; ``None`` where it cannot be used."""
    try:
        wanted = folder or shipped_model()
        use_model(wanted)
    except ModelError as error:
        err(f"{error}; mining goes on without it, cue rules alone give the categories")
        use_model(None)
        return None
    return wanted
