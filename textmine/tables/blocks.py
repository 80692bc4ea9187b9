"""Rows of flattened text as grids: which columns the cells of a short row cover, as far as that can be told."""

import re
from collections.abc import Iterator, Sequence

from textmine.schema import Check, Grid, GridCell
from textmine.tables.captions import UNIT_LINE
from textmine.tables.cells import cell_value, is_blank
from textmine.tables.heads import YEAR, is_attribute_head, is_counting_head, is_name_head, is_unit_head
from textmine.tables.rowheads import is_total
from textmine.tables.rowtypes import Span, TextRow
from textmine.tables.textgrids import text_blocks

_TRAILING = re.compile(r"[ \t\u3000]{0,40}[|｜][\s|｜]*")
_MOST_HEADERS = 9  # rows, the first full one below a short one included
_CODES = ("类", "款", "项")
_LONGEST_CELL = 200  # characters


def block_grids(text: str, start: int, end: int) -> Iterator[tuple[Grid, list[Check]]]:
    r"""The grids of piped or tabbed rows in ``text[start:end]``, and what of their rows cannot be placed.

    A row of one cell is as wide as the table. Short rows of a header cover what the row below them leaves; below the header
    a short row has the labels of the row above on its left.

    >>> text = "指标 |\n2020年 |\n||\n总量 |\n增速 |\n||\n面积 |\n12 |\n3 |\n|"
    >>> [(cell.row, cell.column, cell.rows, cell.columns) for cell in next(block_grids(text, 0, len(text)))[0].cells][:3]
    [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1)]
    """
    for rows in text_blocks(text, start, end):
        width = max(len(row.cells) for row in rows)
        cells = [text[slice(*span)] for row in rows for span in row.cells]
        if len(rows) < 2 or width < 2 or max(map(len, cells)) > _LONGEST_CELL:  # no table
            continue
        begin, stop = rows[0].start, max(span[1] for row in rows for span in row.cells)
        begin += len(text[begin:stop]) - len(text[begin:stop].lstrip())
        if pipes := _TRAILING.match(text, stop):
            stop += len(pipes.group().rstrip())
        found, checks = placed(text, rows, width)
        yield Grid(start=begin, end=stop, cells=tuple(sorted(found, key=lambda cell: (cell.start, cell.row)))), checks


def placed(text: str, rows: Sequence[TextRow], width: int) -> tuple[list[GridCell], list[Check]]:
    """The cells of rows in a table of so many columns, as far as that can be told, and what cannot."""
    found: list[GridCell] = []
    checks: list[Check] = []
    above: list[int] = []  # numbers in ``found`` of the cells that stand at the left of the last row
    covered = begin = 0  # columns that header cells above cover, and the first one that they leave
    in_header = True
    texts = [["".join(text[slice(*span)].split()) for span in row.cells] for row in rows]
    for number, (spans, _) in enumerate(rows):
        missing = width - len(spans)
        below = width - len(rows[number + 1].cells) if number + 1 < len(rows) else 0
        if missing and (spread := spread_of(texts, number, width, in_header=in_header)):
            first, wide = spread
            found.append(GridCell(number, 0, 1, first, *spans[0]))
            found += [GridCell(number, first + at * wide, 1, wide, *span) for at, span in enumerate(spans[1:])]
            above = []
        elif len(spans) == 1 and width > 1 and not covered:
            found.append(GridCell(number, 0, 1, width, *spans[0]))
        elif in_header and covered and missing == covered:
            found += [GridCell(number, begin + at, 1, 1, *span) for at, span in enumerate(spans)]
            covered = 0
        elif in_header and missing and _fits(len(spans), below, width):
            covered, heads = below, len(spans) - below
            begin, wide = _begin_of_heads(texts[number], texts[number + 1], heads), (width - below) // heads
            column = 0
            for at, span in enumerate(spans):
                spanning = begin <= at < begin + heads
                found.append(GridCell(number, column, 1 if spanning else 2, wide if spanning else 1, *span))
                column += wide if spanning else 1
        elif missing == 0 or missing <= len(above):
            for at in above[:missing]:
                found[at] = found[at]._replace(rows=number + 1 - found[at].row)
            first = len(found)
            found += [GridCell(number, missing + at, 1, 1, *span) for at, span in enumerate(spans)]
            labels = [at for at, span in enumerate(spans) if cell_value(text[slice(*span)]) is None]
            left = next((at for at in range(len(spans)) if at not in labels), len(spans))
            above = [*above[:missing], *range(first, first + left)]
            in_header = in_header and left == len(spans)
        else:
            checks.append(unplaced(text, spans, width))
    return found, checks


