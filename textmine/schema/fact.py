"""A linked fact: a figure with what it measures, of whom, when and in which reform category."""

from decimal import Decimal
from typing import Literal

from textmine.schema.document import Box
from textmine.schema.figure import Bound, Change, Status
from textmine.schema.period import Period
from textmine.schema.record import maker, record

Relation = Literal["changed_to", "part_of", "same_as", "compared_with", "contradicts"]


@record
class Fact:
    """One row of the fact table; ``report.text[start:end] == quote``.

    ``rules`` pairs a field with the rule that decided it, for `textmine explain`. In a PDF ``page`` counts from 1 and
    ``box`` is left, bottom, right, top in points from the page's lower left corner. ``measure`` is the id of what a cell
    of a national form counts. ``confidence``, from 0 to 1, is how sure the text is that was recognised on a scanned page.
    """

    id: str
    source: Literal["narrative", "table"]
    start: int
    end: int
    quote: str
    value: Decimal
    value_high: Decimal | None
    bound: Bound
    unit: str
    change: Change | None
    status: Status
    indicator: str | None
    subject: str | None
    period: Period
    section: str | None
    passage: str | None
    category: str | None
    measure: str | None = None
    page: int | None = None
    box: Box | None = None
    confidence: float | None = None
    table: str | None = None
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()


make_fact = maker(Fact)


@record
class Link:
    """A relation between two facts of one report, by their ids."""

    rel: Relation
    source: str
    target: str
