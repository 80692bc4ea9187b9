"""A model as a folder of files: checked before a byte of it is parsed, never unpickled.

``model.skops`` holds the numbers, ``labels.toml`` the labels and what they mean, ``metrics.json`` what was measured,
``card.md`` says in words how the model was made and what it is good for, ``checksums.txt`` has the SHA-256 of all of them.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textmine.classify.model import Calibration, Model
from textmine.classify.samples import BLOCKS
from textmine.classify.skopsfile import State, read_state
from textmine.errors import ModelError

FORMAT = 2
MODEL, LABELS, METRICS, CARD, CHECKSUMS = "model.skops", "labels.toml", "metrics.json", "card.md", "checksums.txt"
FILES = (CARD, LABELS, METRICS, MODEL)  # what checksums.txt lists
_CHECKSUM = re.compile(r"([0-9a-f]{64})  ([a-z.]+)")
_LARGEST = 20_000_000  # bytes of one file of a model
_STEEPEST = 1000  # of a curve or a weight
_CURE = "restore the model folder or reinstall textmine"


def load_model(folder: Path) -> Model:
    """The model in ``folder``.

    Raises `ModelError` where a file is missing, cut or changed, of another format, holds types other than numbers and
    strings, or where its parts do not fit together.
    """
    files = _checked(folder)
    try:
        labels = [row["label"] for row in tomllib.loads(files[LABELS].decode())["label"]]
    except (ValueError, LookupError, TypeError) as error:
        raise ModelError(f"{folder / LABELS}: no list of labels: {error}") from error
    try:
        json.loads(files[METRICS])
    except ValueError as error:
        raise ModelError(f"{folder / METRICS}: no JSON: {error}") from error
    try:
        model = _model(read_state(files[MODEL]))
    except (ValueError, TypeError, LookupError) as error:
        raise ModelError(f"{folder / MODEL}: {error}; not loaded") from error
    if list(model.labels) != labels:
        raise ModelError(f"{folder / LABELS}: not the labels of {MODEL}; {_CURE}")
    return model


def _read(folder: Path, name: str) -> bytes:
    path = folder / name
    try:
        if not path.is_file():  # before it is opened: a pipe would wait for a writer
            path.stat()
            raise ModelError(f"{path}: is no regular file; {_CURE}")
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except OSError as error:
        raise ModelError(f"{path}: {error.strerror or error}; {_CURE}") from error
    if len(content) > _LARGEST:
        raise ModelError(f"{path}: larger than any model of this program; not read")
    return content


def _checked(folder: Path) -> dict[str, bytes]:
    """The files of a model, all of them there and unchanged."""
    lines = _read(folder, CHECKSUMS).decode("utf-8", "replace").split("\n")
    sums = {match[2]: match[1] for line in lines if (match := _CHECKSUM.fullmatch(line))}
    if len(sums) != len(lines) - 1 or lines[-1] or sorted(sums) != sorted(FILES):
        raise ModelError(f"{folder / CHECKSUMS}: damaged; {_CURE}")
    files = {name: _read(folder, name) for name in FILES}
    for name, data in files.items():
        if hashlib.sha256(data).hexdigest() != sums[name]:
            raise ModelError(f"{folder / name}: its SHA-256 is not the one in {CHECKSUMS}; not loaded")
    return files


def state(model: Model) -> State:
    """A model as a dict of numbers, strings and arrays; `load_model` makes it a model again."""
    return {
        "format": FORMAT,
        "version": model.version,
        "labels": "\n".join(model.labels),
        "taxonomy": "\n".join(model.taxonomy),
        **{f"words of {block}": "\n".join(model.rows[block]) for block in BLOCKS},
        "weights": model.weights.astype("int16"),
        "squares": model.squares,
        "bias": model.bias,
        "cue weight": model.cue_weight,
        "score": model.calibration.score,
        "lead": model.calibration.lead,
        "offset": model.calibration.offset,
    }


def _model(stored: State) -> Model:
    """The model in a state; raises `ValueError` where its parts do not fit together."""
    if stored.get("format") != FORMAT:
        raise ValueError(f"model format {stored.get('format')!r}; this program reads format {FORMAT}")
    rows: dict[str, dict[str, int]] = {}
    number = 1
    for block in BLOCKS:
        words = _words(stored, f"words of {block}")
        rows[block] = {word: number + at for at, word in enumerate(words)}
        number += len(words)
    labels = _words(stored, "labels")
    _fits(stored, {"weights": ("int16", (number, len(labels))), "squares": ("int32", (number,))})
    _fits(stored, {"bias": ("float64", (len(labels),))})
    numbers = {name: _number(stored, name) for name in ("cue weight", "score", "lead", "offset")}
    found: Mapping[str, Any] = stored
    return Model(
        version=str(stored["version"]),
        labels=labels,
        taxonomy=_words(stored, "taxonomy"),
        rows=rows,
        weights=found["weights"].astype("int32"),
        squares=found["squares"],
        bias=found["bias"],
        cue_weight=numbers["cue weight"],
        calibration=Calibration(score=numbers["score"], lead=numbers["lead"], offset=numbers["offset"]),
    )


def _words(stored: State, name: str) -> tuple[str, ...]:
    text = stored[name]
    if not isinstance(text, str):
        raise TypeError(f"{name}: no text")
    words = tuple(text.split("\n")) if text else ()
    if len(set(words)) < len(words):
        raise ValueError(f"{name}: one stands there twice")
    return words


def _number(stored: State, name: str) -> float:
    value = stored[name]
    if not isinstance(value, int | float) or not -_STEEPEST <= value <= _STEEPEST:  # false of nan, too
        raise ValueError(f"{name}: {value!r} is no number of the usual size")
    return float(value)


def _fits(stored: State, wanted: Mapping[str, tuple[str, tuple[int, ...]]]) -> None:
    import numpy as np

    for name, (kind, shape) in wanted.items():
        array = stored[name]
        if not isinstance(array, np.ndarray) or array.dtype.name != kind or array.shape != shape:
            raise ValueError(f"{name}: not {kind} of shape {shape}")
        if not np.isfinite(array).all():
            raise ValueError(f"{name}: not all of it are numbers")
