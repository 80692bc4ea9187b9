"""One document to one report, shared by the commands that mine: whatever happens to it ends as a status with a reason."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace

from textmine.cli.errors import UsageError, where
from textmine.cli.terminal import err
from textmine.errors import LexiconError, ModelError
from textmine.read import Entry, Item, display_name, found, read
from textmine.schema import Document, Reason, Report

MINED = ("ok", "partial")
MAX_CHARACTERS = 10_000_000  # of a text that is mined, five thousand pages: a store copies it some times as one value
MAX_FACTS = 200_000  # of a report
_NOT_OF_THE_FILE = (MemoryError, LexiconError, ModelError)  # no other file would fare better


def only_item(file: str, *, does: str) -> Item:
    """The one document that a file holds.

    Raises `UsageError` where it holds many; ``does`` says what was to be done with one.
    """
    shown = display_name(file)
    item = next(found(Entry(path=os.path.realpath(file)), display_path=shown))
    if item.path != shown:
        raise UsageError(f"{shown}: holds many documents; {does} them with: textmine run FILE --store facts.db")
    return item


def add_ocr(parser: argparse.ArgumentParser) -> None:
    """Declare the option that leaves scanned pages unread."""
    parser.add_argument(
        "--no-ocr", action="store_true", help="do not recognise scanned pages, though textmine[ocr] is installed"
    )


def opened(item: Item) -> Document:
    """The document of an item; one that a reader fails on is set aside, a text beyond the limit is cut."""
    try:
        document = read(item)
    except _NOT_OF_THE_FILE:
        raise
    except Exception as error:  # noqa: BLE001  # recorded with the file and told to the user: nothing is hidden
        return crashed(Document(path=item.path, sha256="", text="", body=(0, 0), encoding=""), where(error))
    return _cut(document) if len(document.text) > MAX_CHARACTERS else document


def mined(document: Document) -> tuple[Document, Report]:
    """The report in a document. One that textmine fails on becomes a document set aside: it does not end a run."""
    from textmine.pipeline import mine_document

    try:
        report = mine_document(document, most_facts=MAX_FACTS)
    except _NOT_OF_THE_FILE:
        raise
    except Exception as error:  # noqa: BLE001  # as above
        failed = crashed(document, where(error))
        return failed, mine_document(failed)
    if len(report.facts) <= MAX_FACTS:
        return document, report
    document = _limited(document, f"the first {MAX_FACTS} facts")
    facts = report.facts[:MAX_FACTS]
    kept = {fact.id for fact in facts}
    links = tuple(link for link in report.links if link.source in kept and link.target in kept)
    return document, replace(report, facts=facts, links=links, status=document.status, reason=document.reason)


def crashed(document: Document, detail: str) -> Document:
    """The document of a file that textmine failed on."""
    return replace(emptied(document), status=Reason.CRASH.status, reason=str(Reason.CRASH), detail=detail)


def emptied(document: Document) -> Document:
    """What a document says of itself, without its text."""
    return replace(document, text="", body=(0, 0), grids=(), lines=())


def _cut(document: Document) -> Document:
    start, end = (min(place, MAX_CHARACTERS) for place in document.body)
    cut = replace(
        document,
        text=document.text[:MAX_CHARACTERS],
        body=(start, end),
        grids=tuple(grid for grid in document.grids if grid.end <= MAX_CHARACTERS),
        lines=tuple(line for line in document.lines if line.end <= MAX_CHARACTERS),
    )
    return _limited(cut, f"the first {MAX_CHARACTERS} of {len(document.text)} characters")


def _limited(document: Document, detail: str) -> Document:
    return replace(document, status=Reason.LIMIT.status, reason=str(Reason.LIMIT), detail=detail)


def tell(path: str, status: str, reason: str, detail: str) -> None:
    """Say on standard error what became of a file, why, and what to do."""
    why = f"{reason} ({detail})" if detail else reason
    err(f"{display_name(path)}: {status}, {why}: {Reason.of(reason).advice}")
