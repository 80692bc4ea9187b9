"""The filters of a search as conditions in SQL on a fact ``f`` and its report ``r``."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from textmine.lexicon import table
from textmine.lexicon.dimensions import dimensions
from textmine.lexicon.seats import stems
from textmine.store.amounts import Amount, Bounds, read_amount, read_bounds
from textmine.store.index import phrase
from textmine.store.query import Item, Query

_NEAR = 1e-9  # by how much of itself a number may be off for having been turned into another unit
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with the values of its marks.

    ``of`` says what it speaks of: `fact` where an index of facts finds what fulfils it, `report` where it is one on reports
    alone, `row` where each fact has to be looked at.
    """

    sql: str
    values: tuple[object, ...] = ()
    of: str = "row"


NOTHING = Condition("0", of="fact")  # a value that the field cannot have


def dimension_names() -> frozenset[str]:
    """The names of the dimensions, each a field of its own.

    >>> "time" in dimension_names()
    True
    """
    return frozenset(table("dimensions"))


def condition(connection: sqlite3.Connection, item: Item) -> Condition:
    """The condition of a filter, its dash left aside."""
    if item.field in dimension_names():
        return _measured(connection, item.field or "", item.text)
    return _FIELDS[item.field or ""](item.text)


def _like(text: str) -> str:
    return "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%"


def _glob(text: str) -> str:
    return re.sub(r"([\[?])", r"[\1]", text)


def _matching(column: str, index: str) -> Callable[[str], Condition]:
    def built(text: str) -> Condition:
        of = "report" if column == "r.pk" else "fact" if column == "f.indicator" else "row"
        name, _, inner = index.partition(".")
        return Condition(
            f"{column} IN (SELECT rowid FROM {name} WHERE {name} MATCH ?)", (f"{inner} : {phrase(text)}",), of
        )

    return built


def _term(column: str) -> Callable[[str], Condition]:
    of = "fact" if column == "f.measure" else "row"
    return lambda text: Condition(f"{column} IN (SELECT pk FROM terms WHERE text GLOB ?)", (_glob(text),), of)


def _subject(text: str) -> Condition:
    return Condition(r"f.subject IN (SELECT pk FROM terms WHERE text LIKE ? ESCAPE '\')", (_like(text),))


def _manner(column: str) -> Callable[[str], Condition]:
    return lambda text: Condition(f"f.manner IN (SELECT pk FROM manners WHERE {column} = ?)", (text.lower(),))


def _unit(text: str) -> Condition:
    from textmine.extract.units import unit_table  # it takes time, and few commands search

    written = unit_table().get(text, ("", ""))[0]
    codes = tuple(dict.fromkeys(filter(None, (text, f"{{{text}}}", written))))
    marks = ", ".join("?" * len(codes))
    return Condition(f"f.unit IN (SELECT pk FROM units WHERE code IN ({marks}))", codes, "fact")


def _dimension(text: str) -> Condition:
    return Condition("f.unit IN (SELECT pk FROM units WHERE dimension = ?)", (text.lower(),), "fact")


def _place(text: str) -> Condition:
    """Reports of a body with its seat there or below, and those that name the place in their title or issuer."""
    codes = stems(text)
    inside = " OR ".join(["r.division GLOB ?"] * len(codes)) or "0"
    named = "r.pk IN (SELECT rowid FROM report_index WHERE report_index MATCH ?)"
    return Condition(f"(({inside}) OR {named})", (*(f"{code}*" for code in codes), phrase(text)), "report")


def _file(text: str) -> Condition:
    return Condition(
        r"r.id IN (SELECT report FROM files WHERE path LIKE ? ESCAPE '\')", (_like(text.replace("*", "")),), "report"
    )


def _gone(text: str) -> Condition:
    sign = {"yes": "IS", "no": "IS NOT"}.get(text.lower())
    return Condition(f"(SELECT min(gone) FROM files WHERE files.report = r.id) {sign} 1") if sign else NOTHING


def present(connection: sqlite3.Connection, query: Query) -> list[Condition]:
    """That a report still stands in some file, unless the query itself says something of that, or no file is gone at all."""
    said = any(item.field == "gone" for clause in query.clauses for item in clause)
    if said or connection.execute("SELECT 1 FROM files WHERE gone LIMIT 1").fetchone() is None:
        return []
    return [_gone("no")]


