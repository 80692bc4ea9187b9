"""The model that mining uses: the one that ships with textmine, one of the user's, or none."""

from __future__ import annotations

import functools
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from textmine.errors import ModelError
from textmine.lexicon.resources import model_dir

if TYPE_CHECKING:
    from textmine.classify.model import Model

SHIPPED = "reform-1.0"
_chosen: list[Path | None] = []


class ModelWarning(UserWarning):
    """Mining goes on without a model, because the one it should use is damaged or missing."""


def shipped_model() -> Path:
    """The folder of the model that ships with textmine; raises `ModelError` where the installation has none."""
    return model_dir() / SHIPPED


def use_model(folder: Path | None) -> None:
    """Let mining use the model in ``folder``, or with ``None`` no model: then cue rules alone give the categories.

    Raises `ModelError` where the model cannot be used; the one in use so far then stays.
    """
    if folder is not None:
        _loaded(folder)
    _chosen[:] = [folder]


def current_model() -> Model | None:
    """The model in use; ``None`` where there is none. A shipped model that is damaged is warned of once, and done without."""
    if not _chosen:
        try:
            use_model(shipped_model())
        except ModelError as error:
            use_model(None)
            warnings.warn(f"{error}; categories are given by cue rules alone", ModelWarning, stacklevel=2)
    return None if _chosen[0] is None else _loaded(_chosen[0])


@functools.cache
def _loaded(folder: Path) -> Model:
    from textmine.classify.modelfiles import load_model  # numpy comes with it, and a run has its workers use a model

    return load_model(folder)
