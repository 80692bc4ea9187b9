"""Prodigy, its interface `choice`: JSON lines. The options are accepted in the order in which they are chosen, the primary first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from textmine.classify.tools.exchange import Returned, Task
from textmine.classify.tools.lines import read_lines, returned, write_lines


def write(tasks: Sequence[Task], names: Mapping[str, str]) -> str:
    """The tasks as a source for Prodigy, each with its options; the labels so far are chosen."""
    options = [{"id": label, "text": f"{name} {label}" if name != label else label} for label, name in names.items()]
    return write_lines(
        {
            "text": task.passage.text,
            "key": task.key,
            "options": options,
            "accept": list(task.passage.labels),
            "config": {"choice_style": "multiple"},
            "meta": {"headings": " > ".join(task.passage.headings), "document": task.passage.document},
        }
        for task in tasks
    )


def read(text: str) -> Iterator[Returned]:
    """The annotations in what `prodigy db-out` writes; only what was accepted counts."""
    for place, row in read_lines(text):
        if isinstance(row, Returned):
            yield row
            continue
        found = returned(place, row)
        accepted = row.get("accept", [])
        if row.get("answer") != "accept":
            yield found
        elif not isinstance(accepted, list) or not all(isinstance(label, str) for label in accepted):
            yield replace(found, problem="accept: no list of labels")
        else:
            yield replace(found, labels=tuple(accepted))
