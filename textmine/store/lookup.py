"""Finds one fact of a store with all that is needed to explain it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

_MAX_MATCHES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedFact:
    """A relation of the fact: ``rel`` with the ``other`` fact's id and quote; ``forward`` if it leads away from it."""

    rel: str
    forward: bool
    other: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A fact: its row in the view, the rules that decided its fields, the text around it, its relations."""

    fact: dict[str, Any]
    rules: dict[str, str]
    flags: list[str]
    links: tuple[LinkedFact, ...]


def matching_ids(connection: sqlite3.Connection, prefix: str) -> list[str]:
    """The ids of facts that begin with a prefix, the fact of exactly this id alone if there is one; at most 20."""
    exact = connection.execute("SELECT id FROM facts WHERE id = ?", (prefix,)).fetchone()
    if exact:
        return [prefix]
    found = connection.execute(
        "SELECT DISTINCT id FROM facts WHERE substr(id, 1, length(:prefix)) = :prefix ORDER BY id LIMIT :limit",
        {"prefix": prefix, "limit": _MAX_MATCHES},
    )
    return [identifier for (identifier,) in found]


def explanation(connection: sqlite3.Connection, fact_id: str) -> Explanation:
    """All about the fact of this id; `LookupError` if there is none."""
    cursor = connection.execute("SELECT * FROM fact_view WHERE id = ? ORDER BY report", (fact_id,))
    row = cursor.fetchone()
    if row is None:
        raise LookupError(fact_id)
    fact = dict(zip((column[0] for column in cursor.description), row, strict=True))
    rules, flags = connection.execute("SELECT rules, flags FROM facts WHERE pk = ?", (fact["pk"],)).fetchone()
    links = connection.execute(
        """
        SELECT l.rel, l.source = :id, other.id, other.quote
        FROM links l JOIN facts other
            ON other.report = l.report AND other.id = CASE WHEN l.source = :id THEN l.target ELSE l.source END
        WHERE l.report = :report AND :id IN (l.source, l.target)
        ORDER BY l.rel, other.start, other.id
        """,
        {"id": fact_id, "report": fact["report"]},
    )
    return Explanation(
        fact=fact,
        rules=json.loads(rules),
        flags=json.loads(flags),
        links=tuple(
            LinkedFact(rel=rel, forward=bool(forward), other=other, quote=quote) for rel, forward, other, quote in links
        ),
    )
