"""A report made ready to be written: its rows and what the indexes hold of it. Workers do that, so that the one writer only writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from textmine.lexicon.seats import seat_of
from textmine.schema import Report
from textmine.segment.tokenizer import PartWords
from textmine.store.index import index_words, sentence_ranges, spaced, words_in
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


def prepare(report: Report, words: PartWords | None = None) -> Prepared:
    """A report ready to be written; ``words`` of its text, where they are known, need not be cut again.

    The rows of a long one come pressed, so that it takes no more memory than many short ones.
    """
    return _prepare_long(report) if len(report.text) > LONG else prepare_rows(_lists(report), words)


def as_rows(report: Report) -> Rows:
    """The rows of a report."""
    rows = _lists(report)
    return Rows(rows=rows, digest=digest(rows))


def facts_in(report: Report | Prepared | Rows | Placed) -> int:
    """The number of the facts of a report."""
    return len(report.facts) if isinstance(report, Report) else report.n_facts


def prepare_rows(rows: Mapping[str, Sequence[Row]], words: PartWords | None = None) -> Prepared:
    """The same of a report that is given by its rows."""
    columns, lists = packed(rows)
    parts: dict[str, list[Part]] = {table: [some] for table, some in columns.items()}
    passage = COLUMNS["facts"].index("passage")
    text = rows["reports"][0][-1]
    for index, texts in _texts(text, rows, {fact[passage] for fact in rows["facts"]}, words):
        parts[index] = [[list(texts)]]
    counts = {table: len(rows[table]) for table in PLACES}
    return _prepared(rows["reports"][0], parts, lists, counts, digest(rows))


def _prepare_long(report: Report) -> Prepared:
    """As `prepare_rows`, but the rows are never there at once: they would take more memory than the report."""
    order = in_order([passage.id for passage in report.passages])
    facts = tuple(sorted(report.facts, key=lambda fact: order(fact.passage, fact.start, fact.id)))
    report = replace(report, facts=facts)
    packer = Packer(
        sections=[section.id for section in report.sections],
        passages=[passage.id for passage in report.passages],
        facts=[(fact.id, fact.passage) for fact in facts],
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
    for index, texts in _texts(report.text, _rows(report), {fact.passage for fact in facts}):
        if index != "passage_index":  # it holds all of the text: the writer makes it when it is wanted
            parts[index] = [pressed([some]) for some in in_blocks(texts)]
    return _prepared(row, parts, lists, counts, digest(_rows(_by_id(report)), by_id=_BY_ID))


def _by_id(report: Report) -> Report:
    """The same report with its passages, facts and tables in the order of their ids."""
    return replace(
        report,
        passages=tuple(sorted(report.passages, key=attrgetter("id"))),
        facts=tuple(sorted(report.facts, key=attrgetter("id"))),
        tables=tuple(sorted(report.tables, key=attrgetter("id"))),
    )


def _texts(
    text: str, rows: Mapping[str, Iterable[Row]], telling: AbstractSet[str | None], words: PartWords | None = None
) -> Iterator[tuple[str, Iterator[str]]]:
    """What enters the indexes of sections and passages; ``telling`` are the passages that have facts."""
    of = words.of if words else lambda start, end: words_in(text[start:end])
    yield "section_index", (spaced(row[-1]) for row in rows["sections"])
    passages = [row[:4] for row in rows["passages"]]
    yield "passage_index", (spaced(text[start:end]) for _, _, start, end in passages)
    yield "word_index", (index_words(of(start, end)) if key in telling else "" for key, _, start, end in passages)


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
