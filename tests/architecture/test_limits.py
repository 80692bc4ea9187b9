"""The limits that are shipped, in one place: whoever changes one changes what is promised in docs/reliability.md and docs/cli.md."""

import inspect

from textmine import components
from textmine.cli import mining, wire, workers
from textmine.extract import numerals
from textmine.read import files, html, zipfiles
from textmine.read.containers import limits as containers
from textmine.read.docx import tables as docx_tables
from textmine.read.docx import writer as docx
from textmine.read.html import blocks as html_blocks
from textmine.read.html import tables as html_tables

MIB = 2**20


def test_of_a_document():
    assert files.MAX_BYTES == 256 * MIB
    assert wire.Limits() == wire.Limits(seconds=60, cpu_seconds=45, memory=1536 * MIB)
    assert html.MAX_TEXT == docx.MAX_TEXT == 50_000_000
    assert "nlp.max_length = 50_000_000" in inspect.getsource(components)
    assert mining.MAX_FACTS == 200_000
    assert numerals.MAX_DIGITS == 38


def test_of_containers_and_of_what_stands_within_each_other():
    assert (containers.MAX_DEPTH, zipfiles.MAX_MEMBERS, zipfiles.MAX_TOTAL) == (3, 10_000, 1024 * MIB)
    assert (zipfiles.MAX_RATIO, zipfiles.RATIO_FROM) == (100, MIB)
    assert html_blocks.MAX_DEPTH == 2000
    assert html_tables.MAX_CELLS == docx_tables.MAX_CELLS == 1_000_000
    assert (html_tables.MAX_COLUMNS, html_tables.MAX_ROWS) == (1000, 65_534)


def test_of_workers():
    assert workers.RECYCLED_AFTER == 2000
    assert workers.MAX_FAULTS == 10
