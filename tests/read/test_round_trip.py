"""A report says the same whatever file it comes in: rendered to each form and read back, it gives the same facts."""

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from textmine.pipeline import mine_document
from textmine.read import Entry, documents, read_bytes
from textmine.read.containers import CONTAINER
from textmine.schema import Document, Fact, Report
from writers.blocks import Block, blocks_of, lines_of
from writers.docx import office_document, plain_document
from writers.html import plain_page, portal_page
from writers.papers import office_paper, plain_paper

REPORTS = sorted((Path(__file__).parents[2] / "corpora/reports").glob("*.txt"))
SHARE = 0.995  # of all facts of a form; source: issue 4


def key(fact: Fact, report: Report) -> tuple:
    """What a fact says, without its ids and places."""
    section = next((found for found in report.sections if found.id == fact.section), None)
    return (
        *("".join(fact.quote.split()), fact.value, fact.value_high, fact.unit, fact.bound, fact.change, fact.status),
        *(fact.indicator, fact.subject, fact.period, fact.category, fact.measure, fact.row, fact.column),
        section and (section.marker, section.title),
    )


def keys(report: Report) -> Counter:
    return Counter(key(fact, report) for fact in report.facts)


@pytest.fixture(scope="module")
def originals() -> list[tuple[Document, Report]]:
    """The reports as text files, and what is mined of them."""
    read = [read_bytes(path.read_bytes(), path.name) for path in REPORTS]
    return [(document, mine_document(document)) for document in read]


def zipped(document: Document) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("2022年/年报.txt"), document.text.encode("gb18030"))
    return file.getvalue()


def parts(document: Document, report: Report) -> tuple[str, list[Block]]:
    """The title of a report and what stands below it; the header of a crawler is none of it."""
    blocks = blocks_of(report, document.body)
    title = report.title or ""
    return title, blocks[1:] if blocks[0] == title else blocks


def office(document: Document, report: Report) -> bytes:
    title, blocks = parts(document, report)
    return office_document([title, *blocks] if title else blocks)


def page(document: Document, report: Report) -> bytes:
    title, blocks = parts(document, report)
    published = document.metadata.published or "2024-01-26"
    return portal_page(title, blocks, issuer=report.issuer or "", published=published)


FORMS: dict[str, Callable[[Document, Report], bytes]] = {
    "text in GB18030": lambda document, _: document.text.encode("gb18030"),
    "text in a zip": lambda document, _: zipped(document),
    "HTML, plain": lambda document, _: plain_page(lines_of(document.text)),
    "HTML, a portal's page": page,
    "DOCX, plain": lambda document, _: plain_document(lines_of(document.text)),
    "DOCX, numbered, with tables": office,
    "PDF, plain": lambda document, _: plain_paper(lines_of(document.text)),
    "PDF, printed, with tables": lambda document, report: office_paper(*parts(document, report)),
}


def read_back(data: bytes, folder: Path) -> Document:
    """The one document in a file with these bytes, its type told by the content."""
    path = folder / "report"
    path.write_bytes(data)
    document, *container = documents(Entry(path=str(path)), display_path="report")
    assert [each.media_type for each in container] in ([], [CONTAINER])
    return document


@pytest.mark.parametrize("form", FORMS)
def test_the_facts_are_the_same(form: str, originals: list[tuple[Document, Report]], tmp_path: Path):
    same = total = 0
    lost: list[str] = []
    for document, report in originals:
        back = read_back(FORMS[form](document, report), tmp_path)
        assert (back.status, back.reason) == ("ok", None)
        expected, found = keys(report), keys(mine_document(back))
        same += (expected & found).total()
        total += (expected | found).total()
        lost += [f"{document.path} - {each}" for each in (expected - found).elements()]
        lost += [f"{document.path} + {each}" for each in (found - expected).elements()]
    print(f"{form}: {same} of {total} facts are the same", *lost, sep="\n")  # noqa: T201  # shown by -s and where it fails
    assert same / total >= SHARE
