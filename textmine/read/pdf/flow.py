"""Joins the lines of running text into paragraphs, over the ends of lines, columns and pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from typing import NamedTuple

from textmine.read.pdf.join import goes_on, joined
from textmine.read.pdf.lines import merged
from textmine.read.pdf.types import Column, Piece, Sheet, Table

Paragraph = list[Piece]
Row = tuple[Piece, ...]

_INDENT = 1.3  # font sizes: a line that starts further in opens a paragraph
_LONG = 0.6  # of the longest line: what counts as a long line
_COMMON, _SOME = 0.3, 0.05  # share of the long lines that end at the right margin, or begin at the left one
_BUCKET = 4  # points within which edges are taken for one
_REACH = 0.72  # of the page's width: what ends before is no full line, however short all others are
_OWN = 8  # long lines from which a page tells its own margins
_LOOSE = 0.15  # font sizes by which a line may miss the margin
_PITCH = 1.6  # lines further apart than this many usual distances are paragraphs
_SIZE = 1.15  # how far font sizes differ between a title and its text
_WIDE = "\u2e80"
_ENDS = tuple("。；：！？…;:!?.”）")
_MARKER = re.compile(
    r"[一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十0-9]{1,3}[)）]|[0-9]{1,2}(?:[、．]|\.(?![0-9]))"
    r"|第[一二三四五六七八九十百0-9]{1,4}[章节条部编篇]|[①-⑳]|附件[:：0-9一二三四五六七八九十]"
)
# What a line end leaves together: brackets that open, a number or a word or one Han character, marks that close.
_TOKEN = re.compile(r"[（《“‘「『【〔(\[]{0,3}(?:[!-'*-~]{1,40}|.)[，。、；：！？）》”’」』】〕%,.;:!?)\]]{0,3}")


class Margins(NamedTuple):
    """Where lines begin and end, and how far they lie from each other."""

    left: float
    right: float
    pitch: float


def flow(sheets: Sequence[Sheet]) -> Iterator[Paragraph | Table]:
    """The paragraphs and tables of a document in reading order; those that run over a page end are whole."""
    common = _margins(row for sheet in sheets for row in _rows(sheet))
    paragraph: Paragraph = []
    table: Table | None = None
    alone = False  # a line of several pieces joins nothing
    before = common or Margins(0, 0, 0)
    for sheet in sheets:
        for number, block in enumerate(sheet.blocks):
            if isinstance(block, Table):
                if paragraph:
                    yield paragraph
                    paragraph = []
                if table and number == 0 and goes_on(table, block):
                    table = joined(table, block)
                else:
                    if table:
                        yield table
                    table = block
                continue
            if table:
                yield table
                table = None
            margins = _own_margins(block, common, sheet.width)
            for row, following in zip_longest(block.lines, block.lines[1:]):
                line = merged(row)
                if paragraph and (alone or len(row) > 1 or _opens(paragraph, line, following, before, margins)):
                    yield paragraph
                    paragraph = []
                alone = len(row) > 1
                paragraph.append(line)
                before = margins
    if paragraph:
        yield paragraph
    if table:
        yield table


def _rows(sheet: Sheet) -> Iterator[Row]:
    """The lines of a page's running text over its full width."""
    for block in sheet.blocks:
        if isinstance(block, Column) and block.whole:
            yield from block.lines


def _own_margins(block: Column, common: Margins | None, width: float) -> Margins:
    own = _margins(block.lines) or Margins(0, 0, 0)
    if not block.whole:
        return own
    long = sum(row[-1].right > own.right - _BUCKET for row in block.lines)
    best = own if common is None or long >= _OWN else common
    return best._replace(right=max(best.right, _REACH * width))


def _margins(rows: Iterable[Row]) -> Margins | None:
    lines = list(rows)
    if not lines:
        return None
    width = max(row[-1].right - row[0].left for row in lines)
    long = [row for row in lines if row[-1].right - row[0].left >= _LONG * width]
    rights = Counter(round(row[-1].right / _BUCKET) for row in long)
    bucket, count = max(rights.items(), key=lambda item: (item[1], item[0]))
    ends = sorted(row[-1].right for row in long)
    if count >= _COMMON * len(long):
        right = max(end for end in ends if round(end / _BUCKET) == bucket)
    else:
        right = ends[int(len(ends) * 0.9)]
    lefts = Counter(round(row[0].left / _BUCKET) for row in long)
    left = min(bucket for bucket, count in lefts.items() if count >= _SOME * len(long) or count == max(lefts.values()))
    steps = Counter(
        round(above[0].baseline - below[0].baseline)
        for above, below in pairwise(lines)
        if above[0].page == below[0].page and above[0].baseline > below[0].baseline
    )
    pitch = max(steps.items(), key=lambda item: (item[1], -item[0]))[0] if steps else 0
    return Margins(left * _BUCKET, right, pitch)


def _opens(paragraph: Paragraph, line: Piece, following: Row | None, before: Margins, margins: Margins) -> bool:
    """Whether a line between ``margins`` opens a paragraph, after a ``paragraph`` that stands between others."""
    above = paragraph[-1]
    size = max(line.size, above.size)
    same_column = above.page == line.page and above.baseline > line.baseline
    if same_column and margins.pitch and above.baseline - line.baseline > _PITCH * max(margins.pitch, size):
        return True
    if _sizes_differ(above, line):
        return True
    if _INDENT * size < line.left - margins.left and _is_centred(above, before) and _is_centred(line, margins):
        full = above.right - above.left + _room(line) > before.right - before.left + _LOOSE * size
        return above.text.endswith(_ENDS) or not full
    if not _is_full(above, line, before.right):
        return True
    ended = above.text.endswith(_ENDS)
    if line.left > margins.left + _INDENT * size:
        # A block of lines that are all set in goes on; the second of two alone is the next paragraph.
        lefts = [piece.left for piece in paragraph[-2:]] + [row[0].left for row in (following,) if row]
        return ended or len(lefts) < 2 or any(abs(left - line.left) > size / 2 for left in lefts)
    return ended and bool(_MARKER.match(line.text))


def _is_full(above: Piece, line: Piece, right: float) -> bool:
    """Whether ``above``, in a column that ends at ``right``, has no room for what ``line`` begins with."""
    return above.right + _room(line) > right + _LOOSE * line.size


def _room(line: Piece) -> float:
    """The width of what a line end leaves together at the start of a line."""
    token = _TOKEN.match(line.text)
    room = line.edges[token.end() - 1] - line.left if token else line.size
    return max(room, line.size / 2)


def _is_centred(line: Piece, margins: Margins) -> bool:
    """Whether a line that begins further in than a full one, such as that of a title, ends as much further in."""
    left, right = line.left - margins.left, margins.right - line.right
    return left > _LOOSE * line.size and abs(left - right) < line.size


def _sizes_differ(above: Piece, line: Piece) -> bool:
    """Whether two lines with Chinese in them are set in different sizes (that of Latin lines is not known as well)."""
    if not all(any(character >= _WIDE for character in piece.text) for piece in (above, line)):
        return False
    small, large = sorted((above.size, line.size))
    return large > _SIZE * small


def joint(before: str, after: str) -> str:
    """What stands between two lines that are joined: a space between Latin words or numbers, else nothing.

    >>> joint("信息公", "开"), joint("open", "data"), joint("第", "20条"), joint("e-", "mail")
    ('', ' ', '', '')
    """
    if not before or not after or before[-1] >= _WIDE or after[0] >= _WIDE:
        return ""
    if before[-1] in "-/@_“‘（([《" or after[0] in "，。、；：！？）)》”’,.;:!?%":
        return ""
    return " "
