"""A mined report."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.schema.document import Metadata, Status
    from textmine.schema.fact import Fact, Link
    from textmine.schema.figure import Problem
    from textmine.schema.period import Period
    from textmine.schema.structure import Passage, Section
    from textmine.schema.table import Table


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Report:
    """Everything found in one report. ``period`` is its statistical period; ``text`` is what all offsets count in.

    >>> from textmine import mine
    >>> report = mine("2019年，全区共举办培训班12期。")
    >>> report
    <Report untitled: 1 fact, 1 passage, 0 sections, 0 tables>
    """

    id: str
    path: str
    sha256: str
    text: str
    title: str | None
    issuer: str | None
    period: Period
    encoding: str
    metadata: Metadata
    status: Status
    reason: str | None
    sections: tuple[Section, ...] = ()
    passages: tuple[Passage, ...] = ()
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()
    tables: tuple[Table, ...] = ()
    problems: tuple[Problem, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON types, in the shape of `textmine extract --json`."""
        from textmine.schema.codec import report_to_dict

        return report_to_dict(self)

    def __repr__(self) -> str:
        def count(items: tuple[object, ...], noun: str) -> str:
            return f"{len(items)} {noun}{'' if len(items) == 1 else 's'}"

        parts = ", ".join(
            count(items, noun)
            for items, noun in (
                (self.facts, "fact"),
                (self.passages, "passage"),
                (self.sections, "section"),
                (self.tables, "table"),
            )
        )
        return f"<Report {self.title or 'untitled'}: {parts}>"

    def _repr_html_(self) -> str:
        """A table of the facts for notebooks, and the tables of the report folded up below it; all text is escaped."""
        from textmine.schema.codec import decimal_text

        head = "".join(f"<th>{name}</th>" for name in ("quote", "value", "unit", "indicator", "subject", "period"))
        rows = "".join(
            "<tr>"
            + "".join(
                f"<td>{escape(str(item or ''))}</td>"
                for item in (fact.quote, decimal_text(fact.value), fact.unit, fact.indicator, fact.subject, fact.period)
            )
            + "</tr>"
            for fact in self.facts
        )
        facts = f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        tables = "".join(
            f"<details><summary>{table.id} {escape(table.title or '')}{_failed(table)}</summary>{table._repr_html_()}</details>"
            for table in self.tables
        )
        return f"<p>{escape(repr(self))}</p>{facts}{tables}"


def _failed(table: Table) -> str:
    """How many checks of a table fail, where some do."""
    number = sum(not check.ok for check in table.checks)
    return f" ({number} of {len(table.checks)} checks fail)" if number else ""
