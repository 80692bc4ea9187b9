"""Spans: how far two overlap, and where they come to lie in another layout of the same text."""

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any

Span = Mapping[str, Any]

_WITH_SPANS = ("sections", "figures", "optional", "not_figures", "passages")
_NOWHERE = -1


def overlap(one: Span, other: Span) -> int:
    """How many characters two spans share; zero or less if none.

    >>> overlap({"start": 0, "end": 5}, {"start": 3, "end": 9})
    2
    """
    shared: int = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return shared


def touches(span: Span, others: Iterable[Span]) -> bool:
    """Whether a span shares a character with any of the others."""
    return any(overlap(span, other) > 0 for other in others)


def laid_out_as(gold: dict[str, Any], text: str) -> dict[str, Any]:
    r"""Gold whose spans count in ``text``.

    Gold for a PDF, HTML or DOCX report keeps its own text, which a reader may break into lines elsewhere. What both have
    in common apart from white space carries the spans over; a span of which nothing is found is laid nowhere (-1).

    >>> gold = {"text": "公开 364\n项", "figures": [{"start": 3, "end": 8}]}
    >>> laid_out_as(gold, "  公开364项")["figures"]
    [{'start': 4, 'end': 8}]
    """
    if gold.get("text", text) == text:
        return gold
    place = _places(gold["text"], text)

    def moved(span: Span) -> dict[str, Any]:
        found = [place[at] for at in range(span["start"], span["end"]) if at in place]
        if not found:
            return {**span, "start": _NOWHERE, "end": _NOWHERE}
        return {**span, "start": min(found), "end": max(found) + 1}

    return gold | {name: [moved(span) for span in gold.get(name, ())] for name in _WITH_SPANS}


def _places(source: str, target: str) -> dict[int, int]:
    """Where each character of the source that is not white space stands in the target."""
    solid_source = [at for at, character in enumerate(source) if not character.isspace()]
    solid_target = [at for at, character in enumerate(target) if not character.isspace()]
    matcher = SequenceMatcher(
        None, [source[at] for at in solid_source], [target[at] for at in solid_target], autojunk=False
    )
    return {
        solid_source[block.a + step]: solid_target[block.b + step]
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }
