"""What an export holds: its tables, each column with its type and what it says, the same names in every form."""

from __future__ import annotations

from typing import Literal

from textmine.schema.record import record

Kind = Literal["text", "integer", "number", "decimal", "date", "boolean", "list"]


@record
class Column:
    """A column: ``kind`` says what its cells are (`decimal` exact numbers as text, `list` JSON text), ``says`` what they mean."""

    name: str
    kind: Kind
    says: str
    required: bool = False


@record
class Table:
    """A table of an export: ``key`` are the columns that name a row, ``refers`` columns that hold the key of another table's row."""

    name: str
    says: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    refers: tuple[tuple[tuple[str, ...], Table], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of this name.

        >>> FACTS.column("value").kind
        'decimal'
        """
        return next(column for column in self.columns if column.name == name)


def columns_of(listed: str) -> tuple[Column, ...]:
    """Columns from lines of ``name kind says``; an exclamation mark after the kind: no cell is empty."""
    found = []
    for line in listed.strip().splitlines():
        name, kind, says = line.split(maxsplit=2)
        plain: Kind = kind.rstrip("!")  # type: ignore[assignment]  # the tests look at every kind
        found.append(Column(name=name, kind=plain, says=says, required=kind.endswith("!")))
    return tuple(found)


REPORTS = Table(
    name="reports",
    says="the reports that the facts were read from",
    key=("id",),
    columns=columns_of("""
        id text! id of the report, from its bytes
        path text its file, relative to the folder of the store
        title text the title
        body text the body that issues it
        division text code of the administrative division that the body governs or lies in
        zone text the functional zone that the body runs
        period_start date first day of the statistical period
        period_end date last day of it
        published text when it was published, as the file says
        url text where it was published, as the file says
        document_number text its document number (文号)
        encoding text! the charset in which its bytes were read
        sha256 text! SHA-256 of its bytes
        status text! ok, or partial where a part of it could not be read
        reason text why it is not ok
        gone boolean! whether a later run found its file no longer
    """),
)

FACTS = Table(
    name="facts",
    says="one row a figure with what it says",
    key=("report", "id"),
    refers=((("report",), REPORTS),),
    columns=columns_of("""
        id text! id of the fact
        title text title of the report
        body text the body that issues the report
        division text code of the administrative division of that body
        zone text the functional zone that the body runs
        subject text the body that the statement is about
        indicator text what is counted or measured
        value decimal! the number in base units, exact
        value_high decimal the upper value of a range, exact
        value_real number! the value as the nearest floating-point number
        bound text! exact, approx, gt, ge, lt, le or range
        unit text! UCUM code, ISO 4217 code, counter in braces, or 1
        dimension text what the unit measures
        value_base number the value in the base unit of the dimension
        period_start date first day of the time that the figure speaks of
        period_end date last day of it
        period_kind text! interval, as_of or recurring
        period_basis text! explicit, inherited or default
        change text up or down where the figure is an amount of change
        status text! actual, target or norm
        category text label of the passage
        quote text! the characters at the place
        start integer! where it begins in the text of the report, in code points
        end integer! where it ends
        page integer the page, from 1
        box list left, bottom, right, top on the page, in points
        confidence number how sure the recognition of a scanned page is
        section text title of the section
        path text the file of the report
        sentence text! the sentence around it
        sentence_start integer! where the sentence begins in the text of the report
        source text! narrative or table
        measure text id of the measure in the national forms
        report text! id of the report
        gone boolean! whether a later run found its file no longer
    """),
)

LINKS = Table(
    name="links",
    says="relations between facts of a report",
    key=("report", "source", "rel", "target"),
    refers=((("report",), REPORTS), (("report", "source"), FACTS), (("report", "target"), FACTS)),
    columns=columns_of("""
        report text! id of the report
        rel text! changed_to, part_of, same_as, compared_with or contradicts
        source text! id of the fact it starts from
        target text! id of the fact it leads to
    """),
)

CHECKS = Table(
    name="checks",
    says="arithmetic relations of tables, whether they hold or not",
    key=("report", "table", "number"),
    refers=((("report",), REPORTS),),
    columns=columns_of("""
        report text! id of the report
        table text! id of the table within the report
        caption text the caption of the table
        number integer! order within the table
        rule text! what must be equal
        expected text one side
        actual text the other side
        ok boolean! whether they agree
        places list! places of the cells it speaks of: start and end in the text of the report
        readings list! ways to cut a row of glued digits
        more boolean! whether there may be other ways
        measures list! what the cells of that row count
        decided text what chose the first way
    """),
)

REPLACED = Table(
    name="replaced",
    says="the reports whose rows are to be deleted before those of a feed are added",
    key=("report",),
    columns=columns_of("""
        report text! id of the report
        why text! new, changed, or deleted
    """),
)

TABLES = (FACTS, LINKS, REPORTS, CHECKS)
