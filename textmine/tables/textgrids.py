"""The grid of tables that were flattened to text with pipes or tabs, blanks and all.

Four ways of writing them are known, three of them from web extractors. In the first a cell is a line that ends in a pipe, a
blank a line with a pipe alone, and a line of pipes closes the row: cells and pipes of a row less one give its width. In the
second the pipes that a short row lacks follow its last cell, and a pipe alone, or nothing, stands between two rows. In the
third, and in Markdown, a row is a line. The fourth has tabs between the cells of a line.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from textmine.schema import Grid, GridCell

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
_PIPE = re.compile(r"[|｜]")
_LACKING = re.compile(r"(?<=[|｜])\s+[|｜]{2,}\s*$")  # what a short row lacks, behind its last cell
_RULE = re.compile(r"[\s|｜:+=-]*-[\s|｜:+=-]*")  # what Markdown puts below a header

_SHORT = re.compile(r"[^|｜]*[^|｜\s]\s*[|｜][\s|｜]*[|｜]\s*")  # a cell, its pipe, and those that its row lacks
_LONE = re.compile(r"\s*[|｜]\s*")
_LED = re.compile(r"\s*[|｜]")
_HEADING = re.compile(r"\s*[一二三四五六七八九十]{1,2}、")
_LONGEST_PART = 60  # characters of a line of a cell of several lines; a longer one is running text


def text_grid(text: str, start: int, end: int) -> Grid | None:
    r"""All rows of piped or tabbed cells in ``text[start:end]`` as one grid; ``None`` where there are none.

    Of the cells of a row only the order is known, not which columns a wide one covers. Offsets are code points of ``text``.

    >>> text = "内容 |\n|||\n规章 |\n0 |\n|\n|\n文件 |\n7 |\n2 |\n|"
    >>> [(cell.row, text[cell.start : cell.end]) for cell in text_grid(text, 0, len(text)).cells][1:]
    [(1, '规章'), (1, '0'), (1, ''), (2, '文件'), (2, '7'), (2, '2')]
    """
    lines = [match.span() for match in _LINE.finditer(text, start, end)]
    piped = [line for line in lines if _PIPE.search(text, *line)]
    if piped:
        if 2 * sum(len(_filled(text, *line)) > 1 for line in piped) >= len(piped):
            led = 2 * sum(bool(_LED.match(text, *line)) for line in piped) >= len(piped)
            rows = [_row_line(text, *line, led=led) for line in piped]
        else:
            rows = list(_cell_lines(text, lines))
    else:
        rows = [_split(text, *line, re.compile("\t")) for line in lines if "\t" in text[slice(*line)]]
    cells = tuple(
        GridCell(number, column, 1, 1, *span)
        for number, row in enumerate(row for row in rows if row)
        for column, span in enumerate(row)
    )
    return Grid(start=start, end=end, cells=cells) if cells else None


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


def _row_line(text: str, start: int, end: int, *, led: bool) -> list[Span]:
    """The cells of a line that is a row; the last cell's own pipe and those that it lacks are none, nor one that leads it."""
    if _RULE.fullmatch(text, start, end):
        return []
    lacking = _LACKING.search(text, start, end)
    spans = _split(text, start, lacking.start() if lacking else end, _PIPE)
    last = len(spans) - int(spans[-1][0] == spans[-1][1])
    return spans[int(led and spans[0][0] == spans[0][1]) : last]


def _cell_lines(text: str, lines: Sequence[Span]) -> Iterator[list[Span]]:
    """The rows of cells that are lines. ``width`` is that of the table, as rows tell it that lack some of it."""
    behind = [_LONE.fullmatch(text, *after) for line, after in pairwise(lines) if _SHORT.fullmatch(text, *line)]
    parted = 2 * sum(map(bool, behind)) > len(behind)  # a pipe alone stands before each row
    width = 0
    row: list[Span] = []
    begun: int | None = None  # where a cell of several lines begins
    parting = False  # whether a pipe alone would only part two rows
    for start, end in lines:
        filled = _filled(text, start, end)
        pipes = len(_PIPE.findall(text, start, end))
        if pipes == 0:
            long = end - start > _LONGEST_PART
            if long or _HEADING.match(text, start, end):
                yield row
                row, begun = [], None
            width = 0 if long else width
            begun = start if begun is None and not long else begun
            continue
        lacking = pipes - 1
        if filled:
            row.append((filled[0][0] if begun is None else begun, filled[-1][1]))
        elif row and (pipes > 1 or width == 0):
            width = width or len(row)  # the first row is full
        elif parting or pipes > 1 or width == 0:
            parting = False
            continue
        else:
            row.append((start, start))
        begun, parting = None, False
        if lacking:
            width = len(row) + lacking
        if lacking or len(row) == width:
            yield row
            row, parting = [], not lacking or (bool(filled) and parted)
    yield row
