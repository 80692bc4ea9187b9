"""Gold from annotations.

An annotation file has one JSON object a line. Its ``at`` quotes enough of the report to stand there once, with the annotated
part between ⟦ and ⟧; where it stands more than once, ``"nth": 2`` picks the second place. Lines by ``t``:

    report     title, issuer, period [start, end]
    section    at, level, marker, title
    figure     id, at, value, [value_high], bound, unit, [change], [status], indicator [forms], subject [forms],
               period [start, end], kind, basis
    link       rel, source, target       ids of figures
    not        at                        must not be taken for a figure
    optional   at                        may be taken for a figure or left alone
    passage    from, to, labels          quotes its first and its last words
    table      title, cells [[row path], [column path], text]

Gold has the same facts with places: 0-based code points, half-open.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

_LISTS = {
    "section": "sections",
    "figure": "figures",
    "link": "links",
    "optional": "optional",
    "not": "not_figures",
    "passage": "passages",
    "table": "tables",
}
_MARKS = str.maketrans("", "", "⟦⟧")


class AnnotationError(ValueError):
    """An annotation does not fit its report; the message names the line."""


def build_gold(text: str, lines: Iterable[str]) -> dict[str, Any]:
    """Gold for a report with this text.

    Raises AnnotationError for a quotation that is not in the text or stands there more than once, an unknown kind of line,
    two figures of one id, or a link to a figure that is not there.

    >>> line = '{"t": "figure", "id": "f1", "at": "公开⟦12条⟧", "value": "12", "bound": "exact", "unit": "{条}"}'
    >>> build_gold("全年公开12条。", [line])["figures"]
    [{'start': 4, 'end': 7, 'quote': '12条', 'id': 'f1', 'value': '12', 'bound': 'exact', 'unit': '{条}'}]
    """
    gold: dict[str, Any] = {"report": {}} | {name: [] for name in _LISTS.values()}
    for number, kind, note in _notes(lines):
        try:
            _add(gold, text, kind, note)
        except AnnotationError as error:
            raise AnnotationError(f"line {number}: {error}") from error
    for name in ("sections", "figures", "optional", "not_figures", "passages"):
        gold[name].sort(key=lambda item: (item["start"], item["end"]))
    _check_ids(gold)
    return gold


def _notes(lines: Iterable[str]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            note = json.loads(line)
            yield number, note.pop("t"), note


def _add(gold: dict[str, Any], text: str, kind: str, note: dict[str, Any]) -> None:
    if kind == "report":
        gold["report"] = note
    elif kind in _LISTS:
        gold[_LISTS[kind]].append(_placed(text, note))
    else:
        raise AnnotationError(f"unknown kind: {kind!r}")


def _placed(text: str, note: dict[str, Any]) -> dict[str, Any]:
    """A note with ``start`` and ``end`` in place of its quotations."""
    rest = {name: value for name, value in note.items() if name not in ("at", "nth", "from", "to")}
    if "at" in note:
        start, end = _marked(text, note["at"], note.get("nth"))
        return {"start": start, "end": end, "quote": text[start:end]} | rest
    if "from" in note:
        start = _place(text, note["from"], note.get("nth"))
        last = text.find(note["to"], start)
        if last < 0:
            raise AnnotationError(f"does not stand after its first words: {note['to']!r}")
        return {"start": start, "end": last + len(note["to"])} | rest
    return rest


def _marked(text: str, quotation: str, nth: int | None) -> tuple[int, int]:
    before, opened, rest = quotation.partition("⟦")
    inside, closed, _ = rest.partition("⟧")
    if not opened or not closed or len(quotation.translate(_MARKS)) != len(quotation) - 2:
        raise AnnotationError(f"needs one pair of ⟦ and ⟧: {quotation!r}")
    start = _place(text, quotation.translate(_MARKS), nth) + len(before)
    return start, start + len(inside)


def _place(text: str, quotation: str, nth: int | None) -> int:
    places: list[int] = []
    at = text.find(quotation)
    while at >= 0:
        places.append(at)
        at = text.find(quotation, at + 1)
    if not places:
        raise AnnotationError(f"is not in the text: {quotation!r}")
    if nth is None and len(places) > 1:
        raise AnnotationError(f"stands {len(places)} times, say nth: {quotation!r}")
    if (nth or 1) > len(places):
        raise AnnotationError(f"stands {len(places)} times only: {quotation!r}")
    return places[(nth or 1) - 1]


def _check_ids(gold: dict[str, Any]) -> None:
    ids = [figure["id"] for figure in gold["figures"]]
    twice = {one for one in ids if ids.count(one) > 1}
    if twice:
        raise AnnotationError(f"ids of more than one figure: {', '.join(sorted(twice))}")
    for link in gold["links"]:
        if link["source"] not in ids or link["target"] not in ids:
            raise AnnotationError(f"link to an unknown figure: {link}")
