"""Queries drawn from a store by a seed, each with what a hand-written SQL query needs to ask for the same.

The words of a query stand in the passage of a fact drawn at random, its filters fit that fact; in one query of five the filter fits
another fact, so that little or nothing is left.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from textmine.store.index import phrase

KINDS = ("rare word", "common word", "two words", "phrase")
_SAMPLES = 12  # words of which the rarest or the commonest is taken
_HAN = "[\u4e00-\u9fa5]"
_STRANGE = 5  # one query of so many has a filter of another fact


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter as `textmine search` reads it and as SQL on the tables of the store."""

    text: str
    sql: str
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: its kind, its words, its filters."""

    kind: str
    words: tuple[str, ...]
    filters: tuple[Filter, ...]

    @property
    def text(self) -> str:
        """The query as it is typed."""
        words = (f'"{word}"' if self.kind == "phrase" else word for word in self.words)
        return " ".join((*words, *(each.text for each in self.filters)))


Fact = dict[str, Any]


def _year(fact: Fact) -> Filter | None:
    year = (fact["period_end"] or "")[:4]
    return Filter(f"year:{year}", "p.end BETWEEN ? AND ?", (f"{year}-01-01", f"{year}-12-31")) if year else None


def _since(fact: Fact) -> Filter | None:
    year = (fact["period_end"] or "")[:4]
    return Filter(f"year:{year}..", "p.end >= ?", (f"{year}-01-01",)) if year else None


def _period(fact: Fact) -> Filter | None:
    if not fact["period_end"]:
        return None
    year, first, last = fact["period_end"][:4], fact["period_end"][:4] + "-01-01", fact["period_end"][:4] + "-06-30"
    return Filter(
        f"period:{year}-01..{year}-06", "p.end >= ? AND coalesce(p.start, p.end) <= ?", (first, last)
    )  # half a year


def _unit(fact: Fact) -> Filter:
    return Filter(f"unit:{fact['unit']}", "u.code = ?", (fact["unit"],))


def _value(fact: Fact) -> Filter:
    low, high = fact["value_real"] / 2, fact["value_real"] * 2
    where = "f.value_real >= ? AND f.value_real <= ? AND (f.value_high_real IS NULL OR f.value_high_real <= ?)"
    return Filter(f"value:{low:f}..{high:f}", where, (low, high, high))


def _amount(fact: Fact) -> Filter | None:
    if fact["value_base"] is None or fact["dimension"] not in ("time", "money", "share"):
        return None
    low = f"{fact['value_base'] * 0.8:f}"
    where = "u.dimension = ? AND f.value_real * u.factor >= ?"
    return Filter(f"{fact['dimension']}:>={low}", where, (fact["dimension"], float(low)))


def _same(field: str, column: str, name: str) -> Callable[[Fact], Filter | None]:
    def made(fact: Fact) -> Filter | None:
        value = fact[name]
        return Filter(f"{field}:{value}", f"{column} = ?", (value,)) if value else None

    return made


def _stem(fact: Fact) -> Filter | None:
    if not fact["category"] or "." not in fact["category"]:
        return None
    stem = fact["category"].partition(".")[0]
    return Filter(f"category:{stem}.*", "c.text GLOB ?", (f"{stem}.*",))


def _body(fact: Fact) -> Filter | None:
    found = re.match(f"{_HAN}{{2,4}}?[市县区旗]", fact["body"] or "")
    return Filter(f"body:{found.group()}", "r.issuer LIKE ?", (f"%{found.group()}%",)) if found else None


def _place(fact: Fact) -> Filter | None:
    code = (fact["division"] or "")[:2]
    return Filter(f"place:{_PROVINCES[code]}", "r.division GLOB ?", (f"{code}*",)) if code in _PROVINCES else None


# The division codes of some provinces (GB/T 2260).
_PROVINCES = {"35": "福建省", "37": "山东省", "43": "湖南省", "44": "广东省", "51": "四川省", "61": "陕西省"}

_FILTERS: tuple[Callable[[Fact], Filter | None], ...] = (
    _year, _since, _period, _unit, _value, _amount, _stem, _body, _place,
    _same("category", "c.text", "category"), _same("status", "m.status", "status"), _same("change", "m.change", "change"),
    _same("source", "m.source", "source"), _same("dimension", "u.dimension", "dimension"),
    _same("bound", "m.bound", "bound"), _same("measure", "t.text", "measure"),
)  # fmt: skip


def queries(connection: sqlite3.Connection, count: int, seed: int) -> Iterator[Asked]:
    """So many queries, the kinds in turn, the same for the same store and seed."""
    random = Random(f"{seed}")  # noqa: S311  # reproducible, not secret
    (most,) = connection.execute("SELECT max(pk) FROM facts").fetchone()
    made = 0
    while made < count:
        fact, text = _drawn(connection, random, most)
        kind = KINDS[made % len(KINDS)]
        words = _words(connection, kind, text, random)
        other = _drawn(connection, random, most)[0] if made % _STRANGE == 0 else fact
        drawn = [make(other) for make in random.sample(_FILTERS, k=random.choice((1, 1, 2)))]
        filters = tuple(each for each in drawn if each is not None)
        if words and filters and not any(" " in each.text for each in filters):
            made += 1
            yield Asked(kind, words, filters)


def _drawn(connection: sqlite3.Connection, random: Random, most: int) -> tuple[Fact, str]:
    """A fact as people see it, and the text of its passage."""
    while True:
        pk = random.randint(1, most)
        cursor = connection.execute("SELECT * FROM fact_view WHERE pk = ?", (pk,))
        row = cursor.fetchone()
        passage = connection.execute(
            """
            SELECT substr(r.text, p.start + 1, p.end - p.start)
            FROM facts f JOIN passages p ON p.pk = f.passage JOIN reports r ON r.pk = f.report WHERE f.pk = ?
            """,
            (pk,),
        ).fetchone()
        if row and passage:
            return dict(zip((column[0] for column in cursor.description), row, strict=True)), passage[0]


def _words(connection: sqlite3.Connection, kind: str, text: str, random: Random) -> tuple[str, ...]:
    size = random.randint(4, 8) if kind == "phrase" else 2
    found = re.findall(f"(?=({_HAN}{{{size}}}))", text)
    if len(found) < _SAMPLES:
        return ()
    drawn = random.sample(found, k=_SAMPLES)
    if kind in ("phrase", "two words"):
        return tuple(drawn[: 1 + (kind == "two words")])
    counted = sorted((_count(connection, word), word) for word in drawn)
    return (counted[0 if kind == "rare word" else -1][1],)


def _count(connection: sqlite3.Connection, word: str) -> int:
    sql = "SELECT count(*) FROM passage_index WHERE passage_index MATCH ?"
    return int(connection.execute(sql, (phrase(word),)).fetchone()[0])
