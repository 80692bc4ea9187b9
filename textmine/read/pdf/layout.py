"""The reading order of a page: ruled tables in their places, columns one after the other, tables without rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from statistics import median

from textmine.read.pdf.aligned import aligned
from textmine.read.pdf.lines import lines_of
from textmine.read.pdf.tables import tables_of
from textmine.read.pdf.types import Block, Column, Page, Piece, Sheet, Table

Row = tuple[Piece, ...]

_STEP = 3  # points: how finely a gutter is looked for
_MIN_PIECES = 4  # in a column of text
_CROSSING = 0.25  # share of lines that may run across a gutter: titles over both columns
_FULL, _PROSE = 0.6, 8  # how far lines fill a column of text, and how many characters they have at the least


def sheet_of(page: Page) -> Sheet:
    """What a page says, in the order in which it is read."""
    tables, cells, words = tables_of(page)
    blocks: list[Block] = []
    rows = [tuple(line) for line in lines_of(words, page.number)]
    at = 0
    for table in tables:
        above = at
        while at < len(rows) and rows[at][0].baseline > table.top:
            at += 1
        blocks.extend(_band(rows[above:at], page.width))
        blocks.append(table)
    blocks.extend(_band(rows[at:], page.width))
    laid_out = [Column(tuple((line,) for line in lines), whole=False) for lines in cells]
    return Sheet(page.number, page.width, page.height, tuple(_placed(blocks, laid_out)), page.pictured)


def _placed(blocks: list[Block], cells: list[Column]) -> list[Block]:
    """The blocks with the cells of a laid-out page put where the first of them stands."""
    if not cells:
        return blocks
    top = max(cell.lines[0][0].baseline for cell in cells)
    at = next((i for i, block in enumerate(blocks) if _top(block) < top), len(blocks))
    return [*blocks[:at], *cells, *blocks[at:]]


def _top(block: Block) -> float:
    return block.top if isinstance(block, Table) else block.lines[0][0].baseline


def _band(rows: Sequence[Row], width: float) -> Iterator[Block]:
    """The blocks of the lines between two tables."""
    if not rows:
        return
    gutter = _gutter(rows, width)
    if gutter is None:
        yield from _with_tables(rows)
        return
    pieces = list(chain.from_iterable(rows))
    for spanning, part in groupby(pieces, lambda piece: piece.left < gutter < piece.right):
        group = list(part)
        if spanning:
            yield Column(tuple((piece,) for piece in group))
            continue
        for side in (False, True):
            column = [(piece,) for piece in group if (piece.left >= gutter) is side]
            if column:
                yield from (
                    Column(block.lines, whole=False) if isinstance(block, Column) else block
                    for block in _band(column, width / 2)
                )


def _gutter(rows: Sequence[Row], width: float) -> float | None:
    """The x of an empty strip between two columns of prose, if there is one."""
    pieces = list(chain.from_iterable(rows))
    if len(pieces) < 2 * _MIN_PIECES:
        return None
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    narrow = sum(piece.right - piece.left < _FULL * (right - left) for piece in pieces)
    if right - left < width / 3 or narrow < (1 - _CROSSING) * len(pieces):
        return None
    candidates = range(int(left + (right - left) / 5), int(right - (right - left) / 5), _STEP)
    if not candidates:
        return None
    crossed = {x: sum(piece.left < x < piece.right for piece in pieces) for x in candidates}
    least = min(crossed.values())
    if least > _CROSSING * len(rows):
        return None
    strip = [x for x, count in crossed.items() if count == least]
    gutter = strip[len(strip) // 2]
    inside = [piece for piece in pieces if not piece.left < gutter < piece.right]
    sides = ([p for p in inside if p.right <= gutter], [p for p in inside if p.left >= gutter])
    return gutter if all(map(_is_prose, sides)) else None


def _is_prose(pieces: Sequence[Piece]) -> bool:
    if len(pieces) < _MIN_PIECES:
        return False
    room = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    filled = median(piece.right - piece.left for piece in pieces)
    return filled >= _FULL * room and median(len(piece.text) for piece in pieces) >= _PROSE


def _with_tables(rows: Sequence[Row]) -> Iterator[Block]:
    """Lines as one column, tables without rules taken out of it."""
    plain: list[Row] = []
    for several, part in groupby(rows, lambda row: len(row) > 1):
        group = list(part)
        table = aligned(group) if several else None
        if table is None:
            plain.extend(group)
            continue
        if plain:
            yield Column(tuple(plain))
            plain = []
        yield table
    if plain:
        yield Column(tuple(plain))
