"""Looks at the picture of a page without reading it: how it lies, its straight lines, and cells with something in them.

Pictures have ``scale`` pixels a point and are counted from the upper left corner, pages from the lower left one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import atan2, degrees
from statistics import median
from typing import Any

from textmine.read.pdf.lattice import Lattice
from textmine.read.pdf.paths import Segment
from textmine.read.pdf.types import Word
from textmine.schema import Box

_LENGTH = 24.0  # points: longer than any stroke of a character in running text
_STROKE = 12.0  # points: as high as the lowest row of a table
_THICK = 3.0  # points; what is thicker is a bar or a picture
_BORDER = 2.5  # points within a cell that its border may cover
_SPECK = 2.5  # points; what is lower and narrower is dirt
_LONG = 5  # times as wide as high: such lines say how the page lies


def slant_of(boxes: Sequence[Sequence[Sequence[float]]]) -> float:
    """By how many degrees the lines of a page climb; ``boxes`` are their corners with the clock from the upper left.

    >>> slant_of([[(0, 10), (100, 0), (100, 12), (0, 22)]])
    5.71
    """
    climbs = [
        degrees(atan2(ay - by, bx - ax)) for (ax, ay), (bx, by), _, (_, dy) in boxes if bx - ax > _LONG * (dy - ay)
    ]
    return round(median(climbs), 2) if climbs else 0.0


def straightened(picture: Any, slant: float) -> Any:
    """The picture of a page that lies ``slant`` degrees aslant, turned upright about its middle."""
    import cv2

    high, wide = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), -slant, 1.0)
    return cv2.warpAffine(picture, turn, (wide, high), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))


def dark(picture: Any) -> Any:
    """Where ink is: a picture of one channel, 255 there and 0 elsewhere."""
    import cv2

    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)[1]


def segments_of(ink: Any, scale: float) -> list[Segment]:
    """The lines across and down, in points of the page; a line down no longer than a stroke counts between two lines across."""
    height = ink.shape[0] / scale
    across = [
        (x / scale, height - (y + high / 2) / scale, (x + wide) / scale, height - (y + high / 2) / scale)
        for x, y, wide, high in _runs(ink, int(_LENGTH * scale), 1)
        if high <= _THICK * scale
    ]
    down = [
        ((x + wide / 2) / scale, height - (y + high) / scale, (x + wide / 2) / scale, height - y / scale)
        for x, y, wide, high in _runs(ink, 1, int(_STROKE * scale))
        if wide <= _THICK * scale
    ]
    return across + [line for line in down if line[3] - line[1] >= _LENGTH or _is_held(line, across)]


def _runs(ink: Any, wide: int, high: int) -> Iterator[tuple[int, int, int, int]]:
    """What is left of the ink where a box of these pixels fits into it: x, y, width, height."""
    import cv2

    kept = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, (wide, high)))
    for *box, _ in cv2.connectedComponentsWithStats(kept)[2].tolist()[1:]:  # the first is what is white
        yield tuple(box)


def _is_held(line: Segment, across: Sequence[Segment]) -> bool:
    x, bottom, _, top = line
    met = [y for left, y, right, _ in across if left - _THICK <= x <= right + _THICK]
    return any(abs(y - bottom) <= _THICK for y in met) and any(abs(y - top) <= _THICK for y in met)


def unread_cells(ink: Any, scale: float, tables: Sequence[Lattice], words: Sequence[Word]) -> Iterator[Box]:
    """The boxes of the ink in cells without a word, in pixels: left, top, right, bottom."""
    import cv2

    height = ink.shape[0] / scale
    for table in tables:
        read = {
            table.place((word.lefts[at] + word.rights[at]) / 2, (word.bottom + word.top) / 2)
            for word in words
            for at in range(len(word.text))
        }
        for row, column, rows, columns in table.regions:
            if any((i, j) in read for i in range(row, row + rows) for j in range(column, column + columns)):
                continue
            left, right = (int(table.xs[at] * scale) for at in (column, column + columns))
            top, bottom = (int((height - table.ys[at]) * scale) for at in (row, row + rows))
            edge = int(_BORDER * scale)
            inside = ink[top + edge : bottom - edge, left + edge : right - edge]
            x, y, wide, high = cv2.boundingRect(inside) if inside.size else (0, 0, 0, 0)
            if max(wide, high) > _SPECK * scale:
                yield left + edge + x, top + edge + y, left + edge + x + wide, top + edge + y + high
