"""Scanned reports: read back they say what their text says, each fact with the confidence of its recognition."""

import io
import json
import os
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from textmine.pipeline import mine_document
from textmine.read import read_bytes
from textmine.read.scans import installed, use_ocr
from textmine.schema import Document, Report
from writers.pdf import paper, prose

SCANS = Path(__file__).parent / "scans"
CORPORA = Path(__file__).parents[2] / "corpora/reports"
NAMES = ["disclosure-yunling-2022", "work-report-jiangzhou-2024"]  # a form with its tables; a page that lies aslant
VALUES, WHOLE = 0.99, 0.85  # shares of the facts that are to be the same: their values, and all of their fields

extra = pytest.mark.skipif(not installed(), reason="textmine[ocr] is not installed")


@pytest.fixture
def without_ocr():
    """Scans stay unread."""
    use_ocr(wanted=False)
    yield
    use_ocr(wanted=True)


@pytest.fixture(scope="module")
def scans() -> dict[str, Document]:
    """The scans as read."""
    return {name: read_bytes((SCANS / f"{name}.pdf").read_bytes(), f"{name}.pdf") for name in NAMES}


def first_page(name: str) -> bytes:
    import pypdfium2

    whole, one = pypdfium2.PdfDocument(SCANS / f"{name}.pdf"), pypdfium2.PdfDocument.new()
    one.import_pages(whole, [0])
    file = io.BytesIO()
    one.save(file)
    return file.getvalue()


def share(expected: Report, found: Report, *fields: str) -> float:
    before, after = (Counter(tuple(getattr(f, name) for name in fields) for f in r.facts) for r in (expected, found))
    return (before & after).total() / (before | after).total()


@extra
@pytest.mark.parametrize("name", NAMES)
def test_a_scan_gives_the_facts_of_its_text(scans: dict[str, Document], name: str):
    path = CORPORA / f"{name}.txt"
    document, expected = scans[name], mine_document(read_bytes(path.read_bytes(), path.name))
    found = mine_document(document)
    assert (document.status, document.reason) == ("ok", None)
    assert share(expected, found, "value", "value_high", "unit") >= VALUES
    whole = ("value", "value_high", "unit", "bound", "change", "status", "indicator", "subject", "row", "column")
    assert share(expected, found, *whole) >= WHOLE
    assert [section.title for section in found.sections] == [section.title for section in expected.sections]


@extra
def test_facts_of_a_scan_carry_its_page_and_confidence(scans: dict[str, Document]):
    document = scans["work-report-jiangzhou-2024"]
    facts = mine_document(document).facts
    assert all(fact.page and fact.box and fact.confidence is not None for fact in facts)
    assert all(0.5 <= fact.confidence <= 1 for fact in facts)
    assert all(document.text[fact.start : fact.end] == fact.quote for fact in facts)
    assert len({fact.confidence for fact in facts}) > 1
    listed = mine_document(document).to_dict()["facts"]
    assert [fact["confidence"] for fact in listed] == [fact.confidence for fact in facts]


def test_facts_of_a_text_have_no_confidence():
    assert [fact.confidence for fact in mine_document(read_bytes(paper(prose("办结364项。")), "a.pdf")).facts] == [None]


@extra
def test_no_connection_is_opened(monkeypatch: pytest.MonkeyPatch):
    def refuse(*_args: object, **_options: object):
        raise AssertionError("a connection was wanted")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert read_bytes(first_page(NAMES[1]), "a.pdf").status == "ok"


def test_without_the_extra_the_command_to_install_it_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    document = read_bytes(first_page(NAMES[0]), "a.pdf")
    assert (document.status, document.reason, document.text) == ("empty", "needs_ocr", "")
    assert document.detail == "1 page without text; to have them recognised, run: pip install 'textmine[ocr]'"


@pytest.mark.usefixtures("without_ocr")
def test_a_scan_is_left_unread_where_that_is_wanted():
    document = read_bytes(first_page(NAMES[0]), "a.pdf")
    assert (document.status, document.reason, document.detail) == ("empty", "needs_ocr", "1 page without text")


