"""Reports as PDF files: paragraphs set line by line, tables ruled, pages numbered."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from writers.blocks import Block, Cell, size_of
from writers.pdf import LEFT, PITCH, SIZE, TAIL, paper, show, stroke

MEASURE = 28 * SIZE  # the length of a full line: 28 characters (GB/T 9704-2012, 5.2.3)
BOTTOM = 70
SMALL = 9  # the type of tables
STEP = 13
_NEVER_FIRST = "，。、；：！？）》”’％%"  # such a character hangs on the line before
_WORDS = re.compile(r"[A-Za-z0-9.,%+-]+|.", re.DOTALL)


def plain_paper(lines: Iterable[str]) -> bytes:
    """A paragraph for every line, without indent, with room above it; no page numbers."""
    return paper(*_pages((line.strip() for line in lines), indent=0, gap=PITCH / 2, numbered=False))


def office_paper(title: str, blocks: Iterable[Block]) -> bytes:
    """A report as it is printed: title, indented paragraphs without room between, ruled tables, page numbers."""
    return paper(*_pages(blocks, title=title, indent=2 * SIZE, gap=0, numbered=True))


def length(text: str, size: float) -> float:
    return sum(size if ord(character) >= 0x2E80 else size / 2 for character in text)


def wrapped(text: str, measure: float, size: float, indent: float = 0) -> Iterator[str]:
    """The lines of a paragraph: words and numbers stay whole where they can, closing marks never begin a line."""
    line, room = "", measure - indent
    for piece in _WORDS.findall(text):
        parts = [piece] if length(piece, size) <= measure else list(piece)
        for part in parts:
            if line and length(line + part, size) > room and part not in _NEVER_FIRST:
                yield line
                line, room = "", measure
            line += part
    yield line


def _pages(blocks: Iterable[Block], *, title: str = "", indent: float, gap: float, numbered: bool) -> list[bytes]:
    pages, y = [b""], float(TAIL)
    for part in wrapped(title, MEASURE, 22) if title else ():
        pages[-1] += show(LEFT + (MEASURE - length(part, 22)) / 2, y, part, 22)
        y -= 34
    y -= 20 * bool(title)
    for block in blocks:
        if not isinstance(block, str):
            y = _table(block, pages, y) - PITCH
            continue
        for at, line in enumerate(wrapped(block, MEASURE, SIZE, indent)):
            if y < BOTTOM:
                pages.append(b"")
                y = TAIL
            pages[-1] += show(LEFT + (0 if at else indent), y, line)
            y -= PITCH
        y -= gap
    marks = [show(285, 36, f"- {at} -", 10) if numbered else b"" for at in range(1, len(pages) + 1)]
    return [page + mark for page, mark in zip(pages, marks, strict=True)]


def _table(cells: Sequence[Cell], pages: list[bytes], y: float) -> float:
    """Draw a table from ``y`` on, over the ends of pages between rows; where it ends on the last one."""
    high, wide = size_of(cells)
    xs = list(accumulate(_widths(cells, wide), initial=float(LEFT)))
    lines = {
        cell: list(wrapped(cell.text, xs[cell.column + cell.columns] - xs[cell.column] - 4, SMALL)) for cell in cells
    }
    heights = [
        max(
            (len(lines[cell]) * STEP / cell.rows for cell in cells if cell.row <= row < cell.row + cell.rows), default=1
        )
        + 6
        for row in range(high)
    ]
    first = 0
    while first < high:
        last, bottom = first, y
        while last < high and bottom - heights[last] >= BOTTOM:
            bottom -= heights[last]
            last += 1
        if last > first:
            ys = list(accumulate((-height for height in heights[first:last]), initial=y))
            pages[-1] += b"".join(_drawn(cell, lines[cell], xs, ys, first, last) for cell in cells)
            y = bottom
        if last < high:
            pages.append(b"")
            y = TAIL
        first = last
    return y


def _widths(cells: Sequence[Cell], wide: int) -> list[float]:
    """Columns of numbers are narrow where there are many; what is left goes to the labels."""
    numbers = {cell.column for cell in cells if cell.text.lstrip("-").replace(".", "").isdigit()}
    labels = wide - len(numbers)
    narrow = 36.0 if labels > 1 else MEASURE / wide
    return [narrow if column in numbers else (MEASURE - narrow * len(numbers)) / labels for column in range(wide)]


def _drawn(cell: Cell, lines: Sequence[str], xs: Sequence[float], ys: Sequence[float], first: int, last: int) -> bytes:
    """What of a cell stands on a page that has the rows from ``first`` to ``last``: its frame, and its text where it begins."""
    top, end = max(cell.row, first), min(cell.row + cell.rows, last)
    if top >= end:
        return b""
    left, right, upper, lower = xs[cell.column], xs[cell.column + cell.columns], ys[top - first], ys[end - first]
    drawn = stroke(left, upper, right, upper) + stroke(left, lower, right, lower)
    drawn += stroke(left, lower, left, upper) + stroke(right, lower, right, upper)
    if cell.row < first:
        return drawn
    middle = max((upper + lower + len(lines) * STEP) / 2, lower + len(lines) * STEP)
    for at, line in enumerate(lines):
        x = (left + right - length(line, SMALL)) / 2
        drawn += show(x, min(middle, upper) - STEP * (at + 1) + 3, line, SMALL) if line else b""
    return drawn
