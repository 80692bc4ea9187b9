"""A report made ready to be written: its rows and what the indexes hold of it. Workers do that, so that the one writer only writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from textmine.lexicon.seats import seat_of
from textmine.schema import Fact, Report
from textmine.store.index import sentence_ranges, spaced
from textmine.store.packed import PLACES, Packer, Part, in_order, packed, pressed
from textmine.store.rows import COLUMNS, Row, digest, in_blocks, rows_of

LONG = 100_000  # characters, ten times those of a usual report: from here on memory counts more than time
_STATUS = COLUMNS["reports"].index("status")
_BY_ID = ("passages", "facts", "tables", "cells", "checks")  # the tables whose rows come in the order of `_by_id`


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The row of a report, its other rows as `packed` gives them, in parts, their digest, and the tokens of its texts.

    ``counts`` are the numbers of its rows. ``title`` and ``issuer`` are as `spaced` gives them; what enters the other indexes stands
    among the columns, one text for each section or passage, but for the passages of a long report.
    """

    row: Row
    columns: Mapping[str, Sequence[Part]]
    lists: Mapping[str, Sequence[Any]]
    counts: Mapping[str, int]
    digest: str
    title: str
    issuer: str

    @property
    def id(self) -> str:
        """The id of the report."""
        return str(self.row[0])

    @property
    def sha256(self) -> str:
        """The digest of the bytes of its file."""
        return str(self.row[1])

    @property
    def status(self) -> str:
        """Its status."""
        return str(self.row[_STATUS])

    @property
    def reason(self) -> str | None:
        """The code of the reason why it is not ``ok``."""
        reason: str | None = self.row[_STATUS + 1]
        return reason

    @property
    def n_facts(self) -> int:
        """The number of its facts."""
        return self.counts["facts"]

    @property
    def n_links(self) -> int:
        """The number of links between them."""
        return self.counts["links"]

    @property
    def size(self) -> int:
        """The number of characters of its text."""
        return len(self.row[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The rows of a report by table, as `COLUMNS` describes them, with their digest: what a part of a data set is made of."""

    rows: Mapping[str, Sequence[Row]]
    digest: str

    @property
    def id(self) -> str:
        """The id of the report."""
        return str(self.rows["reports"][0][0])

    @property
    def n_facts(self) -> int:
        """The number of its facts."""
        return len(self.rows["facts"])

    @property
    def size(self) -> int:
        """The number of characters of its text."""
        return len(self.rows["reports"][0][-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A report whose rows were written where it was mined: into a part of a data set, which shows ``path`` as its file."""

    id: str
    sha256: str
    status: str
    reason: str | None
    program: str
    part: str
    path: str
    n_facts: int
    n_links: int


def prepare(report: Report) -> Prepared:
    """A report ready to be written. The rows of a long one come pressed, so that it takes no more memory than many short ones."""
    return _prepare_long(report) if len(report.text) > LONG else prepare_rows(_lists(report))


def as_rows(report: Report) -> Rows:
    """The rows of a report."""
    rows = _lists(report)
    return Rows(rows=rows, digest=digest(rows))


def facts_in(report: Report | Prepared | Rows | Placed) -> int:
    """The number of the facts of a report."""
    return len(report.facts) if isinstance(report, Report) else report.n_facts


def prepare_rows(rows: Mapping[str, Sequence[Row]], whole: str | None = None) -> Prepared:
    """The same of a report that is given by its rows; ``whole`` is their digest, where it is known."""
    columns, lists = packed(rows)
    parts: dict[str, list[Part]] = {table: [some] for table, some in columns.items()}
    text = rows["reports"][0][-1]
    parts["section_index"] = [[[spaced(section[-1]) for section in rows["sections"]]]]
    parts["passage_index"] = [[[spaced(text[start:end]) for _, _, start, end, *_ in rows["passages"]]]]
    counts = {table: len(rows[table]) for table in PLACES}
    return _prepared(rows["reports"][0], parts, lists, counts, whole or digest(rows))


def _prepare_long(report: Report) -> Prepared:
    """As `prepare_rows`, but the rows are never there at once: they would take more memory than the report."""
    report = replace(report, facts=_by_passage(report))
    packer = Packer(
        sections=[section.id for section in report.sections],
        passages=[passage.id for passage in report.passages],
        facts=[(fact.id, fact.passage) for fact in report.facts],
        tables=[table.id for table in report.tables],
    )
    rows = _rows(report)
    (row,) = rows["reports"]
    parts: dict[str, list[Part]] = {}
    counts = dict.fromkeys(PLACES, 0)
    for table in PLACES:
        parts[table] = []
        for some in in_blocks(rows[table]):
            counts[table] += len(some)
            parts[table].append(pressed(packer.pack(table, some)))
    lists = packer.lists()
    del packer
    # The index of passages holds all of the text: the writer makes it when it is wanted.
    titles = (spaced(section[-1]) for section in _rows(report)["sections"])
    parts["section_index"] = [pressed([some]) for some in in_blocks(titles)]
    return _prepared(row, parts, lists, counts, digest(_rows(_by_id(report)), by_id=_BY_ID))


def _by_passage(report: Report) -> tuple[Fact, ...]:
    """The facts of a report in the order of their keys."""
    order = in_order([passage.id for passage in report.passages])
    return tuple(sorted(report.facts, key=lambda fact: order(fact.passage, fact.start, fact.id)))


def _by_id(report: Report) -> Report:
    """The same report with its passages, facts and tables in the order of their ids."""
    return replace(
        report,
        passages=tuple(sorted(report.passages, key=attrgetter("id"))),
        facts=tuple(sorted(report.facts, key=attrgetter("id"))),
        tables=tuple(sorted(report.tables, key=attrgetter("id"))),
    )


def _prepared(
    row: Row,
    parts: Mapping[str, Sequence[Part]],
    lists: Mapping[str, Sequence[Any]],
    counts: Mapping[str, int],
    whole: str,
) -> Prepared:
    told = dict(zip(COLUMNS["reports"], row, strict=True))
    title, issuer = (spaced(told[name] or "") for name in ("title", "issuer"))
    return Prepared(row=row, columns=parts, lists=lists, counts=counts, digest=whole, title=title, issuer=issuer)


def _lists(report: Report) -> dict[str, list[Row]]:
    return {table: list(own) for table, own in _rows(report).items()}


def _rows(report: Report) -> dict[str, Iterator[Row]]:
    seat = seat_of(report.issuer or "", _year(report))
    return rows_of(report, division=seat.division, zone=seat.zone, sentences=sentence_ranges(report))


def _year(report: Report) -> int | None:
    """The year that a report is about; where it does not say, the year before it was published."""
    if report.period.end is not None:
        return report.period.end.year
    published = report.metadata.published or ""
    return int(published[:4]) - 1 if published[:4].isdecimal() else None