def _days(bounds: Bounds) -> tuple[str, str] | None:
    """The first and the last day of a range of years, months or days."""
    ends = []
    for text, filled, out in ((bounds.low, ("01", "01"), "0000"), (bounds.high, ("12", "31"), "9999")):
        match = _DATE.fullmatch(text or out)
        if match is None:
            return None
        month, day = match[2] or filled[0], match[3] or filled[1]
        ends.append(f"{match[1]}-{month:0>2}-{day:0>2}")
    return ends[0], ends[1]


def _year(text: str) -> Condition:
    days = _days(read_bounds(text.replace("年", "")))
    if days is None:
        return NOTHING
    return Condition("f.period IN (SELECT pk FROM periods WHERE end BETWEEN ? AND ?)", days)


def _period(text: str) -> Condition:
    days = _days(read_bounds(text))
    if days is None:
        return NOTHING
    overlap = "end >= ? AND coalesce(start, end) <= ?"
    return Condition(f"f.period IN (SELECT pk FROM periods WHERE {overlap})", days)


def _value(text: str) -> Condition:
    read = _amounts(text)
    return _between(read, 1.0) if read else NOTHING


def _measured(connection: sqlite3.Connection, name: str, text: str) -> Condition:
    """Facts whose unit is of a dimension and whose value lies in a range, whatever the unit of each."""
    read = _amounts(text)
    if read is None:
        return NOTHING
    unit = next((end.unit for end in (read[0], read[1]) if end and end.unit), None)
    scale = dimensions()[unit].factor if unit in dimensions() else None
    if unit and (scale is None or dimensions()[unit].name != name):
        return NOTHING
    found: list[Condition] = []
    for pk, factor in connection.execute("SELECT pk, factor FROM units WHERE dimension = ?", (name,)):
        inner = _between(read, float(scale or 1) / factor)
        found.append(Condition(f"f.unit = {pk} AND {inner.sql}", inner.values))
    values = tuple(value for each in found for value in each.values)
    return Condition(f"({' OR '.join(each.sql for each in found) or '0'})", values, "fact")


_Ends = tuple[Amount | None, Amount | None, Bounds]


def _amounts(text: str) -> _Ends | None:
    bounds = read_bounds(text)
    low = read_amount(bounds.low) if bounds.low else None
    high = read_amount(bounds.high) if bounds.high else None
    broken = (bounds.low and low is None) or (bounds.high and high is None) or not (bounds.low or bounds.high)
    return None if broken else (low, high, bounds)


def _between(ends: _Ends, factor: float) -> Condition:
    """The whole value, of a range both its ends, lies between the ends times a factor."""
    low, high, bounds = ends
    parts, values = [], []
    if low is not None:
        end = _real(low, factor)
        parts.append("f.value_real >= ?" if bounds.with_low else "f.value_real > ?")
        values.append(end - abs(end) * _NEAR if bounds.with_low else end + abs(end) * _NEAR)
    if high is not None:
        end = _real(high, factor)
        sign = "<=" if bounds.with_high else "<"
        parts.append(f"f.value_real {sign} ? AND (f.value_high_real IS NULL OR f.value_high_real {sign} ?)")
        values += [end + abs(end) * _NEAR if bounds.with_high else end - abs(end) * _NEAR] * 2
    return Condition(f"({' AND '.join(parts)})", tuple(values))


def _real(amount: Amount, factor: float) -> float:
    return float(amount.number) * factor


_FIELDS: Mapping[str, Callable[[str], Condition]] = {
    "body": _matching("r.pk", "report_index.issuer"),
    "place": _place,
    "title": _matching("r.pk", "report_index.title"),
    "section": _matching("f.section", "section_index.path"),
    "subject": _subject,
    "indicator": _matching("f.indicator", "indicator_index.text"),
    "unit": _unit,
    "dimension": _dimension,
    "category": _term("f.category"),
    "measure": _term("f.measure"),
    "change": _manner("change"),
    "status": _manner("status"),
    "bound": _manner("bound"),
    "source": _manner("source"),
    "year": _year,
    "period": _period,
    "value": _value,
    "report": lambda text: Condition("r.id = ?", (text,), "report"),
    "file": _file,
    "gone": _gone,
}
