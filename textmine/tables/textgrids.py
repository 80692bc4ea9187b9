"""The rows of tables that were flattened to text with pipes or tabs, blanks and all.

Four ways of writing them are known, three of them from web extractors. In the first a cell is a line that ends in a pipe, a
blank a line with a pipe alone, and a line of pipes closes the row: cells and pipes of a row less one give its width. In the
second the pipes that a short row lacks follow its last cell, and a pipe alone, or nothing, stands between two rows. In the
third, and in Markdown, a row is a line. The fourth has tabs between the cells of a line.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from textmine.schema import Grid, GridCell
from textmine.tables.pagefoot import page_feet
from textmine.tables.rowtypes import Span, TextRow
from textmine.tables.separated import separated_rows

_LINE = re.compile(r"[^\n]+")
_PIPE, _TAB, _DOUBLE_TAB = re.compile(r"[|｜]"), re.compile("\t"), re.compile("\t\t")
_SINGLE_TAB = re.compile("(?<!\t)\t(?!\t)")  # where there is none, every tab was written twice
_LACKING = re.compile(r"(?<=[|｜])\s{1,60}+[|｜]{2,200}+\s{0,60}+$")  # what a short row lacks, behind its last cell
_RULE = re.compile(r"[\s|｜:+=]{0,200}+-[\s|｜:+=-]*+")  # what Markdown puts below a header
_SHORT = re.compile(
    r"(?=\s{0,60}+[^|｜\s])[^|｜]{1,300}+[|｜][\s|｜]{0,200}[|｜]\s{0,60}+"
)  # a cell, its pipe, those that its row lacks
_LONE = re.compile(r"\s{0,60}+[|｜]\s{0,60}+")
_LED = re.compile(r"\s{0,60}+[|｜]")
_HEADING = re.compile(r"\s{0,60}+[一二三四五六七八九十]{1,2}、")
_BETWEEN = re.compile(
    r"。|^\s{0,60}+(?:附?表|图)\s*[0-9一二三四五六七八九十]|表[)）]?\s{0,60}+$"
)  # running text, a caption
_LONGEST_PART = 60  # characters of a line of a cell of several lines; a longer one is running text


def text_grid(text: str, start: int, end: int) -> Grid | None:
    r"""All rows of piped or tabbed cells in ``text[start:end]`` as one grid; ``None`` where there are none.

    Of the cells of a row only the order is known, not which columns a wide one covers. Offsets are code points of ``text``.

    >>> text = "内容 |\n|||\n规章 |\n0 |\n|\n|\n文件 |\n7 |\n2 |\n|"
    >>> [(cell.row, text[cell.start : cell.end]) for cell in text_grid(text, 0, len(text)).cells][1:]
    [(1, '规章'), (1, '0'), (1, ''), (2, '文件'), (2, '7'), (2, '2')]
    """
    rows = [row for block in text_blocks(text, start, end) for row in block] or list(separated_rows(text, start, end))
    cells = tuple(
        GridCell(number, column, 1, 1, *span)
        for number, row in enumerate(rows)
        for column, span in enumerate(row.cells)
    )
    return Grid(start=start, end=end, cells=cells) if cells else None


def text_blocks(text: str, start: int, end: int) -> list[list[TextRow]]:
    """The rows of ``text[start:end]`` that follow one another with no running text between; offsets are code points."""
    feet = set(page_feet(text, start, end))
    lines = [match.span() for match in _LINE.finditer(text, start, end) if not text[slice(*match.span())].isspace()]
    lines = [line for line in lines if line not in feet]
    piped = [line for line in lines if _PIPE.search(text, *line)]
    if not piped:
        rows = _row_lines(text, lines, _TAB if _SINGLE_TAB.search(text, start, end) else _DOUBLE_TAB, led=False)
    elif 2 * sum(len(_filled(text, *line)) > 1 for line in piped) >= len(piped):
        led = 2 * sum(bool(_LED.match(text, *line)) for line in piped) >= len(piped)
        rows = _row_lines(text, lines, _PIPE, led=led)
    else:
        rows = _cell_lines(text, lines)
    blocks: list[list[TextRow]] = [[]]
    for row in rows:
        if row is None:
            blocks.append([])
        else:
            blocks[-1].append(row)
    return [block for block in blocks if block]


def _split(text: str, start: int, end: int, separator: re.Pattern[str]) -> list[Span]:
    """The parts of a line between separators, without the white space around them; blanks are empty spans."""
    spans = []
    at = start
    for stop in [*(match.start() for match in separator.finditer(text, start, end)), end]:
        part = text[at:stop]
        left = at + len(part) - len(part.lstrip())
        spans.append((left, left + len(part.strip())) if part.strip() else (at, at))
        at = stop + 1
    return spans


def _filled(text: str, start: int, end: int) -> list[Span]:
    return [span for span in _split(text, start, end, _PIPE) if span[0] < span[1]]


def _row_lines(text: str, lines: Sequence[Span], separator: re.Pattern[str], *, led: bool) -> Iterator[TextRow | None]:
    """Lines that are rows; the last cell's own pipe and those that it lacks are no cells, nor is one that leads it."""
    for start, end in lines:
        if not separator.search(text, start, end):
            yield None
        elif separator is not _PIPE:
            yield TextRow(_split(text, start, end, separator), start)
        elif not _RULE.fullmatch(text, start, end):
            lacking = _LACKING.search(text, start, end)
            spans = _split(text, start, lacking.start() if lacking else end, separator)
            last = len(spans) - int(spans[-1][0] == spans[-1][1])
            if spans := spans[int(led and spans[0][0] == spans[0][1]) : last]:
                yield TextRow(spans, start)