def unplaced(text: str, spans: Sequence[Span], width: int) -> Check:
    """The failed check of a row whose cells may stand in several columns."""
    told = " ".join(text[slice(*span)] for span in spans if span[0] < span[1])
    places = ((spans[0][0], spans[-1][1]),)
    return Check(rule=f"{told}: {width}格", expected=str(width), actual=str(len(spans)), ok=False, places=places)


def spread_of(texts: Sequence[list[str]], number: int, width: int, *, in_header: bool) -> tuple[int, int] | None:
    """How many columns the first cell of a short row covers, and each of the others, where that is known.

    Its first cell covers the columns of labels where a row counts the columns, is the total in the first or the last row with
    numbers, or is a header whose other cells must stand above the numbers. All cover as many where the row below says the same
    over again below each of them (收入, 支出).
    """
    own = texts[number]
    if len(own) < 2:
        return None
    over_labels = (width - len(own) + 1, 1)
    if all(cell_value(cell) is not None or is_blank(cell) for cell in own[1:]):
        before = texts[number - 1]
        at_end = number + 1 == len(texts) or cell_value(before[-1]) is None or is_counting_head(before[0])
        return over_labels if is_counting_head(own[0]) or (is_total(own[0]) and at_end) else None
    if in_header and any(UNIT_LINE.search(cell) for cell in own):
        return over_labels
    below = texts[number + 1] if number + 1 < len(texts) else []
    period, rest = divmod(width, len(own))
    if period > 1 and not rest and len(below) == width and below == below[:period] * len(own):
        return period, period
    return over_labels if in_header and _heads_numbers(texts[number + 1 : number + _MOST_HEADERS], own, width) else None


def _heads_numbers(below: Sequence[list[str]], own: list[str], width: int) -> bool:
    """Whether the last cells of a short header stand above the columns of numbers, one each: what else would head them names a year."""
    full = next((row for row in below if len(row) == width), [])
    labels = next((at for at, cell in enumerate(full) if cell_value(cell) is not None), 0)
    values = width - labels
    if not labels or len(own) <= values or any(len(row) < width and cell_value(row[-1]) is None for row in below[:1]):
        return False
    doubtful = own[len(own) - values : labels]
    return (
        len(own) <= labels
        or any(YEAR.match(cell) for cell in doubtful)
        or any(map(is_unit_head, own[: len(own) - values]))
    )


def _begin_of_heads(own: Sequence[str], below: Sequence[str], heads: int) -> int:
    """Which cell of a header row is the first of those ``heads`` that stand above several labels of the row ``below`` each.

    They are the last ones, behind the names of the rows, unless what would reach down names a year, or what would not is a total, a
    remark or a unit; codes (科目编码) stand above 类, 款, 项.
    """

    def spans(at: int) -> int:
        codes = is_name_head(own[at]) and below[0] == _CODES[0] and tuple(below[: len(_CODES)]) == _CODES
        reaches_down = is_total(own[at]) or is_attribute_head(own[at]) or is_unit_head(own[at])
        return 2 * codes + bool(YEAR.match(own[at])) - reaches_down

    return max(range(len(own) - heads, -1, -1), key=lambda first: sum(map(spans, range(first, first + heads))))


def _fits(cells: int, below: int, width: int) -> bool:
    """Whether a header row whose first ``below`` cells reach down a row has the others over equally many columns."""
    return 0 < below < cells and (width - below) % (cells - below) == 0 and width - below > cells - below
