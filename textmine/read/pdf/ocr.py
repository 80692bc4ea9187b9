"""Recognises the text of scanned pages with RapidOCR, whose models come with it; needs the extra ``textmine[ocr]``.

Nothing is downloaded: each model is named by its file. One thread, and pictures made small for finding lines (they are read from the
full one), keep a worker within 512 MB.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Sequence
from importlib import resources
from math import hypot
from statistics import median
from typing import Any, NamedTuple

from textmine.read.pdf.lattice import lattices
from textmine.read.pdf.marks import dark, segments_of, slant_of, straightened, unread_cells
from textmine.read.pdf.paths import rules_of
from textmine.read.pdf.types import Page, Word
from textmine.read.scans import USE
from textmine.schema import Box

MAX_PAGES = 200  # of a document: some ten minutes

_DPI = 200
_MAX_SIDE = 4000  # pixels; a larger page is rendered coarser
_FOUND_AT = 800  # pixels of the longer side of the picture in which lines are looked for; 512 MB do not hold twice that
_CLEAR = 0.8  # confidence of a line that is read the right way up, as a rule; of one on its head it is half as much
_WELL = 0.6  # the share of the characters of a page in clear lines, from which on it lies the right way up
_LEGIBLE = 0.5  # confidence below which a line is a stamp, a stain or a picture
_ALIKE = 0.2  # by which a line's estimated font size may differ from that of the page and be taken for it
_TELLING = 6  # characters from which the width of a line tells its font size
_LEVEL = 0.3  # degrees; a page that lies further aslant is turned upright
_WIDE = "\u2e80"
_QUOTES = "“”‘’—…"
_LEFT_BLANK, _RIGHT_BLANK = (
    "（《“‘〔【「『",
    "，。、；：？！）》”’〕】」』",
)  # half of them is blank: the box ends before it
_BRACKETS = str.maketrans("()", "（）")
_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
}


class Seen(NamedTuple):
    """A line as recognised: its text and confidence (0 to 1), and its middle axis and height in points."""

    text: str
    score: float
    left: float
    right: float
    y: float
    height: float


class Recognised(NamedTuple):
    """A page with the words and rules that its picture shows, how many lines are illegible, and by how many quarters it was turned."""

    page: Page
    illegible: int
    quarters: int


def recognise(document: Any, page: Page, quarters: int = 0) -> Recognised:
    """What the picture of a page says; ``quarters`` is how the page before was turned, which is likely to fit this one.

    A page that lies aslant, on its side or on its head is turned upright first: its places are those of the upright page.
    """
    shown = document[page.number - 1]
    try:
        scale = min(_DPI / 72, _MAX_SIDE / max(page.width, page.height))
        picture = shown.render(scale=scale, prefer_bgrx=False).to_numpy()[:, :, :3].copy()
    finally:
        shown.close()
    picture, found, quarters = _upright(picture, quarters)
    slant = slant_of(found.boxes.tolist()) if found.txts else 0.0
    if abs(slant) > _LEVEL:
        picture = straightened(picture, slant)
        found = engine()(picture, use_det=True)
    height, width = (side / scale for side in picture.shape[:2])
    lines = list(_seen(found, height, scale)) if found.txts else []
    words = list(_words([line for line in lines if line.score >= _LEGIBLE]))
    ink = dark(picture)
    rules = rules_of(segments_of(ink, scale))
    for box in unread_cells(ink, scale, lattices(rules), words):
        lines += (cell := list(_in_cell(picture, box, height, scale)))
        words += _words([line for line in cell if line.score >= _LEGIBLE])
    illegible = sum(line.score < _LEGIBLE for line in lines)
    page = page._replace(width=width, height=height, words=tuple(words), rules=rules, unread=0)
    return Recognised(page, illegible, quarters)


def _upright(picture: Any, quarters: int) -> tuple[Any, Any, int]:
    """A picture turned so that it can be read, what is recognised in it then, and by how many quarters it was turned.

    ``quarters`` is tried first. As no turn makes a drawing legible, the one is taken in which the most can be read.
    """
    best = picture, None, 0
    most = -1
    for turn in sorted(range(4), key=lambda turn: (turn != quarters, turn)):
        turned = _turned(picture, turn).copy()
        found = engine()(turned, use_det=True)
        if USE.on_page is not None:
            USE.on_page()
        legible, whole = _legible(found)
        if legible > most:
            best, most = (turned, found, turn), legible
        if legible >= _WELL * whole:
            break
    return best


def _turned(picture: Any, quarters: int) -> Any:
    """A view of a picture turned against the clock."""
    for _ in range(quarters):
        picture = picture.swapaxes(0, 1)[::-1]
    return picture


def _legible(found: Any) -> tuple[int, int]:
    """How many characters stand in lines that lie flat and can be read, and how many in all lines."""
    lines = list(zip(found.txts or (), found.scores or (), found.boxes.tolist() if found.txts else (), strict=True))
    flat = [text for text, score, box in lines if score >= _CLEAR and _is_flat(text, box)]
    return sum(map(len, flat)), sum(len(text) for text, _, _ in lines)


def _is_flat(text: str, box: Any) -> bool:
    (ax, ay), (bx, by), _, (dx, dy) = box
    return len(text) < 3 or hypot(bx - ax, by - ay) > hypot(dx - ax, dy - ay)


def _in_cell(picture: Any, box: Box, height: float, scale: float) -> Iterator[Seen]:
    """The line in a cell in which none was found: single digits are passed over easily."""
    left, top, right, bottom = map(int, box)
    room = (bottom - top) // 3
    found = engine()(picture[max(top - room, 0) : bottom + room, max(left - room, 0) : right + room], use_det=False)
    for text, score in zip(found.txts or (), found.scores or (), strict=True):
        if text.strip():
            y = height - (top + bottom) / 2 / scale
            yield Seen(_marked(text.strip()), float(score), left / scale, right / scale, y, (bottom - top) / scale)


@functools.cache
def engine() -> Any:
    """The recogniser, made once."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # a later onnxruntime than the extra asks for would report its use
    from rapidocr import RapidOCR

    folder = resources.files("rapidocr") / "models"
    threads = "EngineConfig.onnxruntime"
    return RapidOCR(
        params={
            **{f"{part}.model_path": str(folder / name) for part, name in _MODELS.items()},
            f"{threads}.intra_op_num_threads": 1,
            f"{threads}.inter_op_num_threads": 1,
            "Global.log_level": "critical",
            "Global.text_score": 0.0,
            "Global.max_side_len": _MAX_SIDE,
            "Global.use_cls": False,
            "Det.limit_type": "max",
            "Det.limit_side_len": _FOUND_AT,
            "Rec.rec_batch_num": 1,
        }
    )


