"""Reports as plain JSON types: the output contract of `textmine extract FILE --json` (docs/output.md)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from textmine.schema.table import ONE_READING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textmine.schema.fact import Fact
    from textmine.schema.period import Period
    from textmine.schema.report import Report
    from textmine.schema.table import Check, Table

_SORTED_SKIPPED_NAN = (False, False, True)  # keys are not sorted and all of them written; floats need not be finite


def _encoder() -> Callable[[Any], str]:
    encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:  # an interpreter without it
        return encoder.encode
    # `encode` makes one of these for every value, a third of the time that the row of a fact takes.
    pieces = make(None, encoder.default, json.encoder.encode_basestring, None, ":", ",", *_SORTED_SKIPPED_NAN)
    return lambda value: "".join(pieces(value, 0))


# JSON without blanks: the form in which rows are digested, so its bytes never change.
compact_json = _encoder()


def decimal_text(value: Decimal | None) -> str | None:
    """A decimal number as digits, without exponent, trailing zeros or a negative zero.

    >>> decimal_text(Decimal("1.20E+4"))
    '12000'
    """
    if value is None:
        return None
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def period_to_dict(period: Period) -> dict[str, str | None]:
    """A period with ISO 8601 dates."""
    return {
        "start": period.start.isoformat() if period.start else None,
        "end": period.end.isoformat() if period.end else None,
        "kind": period.kind,
        "basis": period.basis,
    }


def _fact_to_dict(fact: Fact, period: dict[str, str | None], rules: dict[str, str]) -> dict[str, Any]:
    """A fact with its value as a decimal string and the dicts of its period and rules."""
    return {
        "id": fact.id,
        "source": fact.source,
        "start": fact.start,
        "end": fact.end,
        "quote": fact.quote,
        "value": decimal_text(fact.value),
        "value_high": decimal_text(fact.value_high),
        "bound": fact.bound,
        "unit": fact.unit,
        "change": fact.change,
        "status": fact.status,
        "indicator": fact.indicator,
        "subject": fact.subject,
        "period": period,
        "section": fact.section,
        "passage": fact.passage,
        "category": fact.category,
        "measure": fact.measure,
        "page": fact.page,
        "box": list(fact.box) if fact.box else None,
        "confidence": fact.confidence,
        "table": fact.table,
        "row": [*fact.row],
        "column": [*fact.column],
        "flags": [*fact.flags],
        "rules": rules,
    }


def _facts_to_dicts(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """The facts of a report, which share few periods and rules; each dict has copies of its own."""
    periods = {id(fact.period): fact.period for fact in facts}
    read = {key: period_to_dict(period) for key, period in periods.items()}
    rules = {key: dict(each) for key, each in {id(fact.rules): fact.rules for fact in facts}.items()}
    return [_fact_to_dict(fact, read[id(fact.period)].copy(), rules[id(fact.rules)].copy()) for fact in facts]


def check_to_dict(check: Check) -> dict[str, Any]:
    """A check with its two sides; the readings of a row of glued digits only where there are any."""
    told: dict[str, Any] = {
        "rule": check.rule,
        "expected": check.expected,
        "actual": check.actual,
        "ok": check.ok,
        "places": [list(place) for place in check.places],
    }
    if check.expected == ONE_READING:
        told |= {"readings": [list(row) for row in check.readings], "more": check.more}
        told |= {"measures": list(check.measures), "decided": check.decided}
    return told


def table_to_dict(table: Table) -> dict[str, Any]:
    """A table with its cells and checks."""
    return {
        "id": table.id,
        "section": table.section,
        "title": table.title,
        "start": table.start,
        "end": table.end,
        "cells": [
            {
                "row": list(cell.row),
                "column": list(cell.column),
                "text": cell.text,
                "value": decimal_text(cell.value),
                "start": cell.start,
                "end": cell.end,
                "measure": cell.measure,
                "rule": cell.rule,
            }
            for cell in table.cells
        ],
        "checks": [check_to_dict(check) for check in table.checks],
    }


def report_to_dict(report: Report) -> dict[str, Any]:
    """The whole report; see `Report.to_dict`."""
    return {
        "report": {
            "id": report.id,
            "path": report.path,
            "sha256": report.sha256,
            "title": report.title,
            "issuer": report.issuer,
            "period": period_to_dict(report.period),
            "encoding": report.encoding,
            "published": report.metadata.published,
            "url": report.metadata.url,
            "document_number": report.metadata.document_number,
            "status": report.status,
            "reason": report.reason,
        },
        "text": report.text,
        "sections": [
            {
                "id": s.id,
                "parent": s.parent,
                "level": s.level,
                "marker": s.marker,
                "title": s.title,
                "start": s.start,
                "end": s.end,
            }
            for s in report.sections
        ],
        "passages": [
            {
                "id": p.id,
                "section": p.section,
                "start": p.start,
                "end": p.end,
                "category": p.category,
                "categories": [{"label": c.label, "score": c.score} for c in p.categories],
                "boilerplate": p.boilerplate,
                "repeats": p.repeats,
            }
            for p in report.passages
        ],
        "facts": _facts_to_dicts(report.facts),
        "links": [{"rel": link.rel, "source": link.source, "target": link.target} for link in report.links],
        "tables": [table_to_dict(table) for table in report.tables],
        "problems": [{"reason": p.reason, "start": p.start, "end": p.end, "quote": p.quote} for p in report.problems],
    }
