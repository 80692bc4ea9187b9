"""A report made ready to be written: its rows and what the indexes hold of it. Workers do that, so that the one writer only writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textmine.lexicon.seats import seat_of
from textmine.schema import Report
from textmine.store.index import index_words, sentence_ranges, spaced
from textmine.store.packed import Columns, packed
from textmine.store.rows import COLUMNS, Row, digest, rows_of

_STATUS = COLUMNS["reports"].index("status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """The row of a report, its other rows as `packed` gives them, their digest, and the tokens of its texts.

    ``title`` and ``issuer`` are as `spaced` gives them, so are ``headings``, one for each section, and ``passages``; ``words`` are the
    words of each passage.
    """

    row: Row
    columns: Mapping[str, Columns]
    lists: Mapping[str, Sequence[Any]]
    n_facts: int
    n_links: int
    digest: str
    title: str
    issuer: str
    headings: Sequence[str]
    passages: Sequence[str]
    words: Sequence[str]

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
    """A report ready to be written."""
    return prepare_rows(_rows(report))


def as_rows(report: Report) -> Rows:
    """The rows of a report."""
    rows = _rows(report)
    return Rows(rows=rows, digest=digest(rows))


def facts_in(report: Report | Prepared | Rows | Placed) -> int:
    """The number of the facts of a report."""
    return len(report.facts) if isinstance(report, Report) else report.n_facts


def _rows(report: Report) -> dict[str, list[Row]]:
    seat = seat_of(report.issuer or "", _year(report))
    return rows_of(report, division=seat.division, zone=seat.zone, sentences=list(sentence_ranges(report)))


def prepare_rows(rows: Mapping[str, Sequence[Row]]) -> Prepared:
    """The same of a report that is given by its rows."""
    told = dict(zip(COLUMNS["reports"], rows["reports"][0], strict=True))
    passages = [told["text"][start:end] for _, _, start, end, *_ in rows["passages"]]
    columns, lists = packed(rows)
    return Prepared(
        row=rows["reports"][0],
        columns=columns,
        lists=lists,
        n_facts=len(rows["facts"]),
        n_links=len(rows["links"]),
        digest=digest(rows),
        title=spaced(told["title"] or ""),
        issuer=spaced(told["issuer"] or ""),
        headings=[spaced(row[-1]) for row in rows["sections"]],
        passages=list(map(spaced, passages)),
        words=list(map(index_words, passages)),
    )


def _year(report: Report) -> int | None:
    """The year that a report is about; where it does not say, the year before it was published."""
    if report.period.end is not None:
        return report.period.end.year
    published = report.metadata.published or ""
    return int(published[:4]) - 1 if published[:4].isdecimal() else None