@extra
def test_a_picture_without_text_is_empty():
    document = read_bytes(paper(b"", image=True), "a.pdf")
    assert (document.status, document.reason) == ("empty", "needs_ocr")
    assert document.detail == "1 page without text, and none in their pictures"


@extra
def test_a_stamp_of_text_on_a_scan_does_not_hide_it():
    import pypdfium2

    scan = pypdfium2.PdfDocument(first_page(NAMES[1]))
    page = scan[0]
    stamp = pypdfium2.PdfDocument(paper(prose("扫描件")))
    page.insert_obj(stamp.page_as_xobject(0, scan).as_pageobject())
    page.gen_content()
    file = io.BytesIO()
    scan.save(file)
    assert "全年地区生产总值4.38万亿元" in read_bytes(file.getvalue(), "a.pdf").text


def turned(scan: bytes, quarters: int) -> bytes:
    """The same pages laid on the scanner on their side or on their head."""
    import numpy as np
    import pypdfium2
    from PIL import Image

    out = pypdfium2.PdfDocument.new()
    for page in pypdfium2.PdfDocument(scan):
        picture = np.rot90(page.render(scale=200 / 72, prefer_bgrx=False).to_numpy()[:, :, :3], quarters)
        image = pypdfium2.PdfImage.new(out)
        image.set_bitmap(pypdfium2.PdfBitmap.from_pil(Image.fromarray(np.ascontiguousarray(picture))))
        height, width = (side * 72 / 200 for side in picture.shape[:2])
        image.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
        sheet = out.new_page(width, height)
        sheet.insert_obj(image)
        sheet.gen_content()
    file = io.BytesIO()
    out.save(file)
    return file.getvalue()


@extra
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_on_its_side_or_on_its_head_says_the_same(quarters: int):
    scan = first_page(NAMES[0])
    upright = mine_document(read_bytes(turned(scan, 0), "a.pdf"))
    found = mine_document(read_bytes(turned(scan, quarters), "a.pdf"))
    assert (found.status, len(upright.facts) > 3) == ("ok", True)
    assert [(f.quote, f.unit, f.indicator) for f in found.facts] == [
        (f.quote, f.unit, f.indicator) for f in upright.facts
    ]
    boxes = [(f.page, [round(side / 10) for side in f.box]) for f in found.facts]
    assert boxes == [(f.page, [round(side / 10) for side in f.box]) for f in upright.facts]


# Runs the command and prints how much memory, in MiB, the largest of its processes took.
MEASURED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-c", "import sys; from textmine.cli.main import main; sys.exit(main())", *sys.argv[1:]])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(done.returncode)
"""


def textmine(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-c", MEASURED, *arguments]
    home = os.environ | {"HOME": str(folder)}  # where libraries like to keep notes
    return subprocess.run(line, cwd=folder, env=home, check=True, capture_output=True, encoding="utf-8")


@extra
def test_a_run_recognises_scans_within_512_mb_and_can_be_told_not_to(tmp_path: Path):
    (tmp_path / "scan.pdf").write_bytes((SCANS / f"{NAMES[1]}.pdf").read_bytes())
    told = textmine(tmp_path, "run", "scan.pdf", "--store", "without.db", "--no-ocr")
    assert "scan.pdf: empty, needs_ocr (3 pages without text)" in told.stderr
    result = textmine(tmp_path, "run", "scan.pdf", "--store", "facts.db")
    assert result.stderr == ""
    assert int(result.stdout.splitlines()[-1]) <= 512
    assert {path.name for path in tmp_path.iterdir()} == {"scan.pdf", "without.db", "facts.db"}
    found, _ = json.JSONDecoder().raw_decode(textmine(tmp_path, "search", "facts.db", "地区生产总值", "--json").stdout)
    shown = textmine(tmp_path, "explain", "facts.db", found["hits"][0]["id"]).stdout
    assert "read      from a picture, with confidence " in shown
