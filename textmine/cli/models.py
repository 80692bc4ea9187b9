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
    """The folder of the model to mine with, which is then in use; ``None`` where it cannot be used, which is told."""
    complaint = trouble_with(folder)
    if complaint is not None:
        err(complaint)
        return None
    return folder or shipped_model()


def trouble_with(folder: Path | None) -> str | None:
    """Use the model in a folder (``None``: the one of textmine) or, where it cannot be used, none; what to say of it then."""
    try:
        use_model(folder or shipped_model())
    except ModelError as error:
        use_model(None)
        return f"{error}; mining goes on without it, cue rules alone give the categories"
    return None
