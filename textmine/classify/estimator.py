"""A trained classifier of passages: stored with skops, checked before a byte of it is parsed, never unpickled.

A model is a folder: ``model.skops`` (a scikit-learn pipeline), ``labels.json``, ``manifest.json`` (format, versions, golden
passages with their scores), ``metrics.json``, ``card.md``, and ``checksums.txt`` with the SHA-256 of all of them.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from textmine.classify.cues import Reading, read_cues
from textmine.errors import ModelError
from textmine.lexicon.taxonomy import taxonomy

FORMAT = 1
FILES = ("card.md", "labels.json", "manifest.json", "metrics.json", "model.skops")
_CHECKSUM = re.compile(r"([0-9a-f]{64})  ([a-z.]+)")
_LARGEST = 20_000_000  # bytes of one file of a model
_TOLERANCE = 0.001  # of a golden score; other processors differ in the last bits


def features(reading: Reading) -> dict[str, float]:
    """What a model sees of a passage: the cues in its text and headings, and what the rules make of them."""
    seen: dict[str, float] = {}
    discount = 1 + reading.length / 800
    for phrase, times in reading.text.items():
        seen[f"text:{phrase}"] = min(times, 3) ** 0.5 / discount
    for depth, heading in enumerate(reading.headings):
        for phrase in heading:
            seen[f"{'above' if depth else 'heading'}:{phrase}"] = 1.0
    for category, score in zip(taxonomy().categories, reading.scores, strict=True):
        if score > 0:
            seen[f"cues:{category.label}"] = score / 6
    return seen


@dataclass(frozen=True, slots=True)
class Estimator:
    """A loaded model: a scikit-learn pipeline over `features`, and the labels it was trained on, in its order."""

    pipeline: Any
    labels: tuple[str, ...]

    def chances(self, readings: Sequence[Reading]) -> list[list[float]]:
        """For each passage the probability of every label of the taxonomy; labels it never saw have none."""
        place = {category.label: number for number, category in enumerate(taxonomy().categories)}
        rows = []
        for row in self.pipeline.predict_proba([features(reading) for reading in readings]):
            chances = [0.0] * len(place)
            for label, chance in zip(self.labels, row, strict=True):
                chances[place[label]] = round(float(chance), 6)
            rows.append(chances)
        return rows


def _read(folder: Path, name: str) -> bytes:
    path = folder / name
    try:
        if path.stat().st_size > _LARGEST:
            raise ModelError(f"{path}: larger than any model of this program; not read")
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"{path}: {error.strerror or error}; restore the model folder or reinstall textmine"
        ) from error


def _checked(folder: Path) -> dict[str, bytes]:
    """The files of a model, all of them there and unchanged."""
    lines = _read(folder, "checksums.txt").decode("utf-8", "replace").split("\n")
    sums = {match[2]: match[1] for line in lines if (match := _CHECKSUM.fullmatch(line))}
    if len(sums) != len(lines) - 1 or lines[-1] or sorted(sums) != sorted(FILES):
        raise ModelError(f"{folder / 'checksums.txt'}: damaged; restore the model folder or reinstall textmine")
    files = {name: _read(folder, name) for name in FILES}
    for name, data in files.items():
        if hashlib.sha256(data).hexdigest() != sums[name]:
            raise ModelError(f"{folder / name}: its SHA-256 is not the one in checksums.txt; not loaded")
    return files


def _parse(folder: Path, name: str, data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError as error:
        raise ModelError(f"{folder / name}: no JSON: {error}") from error


def load_estimator(folder: Path) -> Estimator:
    """The model in ``folder``.

    Raises `ModelError` where a file is missing, changed, of another format, of another version of scikit-learn, holds
    types that skops does not trust, or does not give the scores it was stored with.
    """
    files = _checked(folder)
    manifest = _parse(folder, "manifest.json", files["manifest.json"])
    labels = tuple(_parse(folder, "labels.json", files["labels.json"]))
    if manifest.get("format") != FORMAT:
        raise ModelError(f"{folder}: model format {manifest.get('format')!r}; this program reads format {FORMAT}")
    if unknown := set(labels) - {category.label for category in taxonomy().categories}:
        raise ModelError(f"{folder / 'labels.json'}: not in the taxonomy: {', '.join(sorted(unknown))}")

    import sklearn
    import skops.io

    ours = sklearn.__version__.split(".")[:2]
    if str(manifest["scikit-learn"]).split(".")[:2] != ours:
        raise ModelError(
            f"{folder}: trained with scikit-learn {manifest['scikit-learn']}, here is {sklearn.__version__}"
        )
    try:
        if untrusted := skops.io.get_untrusted_types(data=files["model.skops"]):
            raise ModelError(f"{folder / 'model.skops'}: holds untrusted types: {', '.join(untrusted)}")
        estimator = Estimator(skops.io.loads(files["model.skops"]), labels)
    except (BadZipFile, OSError, ValueError, TypeError, LookupError, AttributeError, ImportError) as error:
        raise ModelError(f"{folder / 'model.skops'}: no skops file of this program: {error}") from error
    _match_golden(folder, estimator, manifest["golden"])
    return estimator


def _match_golden(folder: Path, estimator: Estimator, golden: Sequence[dict[str, Any]]) -> None:
    """Whether the model still says of its golden passages what it said when it was stored."""
    for case in golden:
        chances = estimator.chances(read_cues([(case["text"], case["headings"])]))[0]
        best = max(range(len(chances)), key=chances.__getitem__)
        label = taxonomy().categories[best].label
        if label != case["label"] or abs(chances[best] - case["score"]) > _TOLERANCE:
            raise ModelError(
                f"{folder}: gives {label} {chances[best]} for a golden passage, not {case['label']} {case['score']}"
            )
