"""The rows of an export made of a report's own rows, without a store: what `textmine.export.rows` reads out of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textmine.export.columns import CHECKS, FACTS, LINKS, REPORTS, Table
from textmine.export.rows import Row
from textmine.lexicon.dimensions import dimension
from textmine.schema.record import record
from textmine.store.prepared import Rows
from textmine.store.rows import COLUMNS

_NO_YEAR = "__HIVE_DEFAULT_PARTITION__"


@record
class Shown:
    """A report of a part: ``path`` is its file, the first of those that hold it, ``gone`` whether none is there any more."""

    report: Rows
    path: str
    gone: bool = False

    @property
    def told(self) -> dict[str, Any]:
        """What the report says of itself, by column."""
        return self.cells("reports")[0]

    def cells(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table of a store, by column."""
        return [dict(zip(COLUMNS[table], row, strict=True)) for row in self.report.rows[table]]


def view(shown: Shown, table: Table) -> list[Row]:
    """The rows of one of the tables of an export, as `textmine.export.rows.rows` gives them."""
    return list(_OF[table.name](shown, shown.told))


def year_of(shown: Shown) -> str:
    """The year of a report: that of its statistical period, else that of its publication, else what Hive calls none."""
    report = shown.told
    told = str(report["period_end"] or report["published"] or "")[:4]
    return told if told.isascii() and told.isdecimal() and len(told) == 4 else _NO_YEAR


def _facts(shown: Shown, report: dict[str, Any]) -> Iterator[Row]:
    sections = {section["id"]: section["title"] for section in shown.cells("sections")}
    for fact in sorted(shown.cells("facts"), key=lambda fact: (fact["start"], fact["id"])):
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
    for link in sorted(shown.cells("links"), key=lambda link: (link["source"], link["rel"], link["target"])):
        told = link | {"report": report["id"]}
        yield tuple(told[name] for name in LINKS.names)


def _reports(shown: Shown, report: dict[str, Any]) -> Iterator[Row]:
    told = report | {"body": report["issuer"], "path": shown.path, "gone": int(shown.gone)}
    yield tuple(told[name] for name in REPORTS.names)


def _checks(shown: Shown, report: dict[str, Any]) -> Iterator[Row]:
    captions = {table["id"]: table["title"] for table in shown.cells("tables")}
    for check in sorted(shown.cells("checks"), key=lambda check: (check["table"], check["number"])):
        told = check | {"report": report["id"], "caption": captions[check["table"]]}
        yield tuple(told[name] for name in CHECKS.names)


_OF = {"facts": _facts, "links": _links, "reports": _reports, "checks": _checks}
