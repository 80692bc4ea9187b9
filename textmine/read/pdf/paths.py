"""Finds the straight lines of a page among its drawn paths: strokes, thin filled rectangles, the sides of frames."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int
from itertools import pairwise
from typing import Any

from textmine.read.pdf.types import Rules

Matrix = tuple[float, float, float, float, float, float]
Segment = tuple[float, float, float, float]

_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
_THIN = 3.0  # points; what is thinner is a line, as borders of tables are
_SHORT = 5.0  # points; shorter strokes belong to drawings and underlines of single characters
_DEPTH = 8  # forms within forms
MAX_OBJECTS = 200_000  # on a page; maps and drawings have that many, reports do not
MAX_RULES = 4_000  # on a page; a page of drawings is no table


class Drawn:
    """The paths of one page, gathered through its forms; ``objects`` counts everything that is drawn."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._bounds = tuple(c_float() for _ in range(4))
        self._segments: list[Segment] = []
        self.objects = 0
        self.picture = 0.0  # the area of the largest one

    def read(self, page: Any) -> list[Segment]:
        """The straight lines of a page in its own coordinates, as (x0, y0, x1, y1)."""
        raw = self._raw
        count = min(raw.FPDFPage_CountObjects(page), MAX_OBJECTS)
        get, kind = raw.FPDFPage_GetObject, raw.FPDFPageObj_GetType
        text = raw.FPDF_PAGEOBJ_TEXT
        for index in range(count):
            item = get(page, index)
            found = kind(item)
            if found != text:
                self._take(item, found, _IDENTITY, 0)
        self.objects += count
        return self._segments

    def _take(self, item: Any, kind: int, outer: Matrix, depth: int) -> None:
        raw = self._raw
        if kind == raw.FPDF_PAGEOBJ_PATH and len(self._segments) < MAX_RULES:
            self._segments.extend(self._path(item, outer))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self.picture = max(self.picture, self._area(item, outer))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            inner = _product(self._matrix(item), outer)
            for index in range(min(raw.FPDFFormObj_CountObjects(item), MAX_OBJECTS - self.objects)):
                self.objects += 1
                part = raw.FPDFFormObj_GetObject(item, index)
                self._take(part, raw.FPDFPageObj_GetType(part), inner, depth + 1)

    def _matrix(self, item: Any) -> Matrix:
        found = self._raw.FS_MATRIX()
        if not self._raw.FPDFPageObj_GetMatrix(item, byref(found)):
            return _IDENTITY
        return found.a, found.b, found.c, found.d, found.e, found.f

    def _area(self, item: Any, outer: Matrix) -> float:
        left, bottom, right, top = self._bounds
        if not self._raw.FPDFPageObj_GetBounds(item, *map(byref, self._bounds)):
            return 0.0
        x0, y0 = _apply(outer, left.value, bottom.value)
        x1, y1 = _apply(outer, right.value, top.value)
        return abs((x1 - x0) * (y1 - y0))

    def _path(self, item: Any, outer: Matrix) -> Iterator[Segment]:
        left, bottom, right, top = self._bounds
        if not self._raw.FPDFPageObj_GetBounds(item, *map(byref, self._bounds)):
            return
        x0, y0 = _apply(outer, left.value, bottom.value)
        x1, y1 = _apply(outer, right.value, top.value)
        if abs(x1 - x0) <= _THIN:
            yield (x0 + x1) / 2, y0, (x0 + x1) / 2, y1
        elif abs(y1 - y0) <= _THIN:
            yield x0, (y0 + y1) / 2, x1, (y0 + y1) / 2
        elif self._stroked(item):
            yield from self._strokes(item, outer)

    def _stroked(self, item: Any) -> bool:
        fill, stroke = c_int(), c_int()
        return bool(self._raw.FPDFPath_GetDrawMode(item, byref(fill), byref(stroke)) and stroke.value)

    def _strokes(self, item: Any, outer: Matrix) -> Iterator[Segment]:
        raw = self._raw
        matrix = _product(self._matrix(item), outer)
        x, y = c_float(), c_float()
        run: list[tuple[float, float]] = []
        for index in range(min(raw.FPDFPath_CountSegments(item), MAX_RULES)):
            part = raw.FPDFPath_GetPathSegment(item, index)
            kind = raw.FPDFPathSegment_GetType(part)
            raw.FPDFPathSegment_GetPoint(part, byref(x), byref(y))
            point = _apply(matrix, x.value, y.value)
            if kind != raw.FPDF_SEGMENT_LINETO:
                yield from ((*a, *b) for a, b in pairwise(run))
                run = []
            run.append(point)
            if raw.FPDFPathSegment_GetClose(part):
                run.append(run[0])
        yield from ((*a, *b) for a, b in pairwise(run))


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def rules_of(segments: list[Segment]) -> Rules:
    """The lines across and down among some segments; slanted and very short ones are left out, touching ones joined.

    >>> rules_of([(10, 50, 60, 50), (60, 50.4, 90, 50.4), (10, 20, 10, 50), (10, 20, 40, 50)])
    Rules(across=((50.0, 10, 90),), down=((10.0, 20, 50),))
    """
    across, down = [], []
    for x0, y0, x1, y1 in segments:
        if abs(y1 - y0) <= 1 and abs(x1 - x0) >= _SHORT:
            across.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= 1 and abs(y1 - y0) >= _SHORT:
            down.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return Rules(_joined(across), _joined(down))


def _joined(lines: list[tuple[float, float, float]]) -> tuple[tuple[float, float, float], ...]:
    """Lines on one axis that touch or overlap become one."""
    found: list[tuple[float, float, float]] = []
    level: list[tuple[float, float, float]] = []
    for line in sorted(lines):
        if level and line[0] - level[0][0] > 1:
            found.extend(_chained(level))
            level = []
        level.append(line)
    return (*found, *_chained(level))


def _chained(level: list[tuple[float, float, float]]) -> Iterator[tuple[float, float, float]]:
    place, start, end = 0.0, 0.0, -1.0
    for at, first, last in sorted(level, key=lambda line: line[1:]):
        if end < start or first > end + 2:
            if end >= start:
                yield place, start, end
            place, start, end = at, first, last
        else:
            end = max(end, last)
    if end >= start:
        yield place, start, end
