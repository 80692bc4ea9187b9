"""Finds the tables of a text: the national forms first, then the older statistics sheet, then grids of pipes and tabs."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from textmine.lexicon.forms import FormTable, form_tables, sheet
from textmine.lexicon.loader import cached
from textmine.schema import Grid, Table
from textmine.tables.blocks import block_grids
from textmine.tables.captions import caption
from textmine.tables.compact import Compact, compact, without_notes
from textmine.tables.form import match_form, read_form
from textmine.tables.labels import label_pattern
from textmine.tables.sheet import read_sheet
from textmine.tables.spans import read_grids
from textmine.tables.textgrids import text_grid
from textmine.tables.totals import total_checks

_WINDOW = 9_000
_BEFORE = 400
_SHORTEST = 24  # characters of the smallest table: caption, column label, row label, number
_NUMBERED = re.compile(r"^[一二三四五六七八九十]{1,2}、")
_GAP = r"[\s|｜]{0,9}"


def _loose(label: str) -> str:
    """A pattern for a label in running text, white space and pipes between its characters.

    Brackets are of either width or missing, and so may the 第 before and the 项 behind them be: 第二十条(一)项.
    """
    brackets = {"(": "[（(]?", ")": "[）)]?"}
    return _GAP.join(
        brackets.get(character, f"{character}?" if at and character in "第项" else re.escape(character))
        for at, character in enumerate(label)
    )


@cached
def _anchors() -> re.Pattern[str]:
    words = dict.fromkeys([*(form.anchor for form in form_tables()), *sheet().heads])
    return re.compile("|".join(map(_loose, words)))


@cached
def _first_rows() -> re.Pattern[str]:
    """The labels of the first rows of tables whose anchor may be lost: their header has labels of its own."""
    words = dict.fromkeys(_NUMBERED.sub("", form.rows[0][-1]) for form in form_tables() if form.note)
    return re.compile("|".join(map(_loose, words)))


@cached
def _beginnings() -> tuple[tuple[re.Pattern[str], FormTable], ...]:
    return tuple((re.compile(_loose(form.anchor)), form) for form in form_tables())


def _backed_up(text: str, low: int, anchor: int, forms: Sequence[FormTable]) -> int:
    """Where a table whose anchor stands at ``anchor`` really begins: its note or its first column labels before it."""
    notes = [form.note for form in forms if form.note]
    heads = ["".join(dict.fromkeys(path[0] for path in form.columns)) for form in forms if form.rows == ((),)]
    if not notes and not heads:
        return anchor
    window = compact(text, max(low, anchor - _BEFORE), anchor)
    for note in notes:
        match = label_pattern(note).search(window.text)
        if match and match.end() == len(window.text):
            return window.at[match.start()]
    for head in heads:
        at = window.text.rfind(head)
        if at >= 0:
            return window.at[at]
    return anchor


def _header_before(text: str, low: int, row: int) -> tuple[int, list[FormTable]]:
    """Where the header begins that stands before the first row of a table, and the forms that it may be of."""
    forms = [form for form in form_tables() if form.note]
    window = compact(text, max(low, row - _BEFORE), row)
    at = max(window.text.rfind(form.columns[0][0]) for form in forms)
    return (window.at[at], forms) if at >= 0 else (row, [])


def _form_regions(text: str, body: tuple[int, int], grids: Sequence[Grid]) -> list[Table]:
    found: list[Table] = []
    low, high = body
    anchors = [match.start() for match in _anchors().finditer(text, low, high)]
    headed = any(form.columns[0][0] in text for form in form_tables() if form.note)
    rows = {match.start() for match in _first_rows().finditer(text, low, high)} if headed else set()
    if (anchors or rows) and not grids and (written := text_grid(text, low, high)):
        grids = [written]
    for anchor in sorted((*anchors, *rows)):
        if anchor < low:
            continue
        number = bisect_right(anchors, anchor)
        after = min(anchors[number] if number < len(anchors) else high, anchor + _WINDOW, high)
        window = compact(text, anchor, after)
        if len(window.text) < _SHORTEST:
            continue
        if anchor in rows:
            start, forms = _header_before(text, low, anchor)
        else:
            forms = [form for pattern, form in _beginnings() if pattern.match(window.text)]
            start = _backed_up(text, low, anchor, forms)
        if start < anchor:
            window = compact(text, start, after)
        table = _best(text, without_notes(window), forms, _grid_at(grids, anchor)) or read_sheet(text, window)
        if table:
            found.append(table)
            low = table.end
    return found


def _best(text: str, window: Compact, forms: Sequence[FormTable], grid: Grid | None) -> Table | None:
    """The table of the form of which most labels are there."""
    matches = [match for form in forms if (match := match_form(window, form))]
    for match in sorted(matches, key=lambda match: match.fit, reverse=True):
        table = read_form(text, window, match, grid)
        if table:
            return table
    return None


def _grid_at(grids: Sequence[Grid], at: int) -> Grid | None:
    return next((grid for grid in grids if grid.start <= at < grid.end), None)


def _marked(text: str, grids: Sequence[Grid], taken: Sequence[Table]) -> list[Table]:
    """The grids of the file that hold no table of a form."""
    free = [grid for grid in grids if not any(table.start < grid.end and grid.start < table.end for table in taken)]
    tables = [table for grid in free for table in read_grids(text, grid, caption(text, grid.start))]
    return [replace(table, checks=total_checks(table)) for table in tables]


def _written(text: str, body: tuple[int, int], taken: Sequence[tuple[int, int]]) -> Iterator[Table]:
    """The tables of pipes or tabs in the body, outside the regions already ``taken``."""
    if not any(sign in text for sign in "|｜\t"):
        return
    free = pairwise([body[0], *(place for region in sorted(taken) for place in region), body[1]])
    for start, end in list(free)[::2]:
        for grid, checks in block_grids(text, start, end):
            tables = read_grids(text, grid, caption(text, grid.start, start))
            for table in tables:
                unplaced = checks if table is tables[0] else ()
                yield replace(table, checks=(*total_checks(table), *unplaced))
            if not tables:  # words alone: no running text all the same
                yield Table(id="", section=None, title=caption(text, grid.start, start), start=grid.start, end=grid.end)


def _numbered(tables: Iterable[Table]) -> tuple[Table, ...]:
    ordered = sorted(tables, key=lambda table: table.start)
    return tuple(replace(table, id=f"t{number}") for number, table in enumerate(ordered, 1))


def find_tables(text: str, body: tuple[int, int], grids: Sequence[Grid] = ()) -> tuple[Table, ...]:
    """The tables in ``text[body[0]:body[1]]``, left to right, without overlap; offsets are code points of ``text``.

    ``grids`` are those that the file itself marks (HTML, DOCX, PDF).

    Each has its cells with paths of row and column labels, and the checks of what its form says must add up. A cell whose
    digits can be read in more than one way has no text and no value, and a failed check names its row.

    >>> text = "第二十条第（六）项信息内容本年处理决定数量行政处罚1282行政强制42三、其他"
    >>> [(cell.row, cell.text) for cell in find_tables(text, (0, len(text)))[0].cells]
    [(('行政处罚',), '1282'), (('行政强制',), '42')]
    """
    forms = _form_regions(text, body, grids)
    marked = _marked(text, grids, forms)
    taken = [*((table.start, table.end) for table in forms), *((grid.start, grid.end) for grid in grids)]
    return _numbered([*forms, *marked, *_written(text, body, taken)])
