"""The passages of a store with their text and their labels."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from textmine.schema import Label
from textmine.schema.record import record


@record
class StoredPassage:
    """A passage of a store: ``text`` is that of its ``report`` from ``start`` to ``end`` (code points), ``labels`` the best first."""

    report: str
    id: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...]
    labels: tuple[Label, ...]
    boilerplate: bool
    repeats: str | None


def stored_passages(connection: sqlite3.Connection) -> Iterator[StoredPassage]:
    """The passages of all reports in the order of the reports' ids, those of one report in the order of the text."""
    text, last = "", None
    rows = connection.execute(
        """
        SELECT p.report, r.id, p.id, p.start, p.end, coalesce(s.path, ''), labels.text, p.boilerplate, p.repeats
        FROM reports r JOIN passages p ON p.report = r.pk JOIN terms labels ON labels.pk = p.categories
        LEFT JOIN sections s ON s.pk = p.section
        ORDER BY r.id, p.start, p.pk
        """
    )
    for pk, report, identifier, start, end, headings, categories, boilerplate, repeats in rows:
        if report != last:
            (text,) = connection.execute("SELECT text FROM reports WHERE pk = ?", (pk,)).fetchone()
            last = report
        yield StoredPassage(
            report=report,
            id=identifier,
            start=start,
            end=end,
            text=text[start:end],
            headings=tuple(headings.split("\n")) if headings else (),
            labels=tuple(Label(label=each["label"], score=each["score"]) for each in json.loads(categories)),
            boilerplate=bool(boilerplate),
            repeats=repeats,
        )
