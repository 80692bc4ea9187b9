"""Label Studio: tasks as a JSON array, two fields of choices (one primary label, any number of further ones)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from xml.sax.saxutils import quoteattr

from textmine.classify.tools.exchange import Returned, Task

_PRIMARY, _FURTHER = "primary", "further"


def write(tasks: Sequence[Task], names: Mapping[str, str]) -> str:
    """The tasks for Label Studio's import; the labels so far are predictions."""
    del names
    rows = [
        {
            "data": {
                "key": task.key,
                "text": task.passage.text,
                "headings": " > ".join(task.passage.headings),
                "document": task.passage.document,
            },
            "predictions": [{"result": _result(task.passage.labels)}] if task.passage.labels else [],
        }
        for task in tasks
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def config(names: Mapping[str, str]) -> str:
    """The labelling interface: the text under its headings, and the two fields."""
    choices = "".join(
        f"    <Choice value={quoteattr(label)} hint={quoteattr(name)}/>\n" for label, name in names.items()
    )
    fields = "".join(
        f'  <Header value="{name}"/>\n  <Choices name="{name}" toName="text" choice="{kind}">\n{choices}  </Choices>\n'
        for name, kind in ((_PRIMARY, "single"), (_FURTHER, "multiple"))
    )
    return f'<View>\n  <Header value="$headings"/>\n  <Text name="text" value="$text"/>\n{fields}</View>\n'


def read(text: str) -> Iterator[Returned]:
    """The annotations in an export, JSON or JSON-MIN; a task that was skipped or never opened has none."""
    rows = json.loads(text)
    if not isinstance(rows, list):
        raise ValueError("no JSON array of tasks; export from Label Studio as JSON or JSON-MIN")  # noqa: TRY004  # bad content
    for number, row in enumerate(rows, 1):
        place = f"task {number}"
        try:
            yield from _annotations(place, row)
        except (AttributeError, TypeError) as error:
            yield Returned(
                place=place, key=None, text=None, labels=None, problem=f"not as Label Studio writes tasks: {error}"
            )


def _annotations(place: str, row: Mapping[str, Any]) -> Iterator[Returned]:
    data = row.get("data", row)
    found = Returned(place=place, key=data.get("key"), text=data.get("text"), labels=None)
    if "data" not in row:
        yield replace(found, labels=_minimal(row))
        return
    for annotation in row.get("annotations") or ():
        if not annotation.get("was_cancelled"):
            yield replace(found, labels=_labels(annotation.get("result") or ()))


def _result(labels: Sequence[str]) -> list[dict[str, Any]]:
    fields = ((_PRIMARY, labels[:1]), (_FURTHER, labels[1:]))
    return [
        {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": list(each)}}
        for name, each in fields
        if each
    ]


def _labels(result: Sequence[Any]) -> tuple[str, ...]:
    """The primary label, then the further ones; a label in both fields counts once."""
    chosen: dict[str, list[str]] = {_PRIMARY: [], _FURTHER: []}
    for part in result:
        if part.get("from_name") in chosen:
            chosen[part["from_name"]] += part.get("value", {}).get("choices", ())
    return tuple(dict.fromkeys([*chosen[_PRIMARY], *chosen[_FURTHER]]))


def _minimal(row: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The labels of a task in JSON-MIN, where one choice is a string and several are a list in an object."""
    if _PRIMARY not in row and _FURTHER not in row:
        return None
    found: list[str] = []
    for name in (_PRIMARY, _FURTHER):
        value = row.get(name) or ()
        value = value.get("choices", ()) if isinstance(value, dict) else value
        found += [value] if isinstance(value, str) else list(value)
    return tuple(dict.fromkeys(found))
