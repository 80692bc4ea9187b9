"""Real HTML from outside the repository; skipped without TEXTMINE_EXAM."""

import csv
from pathlib import Path

import pytest

from textmine.pipeline import mine_document
from textmine.read import read_bytes, read_file, read_text
from textmine.read.html.loss import strip_tags
from textmine.read.html.source import mend


@pytest.fixture(scope="module")
def pages(exam: Path) -> dict[Path, str]:
    """Each HTML file beside the exam with its title."""
    index = exam.parent / "reports/INDEX.tsv"
    if not index.exists():
        pytest.skip("there are no reports beside the exam")
    with index.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["format"] == "html"]
    return {index.parent / row["file"]: row["title"] for row in rows}


def test_pages_are_read_whole(pages: dict[Path, str]):
    for path in pages:
        document = read_file(path)
        assert (document.status, document.media_type) == ("ok", "text/html"), path
        stripped = "".join(strip_tags(mend(path.read_text("utf-8"))).split())
        assert len("".join(document.text.split())) >= 0.98 * len(stripped), path


def test_their_titles_are_found(pages: dict[Path, str]):
    titles = {path.name: (mine_document(read_file(path)).title, title) for path, title in pages.items()}
    wrong = {name: pair for name, pair in titles.items() if pair[0] != pair[1]}
    assert set(wrong) <= {"statistics-daqing-monthly.html"}  # a table without a title, named by whoever filed it


def test_the_facts_outside_tables_are_those_of_the_same_text(pages: dict[Path, str]):
    for path in pages:
        document = read_file(path)
        inside = [range(grid.start, grid.end) for grid in document.grids]
        pairs = [
            [
                (fact.quote, fact.unit, fact.indicator, str(fact.period))
                for fact in report.facts
                if not any(fact.start in grid for grid in inside)
            ]
            for report in (mine_document(document), mine_document(read_text(document.text)))
        ]
        assert pairs[0] == pairs[1], path


def test_the_charset_of_a_page_makes_no_difference(pages: dict[Path, str]):
    for path in pages:
        data = path.read_bytes()
        as_filed = read_bytes(data, path.name)
        assert read_bytes(data.decode("utf-8").encode("gb18030"), path.name).text == as_filed.text
