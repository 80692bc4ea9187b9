"""The whole way of a report on one screen: read, segment, extract, classify, link."""

import hashlib
from dataclasses import replace
from os import PathLike
from pathlib import Path

from textmine.classify import classify
from textmine.extract.context import find_enclosures
from textmine.extract.figures import scan
from textmine.extract.frame import Frame, read_frame
from textmine.extract.periods import read_periods
from textmine.link import PassageFigures, link_facts, sentences_of
from textmine.link.sections import section_moods
from textmine.link.tables import table_facts
from textmine.read import read_file, read_text
from textmine.schema.document import Document
from textmine.schema.figure import Problem
from textmine.schema.period import Period, PeriodMention
from textmine.schema.report import Report
from textmine.schema.structure import Passage, Section
from textmine.schema.table import Table
from textmine.segment import find_passages, find_sections, section_at, sentences
from textmine.tables import find_tables


def mine(source: str | PathLike[str]) -> Report:
    """Mine one report, given as a path or as its text. A string with a line break or of no existing file is text.

    Never raises for bad content: the report then carries a status other than ``ok``, the reason, and no facts.

    >>> report = mine("2019年，全区共举办培训班12期，办结率达98%以上。")
    >>> [(fact.quote, fact.unit, fact.indicator, str(fact.period)) for fact in report.facts]
    [('12期', '{期}', '培训班', '2019-01-01/2019-12-31'), ('98%以上', '%', '办结率', '2019-01-01/2019-12-31')]
    """
    if isinstance(source, str) and not _is_path(source):
        return mine_document(read_text(source))
    return mine_document(read_file(source))


def _is_path(source: str) -> bool:
    if "\n" in source or len(source) > 4096:
        return False
    try:
        return Path(source).exists()
    except (OSError, ValueError):
        return False


def mine_document(document: Document) -> Report:
    """Mine a document that a reader has read; the stages are pure functions, called here in their order."""
    if document.status not in ("ok", "partial"):
        return _report(document)
    text = document.text
    tables = find_tables(text, document.body)
    regions = [(table.start, table.end) for table in tables]
    sections = find_sections(document, skip=regions)
    title = sections[0].title if sections and sections[0].level == 0 else None
    frame = read_frame(document, title, sections)
    passages = categorise(text, sections, find_passages(text, document.body, sections, skip=regions))
    found, problems = extract(text, frame, sections, passages)
    facts, links = link_facts(text, document.sha256, frame, sections, found)
    tables = tuple(_in_section(table, sections) for table in tables)
    return replace(
        _report(document),
        title=title,
        issuer=frame.issuer,
        period=frame.period,
        sections=sections,
        passages=passages,
        facts=(*facts, *table_facts(document.sha256, frame, tables)),
        links=links,
        tables=tables,
        problems=tuple(problems),
    )


def categorise(text: str, sections: tuple[Section, ...], passages: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """The passages with their reform categories, the best first."""
    by_id = {section.id: section for section in sections}
    headings = [_heading_path(by_id, passage.section) for passage in passages]
    labels = classify([(text[p.start : p.end], path) for p, path in zip(passages, headings, strict=True)])
    return tuple(
        replace(passage, category=found[0].label if found else "other", categories=tuple(found))
        for passage, found in zip(passages, labels, strict=True)
    )


def _heading_path(sections: dict[str, Section], section: str | None) -> list[str]:
    path: list[str] = []
    while section is not None:
        path.insert(0, sections[section].title)
        section = sections[section].parent
    return path


def extract(
    text: str, frame: Frame, sections: tuple[Section, ...], passages: tuple[Passage, ...]
) -> tuple[list[PassageFigures], list[Problem]]:
    """The figures and words of time of every passage, and what could not be read."""
    moods = section_moods(frame, sections)
    enclosures = find_enclosures(text)
    found: list[PassageFigures] = []
    problems: list[Problem] = []
    for passage in passages:
        context = frame.context(moods[passage.section].period)
        mentions: list[PeriodMention] = []
        for read in read_periods(text, context, start=passage.start, end=passage.end, enclosures=enclosures):
            if isinstance(read, PeriodMention):
                mentions.append(read)
            else:
                problems.append(read)
        dates = [(m.start, m.end) for m in mentions if m.rule != "recurring"]
        dates += [(p.start, p.end) for p in problems if passage.start <= p.start < passage.end]
        figures, unread = scan(text, skip=sorted(dates), start=passage.start, end=passage.end, enclosures=enclosures)
        problems += unread
        if not figures:
            continue
        spans = list(sentences(text, passage.start, passage.end))
        found.append(PassageFigures(passage=passage, sentences=sentences_of(spans, figures, mentions)))
    return found, problems


def _in_section(table: Table, sections: tuple[Section, ...]) -> Table:
    section = section_at(sections, table.start)
    return replace(table, section=section.id if section else None)


def _report(document: Document) -> Report:
    identity = hashlib.sha256(document.sha256.encode()).hexdigest()[:16]
    return Report(
        id=identity,
        path=document.path,
        sha256=document.sha256,
        text=document.text,
        title=document.metadata.title,
        issuer=document.metadata.issuer,
        period=Period(start=None, end=None),
        encoding=document.encoding,
        metadata=document.metadata,
        status=document.status,
        reason=document.reason,
    )
