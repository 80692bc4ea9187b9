"""What all annotation tools have in common: a task has a key, and what comes back under it must be of the same text."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from textmine.classify.labelled import Labelled
from textmine.schema.record import record


@record
class Task:
    """A passage as a tool gets it: its key, and its labels so far, which the annotator may change."""

    key: str
    passage: Labelled


@record
class Returned:
    """An annotation as a tool gives it back; ``place`` says where in its file. ``labels`` is ``None`` where nobody labelled it."""

    place: str
    key: str | None
    text: str | None
    labels: tuple[str, ...] | None
    problem: str | None = None


@record
class Tool:
    """How a tool's files are written and read; ``config`` writes what the tool must be told of the labels, if anything."""

    write: Callable[[Sequence[Task], Mapping[str, str]], str]
    read: Callable[[str], Iterator[Returned]]
    config: Callable[[Mapping[str, str]], str] | None


def tasks(passages: Iterable[Labelled]) -> list[Task]:
    """The passages with a key each: their place in a store, or their number in their document.

    >>> [task.key for task in tasks([Labelled(document="a", text="甲"), Labelled(document="a", text="乙")])]
    ['a#0', 'a#1']
    """
    counts: dict[str, int] = {}
    found = []
    for passage in passages:
        if passage.report is not None and passage.passage is not None:
            key = f"{passage.report}/{passage.passage}"
        else:
            number = counts.get(passage.document, 0)
            counts[passage.document] = number + 1
            key = f"{passage.document}#{number}"
        found.append(Task(key=key, passage=passage))
    return found


def exported(passages: Iterable[Labelled], tool: Tool, names: Mapping[str, str]) -> str:
    """The passages as a file for a tool; ``names`` has the labels that may be given, with what to show for each."""
    return tool.write(tasks(passages), names)


def imported(
    text: str, tool: Tool, source: Iterable[Labelled], names: Mapping[str, str]
) -> tuple[list[Labelled], list[str]]:
    """The passages of ``source`` that were labelled in a tool, with their new labels, and what is wrong with the others.

    An annotation counts only if its key is one of the source and its text is exactly the text there.
    Raises `ValueError` for what is no file of this tool at all.
    """
    known = {task.key: task.passage for task in tasks(source)}
    labelled: dict[str, Labelled] = {}
    problems: list[str] = []
    for item in tool.read(text):
        if item.labels is None and item.problem is None:
            continue
        problem = item.problem or _problem(item, known, labelled, names)
        if problem or item.key is None or item.labels is None:
            problems.append(f"{item.place}: {problem}")
        else:
            labelled[item.key] = replace(known[item.key], labels=item.labels)
    return list(labelled.values()), problems


def _problem(
    item: Returned, known: Mapping[str, Labelled], labelled: Mapping[str, Labelled], names: Mapping[str, str]
) -> str | None:
    if item.key is None:
        return "has no key; export the passages with textmine label export, which writes one"
    if item.key not in known:
        return f"no passage of the source has the key {item.key!r}"
    if item.text != known[item.key].text:
        return f"the text of {item.key} is not that of the source: {_difference(item.text or '', known[item.key].text)}"
    labels = item.labels or ()
    if unknown := [label for label in labels if label not in names]:
        return f"{item.key}: no label of the taxonomy: {', '.join(unknown)}"
    if len(set(labels)) < len(labels):
        return f"{item.key}: a label is given twice"
    if item.key in labelled and labelled[item.key].labels != labels:
        return f"{item.key}: labelled twice, as {'+'.join(labelled[item.key].labels)} and as {'+'.join(labels)}"
    return None


def _difference(got: str, want: str) -> str:
    at = next((place for place, (one, other) in enumerate(zip(got, want, strict=False)) if one != other), None)
    if at is None:
        return f"{len(got)} characters, not {len(want)}"
    return f"at character {at} {got[at : at + 8]!r}, not {want[at : at + 8]!r}"
