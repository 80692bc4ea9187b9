"""Tables of lines whose cells spaces set apart, as a word processor or a page leaves them in plain text.

Where two spaces or more, or wide ones, part the pieces of a line, they are its cells; where single ones do, only a line that
ends in two numbers has cells, and only below a header of as many. A table is several lines of as many cells each, words and then
numbers, with the header above them. A blank leaves no trace in such a line: a row with a cell too few is placed by its columns on the screen, or told.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from textmine.schema import Check, Grid, GridCell
from textmine.schema.columns import width as screen_width
from textmine.tables.blocks import placed, spread_of, unplaced
from textmine.tables.cells import cell_value, is_blank
from textmine.tables.heads import YEAR
from textmine.tables.rowtypes import Span, TextRow

# A wide gap before a number, or two numbers at the end of a line; in prose a space before a number is common.
_LIKELY = re.compile(
    r"[ \u3000](?:(?<=\S\u3000)[ \u3000]*+[-−–—0-9]|(?<=\S )(?:[ \u3000]++[-−–—0-9]|[-−–—0-9][^ \u3000\n]{0,30}[ \u3000]+[-−–—0-9][^ \u3000\n]*[ \u3000]*(?:\n|\Z)))[^\n]*"
)
_LINE = re.compile(r"[^\n]+")
_WIDE = re.compile(r"[ \u3000]{2,}|\u3000(?=[-−–—0-9])|(?<=[0-9%])\u3000")
_SINGLE = re.compile(r"[ \u3000]+")
_SENTENCE = re.compile("[。；！？]|[，,：:]$")
_MARKER = re.compile(r"[（(]?[一二三四五六七八九十0-9]{1,3}[)）、.．]")
_LONGEST_LINE, _LONGEST_CELL = 300, 40  # characters
_LEAST, _LEAST_OF_PAIRS = 2, 3  # rows of a table, and of one with a single column of numbers
_MOST_HEADERS = 4


class _Line(NamedTuple):
    """A line: where it begins, its pieces, and how many of them behind its name are numbers."""

    start: int
    pieces: list[Span]
    values: int
    single: bool = False  # whether single spaces part them


def spaced_grids(text: str, start: int, end: int) -> Iterator[tuple[Grid, list[Check]]]:
    r"""The grids of spaced lines in ``text[start:end]``, and what of their rows cannot be placed; offsets are code points.

    >>> text = "指标  2019年  2020年\n面积  12  13\n人口  45  46"
    >>> ((grid, _),) = spaced_grids(text, 0, len(text))
    >>> [text[cell.start : cell.end] for cell in grid.cells][3:6]
    ['面积', '12', '13']
    """
    if len(list(islice(_LIKELY.finditer(text, start, end), _LEAST))) < _LEAST:
        return
    lines = [line for match in _LINE.finditer(text, start, end) if (line := _line(text, *match.span()))]
    at = 0
    while at < len(lines):
        if not _is_row(lines[at]):
            at += 1
            continue
        stop = _end(text, lines, at)
        rows = [line for line in lines[at:stop] if _is_row(line)]
        width = Counter(len(line.pieces) for line in rows).most_common(1)[0][0]
        full = [line for line in rows if len(line.pieces) == width]
        if _is_table(text, full, width) and (not full[0].single or _headed(text, lines, at, width)):
            first = _top(text, lines, at)
            yield _grid(text, lines[first:stop], at - first, width)
        at = stop


def _line(text: str, start: int, end: int) -> _Line | None:
    """The pieces of a line; ``None`` for a blank one."""
    part = text[start:end]
    if not part.strip():
        return None
    first, last = start + len(part) - len(part.lstrip()), start + len(part.rstrip())
    if last - first > _LONGEST_LINE:
        return _Line(start, [(first, last)], 0)
    pieces = _split(text, first, last, _WIDE)
    if len(pieces) > 2 and all(last - first == 1 and "\u4e00" <= text[first] <= "\u9fff" for first, last in pieces[:2]):
        pieces = [(pieces[0][0], pieces[1][1]), *pieces[2:]]  # 指  标
    if len(pieces) == 1 and _at_end(text, found := _split(text, first, last, _SINGLE)) > 1:
        return _Line(first, found, _values(text, found), single=True)
    return _Line(first, pieces, _values(text, pieces))


def _split(text: str, start: int, end: int, gap: re.Pattern[str]) -> list[Span]:
    ends = [start, *(place for match in gap.finditer(text, start, end) for place in match.span()), end]
    return list(zip(ends[::2], ends[1::2], strict=True))


def _values(text: str, pieces: Sequence[Span]) -> int:
    """How many numbers stand behind the first piece, which is a word, a year or a code before a word; none behind another number."""
    if len(pieces) < 2 or pieces[0][1] - pieces[0][0] > _LONGEST_CELL:
        return 0
    name, *others = (text[slice(*piece)] for piece in pieces)
    coded = bool(others) and cell_value(others[0]) is None and not is_blank(others[0])
    if cell_value(name) is not None and not YEAR.fullmatch(name) and not coded:
        return 0
    return sum(cell_value(other) is not None for other in others)


def _at_end(text: str, pieces: Sequence[Span]) -> int:
    """How many pieces at the end of a line are numbers or blanks."""
    count = 0
    for piece in reversed(pieces):
        quote = text[slice(*piece)]
        if cell_value(quote) is None and not is_blank(quote):
            break
        count += 1
    return count


def _is_row(line: _Line) -> bool:
    return line.values > 0


def _end(text: str, lines: Sequence[_Line], at: int) -> int:
    """Where the lines end that follow one another as rows, heads of groups and repeated headers: behind the last row."""
    stop = at + 1
    for number in range(at + 1, len(lines)):
        line = lines[number]
        if _is_row(line):
            stop = number + 1
        elif not _may_stand_in(text, line) or number - stop > 1:
            break
    return stop


def _may_stand_in(text: str, line: _Line) -> bool:
    """Whether a line without numbers may stand in a table: no sentence, nothing long."""
    begin, end = line.pieces[0][0], line.pieces[-1][1]
    short = all(last - first <= _LONGEST_CELL for first, last in line.pieces)
    return short and not _SENTENCE.search(text, begin, end)


def _is_table(text: str, rows: Sequence[_Line], width: int) -> bool:
    """Whether lines of as many pieces each are a table, and no list of headings with the numbers of their pages."""
    if len(rows) < (_LEAST if width > 2 else _LEAST_OF_PAIRS):
        return False
    pages = [cell_value(text[slice(*line.pieces[-1])]) for line in rows]
    counted = all(left is not None and right is not None and left <= right for left, right in pairwise(pages))
    return not (width == 2 and counted and all(_MARKER.match(text, line.start) for line in rows))


def _headed(text: str, lines: list[_Line], at: int, width: int) -> bool:
    """Whether single spaces part the line above the first row into as many heads; then they are its pieces."""
    if at == 0:
        return False
    above = lines[at - 1]
    heads = _split(text, above.start, above.pieces[-1][1], _SINGLE)
    lines[at - 1] = above._replace(pieces=heads)
    return len(heads) == width and all(cell_value(text[slice(*head)]) is None for head in heads[1:])


def _top(text: str, lines: Sequence[_Line], at: int) -> int:
    """Where the header above the first row begins: lines of several pieces, none of them a number but years, and heads of groups below."""
    first = at
    while first > max(0, at - _MOST_HEADERS):
        pieces = lines[first - 1].pieces
        words = all(
            cell_value(quote) is None or YEAR.fullmatch(quote) for piece in pieces if (quote := text[slice(*piece)])
        )
        if not (words and _may_stand_in(text, lines[first - 1])):
            break
        first -= 1
    while first < at and len(lines[first].pieces) == 1:
        first += 1  # a caption, or words before the table
    return first


def _grid(text: str, lines: Sequence[_Line], header: int, width: int) -> tuple[Grid, list[Check]]:
    """The grid of the lines of a table, the first ``header`` of which stand above its first row."""
    rows = [TextRow(line.pieces, line.start) for line in lines]
    full = next(
        row
        for line, row in zip(lines[header:], rows[header:], strict=True)
        if len(row.cells) == width and _is_row(line)
    )
    checks = [unplaced(text, row.cells, width) for row in rows[:header] if len(row.cells) > width]
    heads = [row for row in rows[:header] if len(row.cells) <= width]
    cells, others = placed(text, [*heads, full], width)
    checks += others
    cells = [cell for cell in cells if cell.row < len(heads)]
    texts = [_texts(text, row) for row in rows]
    columns = _columns(text, [line for line in lines if len(line.pieces) == width and _is_row(line)], width)
    for number, (line, row) in enumerate(zip(lines[header:], rows[header:], strict=True), header):
        if len(row.cells) == 1:
            cells.append(GridCell(number, 0, 1, width, *row.cells[0]))
        elif len(row.cells) == width:
            cells += [GridCell(number, column, 1, 1, *span) for column, span in enumerate(row.cells)]
        elif spread := spread_of(texts, number, width, in_header=False):
            cells.append(GridCell(number, 0, 1, spread[0], *row.cells[0]))
            cells += [GridCell(number, spread[0] + at, 1, 1, *span) for at, span in enumerate(row.cells[1:])]
        elif places := _places(text, line, columns):
            cells += [GridCell(number, column, 1, 1, *span) for column, span in zip(places, row.cells, strict=True)]
        else:
            checks.append(unplaced(text, row.cells, width))
    start, end = lines[0].pieces[0][0], lines[-1].pieces[-1][1]
    return Grid(start=start, end=end, cells=tuple(sorted(cells, key=lambda cell: (cell.start, cell.row)))), checks


def _texts(text: str, row: TextRow) -> list[str]:
    return ["".join(text[slice(*span)].split()) for span in row.cells]


def _columns(text: str, rows: Sequence[_Line], width: int) -> list[Span]:
    """The stretches of the screen that the columns of full rows take; nothing where they overlap."""
    seen = [_on_screen(text, line) for line in rows]
    found = [(min(row[at][0] for row in seen), max(row[at][1] for row in seen)) for at in range(width)]
    return found if all(left[1] < right[0] for left, right in pairwise(found)) else []


def _places(text: str, line: _Line, columns: Sequence[Span]) -> list[int]:
    """The column of each piece of a short row, if each stands below one of its own."""
    found = [
        [at for at, column in enumerate(columns) if first < column[1] and column[0] < last]
        for first, last in _on_screen(text, line)
    ]
    places = [at[0] for at in found if len(at) == 1]
    return places if len(places) == len(line.pieces) == len(set(places)) else []


def _on_screen(text: str, line: _Line) -> list[Span]:
    """Where the pieces of a line stand on the screen: a wide character takes two columns."""
    begin = text.rfind("\n", 0, line.start) + 1
    place, found, at = 0, [], begin
    for first, last in line.pieces:
        place += screen_width(text[at:first])
        left = place
        place += screen_width(text[first:last])
        found.append((left, place))
        at = last
    return found
