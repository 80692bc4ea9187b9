"""Scans of reports: what a PDF of `writers.papers` says, drawn with a real font and put back as pictures of its pages.

The scans in tests/read/scans were made with it, since a fresh machine has no Chinese font:
PYTHONPATH=tests python -m writers.scan FONT (WenQuanYi Micro Hei was used; no part of a font is in a picture of its letters).
"""

import io
import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from textmine.pipeline import mine_document
from textmine.read import read_bytes
from textmine.read.pdf.source import opened, page_of
from textmine.read.pdf.types import Page
from writers.blocks import blocks_of
from writers.papers import office_paper

DPI = 200
PAPER = 160  # what is lighter is white
FINE = 3  # so much finer it is drawn: fonts lose strokes in small sizes, scanners do not
SCALE = DPI / 72 * FINE
SCANS = {"disclosure-yunling-2022": 0.0, "work-report-jiangzhou-2024": 0.8}  # with how many degrees they lie aslant
ROOT = Path(__file__).parents[2]


def picture(page: Page, font: str, slant: float) -> Image.Image:
    """A page in black and white."""
    image = Image.new("L", (round(page.width * SCALE), round(page.height * SCALE)), 255)
    pen = ImageDraw.Draw(image)
    for y, left, right in page.rules.across:
        pen.line(
            [left * SCALE, (page.height - y) * SCALE, right * SCALE, (page.height - y) * SCALE], fill=0, width=2 * FINE
        )
    for x, bottom, top in page.rules.down:
        pen.line(
            [x * SCALE, (page.height - bottom) * SCALE, x * SCALE, (page.height - top) * SCALE], fill=0, width=2 * FINE
        )
    for word in page.words:
        drawn = ImageFont.truetype(font, round(word.size * SCALE))
        for character, left in zip(word.text, word.lefts, strict=True):
            shift = word.size / 2 if character in "“‘" else 0  # the papers set them half as wide as fonts do
            place = ((left - shift) * SCALE, (page.height - word.baseline) * SCALE)
            pen.text(place, character, fill=0, font=drawn, anchor="ls")
    turned = image.rotate(slant, fillcolor=255, resample=Image.Resampling.BICUBIC).reduce(FINE)
    return turned.point(lambda light: 255 * (light > PAPER)).convert("1")


def scan(paper: bytes, font: str, slant: float) -> bytes:
    """The pages of a PDF file as a PDF file of pictures."""
    with opened(paper) as source:
        pages = [page for at in range(len(source)) if (page := page_of(source, at))]
    first, *others = [picture(page, font, slant) for page in pages]
    file = io.BytesIO()
    first.save(file, "PDF", save_all=True, append_images=others, resolution=DPI)
    return file.getvalue()


if __name__ == "__main__":
    for name, slant in SCANS.items():
        path = ROOT / f"corpora/reports/{name}.txt"
        document = read_bytes(path.read_bytes(), path.name)
        report = mine_document(document)
        title, *blocks = blocks_of(report, document.body)
        target = ROOT / f"tests/read/scans/{name}.pdf"
        target.write_bytes(scan(office_paper(str(title), blocks), sys.argv[1], slant))
