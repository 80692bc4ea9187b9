"""A report as rows of the store's tables, and the digest by which damage to them is found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from textmine.schema import Fact, Period, Report
from textmine.schema.codec import decimal_text, period_to_dict
from textmine.store.index import headings

Row = tuple[Any, ...]

_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# What the digest covers, in this order: everything of a fact but its keys inside the database.
FACT_COLUMNS = (
    "id", "source", "start", "end", "quote", "value", "value_high", "value_real", "value_high_real", "bound", "unit",
    "change", "status", "indicator", "subject", "period_start", "period_end", "period_kind", "period_basis", "section",
    "passage", "category", "measure", "page", "box", "confidence", "table", "row", "column", "flags", "rules",
)  # fmt: skip


def fact_row(fact: Fact) -> Row:
    """The values of `FACT_COLUMNS` for a fact."""
    return (
        fact.id, fact.source, fact.start, fact.end, fact.quote, decimal_text(fact.value), decimal_text(fact.value_high),
        float(fact.value), None if fact.value_high is None else float(fact.value_high), fact.bound, fact.unit,
        fact.change, fact.status, fact.indicator, fact.subject, *_period(fact.period), fact.section,
        fact.passage, fact.category, fact.measure, fact.page,
        _json(fact.box) if fact.box else None, fact.confidence, fact.table, _json(fact.row), _json(fact.column),
        _json(fact.flags), _json(dict(fact.rules)),
    )  # fmt: skip


def report_row(report: Report, program: str, facts: Sequence[Row], links: Sequence[Row]) -> Row:
    """The row of ``reports``, without its key and with the digest of its rows of facts and links last."""
    period = period_to_dict(report.period)
    metadata = report.metadata
    return (
        report.id, report.sha256, program, report.title, report.issuer, period["start"], period["end"], report.encoding,
        metadata.published, metadata.url, metadata.document_number, report.status, report.reason, report.text,
        len(facts), len(links), digest(facts, [link[1:] for link in links]),
    )  # fmt: skip


def link_rows(report: Report) -> list[Row]:
    """The rows of ``links``, each once."""
    return list(dict.fromkeys((report.id, link.rel, link.source, link.target) for link in report.links))


def section_rows(report: Report) -> list[Row]:
    """The rows of ``sections``."""
    return [(report.id, s.id, s.parent, s.level, s.marker, s.title, s.start, s.end, s.body) for s in report.sections]


def passage_rows(report: Report) -> list[Row]:
    """The rows of ``passages``, without their keys."""
    titles = headings(report)
    return [
        (
            report.id, p.id, p.section, p.start, p.end, p.category,
            _json([{"label": label.label, "score": label.score} for label in p.categories]), int(p.boilerplate), p.repeats,
            titles.get(p.section, ""),
        )
        for p in report.passages
    ]  # fmt: skip


def table_rows(report: Report) -> tuple[list[Row], list[Row], list[Row]]:
    """The rows of ``tables``, ``cells`` and ``checks``."""
    tables = [(report.id, t.id, t.section, t.title, t.start, t.end) for t in report.tables]
    cells = [
        (
            report.id, table.id, number, _json(cell.row), _json(cell.column), cell.text, decimal_text(cell.value),
            None if cell.value is None else float(cell.value), cell.start, cell.end, cell.measure, cell.rule,
        )
        for table in report.tables
        for number, cell in enumerate(table.cells)
    ]  # fmt: skip
    checks = [
        (
            report.id, table.id, number, check.rule, check.expected, check.actual, int(check.ok), _json(check.places),
            _json(check.readings), int(check.more), _json(check.measures), check.decided,
        )
        for table in report.tables
        for number, check in enumerate(table.checks)
    ]  # fmt: skip
    return tables, cells, checks


def problem_rows(report: Report) -> list[Row]:
    """The rows of ``problems``."""
    return [(report.id, number, p.reason, p.start, p.end, p.quote) for number, p in enumerate(report.problems)]


def digest(facts: Iterable[Row], links: Iterable[Row]) -> str:
    """SHA-256 over the rows of a report's facts (`FACT_COLUMNS`) and links, whatever their order.

    >>> digest([("a", 1), ("b", 2)], []) == digest([("b", 2), ("a", 1)], [])
    True
    """
    total = hashlib.sha256()
    for group in (facts, links):
        for line in sorted(_json(row) for row in group):
            total.update(line.encode() + b"\n")
        total.update(b"\n")
    return total.hexdigest()


def _period(period: Period) -> Row:
    written = period_to_dict(period)
    return written["start"], written["end"], written["kind"], written["basis"]
