"""Reads the vocabulary files and lays a user's own files over them (`--lexicon DIR`).

A file of the overlay directory has the name and the form of one in `data/`; its tables are merged into ours and its
lists are appended, so that a user adds a unit or a heading without touching the package.
"""

import functools
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from textmine.errors import LexiconError

Build = TypeVar("Build", bound=Callable[..., Any])

_DATA = files("textmine.lexicon") / "data"
_caches: list[Callable[[], None]] = []
_overlay: list[Path] = []


def cached(build: Build) -> Build:
    """`functools.cache` for whatever is built from the vocabulary: forgotten when the overlay changes."""
    memo = functools.cache(build)
    _caches.append(memo.cache_clear)
    return memo  # type: ignore[return-value]  # functools.cache hides the signature


def use_overlay(directory: Path | None) -> None:
    """Lay the TOML files of ``directory`` over the vocabulary; ``None`` takes the overlay away.

    Raises `LexiconError` where the directory does not exist or holds a file of no known name.
    """
    _overlay.clear()
    if directory is not None:
        if not directory.is_dir():
            raise LexiconError(f"{directory}: no such folder; --lexicon takes a folder of TOML files")
        for path in sorted(directory.glob("*.toml")):
            if not (_DATA / path.name).is_file():
                known = ", ".join(sorted(item.name for item in _DATA.iterdir() if item.name.endswith(".toml")))
                raise LexiconError(f"{path}: no vocabulary of this name; known are {known}")
        _overlay.append(directory)
    for clear in _caches:
        clear()


def _parse(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{where}: {error}; mend the file or take it out of the folder") from error


def _merge(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in more.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merge(old, value)
        elif isinstance(old, list) and isinstance(value, list):
            merged[key] = [*old, *value]
        else:
            merged[key] = value
    return merged


@cached
def table(name: str) -> dict[str, Any]:
    """The vocabulary file ``data/<name>.toml`` as a dict, the overlay laid over it.

    >>> table("units")["counters"]["words"][:2]
    ['项', '条']
    """
    found = _parse((_DATA / f"{name}.toml").read_text("utf-8"), f"{name}.toml")
    for directory in _overlay:
        path = directory / f"{name}.toml"
        if path.is_file():
            try:
                found = _merge(found, _parse(path.read_text("utf-8"), str(path)))
            except (OSError, UnicodeDecodeError) as error:
                raise LexiconError(f"{path}: {error}") from error
    return found


@cached
def words(name: str, group: str) -> tuple[str, ...]:
    """The list ``words`` of one group of a vocabulary file, the longest first and without repetition."""
    group_table = table(name)[group]
    listed = group_table["words"] if isinstance(group_table, dict) else group_table
    return tuple(sorted(dict.fromkeys(listed), key=lambda word: (-len(word), word)))
