"""A report as rows: as people see them, which the digest covers, and how they are read back from a store."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, groupby, islice
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from textmine.schema import Fact, Report
from textmine.schema.codec import compact_json, decimal_text, period_to_dict
from textmine.store.index import headings

Row = tuple[Any, ...]
Kind = TypeVar("Kind")

_BLOCK = 5_000  # rows

_PIECE = 200_000  # characters of a text that are encoded at a time


# For each table the columns of a report's rows as people see them: ids instead of keys, text instead of numbers for it.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "reports": (
        "id", "sha256", "title", "issuer", "division", "zone", "period_start", "period_end", "encoding", "published", "url",
        "document_number", "status", "reason", "text",
    ),
    "sections": ("id", "parent", "level", "marker", "title", "start", "end", "body", "path"),
    "passages": ("id", "section", "start", "end", "category", "categories", "boilerplate", "repeats"),
    "facts": (
        "id", "source", "start", "end", "quote", "value", "value_high", "value_real", "value_high_real", "bound", "unit",
        "change", "status", "indicator", "subject", "period_start", "period_end", "period_kind", "period_basis", "section",
        "passage", "category", "measure", "page", "box", "confidence", "table", "row", "column", "flags", "rules", "sentence_start",
        "sentence_end",
    ),
    "links": ("rel", "source", "target"),
    "tables": ("id", "section", "title", "start", "end"),
    "cells": ("table", "number", "row", "column", "text", "value", "start", "end", "measure", "rule"),
    "checks": (
        "table", "number", "rule", "expected", "actual", "ok", "places", "readings", "more", "measures", "decided",
    ),
    "problems": ("number", "reason", "start", "end", "quote"),
}  # fmt: skip

# The same columns as they come out of a store; each query takes the key of a report.
READ_BACK: Mapping[str, str] = {
    "reports": """
        SELECT id, sha256, title, issuer, division, zone, period_start, period_end, encoding, published, url,
            document_number, status, reason, text
        FROM reports WHERE pk = ?
        """,
    "sections": """
        SELECT id, parent, level, marker, title, start, end, body, path FROM sections WHERE report = ? ORDER BY start, id
        """,
    "passages": """
        SELECT p.id, s.id, p.start, p.end, c.text, l.text, p.boilerplate, p.repeats
        FROM passages p LEFT JOIN sections s ON s.pk = p.section
        JOIN terms c ON c.pk = p.category JOIN terms l ON l.pk = p.categories
        WHERE p.report = ? ORDER BY p.start, p.id
        """,
    "facts": """
        SELECT printf('%016x', f.id), m.source, f.start, f.end, f.quote, f.value, f.value_high, f.value_real,
            f.value_high_real, m.bound, u.code, m.change, m.status, i.text, subject.text, p.start, p.end, p.kind, p.basis,
            s.id, passage.id, category.text, measure.text, f.page, f.box, f.confidence, f."table", "row".text, "column".text,
            flags.text, rules.text, f.sentence_start, f.sentence_end
        FROM reports r JOIN facts f ON f.pk BETWEEN r.first_fact AND r.first_fact + r.n_facts - 1
        JOIN units u ON u.pk = f.unit JOIN manners m ON m.pk = f.manner JOIN periods p ON p.pk = f.period
        JOIN terms rules ON rules.pk = f.rules
        LEFT JOIN indicators i ON i.pk = f.indicator
        LEFT JOIN terms subject ON subject.pk = f.subject LEFT JOIN terms category ON category.pk = f.category
        LEFT JOIN terms measure ON measure.pk = f.measure LEFT JOIN terms flags ON flags.pk = f.flags
        LEFT JOIN terms "row" ON "row".pk = f."row" LEFT JOIN terms "column" ON "column".pk = f."column"
        LEFT JOIN sections s ON s.pk = f.section LEFT JOIN passages passage ON passage.pk = f.passage
        WHERE r.pk = ? ORDER BY f.start, f.id
        """,
    "links": """
        SELECT t.text, printf('%016x', a.id), printf('%016x', b.id)
        FROM reports r JOIN links l ON l.source BETWEEN r.first_fact AND r.first_fact + r.n_facts - 1
        JOIN terms t ON t.pk = l.rel JOIN facts a ON a.pk = l.source JOIN facts b ON b.pk = l.target
        WHERE r.pk = ? ORDER BY 2, 1, 3
        """,
    "tables": """
        SELECT t.id, s.id, t.title, t.start, t.end FROM tables t LEFT JOIN sections s ON s.pk = t.section
        WHERE t.report = ? ORDER BY t.start, t.id
        """,
    "cells": """
        SELECT t.id, c.number, "row".text, "column".text, c.text, c.value, c.start, c.end, m.text, rule.text
        FROM tables t JOIN cells c ON c."table" = t.pk
        JOIN terms "row" ON "row".pk = c."row" JOIN terms "column" ON "column".pk = c."column"
        LEFT JOIN terms m ON m.pk = c.measure LEFT JOIN terms rule ON rule.pk = c.rule
        WHERE t.report = ? ORDER BY t.id, c.number
        """,
    "checks": """
        SELECT t.id, c.number, c.rule, c.expected, c.actual, c.ok, c.places, c.readings, c.more, c.measures, c.decided
        FROM tables t JOIN checks c ON c."table" = t.pk WHERE t.report = ? ORDER BY t.id, c.number
        """,
    "problems": "SELECT number, reason, start, end, quote FROM problems WHERE report = ? ORDER BY number",
}


def rows_of(
    report: Report, *, division: str | None, zone: str | None, sentences: Iterable[tuple[int, int]]
) -> dict[str, Iterator[Row]]:
    """The rows of a report by table, each as `COLUMNS` says, made as they are taken; ``sentences`` are the places of the sentences of its facts."""
    titles = headings(report)
    return {
        "reports": iter([_report_row(report, division, zone)]),
        "sections": (
            (s.id, s.parent, s.level, s.marker, s.title, s.start, s.end, s.body, titles[s.id]) for s in report.sections
        ),
        "passages": (
            (
                p.id, p.section, p.start, p.end, p.category,
                compact_json([{"label": label.label, "score": label.score} for label in p.categories]), int(p.boilerplate),
                p.repeats,
            )
            for p in report.passages
        ),
        "facts": _fact_rows(zip(report.facts, sentences, strict=True)),
        "links": iter(_link_rows(report)),
        **_table_rows(report),
        "problems": ((number, p.reason, p.start, p.end, p.quote) for number, p in enumerate(report.problems)),
    }  # fmt: skip


def _report_row(report: Report, division: str | None, zone: str | None) -> Row:
    period, metadata = period_to_dict(report.period), report.metadata
    return (
        report.id, report.sha256, report.title, report.issuer, division, zone, period["start"], period["end"],
        report.encoding, metadata.published, metadata.url, metadata.document_number, report.status, report.reason,
        report.text,
    )  # fmt: skip


def _link_rows(report: Report) -> list[Row]:
    facts = {fact.id for fact in report.facts}
    within = (link for link in report.links if link.source in facts and link.target in facts)
    return list(dict.fromkeys((link.rel, link.source, link.target) for link in within))


def _fact_rows(facts: Iterable[tuple[Fact, tuple[int, int]]]) -> Iterator[Row]:
    """The rows of facts, each given with the place of its sentence."""
    for some in in_blocks(facts):
        yield from _block_rows([fact for fact, _ in some], [place for _, place in some])


# The columns of facts that are fields of a fact as they are.
_FIELDS = (
    "id", "source", "start", "end", "quote", "bound", "unit", "change", "status", "indicator", "subject", "section", "passage",
    "category", "measure", "page", "confidence", "table",
)  # fmt: skip


def _block_rows(facts: Sequence[Fact], sentences: Sequence[tuple[int, int]]) -> Iterator[Row]:
    """Their rows, made by column, which takes half the time of a row after the other."""
    columns = _named(_FIELDS, map(attrgetter(*_FIELDS), facts))
    values, high = [fact.value for fact in facts], [fact.value_high for fact in facts]
    columns["value"], columns["value_high"] = map(decimal_text, values), map(decimal_text, high)
    columns["value_real"] = map(float, values)
    columns["value_high_real"] = [None if value is None else float(value) for value in high]
    for name in ("box", "row", "column", "flags"):
        columns[name] = [compact_json(value) if value else None for value in map(attrgetter(name), facts)]
    columns["rules"] = [_rules_text(fact.rules) for fact in facts]
    periods = {
        key: period_to_dict(each).values() for key, each in {id(fact.period): fact.period for fact in facts}.items()
    }
    columns |= _named(
        ("period_start", "period_end", "period_kind", "period_basis"), [periods[id(fact.period)] for fact in facts]
    )
    columns |= _named(("sentence_start", "sentence_end"), sentences)
    return zip(*(columns[name] for name in COLUMNS["facts"]), strict=True)


def _named(names: Sequence[str], rows: Iterable[Iterable[Any]]) -> dict[str, Iterable[Any]]:
    return dict(zip(names, zip(*rows, strict=True), strict=True))


@lru_cache(maxsize=2_000)
def _rules_text(rules: tuple[tuple[str, str], ...]) -> str:
    """The rules of a fact, of which there are few sets in all reports."""
    return compact_json(dict(rules))


def _table_rows(report: Report) -> dict[str, Iterator[Row]]:
    tables = ((t.id, t.section, t.title, t.start, t.end) for t in report.tables)
    cells = (
        (
            table.id, number, compact_json(cell.row), compact_json(cell.column), cell.text, decimal_text(cell.value), cell.start,
            cell.end, cell.measure, cell.rule,
        )
        for table in report.tables
        for number, cell in enumerate(table.cells)
    )  # fmt: skip
    checks = (
        (
            table.id, number, check.rule, check.expected, check.actual, int(check.ok), compact_json(check.places),
            compact_json(check.readings), int(check.more), compact_json(check.measures), check.decided,
        )
        for table in report.tables
        for number, check in enumerate(table.checks)
    )  # fmt: skip
    return {"tables": tables, "cells": cells, "checks": checks}


def digest(rows: Mapping[str, Iterable[Row]], *, by_id: Collection[str] = ()) -> str:
    """SHA-256 over the rows of a report by table, whatever their order.

    The rows of the tables ``by_id`` come in the order of the ids that they begin with: no more than those of one id are held at once.

    >>> digest({"facts": [("a", 1), ("b", 2)]}) == digest({"facts": [("b", 2), ("a", 1)]})
    True
    >>> digest({"facts": [("a", 1), ("b", 2)]}) == digest({"facts": [("a", 1), ("b", 2)]}, by_id=["facts"])
    True
    """
    total = hashlib.sha256()
    for table in COLUMNS:
        own = rows.get(table, ())
        lines: Iterable[bytes]
        if table == "reports":  # one row, which holds all of the text
            lines = chain.from_iterable(map(_in_pieces, own))
        elif table in by_id:
            lines = chain.from_iterable(_lines(same) for _, same in groupby(own, itemgetter(0)))
        else:
            lines = _lines(own)
        for line in lines:
            total.update(line)
        total.update(b"\n")
    return total.hexdigest()


def _lines(rows: Iterable[Row]) -> list[bytes]:
    # As bytes they take half of the memory, and their order is that of the code points.
    return sorted(compact_json(row).encode("utf-8", "surrogatepass") + b"\n" for row in rows)


def _in_pieces(row: Row) -> Iterator[bytes]:
    """The line of a row that ends with a text."""
    *told, text = row
    yield (compact_json(told)[:-1] + ',"').encode("utf-8", "surrogatepass")
    for start in range(0, len(text), _PIECE):
        yield compact_json(text[start : start + _PIECE])[1:-1].encode("utf-8", "surrogatepass")
    yield b'"]\n'


def in_blocks(rows: Iterable[Kind]) -> Iterator[list[Kind]]:
    """The rows in lists of bounded length, since what is made of a list at once takes memory."""
    source = iter(rows)
    while some := list(islice(source, _BLOCK)):
        yield some
