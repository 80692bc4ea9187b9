"""JSON lines, as doccano and Prodigy read and write them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from textmine.classify.tools.exchange import Returned


def write_lines(rows: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def read_lines(text: str) -> Iterator[tuple[str, dict[str, Any] | Returned]]:
    """Each line with its place: the object on it, or a `Returned` that says why there is none."""
    for number, line in enumerate(text.split("\n"), 1):
        place = f"line {number}"
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield place, Returned(place=place, key=None, text=None, labels=None, problem=f"no JSON: {error}")
            continue
        if isinstance(row, dict):
            yield place, row
        else:
            yield place, Returned(place=place, key=None, text=None, labels=None, problem="no JSON object")


def returned(place: str, row: Mapping[str, Any]) -> Returned:
    """A line as an annotation that has no labels yet."""
    text = row.get("text", row.get("data"))
    return Returned(place=place, key=_key(row), text=text if isinstance(text, str) else None, labels=None)


def _key(row: Mapping[str, Any]) -> str | None:
    """The key of a line, which tools keep beside the text or among the metadata."""
    for holder in (row, row.get("meta"), row.get("metadata")):
        if isinstance(holder, dict) and isinstance(holder.get("key"), str):
            key: str = holder["key"]
            return key
    return None