class _Open:
    """A row of cells that are lines, while it is read."""

    def __init__(self) -> None:
        self.cells: list[Span] = []
        self.start = 0
        self.begun: Span | None = None  # a line without a pipe: the beginning of a cell of several lines

    def add(self, cell: Span, line: int) -> None:
        if not self.cells:
            self.start = line if self.begun is None else self.begun[0]
        self.cells.append(cell if self.begun is None else (self.begun[0], cell[1]))
        self.begun = None

    def closed(self) -> Iterator[TextRow]:
        if self.cells:
            yield TextRow(self.cells, self.start)
        self.cells, self.begun = [], None


def _cell_lines(text: str, lines: Sequence[Span]) -> Iterator[TextRow | None]:
    """The rows of cells that are lines. ``width`` is that of the table, as rows tell it that lack some of it."""
    behind = [_LONE.fullmatch(text, *after) for line, after in pairwise(lines) if _SHORT.fullmatch(text, *line)]
    parted = 2 * sum(map(bool, behind)) > len(behind)  # a pipe alone stands before each row
    width = 0
    row = _Open()
    parting = False  # whether a pipe alone would only part two rows
    for number, (start, end) in enumerate(lines):
        filled = _filled(text, start, end)
        pipes = len(_PIPE.findall(text, start, end))
        blank = width == 0 and number + 1 < len(lines) and _LONE.fullmatch(text, *lines[number + 1])
        if pipes == 0:
            between = end - start > _LONGEST_PART or _BETWEEN.search(text, start, end)
            if between or _HEADING.match(text, start, end):
                yield from _last(row, width)
                yield None
            width = 0 if between else width
            row.begun = row.begun or ((start, end) if width else None)
            continue
        lacking = pipes - 1
        if filled:
            row.add((filled[0][0], filled[-1][1]), start)
        elif row.cells and (pipes > 1 or (width == 0 and not blank)):
            width = width or len(row.cells)  # the first row is full
        elif parting or pipes > 1 or (width == 0 and not row.cells):
            parting = False
            continue
        else:
            row.add((start, start), start)
        row.begun, parting = None, False
        if lacking:
            width = len(row.cells) + lacking
        if lacking or len(row.cells) == width:
            yield from row.closed()
            parting = not lacking or (bool(filled) and parted)
    yield from _last(row, width)


def _last(row: _Open, width: int) -> Iterator[TextRow]:
    """The last row of a table, whose last cell may have no pipe."""
    if row.begun is not None and row.cells and len(row.cells) == width - 1:
        row.cells.append(row.begun)
        row.begun = None
    yield from row.closed()
