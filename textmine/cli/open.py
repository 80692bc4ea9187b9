"""Checks shared by the commands that read a store."""

from __future__ import annotations

import os
from pathlib import Path

from textmine.cli.errors import UsageError
from textmine.errors import StoreFormatError
from textmine.read import display_name


def require_file(store: str) -> Path:
    """The path of a store that is to be read; `UsageError` if nothing is there."""
    path = Path(store)
    if not os.path.lexists(path):
        raise UsageError(f"{display_name(store)}: no such store; make it with: textmine run ARCHIVE --store FILE")
    if not path.is_file():
        raise StoreFormatError(f"{display_name(store)}: is not a fact store but a folder or a special file")
    return path
