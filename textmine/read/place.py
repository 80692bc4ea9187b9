"""Where a stretch of text stands on the pages of a document."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from textmine.schema import Box, Document


class Place(NamedTuple):
    """A page (from 1), a box on it in points from its lower left corner, how sure its text is where it was recognised."""

    page: int
    box: Box
    confidence: float | None = None


def box_of(document: Document, start: int, end: int) -> Place | None:
    """Where ``text[start:end]`` stands.

    A stretch over several lines has the box around all its lines on the page where it begins. ``None`` for an empty
    stretch, and where the document does not know its places, as that of a text file.

    >>> from textmine.schema import Line
    >>> line = Line(start=0, end=3, page=2, box=(10.0, 50.0, 40.0, 60.0), edges=(20.0, 30.0, 40.0))
    >>> document = Document(path="", sha256="", text="办结率", body=(0, 3), lines=(line,))
    >>> box_of(document, 1, 3)
    Place(page=2, box=(20.0, 50.0, 40.0, 60.0), confidence=None)
    """
    at = max(bisect_right(document.lines, start, key=lambda line: line.start) - 1, 0)
    boxes: list[Box] = []
    scores: list[float] = []
    page = 0
    for line in document.lines[at:]:
        if line.start >= end or (boxes and line.page != page):
            break
        first, last = max(start, line.start), min(end, line.end)
        if first < last:
            page = line.page
            left, bottom, _, top = line.box
            begin = line.edges[first - line.start - 1] if first > line.start else left
            reach = max(line.edges[first - line.start : last - line.start])
            boxes.append((min(begin, reach), bottom, reach, top))
            if line.confidence is not None:
                scores.append(line.confidence)
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    box = (round(min(lefts), 2), round(min(bottoms), 2), round(max(rights), 2), round(max(tops), 2))
    return Place(page, box, min(scores, default=None))
