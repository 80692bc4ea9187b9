"""doccano, document classification: JSON lines. It keeps no order of labels, so a further label has a plus sign before it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from textmine.classify.tools.exchange import Returned, Task
from textmine.classify.tools.lines import read_lines, returned, write_lines

_FURTHER = "+"


def write(tasks: Sequence[Task], names: Mapping[str, str]) -> str:
    """The tasks for doccano's import as JSONL."""
    del names
    return write_lines(
        {
            "text": task.passage.text,
            "label": [("" if number == 0 else _FURTHER) + label for number, label in enumerate(task.passage.labels)],
            "key": task.key,
            "headings": " > ".join(task.passage.headings),
            "document": task.passage.document,
        }
        for task in tasks
    )


def config(names: Mapping[str, str]) -> str:
    """The labels for doccano's import of labels; each is there as a primary and as a further one."""
    labels = [{"text": sign + label} for sign in ("", _FURTHER) for label in names]
    return json.dumps(labels, ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> Iterator[Returned]:
    """The annotations in an export as JSONL; a line without labels is one that nobody has labelled."""
    for place, row in read_lines(text):
        if isinstance(row, Returned):
            yield row
            continue
        found = returned(place, row)
        listed = row.get("label", row.get("labels")) or []
        if not isinstance(listed, list) or not all(isinstance(label, str) for label in listed):
            yield replace(found, problem="label: no list of strings; this is no export of a classification")
            continue
        primary = [label for label in listed if not label.startswith(_FURTHER)]
        further = [label.removeprefix(_FURTHER) for label in listed if label.startswith(_FURTHER)]
        if listed and len(primary) != 1:
            said = f"{len(primary)} primary labels ({', '.join(primary)})" if primary else "no primary label"
            yield replace(found, problem=f"{said}; a passage has one, the others begin with {_FURTHER}")
            continue
        yield replace(found, labels=(*primary, *further) if listed else None)
