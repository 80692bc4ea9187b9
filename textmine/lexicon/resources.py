"""Where the trained classifiers lie, in a checkout and in an installed wheel."""

from pathlib import Path

from textmine.errors import ModelError

_PACKAGE = Path(__file__).resolve().parent.parent


def model_dir() -> Path:
    """The folder of the trained classifiers: ``models/`` beside the package in a checkout, inside it in a wheel.

    Raises ModelError if there is neither, which means that the installation is damaged.
    """
    for folder in (_PACKAGE / "_models", _PACKAGE.parent / "models"):
        if folder.is_dir():
            return folder
    raise ModelError(f"no model files beside {_PACKAGE}: reinstall textmine")
