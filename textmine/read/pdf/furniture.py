"""Drops what a page repeats around its text: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from statistics import median
from typing import NamedTuple

from textmine.read.pdf.types import Block, Column, Piece, Sheet

Row = tuple[Piece, ...]

_MARGIN = 0.13  # of the page's height: where furniture stands
_GAP = 1.2  # usual distances of lines that a page number keeps from the text
_OUTER = 3  # lines of a page, from the top and from the bottom, that can be furniture
_SAME_HEIGHT = 5.0  # points
_MOST, _LEAST = 0.4, 3  # share and number of pages on which a running head stands; 0.4: odd and even pages differ
_DASH = r"[-—–―－─~～·•.…_|\[\]【】（）()]"
_HAN_NUMBER = "[0-9０-９一二三四五六七八九十百]{1,5}"
_MARKED = re.compile(
    rf"{_DASH}{{1,4}}[0-9０-９]{{1,4}}{_DASH}{{1,4}}|{_DASH}{{0,2}}第{_HAN_NUMBER}页(?:[,，/|（(]?共{_HAN_NUMBER}页[）)]?)?{_DASH}{{0,2}}"
    r"|[Pp](?:age|\.)[0-9]{1,4}(?:of[0-9]{1,4})?"
)
_BARE = re.compile(r"([0-9０-９]{1,4})(?:/[0-9０-９]{1,4})?")
_DIGITS = re.compile("^[0-9０-９]{1,5}|[0-9０-９]{1,5}$")  # a page number beside a running head
_WORD = re.compile(r"[^\W\d_]{2}")
_CONTINUED = re.compile(r"[（(]?(?:续上?表|上接第?[0-9]+页)[0-9一二三四五六七八九十]{0,3}[）)]?")


class Outer(NamedTuple):
    """A line at the top or bottom of a page: whether it stands in the margin, and there apart from the text."""

    row: Row
    margin: bool
    alone: bool


def without_furniture(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages without their page numbers, running heads and feet. Only the outermost lines are looked at."""
    outer = [list(_outer(sheet)) for sheet in sheets]
    repeated = _repeated(outer)
    shift = _numbering(sheets, outer)
    found = []
    for sheet, lines in zip(sheets, outer, strict=True):
        dropped = {
            id(line.row)
            for line in lines
            if _CONTINUED.fullmatch(key := _key(line.row))
            or (line.margin and (_MARKED.fullmatch(key) or _is_repeated(line.row, repeated)))
            or (line.alone and (number := _bare(key)) is not None and number - sheet.number == shift)
        }
        found.append(_without(sheet, dropped) if dropped else sheet)
    return found


def _key(row: Row) -> str:
    return "".join("".join(piece.text.split()) for piece in row)


def _outer(sheet: Sheet) -> Iterator[Outer]:
    """The outermost lines of a page that stand outside tables."""
    rows = [row for block in sheet.blocks if isinstance(block, Column) for row in block.lines]
    rows.sort(key=lambda row: -row[0].baseline)
    steps = [above[0].baseline - below[0].baseline for above, below in pairwise(rows)]
    usual = median(steps) if steps else 0.0
    for at, row in enumerate(rows):
        if at < _OUTER or at >= len(rows) - _OUTER:
            y = row[0].baseline / sheet.height
            last = at == len(rows) - 1
            gap = steps[at - 1] if last and steps else steps[0] if at == 0 and steps else 0.0
            margin = y < _MARGIN or y > 1 - _MARGIN
            yield Outer(row, margin, margin and (len(rows) < _OUTER or gap > _GAP * usual))


def _repeated(outer: Sequence[Sequence[Outer]]) -> dict[str, float]:
    """Lines (a number at either end aside) that stand at one height on most pages, with that height."""
    heights: dict[str, list[float]] = defaultdict(list)
    for line in chain.from_iterable(outer):
        if line.margin:
            heights[_DIGITS.sub("#", _key(line.row))].append(line.row[0].baseline)
    found = {}
    for key, places in heights.items():
        middle = median(places)
        same = sum(abs(place - middle) <= _SAME_HEIGHT for place in places)
        if same >= max(_LEAST, _MOST * len(outer)) and _WORD.search(key):
            found[key] = middle
    return found


def _is_repeated(row: Row, repeated: dict[str, float]) -> bool:
    middle = repeated.get(_DIGITS.sub("#", _key(row)))
    return middle is not None and abs(row[0].baseline - middle) <= _SAME_HEIGHT


def _bare(key: str) -> int | None:
    match = _BARE.fullmatch(key)
    return int(match.group(1)) if match else None


def _numbering(sheets: Sequence[Sheet], outer: Sequence[Sequence[Outer]]) -> int | None:
    """How far bare page numbers run ahead of the pages; ``None`` where lone numbers do not count pages."""
    ahead = Counter(
        number - sheet.number
        for sheet, lines in zip(sheets, outer, strict=True)
        for line in lines
        if line.alone and (number := _bare(_key(line.row))) is not None
    )
    if not ahead:
        return None
    shift, pages = ahead.most_common(1)[0]
    return shift if pages >= max(min(len(sheets), 2), _MOST * len(sheets)) and (shift == 0 or pages > 1) else None


def _without(sheet: Sheet, dropped: set[int]) -> Sheet:
    blocks: list[Block] = []
    for block in sheet.blocks:
        if isinstance(block, Column):
            lines = tuple(row for row in block.lines if id(row) not in dropped)
            if lines:
                blocks.append(block._replace(lines=lines))
        else:
            blocks.append(block)
    return sheet._replace(blocks=tuple(blocks))
