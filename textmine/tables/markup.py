"""Tables that stand in a text as HTML: what a crawler leaves that keeps the markup of tables and strips that of the page."""

import re
from collections.abc import Iterator

from textmine.schema import Grid, GridCell
from textmine.tables.rowtypes import Span

_NAMES = "table|tbody|thead|tfoot|caption|colgroup|col|tr|td|th|p|br|div|span|font|strong|b|em|i|u|center|a|o:p"
TAG = re.compile(rf"</?(?:{_NAMES})(?:[\s/][^<>]{{0,600}})?>|&(?:nbsp|ensp|emsp|#160);", re.IGNORECASE)
_PARTS = re.compile(r"<(/?)(table|tr|td|th)(?:[\s/]([^<>]{0,600}))?>", re.IGNORECASE)
_SPAN = r"""[\s"']{}\s{{0,3}}=\s{{0,3}}["']?([0-9]{{1,3}})"""
_ROWS, _COLUMNS = (re.compile(_SPAN.format(name), re.IGNORECASE) for name in ("rowspan", "colspan"))
_MOST_CELLS = 50_000


def markup_grids(text: str, start: int, end: int) -> list[Grid]:
    """The tables between `<table>` and `</table>` in ``text[start:end]``, those that hold no other table; offsets are code points.

    A cell's text begins and ends without tags; tags within it stay.

    >>> text = "<table><tr><td colspan=2><p>规章</p></td></tr><tr><td>1</td><td> </td></tr></table>"
    >>> [(*cell[:4], text[cell.start : cell.end]) for cell in markup_grids(text, 0, len(text))[0].cells]
    [(0, 0, 1, 2, '规章'), (1, 0, 1, 1, '1'), (1, 1, 1, 1, '')]
    """
    grids: list[Grid] = []
    opened: int | None = None
    for match in _PARTS.finditer(text, start, end):
        if match[2].lower() != "table":
            continue
        if not match[1]:
            opened = match.start()
        elif opened is not None:
            cells = tuple(_cells(text, opened, match.end()))
            if cells:
                grids.append(Grid(start=opened, end=match.end(), cells=cells))
            opened = None
    return grids


def _cells(text: str, start: int, end: int) -> Iterator[GridCell]:
    row, count = -1, 0
    taken: dict[int, int] = {}  # columns that cells above cover, and the first row that they do not
    column = 0
    parts = list(_PARTS.finditer(text, start, end))
    for at, match in enumerate(parts):
        name = match[2].lower()
        if name == "tr" and not match[1]:
            row, column = row + 1, 0
        elif name in ("td", "th") and not match[1] and count < _MOST_CELLS:
            row = max(row, 0)
            count += 1
            while taken.get(column, 0) > row:
                column += 1
            rows, columns = (_number(pattern, match[3] or "") for pattern in (_ROWS, _COLUMNS))
            for covered in range(column, column + columns):
                taken[covered] = row + rows
            after = parts[at + 1].start() if at + 1 < len(parts) else end
            yield GridCell(row, column, rows, columns, *_inside(text, match.end(), after))
            column += columns


def _number(pattern: re.Pattern[str], attributes: str) -> int:
    match = pattern.search(f" {attributes}")
    return max(int(match[1]), 1) if match else 1


def _inside(text: str, start: int, end: int) -> Span:
    """A stretch of text without the tags and the white space at its ends."""
    found = [
        (first + len(part) - len(part.lstrip()), first + len(part.rstrip()))
        for first, stop in _between(text, start, end)
        if (part := text[first:stop]).strip()
    ]
    return (found[0][0], found[-1][1]) if found else (start, start)


def _between(text: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for match in TAG.finditer(text, start, end):
        yield at, match.start()
        at = match.end()
    yield at, end
