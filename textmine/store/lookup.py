"""Finds one fact of a store with all that is needed to explain it."""

from __future__ import annotations

import json
import re
import sqlite3
from dataclasses import dataclass
from typing import Any

_MAX_MATCHES = 20
_DIGITS = 16
_PREFIX = re.compile(r"[0-9a-f]{1,16}")


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
    """The ids of facts that begin with a prefix of 1 to 16 hexadecimal digits; at most 20."""
    if not _PREFIX.fullmatch(prefix):
        return []
    ends = [int.from_bytes(bytes.fromhex(prefix.ljust(_DIGITS, digit)), "big", signed=True) for digit in "0f"]
    found = connection.execute(
        "SELECT DISTINCT printf('%016x', id) FROM facts WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?",
        (*ends, _MAX_MATCHES),
    )
    return [identifier for (identifier,) in found]


def explanation(connection: sqlite3.Connection, fact_id: str) -> Explanation:
    """All about the fact of this id; `LookupError` if there is none."""
    if not _PREFIX.fullmatch(fact_id) or len(fact_id) != _DIGITS:
        raise LookupError(fact_id)
    key = int.from_bytes(bytes.fromhex(fact_id), "big", signed=True)
    found = connection.execute(
        """
        SELECT f.pk, rules.text, coalesce(flags.text, '[]') FROM facts f JOIN terms rules ON rules.pk = f.rules
        LEFT JOIN terms flags ON flags.pk = f.flags WHERE f.id = ? ORDER BY f.pk
        """,
        (key,),
    ).fetchone()
    if found is None:
        raise LookupError(fact_id)
    pk, rules, flags = found
    cursor = connection.execute("SELECT * FROM fact_view WHERE pk = ?", (pk,))
    fact = dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))
    links = connection.execute(
        """
        SELECT rel.text, l.source = :pk, printf('%016x', other.id), other.quote
        FROM (SELECT * FROM links WHERE source = :pk UNION SELECT * FROM links WHERE target = :pk) l
        JOIN facts other ON other.pk = CASE WHEN l.source = :pk THEN l.target ELSE l.source END
        JOIN terms rel ON rel.pk = l.rel
        ORDER BY 1, other.start, other.id
        """,
        {"pk": pk},
    )
    return Explanation(
        fact=fact,
        rules=json.loads(rules),
        flags=json.loads(flags),
        links=tuple(
            LinkedFact(rel=rel, forward=bool(forward), other=other, quote=quote) for rel, forward, other, quote in links
        ),
    )
