"""Tables that are still grids in the text: one cell a line ending in a pipe, rows of piped cells, rows of tabbed cells.

In the pipe dialect of web extractors every cell is a line `cell |` and a line of pipes alone ends the row; cells and
pipes of a row less one give the width of the table, the same for all rows, so a row with merged cells is known to be
short, though not where. Short rows under a full one take the labels of the row above on their left.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.schema import Cell, Table
from textmine.tables.cells import cell_value

_PIPE_LINE = re.compile(r"^[^\n]*[|｜][^\n]*$", re.MULTILINE)
_TAB_LINE = re.compile(r"^[^\n]{0,400}?[^\s][ ]*\t[^\n]{0,400}$", re.MULTILINE)
_PIPES = re.compile(r"[|｜]")
_RULE = re.compile(r"[\s|｜:+=—-]*")
_MAX_CELL = 200


@dataclass(frozen=True, slots=True)
class _Item:
    """The text of one cell and where it stands (code points)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Row:
    items: tuple[_Item, ...]
    width: int


def _split(text: str, start: int, end: int, separator: re.Pattern[str]) -> list[_Item]:
    """The parts of a line between separators, white space around them left out."""
    items = []
    at = start
    for stop in [*(match.start() for match in separator.finditer(text, start, end)), end]:
        part = text[at:stop]
        left = at + len(part) - len(part.lstrip())
        items.append(_Item(part.strip(), left, left + len(part.strip())))
        at = stop + 1
    return items


def _blocks(text: str, lines: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Lines that follow each other with nothing but white space between."""
    blocks: list[list[tuple[int, int]]] = []
    for line in lines:
        if blocks and not text[blocks[-1][-1][1] : line[0]].strip():
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _pipe_rows(text: str, block: Sequence[tuple[int, int]]) -> list[_Row]:
    lines = [_split(text, start, end, _PIPES) for start, end in block]
    if any(sum(bool(item.text) for item in line) > 1 for line in lines):
        rows = []
        for (start, end), line in zip(block, lines, strict=True):
            if _RULE.fullmatch(text, start, end):
                continue
            inner = line[1:] if not line[0].text else line
            inner = inner[:-1] if inner and not inner[-1].text else inner
            rows.append(_Row(tuple(inner), len(inner)))
        return rows
    rows = []
    items: list[_Item] = []
    for line in lines:
        filled = [item for item in line if item.text]
        if filled:
            items.extend(filled)
        elif items:
            rows.append(_Row(tuple(items), len(items) + len(line) - 2))
            items = []
    if items:
        rows.append(_Row(tuple(items), len(items)))
    return rows


def _tab_rows(text: str, block: Sequence[tuple[int, int]]) -> list[_Row]:
    rows = [_split(text, start, end, re.compile(r"\t+")) for start, end in block]
    return [_Row(tuple(row), len(row)) for row in rows]


def _cells(rows: Sequence[_Row]) -> tuple[Cell, ...]:
    """Cells with their header above and their labels on the left; none where no row is complete."""
    width = max(row.width for row in rows)
    full = [at for at, row in enumerate(rows) if len(row.items) == width]
    if width < 2 or not full:
        return ()
    header = rows[full[0]].items
    data = rows[full[0] + 1 :]
    numeric = [
        sum(cell_value(row.items[column].text) is not None for row in data if len(row.items) == width)
        for column in range(width)
    ]
    first = next((column for column in range(1, width) if numeric[column]), 1)
    cells: list[Cell] = []
    above: tuple[_Item, ...] = ()
    for row in data:
        items = row.items
        if len(items) < width:
            missing = width - len(items)
            if not above or missing > first:
                continue
            items = above[:missing] + items
        above = items
        labels = tuple(item.text for item in items[:first] if item.text)
        for column in range(first, width):
            item = items[column]
            if item.text:
                cells.append(
                    Cell(
                        row=labels,
                        column=(header[column].text,),
                        text=item.text,
                        value=cell_value(item.text),
                        start=item.start,
                        end=item.end,
                    )
                )
    return tuple(cells)


def caption(text: str, start: int, low: int = 0) -> str | None:
    """The line above ``start``, where it is a caption: short and ending in 表."""
    lines = text[max(low, start - 120) : start].rstrip().rsplit("\n", 1)
    line = lines[-1].strip()
    return line if 2 < len(line) <= 60 and line.endswith(("表", "表)", "表）")) else None


def _within(line: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(start < line[1] and line[0] < end for start, end in taken)


def find_grids(text: str, body: tuple[int, int], taken: Sequence[tuple[int, int]]) -> list[Table]:
    """Grids of pipes or tabs in the body, outside the regions already ``taken``; a grid has two rows or more."""
    low, high = body
    found: list[Table] = []
    kinds = ((_PIPE_LINE, _pipe_rows, "|｜"), (_TAB_LINE, _tab_rows, "\t"))
    for pattern, read_rows, signs in kinds:
        if not any(sign in text for sign in signs):
            continue
        covered = [*taken, *((table.start, table.end) for table in found)]
        lines = [match.span() for match in pattern.finditer(text, low, high) if not _within(match.span(), covered)]
        for block in _blocks(text, lines):
            rows = read_rows(text, block)
            if not _is_grid(rows, signs):
                continue
            start, end = block[0][0], block[-1][1]
            if signs != "\t":
                start, end, rows = _last_cell(text, high, start, end, rows)
            start += len(text[start:end]) - len(text[start:end].lstrip())
            end = start + len(text[start:end].rstrip())
            title = caption(text, start, low)
            found.append(Table(id="", section=None, title=title, start=start, end=end, cells=_cells(rows)))
    return found


def _is_grid(rows: Sequence[_Row], signs: str) -> bool:
    if len(rows) < 2 or any(len(item.text) > _MAX_CELL for row in rows for item in row.items):
        return False
    widths = {row.width for row in rows}
    if max(widths) < 2:
        return False
    return signs != "\t" or len(widths) == 1


def _last_cell(text: str, high: int, start: int, end: int, rows: list[_Row]) -> tuple[int, int, list[_Row]]:
    """In the pipe dialect the very last cell has no pipe: take it in where the last row is one short."""
    last = rows[-1]
    wide = max(row.width for row in rows)
    if len(last.items) == last.width < wide:
        line_end = text.find("\n", end + 1, high)
        stop = high if line_end < 0 else line_end
        line = text[end + 1 : stop] if stop - end < 60 else ""
        if line.strip() and "。" not in line:
            left = end + 1 + len(line) - len(line.lstrip())
            item = _Item(line.strip(), left, left + len(line.strip()))
            return start, item.end, [*rows[:-1], _Row((*last.items, item), last.width + 1)]
    return start, end, rows
