"""The whole way of a report: read it, then take it through the stages in their order."""

from functools import reduce
from os import PathLike
from pathlib import Path

from textmine.read import read_file, read_text
from textmine.schema.document import Document
from textmine.schema.report import Report
from textmine.segment.tokenizer import PartWords
from textmine.stages import Work, categorise, connect, extract, report, structure, tabulate

STAGES = (tabulate, structure, categorise, extract, connect)


def mine(source: str | PathLike[str]) -> Report:
    """Mine one report, given as a path or as its text. A string with a line break, or of no existing file, is text.

    Never raises for bad content: the report then carries a status other than ``ok``, the reason, and no facts.

    >>> report = mine("2019年，全区共举办培训班12期，办结率达98%以上。")
    >>> [(fact.quote, fact.unit, fact.indicator, str(fact.period)) for fact in report.facts]
    [('12期', '{期}', '培训班', '2019-01-01/2019-12-31'), ('98%以上', '%', '办结率', '2019-01-01/2019-12-31')]
    """
    if isinstance(source, str) and not _is_path(source):
        return mine_document(read_text(source))
    return mine_document(read_file(source))


def _is_path(source: str) -> bool:
    if not source or "\n" in source or len(source) > 4096:
        return False
    try:
        return Path(source).exists()
    except (OSError, ValueError):
        return False


def mine_document(document: Document, words: PartWords | None = None, *, most_facts: int | None = None) -> Report:
    """Mine a document that a reader has read; one that could not be read becomes a report without facts.

    ``words`` of its text know those of all passages afterwards, for whoever wants them. Of a document that holds more than
    ``most_facts``, the first ones are found and one more.
    """
    work = Work(document=document, words=words, most_facts=most_facts)
    if document.status in ("ok", "partial"):
        work = reduce(lambda done, stage: stage(done), STAGES, work)
    return report(work)
