"""The stages of mining, each a pure function from what is known of a report to a little more.

`pipeline.py` lists them in order; `components.py` offers the same ones to spaCy.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from textmine.classify import Model, Tokens, classify
from textmine.classify.boilerplate import is_boilerplate, repeated
from textmine.classify.current import current_model
from textmine.classify.hashed import HashedWords
from textmine.classify.samples import opening_end
from textmine.extract.context import find_enclosures
from textmine.extract.frame import Frame, read_frame
from textmine.extract.passage import read_passage
from textmine.link import Mood, PassageFigures, link_facts, section_moods, sentences_of
from textmine.link.agreement import agreements
from textmine.link.glued import decide
from textmine.link.stated import stated
from textmine.link.tables import table_facts
from textmine.read.place import box_of
from textmine.read.separated import MEDIA_TYPE as SEPARATED
from textmine.read.separated import without_separators
from textmine.schema.document import Document
from textmine.schema.fact import Fact, Link
from textmine.schema.figure import Problem
from textmine.schema.ids import stable_id
from textmine.schema.period import Period, PeriodMention
from textmine.schema.report import Report
from textmine.schema.structure import Label, Passage, Section, make_passage
from textmine.schema.table import Table
from textmine.segment import find_passages, find_sections, section_at, sentences
from textmine.segment.tokenizer import PartWords, cut_each
from textmine.tables import find_tables

# What is categorised at once, so that memory has a bound: reports have some hundred passages of some hundred characters.
_AT_ONCE = 10_000  # passages
_JUDGED = 20_000  # characters of a passage that its categories are told by

HeadingPaths = Mapping[str | None, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What is known of a report so far; each stage fills in its fields. Offsets are code points of ``document.text``.

    ``words`` are those of the text where they are known beforehand; else each stage cuts what it wants words of. Where more
    than ``most_facts`` are found, what comes behind them is not looked for.
    """

    document: Document
    words: HashedWords | PartWords | None = None
    most_facts: int | None = None
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()
    frame: Frame | None = None
    moods: Mapping[str | None, Mood] = field(default_factory=dict)
    passages: tuple[Passage, ...] = ()
    found: tuple[PassageFigures, ...] = ()
    mentions: tuple[PeriodMention, ...] = ()
    problems: tuple[Problem, ...] = ()
    facts: tuple[Fact, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def title(self) -> str | None:
        """The title at the head of the text, or the one of the crawl header."""
        if self.sections and self.sections[0].level == 0:
            return self.sections[0].title
        return self.document.metadata.title


def tabulate(work: Work) -> Work:
    """Find and rebuild the tables; their text is no narrative."""
    document = work.document
    text = without_separators(document) if document.media_type == SEPARATED else document.text
    return replace(work, tables=find_tables(text, document.body, document.grids))


def structure(work: Work) -> Work:
    """Cut the narrative into sections and passages, and read what the report says of itself."""
    document = work.document
    regions = [(table.start, table.end) for table in work.tables]
    sections = find_sections(document, skip=regions)
    outlined = replace(work, sections=sections)
    frame = read_frame(document, outlined.title, sections)
    passages = find_passages(document.text, document.body, sections, skip=regions)
    tables = tuple(_placed(table, sections) for table in work.tables)
    moods = section_moods(document.text, frame, sections)
    return replace(outlined, frame=frame, moods=moods, passages=passages, tables=tables)


def _placed(table: Table, sections: Sequence[Section]) -> Table:
    section = section_at(sections, table.start)
    return replace(table, section=section.id if section else None)


def categorise(work: Work) -> Work:
    """Give every passage its reform categories, the best first."""
    texts = [work.document.text[passage.start : passage.end] for passage in work.passages]
    paths = heading_paths(work.sections)
    labels = [
        label
        for at in range(0, len(texts), _AT_ONCE)
        for label in _labels(work, work.passages[at : at + _AT_ONCE], texts[at : at + _AT_ONCE], paths)
    ]
    passages = tuple(
        make_passage(
            passage.id,
            passage.section,
            passage.start,
            passage.end,
            each[0].label,
            each,
            is_boilerplate(text),
            None if earlier is None else work.passages[earlier].id,
        )
        for passage, text, each, earlier in zip(work.passages, texts, labels, repeated(texts), strict=True)
    )
    return replace(work, passages=passages)


def _labels(
    work: Work, passages: Sequence[Passage], texts: Sequence[str], paths: HeadingPaths
) -> list[tuple[Label, ...]]:
    model = current_model()
    judged = texts if max(map(len, texts)) <= _JUDGED else [text[:_JUDGED] for text in texts]
    found = [(text, paths[passage.section]) for text, passage in zip(judged, passages, strict=True)]
    return classify(found, tokens=tokens_of(work, passages, paths, model) if model else None, model=model)


def tokens_of(work: Work, passages: Sequence[Passage], paths: HeadingPaths, model: Model) -> Tokens:
    """The words of the openings of some passages, or what the model knows of them, and those of the headings above them."""
    text, words = work.document.text, work.words or PartWords(work.document.text)
    openings = [(each.start, opening_end(text, each.start, each.end)) for each in passages]
    texts = words.known(openings, model) if isinstance(words, HashedWords) else words.openings(openings)
    above = dict.fromkeys(passage.section for passage in passages)
    titles = list(dict.fromkeys(title for section in above for title in paths[section]))
    return Tokens(texts=texts, headings=dict(zip(titles, cut_each(titles), strict=True)))


def heading_paths(sections: Sequence[Section]) -> dict[str | None, list[str]]:
    """The headings above each section and its own, the outermost first; parents stand before their children."""
    paths: dict[str | None, list[str]] = {None: []}
    for section in sections:
        paths[section.id] = [*paths[section.parent], section.title]
    return paths


def _frame(work: Work) -> Frame:
    if work.frame is None:
        raise ValueError("structure() comes before this stage")
    return work.frame


def extract(work: Work) -> Work:
    """Read the figures and the words of time of every passage, and note what cannot be read."""
    text, frame = work.document.text, _frame(work)
    contexts = {section: frame.context(mood.period) for section, mood in work.moods.items()}
    enclosures = find_enclosures(text)
    found: list[PassageFigures] = []
    all_mentions: list[PeriodMention] = []
    problems: list[Problem] = []
    left = sys.maxsize if work.most_facts is None else work.most_facts + 1
    for passage in work.passages:
        if not left:
            break
        section, start, end = passage.section, passage.start, passage.end
        mentions, figures, unread = read_passage(text, start, end, contexts[section], enclosures)
        problems += unread
        all_mentions += mentions
        figures = figures[:left]
        left -= len(figures)
        if figures or (mentions and work.moods[section].others):
            spans = sentences(text, start, end)
            found.append(PassageFigures(passage=passage, sentences=sentences_of(spans, figures, mentions)))
    return replace(work, found=tuple(found), mentions=tuple(all_mentions), problems=tuple(problems))


def connect(work: Work) -> Work:
    """Turn figures into facts: what they measure, of whom, when, in which mood; and link them."""
    document, frame = work.document, _frame(work)
    facts, links = link_facts(document.text, document.sha256, frame, work.moods, work.found)
    tables = work.tables
    said = list(stated(document.text, frame, facts)) if any(cell.measure for t in tables for cell in t.cells) else []
    if said:
        tables = decide(document.text, tables, said)
    left = None if work.most_facts is None else max(0, work.most_facts + 1 - len(facts))
    cells = tuple(islice(table_facts(document.sha256, frame, tables), left))
    links = (*links, *agreements(said, cells))
    return replace(work, tables=tables, facts=_on_pages(document, (*facts, *cells)), links=links)


def _on_pages(document: Document, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """The facts of a PDF with the page and the box that they stand in."""
    if not document.lines:
        return facts
    places = [box_of(document, fact.start, fact.end) for fact in facts]
    return tuple(
        replace(fact, page=place.page, box=place.box, confidence=place.confidence) if place else fact
        for fact, place in zip(facts, places, strict=True)
    )


def report(work: Work) -> Report:
    """The finished report; of a document that could not be read, its status and reason."""
    document, frame = work.document, work.frame
    return Report(
        id=stable_id(document.sha256),
        path=document.path,
        sha256=document.sha256,
        text=document.text,
        title=work.title,
        issuer=frame.issuer if frame else document.metadata.issuer,
        period=frame.period if frame else Period(start=None, end=None),
        encoding=document.encoding,
        metadata=document.metadata,
        status=document.status,
        reason=document.reason,
        sections=work.sections,
        passages=work.passages,
        facts=work.facts,
        links=work.links,
        tables=work.tables,
        problems=work.problems,
    )
