"""Finds the tables of a text: the national forms first, then the older statistics sheet, then grids of pipes and tabs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from textmine.lexicon.forms import form_tables
from textmine.schema import Check, Grid, Table
from textmine.tables.anchors import CAPTION, CORNER, TITLE, Anchor, anchors, beginning
from textmine.tables.blocks import block_grids
from textmine.tables.captions import caption
from textmine.tables.compact import Compact, compact, label_key, without_notes
from textmine.tables.form import match_form, read_form, read_groups
from textmine.tables.labels import label_pattern
from textmine.tables.markup import markup_grids
from textmine.tables.pieces import RULE
from textmine.tables.rowtypes import Span
from textmine.tables.sheet import read_sheet
from textmine.tables.spaced import spaced_grids
from textmine.tables.spans import read_grids
from textmine.tables.textgrids import text_grid

_WINDOW = 9_000
_HEADER = 150  # characters of a header at most
_SHORTEST = 13  # characters of the smallest table: column label, row label, number


def _form_regions(text: str, body: tuple[int, int], grids: Sequence[Grid], *, plain: bool) -> list[Table]:
    """The tables of forms and the older sheets; a ``plain`` text has grids of its own, of pipes or tabs, between those given."""
    found: list[Table] = []
    low, high = body
    places = anchors(text, low, high)
    for number, anchor in enumerate(places):
        if anchor.at < low:
            continue
        after = min(anchor.until, anchor.at + _WINDOW)
        window = compact(text, anchor.at, after)
        if len(window.text) < _SHORTEST:
            continue
        start = beginning(text, low, anchor)
        if start != anchor.at:
            window = compact(text, start, after)
        grid = _grid_at(grids, anchor.at) or (text_grid(text, start, after) if plain else None)
        table = _best(text, without_notes(window), anchor, grid)
        if table is None and anchor.kind == TITLE:
            beyond = next((other.at for other in places[number + 1 :] if other.forms != anchor.forms), high)
            table = _in_groups(text, (anchor.end, min(beyond, anchor.at + _WINDOW)), anchor, grids, plain=plain)
        if table is None and anchor.kind == CAPTION:
            table = read_sheet(text, window) or _lost(window, anchor)
        if table:
            found.append(table)
            low = table.end
    return found


def _in_groups(text: str, region: Span, anchor: Anchor, grids: Sequence[Grid], *, plain: bool) -> Table | None:
    """A table of one row that a title announces and that is written as several."""
    inside = [grid for grid in grids if region[0] <= grid.start and grid.end <= region[1]]
    if inside:
        cells = [
            cell._replace(row=cell.row + number * _WINDOW) for number, grid in enumerate(inside) for cell in grid.cells
        ]
        grid: Grid | None = Grid(start=inside[0].start, end=inside[-1].end, cells=tuple(cells))
    else:
        grid = text_grid(text, *region) if plain else None
    window = compact(text, *region)
    return next(filter(None, (read_groups(text, window, form, grid) for form in anchor.forms)), None)


def _best(text: str, window: Compact, anchor: Anchor, grid: Grid | None) -> Table | None:
    """The table of the form of which most labels are there; one whose column labels are lost has to add up."""
    matches = [match for form in anchor.forms if (match := match_form(window, form))]
    for match in sorted(matches, key=lambda match: match.fit, reverse=True):
        table = read_form(text, window, match, grid)
        doubtful = anchor.kind == TITLE or (match.form.law.sums and match.labels and not match.heads)
        if table and not (doubtful and not _adds_up(table)):
            return table
    return None


def _lost(window: Compact, anchor: Anchor) -> Table | None:
    """A table without cells and the failed check that tells it, where a caption and the corner of a table stand and no rows are known."""
    for form in anchor.forms:
        group = form.law.sums[-1].parts if form.rows == ((),) else ()
        labels = [form.columns[at][-1] for at in (*group, -1)] if group else [form.anchor, CORNER]
        header = re.compile(f"(?:{RULE.pattern})?".join(label_pattern(label).pattern for label in labels))
        if match := header.search(window.text, 0, _HEADER):
            start, end = window.span(*match.span())
            check = Check(rule=form.title, expected="一张表", actual="未能读出", ok=False, places=((start, end),))
            return Table(id="", section=None, title=form.title, start=start, end=end, checks=(check,))
    return None


def _adds_up(table: Table) -> bool:
    return bool(table.checks) and all(check.ok for check in table.checks)


def _grid_at(grids: Sequence[Grid], at: int) -> Grid | None:
    return next((grid for grid in grids if grid.start <= at < grid.end), None)


def _marked(text: str, grids: Sequence[Grid], taken: Sequence[Table]) -> list[Table]:
    """The grids of the file that hold no table of a form."""
    free = [grid for grid in grids if not any(table.start < grid.end and grid.start < table.end for table in taken)]
    return [_told(table) for grid in free for table in read_grids(text, grid, caption(text, grid.start))]


def _told(table: Table) -> Table:
    """A table of any kind with a failed check where its caption is that of a form, whose rows or columns it has not."""
    if table.title is None or label_key(table.title) not in {form.anchor for form in form_tables()}:
        return table
    places = ((table.start, table.end),)
    check = Check(rule=label_key(table.title), expected="表式中的行", actual="表式外的行", ok=False, places=places)
    return replace(table, checks=(*table.checks, check))


def _written(text: str, body: tuple[int, int], taken: Sequence[tuple[int, int]]) -> Iterator[Table]:
    """The tables of pipes or tabs in the body, outside the regions already ``taken``."""
    ruled = any(sign in text for sign in "|｜\t")
    free = pairwise([body[0], *(place for region in sorted(taken) for place in region), body[1]])
    for start, end in list(free)[::2]:
        found = list(block_grids(text, start, end)) if ruled else []
        for grid, checks in found or spaced_grids(text, start, end):
            tables = read_grids(text, grid, caption(text, grid.start, start))
            for table in tables:
                unplaced = checks if table is tables[0] else ()
                yield _told(replace(table, checks=(*table.checks, *unplaced)))
            if not tables:  # words alone: no running text all the same
                yield Table(id="", section=None, title=caption(text, grid.start, start), start=grid.start, end=grid.end)


def _with_markup(tables: Sequence[Table], grids: Sequence[Grid]) -> list[Table]:
    """Tables that stand between tags, with the tags before the first and behind the last of each grid."""
    found = list(tables)
    for grid in grids:
        inside = [at for at, table in enumerate(found) if grid.start <= table.start < grid.end]
        if inside:
            found[inside[0]] = replace(found[inside[0]], start=grid.start)
            found[inside[-1]] = replace(found[inside[-1]], end=max(grid.end, found[inside[-1]].end))
    return found


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
    plain = not grids
    grids = grids or markup_grids(text, *body)
    forms = _form_regions(text, body, grids, plain=plain)
    if plain and grids:
        forms = _with_markup(forms, grids)
    marked = _marked(text, grids, forms)
    taken = [*((table.start, table.end) for table in forms), *((grid.start, grid.end) for grid in grids)]
    return _numbered([*forms, *marked, *_written(text, body, taken)])
