"""The reform taxonomy: what the labels of passages mean and which words speak for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from textmine.errors import LexiconError
from textmine.lexicon.loader import cached, table

_OTHER = ("other",)  # kept in any case: what fits nothing is called so
_FIELDS = ("any", "disclosure", "work")


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One label: its names, what belongs to it, the official document that defines it, and its cue phrases by strength.

    ``document`` is empty where no official document defines the field; ``source`` is where the phrases come from.

    ``opening`` is for labels of passages that open a report or a section; ``inherit`` is the share of a heading's weight
    that reaches the passages under its subheadings.
    """

    label: str
    zh: str
    en: str
    definition: str
    document: str
    source: str
    field: str
    inherit: float
    heading: float
    opening: bool
    headings: tuple[str, ...]
    decisive: tuple[str, ...]
    strong: tuple[str, ...]
    cues: tuple[str, ...]
    weak: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """All labels in order, the weights of their cues, and the words by which talk of disclosure is known."""

    categories: tuple[Category, ...]
    weights: Mapping[str, float]
    disclosure_words: tuple[str, ...]
    disclosure_signs: tuple[str, ...]


def _category(row: dict[str, Any], weights: Mapping[str, float]) -> Category:
    try:
        category = Category(
            label=row["label"],
            zh=row["zh"],
            en=row.get("en", row["label"]),
            definition=row.get("definition", row["zh"]),
            document=row.get("document", ""),
            source=row["source"],
            field=row["field"],
            inherit=float(row.get("inherit", weights["inherit"])),
            heading=float(row.get("heading", weights["heading"])),
            opening=bool(row.get("opening", False)),
            headings=tuple(row["headings"]),
            decisive=tuple(row.get("decisive", ())),
            strong=tuple(row["strong"]),
            cues=tuple(row["cues"]),
            weak=tuple(row["weak"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise LexiconError(f"taxonomy.toml: label {row.get('label', '?')}: {error!r}") from error
    phrases = (*category.headings, *category.decisive, *category.strong, *category.cues, *category.weak)
    if short := [phrase for phrase in phrases if len(phrase) < 2]:
        raise LexiconError(f"taxonomy.toml: label {category.label}: a cue has two characters or more, not {short[0]!r}")
    if category.field not in _FIELDS:
        raise LexiconError(f"taxonomy.toml: label {category.label}: field is one of {', '.join(_FIELDS)}")
    return category


def _rows(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of the labels, one a label: a later row of the same label (of an overlay) adds its phrases and replaces the rest."""
    merged: dict[str, dict[str, Any]] = {}
    for row in data["label"]:
        known = merged.setdefault(row.get("label", "?"), {})
        for key, value in row.items():
            known[key] = [*known.get(key, ()), *value] if isinstance(value, list) else value
    only = data.get("only")
    if only is None:
        return list(merged.values())
    if unknown := [label for label in only if label not in merged]:
        raise LexiconError(f"taxonomy.toml: only: no such label: {', '.join(unknown)}")
    return [merged[label] for label in dict.fromkeys([*only, *_OTHER])]


@cached
def taxonomy() -> Taxonomy:
    """The taxonomy with its cues. An overlay adds labels or phrases to labels; ``only`` in it lists the labels that are kept.

    Raises `LexiconError` where a label lacks a field.

    >>> len(taxonomy().categories), taxonomy().categories[0].zh
    (45, '组织领导与队伍')
    """
    data = table("taxonomy")
    weights = {name: float(value) for name, value in data["weights"].items()}
    rows = _rows(data)
    categories = tuple(_category(row, weights) for row in rows)
    return Taxonomy(
        categories=categories,
        weights=weights,
        disclosure_words=tuple(data["disclosure"]["words"]),
        disclosure_signs=tuple(data["disclosure"]["passage_words"]),
    )
