"""The rows of an export made of a report's own rows, without a store: what `textmine.export.rows` reads out of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textmine.export.columns import CHECKS, FACTS, LINKS, REPORTS, Table
from textmine.export.rows import Row
from textmine.lexicon.dimensions import dimension
from textmine.schema.record import record
from textmine.store import Prepared
from textmine.store.rows import COLUMNS

_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"


@record
class Shown:
    """A report of a part: ``path`` is its file, the first of those that hold it, ``gone`` whether none is there any more."""

    report: Prepared
    path: str
    gone: bool = False


def view(shown: Shown, table: Table) -> list[Row]:
    """The rows of one of the tables of an export, as `textmine.export.rows.rows` gives them."""
    return list(_OF[table.name](shown, _cells(shown, "reports")[0]))


def year_of(shown: Shown) -> str:
    """The year of a report: that of its statistical period, else that of its publication, else what Hive calls none."""
    report = _cells(shown, "reports")[0]
    told = str(report["period_end"] or report["published"] or "")[:4]
    return told if told.isascii() and told.isdecimal() and len(told) == 4 else _NO_YEAR


def _cells(shown: Shown, table: str) -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS[table], row, strict=True)) for row in shown.report.rows[table]]


def _facts(shown: Shown, report: dict[str, Any]) -> Iterator[Row]:
    sections = {section["id"]: section["title"] for section in _cells(shown, "sections")}
    for fact in sorted(_cells(shown, "facts"), key=lambda fact: (fact["start"], fact["id"])):
        measured = dimension(fact["unit"])
        told = fact | {
            "title": report["title"], "body": report["issuer"], "division": report["division"], "zone": report["zone"],
            "dimension": measured.name if measured else None,
            "value_base": fact["value_real"] * float(measured.factor) if measured else None,
            "section": sections.get(fact["section"]), "path": shown.path, "report": report["id"], "gone": int(shown.gone),
            "sentence": report["text"][fact["sentence_start"] : fact["sentence_end"]],
        }  # fmt: skip
        yield tuple(told[name] for name in FACTS.names)


def _links(shown: Shown, report: dict[str, Any]) -> Iterator[Row]:
    for link in sorted(_cells(shown, "links"), key=lambda link: (link["source"], link["rel"], link["target"])):
        told = link | {"report": report["id"]}
        yield tuple(told[name] for name in LINKS.names)


def _reports(shown: Shown, report: dict[str, Any]) -> Iterator[Row]:
    told = report | {"body": report["issuer"], "path": shown.path, "gone": int(shown.gone)}
    yield tuple(told[name] for name in REPORTS.names)


def _checks(shown: Shown, report: dict[str, Any]) -> Iterator[Row]:
    captions = {table["id"]: table["title"] for table in _cells(shown, "tables")}
    for check in sorted(_cells(shown, "checks"), key=lambda check: (check["table"], check["number"])):
        told = check | {"report": report["id"], "caption": captions[check["table"]]}
        yield tuple(told[name] for name in CHECKS.names)


_OF = {"facts": _facts, "links": _links, "reports": _reports, "checks": _checks}
