"""Labelled passages as JSON lines: what models are trained on and measured by, and what annotation tools hand back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from textmine.errors import LabelError
from textmine.schema.record import record


@record
class Labelled:
    """A passage with its labels, the primary one first; none where no label fits.

    ``document`` names the report it is from, whose passages follow each other; ``headings`` are those above it, outermost
    first. ``report``, ``passage``, ``start`` and ``end`` (code points) say where it stands in a store; ``more`` keeps whatever
    else the line says.
    """

    document: str
    text: str
    headings: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    report: str | None = None
    passage: str | None = None
    start: int | None = None
    end: int | None = None
    more: Mapping[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        """The line as a dict, without fields that say nothing."""
        known = {
            "document": self.document,
            "report": self.report,
            "passage": self.passage,
            "start": self.start,
            "end": self.end,
            "headings": list(self.headings),
            "text": self.text,
            "labels": list(self.labels),
        }
        return {key: value for key, value in known.items() if value is not None} | dict(self.more or {})


def read_labels(path: Path) -> list[Labelled]:
    """The labelled passages of a file, or of all ``.jsonl`` files of a folder in the order of their names.

    Raises `LabelError` with file and line for what is no labelled passage; nothing is skipped in silence.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise LabelError(f"{path}: no .jsonl file in this folder")
    return [labelled for file in files for labelled in _read(file)]


def _read(path: Path) -> Iterable[Labelled]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield parse(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise LabelError(f"{path}:{number}: {error}") from error


def parse(row: object) -> Labelled:
    """One line as a labelled passage; raises `ValueError` that says what is wrong with it.

    >>> parse({"document": "a", "text": "改版网站。", "labels": ["platform"]}).labels
    ('platform',)
    """
    if not isinstance(row, dict):
        raise ValueError("a line is a JSON object with document, headings, text and labels")  # noqa: TRY004  # bad content
    text, document = row.get("text"), row.get("document")
    if not isinstance(text, str) or not text.strip():
        raise ValueError("text: a passage has one")
    if not isinstance(document, str) or not document:
        raise ValueError("document: the name of the report that the passage is from is missing")
    known = {"document", "text", "headings", "labels", "report", "passage", "start", "end"}
    return Labelled(
        document=document,
        text=text,
        headings=_strings(row, "headings"),
        labels=_strings(row, "labels"),
        report=_optional(row, "report", str),
        passage=_optional(row, "passage", str),
        start=_optional(row, "start", int),
        end=_optional(row, "end", int),
        more={key: value for key, value in row.items() if key not in known} or None,
    )


def _strings(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"{key}: must be a list of strings")
    if key == "labels" and (len(set(value)) < len(value) or not all(value)):
        raise ValueError(f"labels: one stands there twice or is empty: {value}")
    return tuple(value)


def _optional(row: Mapping[str, Any], key: str, kind: type) -> Any:
    value = row.get(key)
    if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
        raise ValueError(f"{key}: must be {'a whole number' if kind is int else 'a string'}")
    return value


def by_document(passages: Sequence[Labelled]) -> list[list[Labelled]]:
    """The passages of each document, which are classified together; a document whose passages do not follow each other counts as one.

    >>> rows = [Labelled(document=name, text="。") for name in "aab"]
    >>> [len(each) for each in by_document(rows)]
    [2, 1]
    """
    found: dict[str, list[Labelled]] = {}
    for document, each in groupby(passages, key=lambda passage: passage.document):
        found.setdefault(document, []).extend(each)
    return list(found.values())


def written(passages: Iterable[Labelled]) -> str:
    """The passages as JSON lines that `read_labels` reads back."""
    return "".join(json.dumps(passage.to_dict(), ensure_ascii=False) + "\n" for passage in passages)