def _seen(found: Any, height: float, scale: float) -> Iterator[Seen]:
    for text, score, box in zip(found.txts, found.scores, found.boxes.tolist(), strict=True):
        if not text.strip():
            continue
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = box  # from the upper left corner with the clock
        yield Seen(
            text=_marked(text.strip()),
            score=float(score),
            left=(ax + dx) / 2 / scale,
            right=(bx + cx) / 2 / scale,
            y=height - (ay + by + cy + dy) / 4 / scale,
            height=(dy + cy - ay - by) / 2 / scale,
        )


def _marked(text: str) -> str:
    """A text with the brackets that Chinese has: in pictures they look like those of ASCII."""
    return text.translate(_BRACKETS) if any(character >= _WIDE for character in text) else text


def _words(lines: Sequence[Seen]) -> Iterator[Word]:
    """The words of lines; where characters stand is reckoned from their usual widths."""
    ems = [(line.right - line.left) / max(_ems(line.text), 0.5) for line in lines]
    usual, height = median(ems or [0.0]), median([line.height for line in lines] or [0.0])
    for line, em in zip(lines, ems, strict=True):
        size = em if _ems(line.text) >= _TELLING else usual * line.height / height
        alike = _ALIKE if size == em else 2 * _ALIKE  # heights tell less
        yield from _split(line, em, usual if abs(size / usual - 1) < alike else size)


def _split(line: Seen, em: float, size: float) -> Iterator[Word]:
    x = line.left - (em / 2 if line.text[0] in _LEFT_BLANK else 0)
    edges = [x]
    for character in line.text:
        x += em * _em(character)
        edges.append(x)
    bottom, top = line.y - size / 2, line.y + size / 2
    start = 0
    for part in line.text.split(" "):
        end = start + len(part)
        if part:
            lefts, rights = tuple(edges[start:end]), tuple(edges[start + 1 : end + 1])
            yield Word(part, lefts, rights, bottom, top, bottom, size, start > 0, line.score)
        start = end + 1


def _em(character: str) -> float:
    return 1.0 if character >= _WIDE or character in _QUOTES else 0.5


def _ems(text: str) -> float:
    """How wide the picture of a text is, in font sizes: the blank halves of marks at its ends are not seen."""
    return sum(map(_em, text)) - (text[0] in _LEFT_BLANK) / 2 - (text[-1] in _RIGHT_BLANK) / 2
