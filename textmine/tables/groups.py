"""A table of one row that is written as several tables: the reviews, then the lawsuits of each kind, each with a header of its own."""

from itertools import pairwise

from textmine.lexicon.forms import FormTable
from textmine.schema import Grid
from textmine.tables.compact import Compact
from textmine.tables.gridrows import numeric_row
from textmine.tables.labels import label_pattern
from textmine.tables.pieces import RULE, Piece, pieces

_BEFORE_HEADER = 60  # characters between the name of a group and its header at most


def grouped_row(text: str, window: Compact, form: FormTable, grid: Grid | None) -> list[Piece] | None:
    """The cells of a form's row whose groups, each parts and their total, stand in the window one below another.

    Each has its name (未经复议直接起诉), the labels of its columns and its numbers. ``None`` where one of them is not there.
    """
    found: list[Piece] = []
    at = 0
    ends = [0, *(item.total + 1 for item in sorted(form.law.sums, key=lambda item: item.total))]
    for first, stop in pairwise(ends):
        columns = form.columns[first:stop]
        header = "".join(path[-1] for path in columns)
        name = label_pattern(columns[0][-2]).search(window.text, at)
        labels = (
            label_pattern(header).search(window.text, name.end(), name.end() + _BEFORE_HEADER + len(header))
            if name
            else None
        )
        if labels is None:
            return None
        at = labels.end()
        if rule := RULE.match(window.text, at):
            at = rule.end()
        width = stop - first
        behind = Compact(window.text[at:], window.at[at:])
        laid_out = numeric_row(text, behind, grid, width) if grid else None
        row = (
            [Piece(at + p.start, at + p.end, p.text) for p in laid_out]
            if laid_out
            else pieces(window, at, len(window.text))
        )
        if len(row) != width:
            return None
        found += row
        at = row[-1].end
    return found
