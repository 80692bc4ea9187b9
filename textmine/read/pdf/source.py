"""Everything that asks PDFium: opens a document, and takes its pages apart into words and rules, one at a time.

PDFium is not thread-safe: one process reads one document at a time. A page is closed before the next is opened.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from ctypes import byref, c_double
from itertools import repeat
from math import pi
from struct import iter_unpack
from typing import Any

from textmine.read.charset import REPLACEMENT
from textmine.read.files import SetAside
from textmine.read.pdf.paths import Drawn, rules_of
from textmine.read.pdf.types import Page, Word
from textmine.schema import Box, Reason

MAX_CHARACTERS = 1_000_000  # on one page: a book's worth; a page of a report has about a thousand

_PASSWORD = 4  # FPDF_ERR_PASSWORD
_A4 = (595.0, 842.0)
_SHIFT = 0.01  # points
_QUARTER = pi / 2
_SAMPLES = 16  # characters of a page that tell the direction of its text
_ASLANT = 0.05  # quarter turns
_HYPHENS = dict.fromkeys("\x02\ufffe\xad", "-")  # what PDFium makes of a hyphen at the end of a line
_ODD = re.compile("[\0-\x08\x0e-\x1f\x7f\xad\ud800-\udfff\ue000-\uf8ff\ufffd-\uffff]")
_WHITE = frozenset(" \t\r\n\f\v\xa0\u3000\u2002\u2003\u2009\u200b\ufeff")
_WIDE = "\u2e80"  # from here on characters are as wide as they are high
_GAP = 0.25  # of the height: what stands further apart is another word
_LATIN = 0.74  # the font size as a share of the height of a Latin font's box


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document of PDFium in some bytes, closed at the end; `SetAside` for one that it cannot open."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise SetAside(Reason.ENCRYPTED, "it opens with a password only") from error
        raise SetAside(Reason.PARSE, str(error)) from error
    try:
        yield document
    finally:
        document.close()


def page_of(document: Any, index: int) -> Page | None:
    """The page with this index, from 0; ``None`` where the document has none that can be shown."""
    import pypdfium2
    from pypdfium2 import raw

    try:
        page = document[index]
    except (pypdfium2.PdfiumError, IndexError):
        return None
    try:
        words, unread, turned = _words(raw, page)
        drawn = Drawn(raw)
        segments = [turned.box(*segment) for segment in drawn.read(page.raw)]
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()
    return Page(
        number=index + 1,
        width=turned.width,
        height=turned.height,
        words=tuple(words),
        rules=rules_of(segments),
        drawn=drawn.objects,
        pictured=drawn.picture / (turned.width * turned.height),
        unread=unread,
    )


def _words(raw: Any, page: Any) -> tuple[list[Word], int, Turned]:
    """The words of a page, how many characters have no meaning, and how the page is turned."""
    textpage = page.get_textpage()
    try:
        characters, unread = _characters(raw, textpage)
        turned = Turned.of(raw, page, _direction(raw, textpage, characters))
        boxes = (raw.FS_RECTF * len(characters))()
        # One foreign call a character, into an array that is unpacked at once: a third of what single boxes cost.
        deque(map(raw.FPDFText_GetLooseCharBox, repeat(textpage.raw), range(len(characters)), boxes), maxlen=0)
        places = ((left, bottom, right, top) for left, top, right, bottom in iter_unpack("4f", boxes))
        if not turned.straight:
            places = (turned.box(*place) for place in places)
        return _gathered(characters, places, _baseline(raw, textpage, turned)), unread, turned
    finally:
        textpage.close()


def _characters(raw: Any, textpage: Any) -> tuple[list[str], int]:
    """The characters of a page, one for each that PDFium counts, and how many of them have no meaning."""
    count = min(textpage.count_chars(), MAX_CHARACTERS)
    text = textpage.get_text_range(0, count) if count else ""
    if len(text) == count:  # one call for all, wherever PDFium left nothing out
        characters = list(text)
    else:
        characters = [chr(min(raw.FPDFText_GetUnicode(textpage.raw, at), 0x10FFFF)) for at in range(count)]
    unread = 0
    if _ODD.search(text) or len(text) != count:
        characters = [_HYPHENS.get(character, character) for character in characters]
        odd = [at for at, character in enumerate(characters) if _ODD.match(character)]
        for at in odd:
            characters[at] = REPLACEMENT
        unread = len(odd)
    return characters, unread


def _direction(raw: Any, textpage: Any, characters: Sequence[str]) -> int | None:
    """In how many quarter turns to the left most characters run; ``None`` on a page without text."""
    step = max(len(characters) // _SAMPLES, 1)
    turns = Counter(
        -round(raw.FPDFText_GetCharAngle(textpage.raw, at) / _QUARTER) % 4  # PDFium measures clockwise
        for at in range(0, len(characters), step)
        if characters[at] not in _WHITE
    )
    return turns.most_common(1)[0][0] if turns else None


def _baseline(raw: Any, textpage: Any, turned: Turned) -> Callable[[int], float | None]:
    """A function that gives the height on which a character stands, ``None`` where it stands aslant (a watermark)."""
    x, y = c_double(), c_double()

    def baseline(at: int) -> float | None:
        quarters = raw.FPDFText_GetCharAngle(textpage.raw, at) / _QUARTER
        if abs(quarters - round(quarters)) > _ASLANT:
            return None
        raw.FPDFText_GetCharOrigin(textpage.raw, at, byref(x), byref(y))
        return y.value if turned.straight else turned.point(x.value, y.value)[1]

    return baseline


def _gathered(characters: list[str], boxes: Iterable[Box], baseline: Callable[[int], float | None]) -> list[Word]:
    """The words that characters make which follow each other closely at one height."""
    words: list[Word] = []
    text: list[str] = []
    lefts: list[float] = []
    rights: list[float] = []
    low = high = last = reach = 0.0
    first = 0
    spaced = pending = False

    def close() -> None:
        place = baseline(first)
        if place is not None:
            wide = next((b - a for c, a, b in zip(text, lefts, rights, strict=True) if c >= _WIDE), 0.0)
            size = wide or (high - low) * _LATIN
            words.append(Word("".join(text), tuple(lefts), tuple(rights), low, high, place, size, spaced))

    for at, (character, (left, bottom, right, top)) in enumerate(zip(characters, boxes, strict=True)):
        if character in _WHITE:
            pending = pending or right > left  # PDFium's own spaces have no width: there the gap decides
            continue
        if text and not pending and bottom == low and top == high and -reach < left - last < reach:
            text.append(character)
            lefts.append(left)
            rights.append(right)
            last = right
            continue
        if text:
            close()
        text, lefts, rights = [character], [left], [right]
        low, high, last, first = bottom, top, right, at
        reach = (top - bottom) * _GAP
        spaced, pending = pending, False
    if text:
        close()
    return words


class Turned:
    """How a page is read: the corner of its visible part, and the quarter turns to the right that set its text upright."""

    def __init__(self, left: float, bottom: float, right: float, top: float, turns: int) -> None:
        self._corner = left, bottom, right, top
        self._turns = turns % 4
        sides = right - left, top - bottom
        self.width, self.height = sides[::-1] if self._turns % 2 else sides
        self.straight = not self._turns and abs(left) + abs(bottom) < _SHIFT

    @classmethod
    def of(cls, raw: Any, page: Any, direction: int | None) -> Turned:
        """How a page with text in this direction is read; one without text as it is shown, one without size as A4."""
        box = raw.FS_RECTF()
        turns = raw.FPDFPage_GetRotation(page.raw) if direction is None else direction
        if not raw.FPDF_GetPageBoundingBox(page.raw, byref(box)) or box.right <= box.left or box.top <= box.bottom:
            return cls(0, 0, *_A4, turns)
        return cls(box.left, box.bottom, box.right, box.top, turns)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page's own coordinates is shown, from the lower left corner."""
        left, bottom, right, top = self._corner
        return ((x - left, y - bottom), (y - bottom, right - x), (right - x, top - y), (top - y, x - left))[self._turns]

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Where a box (any two opposite corners) is shown: left, bottom, right, top."""
        (a, b), (c, d) = self.point(x0, y0), self.point(x1, y1)
        return min(a, c), min(b, d), max(a, c), max(b, d)
