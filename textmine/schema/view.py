"""How a table is shown: its headers over the columns that they cover, its rows below the rows that head them, what is in doubt marked.

A cell whose digits could not be told from those of its neighbours is shown as `?`, one that a failed check speaks of with a `!`. A
blank stays blank: it is no zero.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from textmine.schema.columns import fitted, width

if TYPE_CHECKING:
    from textmine.schema.table import Cell, Table

Path = tuple[str, ...]
_OPEN, _FAILED = "?", "!"
_LABEL_MOST, _LINE_MOST, _CELL_LEAST = 44, 100, 14  # columns of a terminal
_GAP = "  "
_RIGHT, _LEFT, _MIDDLE = "text-align:right", "text-align:left", "text-align:center"
_TINT = ";background:#fdd;color:#900"


class Heading(NamedTuple):
    """A header cell over ``span`` columns; without a text where the header below has no other above it."""

    text: str
    span: int


class Line(NamedTuple):
    """A row: how deep its label stands, the label, and its cells; one that only heads others has none."""

    level: int
    label: str
    cells: tuple[str, ...]


def columns_of(table: Table) -> list[Path]:
    """The paths of the columns, left to right."""
    return list(dict.fromkeys(cell.column for cell in table.cells))


def headers(columns: Sequence[Path]) -> list[list[Heading]]:
    """The header rows of some columns from the top; the last label of each column is in the last row.

    >>> headers([("自然人",), ("法人", "企业"), ("法人", "其他")])[0]
    [Heading(text='', span=1), Heading(text='法人', span=2)]
    """
    depth = max(map(len, columns), default=0)
    padded = [("",) * (depth - len(column)) + column for column in columns]
    rows: list[list[Heading]] = []
    for level in range(depth):
        row: list[Heading] = []
        last: Path | None = None
        for path in padded:
            if path[level] and path[: level + 1] == last and level < depth - 1:
                row[-1] = Heading(row[-1].text, row[-1].span + 1)
            else:
                row.append(Heading(_one_line(path[level]), 1))
            last = path[: level + 1]
        rows.append(row)
    return rows


def lines(table: Table) -> Iterator[Line]:
    """The rows below the headers, each label below those that head it."""
    columns = columns_of(table)
    failed = [check for check in table.checks if not check.ok]
    unread = {check.rule.rpartition(": ")[0] for check in failed if check.is_of_readings}
    places = [place for check in failed if not check.is_of_readings for place in check.places]
    rows: dict[Path, dict[Path, str]] = {}
    for cell in table.cells:
        is_open = not cell.text and ("/".join(cell.row) or table.title) in unread
        rows.setdefault(cell.row, {}).setdefault(cell.column, _OPEN if is_open else _shown(cell, places))
    before: Path = ()
    for row, found in rows.items():
        shared = next((at for at, pair in enumerate(zip_longest(row, before)) if pair[0] != pair[1]), 0)
        for level in range(shared, len(row) - 1):
            yield Line(level, _one_line(row[level]), ())
        label = _one_line(row[-1]) if row else ""
        yield Line(max(0, len(row) - 1), label, tuple(found.get(column, "") for column in columns))
        before = row


def _shown(cell: Cell, places: Sequence[tuple[int, int]]) -> str:
    """The text of a cell, marked where it stands in one of the places (code points) of failed checks."""
    text, start, end = _one_line(cell.text), cell.start, cell.end
    if start is None or end is None:
        return text
    return _FAILED + text if any(start < last and first < end for first, last in places) else text


def _one_line(text: str) -> str:
    return " ".join(text.split())


def text_of(table: Table) -> str:
    """A table as lines for a terminal; its failed checks below it. Labels of more than 44 columns are cut."""
    heads, body = headers(columns_of(table)), list(lines(table))
    labels = ["  " * line.level + line.label for line in body]
    first = min(_LABEL_MOST, max(map(width, labels), default=0))
    number = len(heads[-1]) if heads else 0
    most = max(_CELL_LEAST, _LINE_MOST // max(1, number))
    cells = [[heads[-1][at].text, *(line.cells[at] for line in body if line.cells)] for at in range(number)]
    widths = [min(most, max(map(width, column))) for column in cells]
    shown = [" " * first + "".join(_GAP + text for text in _over(row, widths)) for row in heads]
    shown += ["-" * first + "".join(_GAP + "-" * wide for wide in widths)]
    for label, line in zip(labels, body, strict=True):
        found = [fitted(cell, wide, right=True) for cell, wide in zip(line.cells, widths, strict=False)]
        shown.append((fitted(label, first) if found else label) + "".join(_GAP + cell for cell in found))
    told = [f"  {_one_line(str(check))}" for check in table.checks if not check.ok]
    return "\n".join([_one_line(table.title or ""), *(line.rstrip() for line in shown), *told])


def _over(row: Sequence[Heading], widths: Sequence[int]) -> Iterator[str]:
    """The headings of one row, each over the columns that it covers; at the right edge of one, else at the left."""
    at = 0
    for heading in row:
        wide = sum(widths[at : at + heading.span]) + len(_GAP) * (heading.span - 1)
        yield fitted(heading.text, wide, right=heading.span == 1)
        at += heading.span


def html_of(table: Table) -> str:
    """A table for notebooks; its failed checks below it. All text is escaped."""
    heads = headers(columns_of(table))
    number = len(heads[-1]) if heads else 0
    head = ""
    for level, row in enumerate(heads):
        corner = f'<th rowspan="{len(heads)}"></th>' if level == 0 else ""
        head += f"<tr>{corner}{''.join(map(_heading, row))}</tr>"
    body = "".join(_row(line, number) for line in lines(table))
    caption = f'<caption style="{_LEFT}">{escape(table.title or "")}</caption>'
    failed = "".join(f"<li>{escape(str(check))}</li>" for check in table.checks if not check.ok)
    below = f"<ul>{failed}</ul>" if failed else ""
    return f"<table>{caption}<thead>{head}</thead><tbody>{body}</tbody></table>{below}"


def _heading(heading: Heading) -> str:
    span = f' colspan="{heading.span}"' if heading.span > 1 else ""
    return f'<th{span} style="{_MIDDLE}">{escape(heading.text)}</th>'


def _row(line: Line, columns: int) -> str:
    style = f"{_LEFT};padding-left:{line.level + 1}em"
    if not line.cells:
        return f'<tr><th colspan="{columns + 1}" style="{style}">{escape(line.label)}</th></tr>'
    cells = "".join(
        f'<td style="{_RIGHT}{_TINT if cell.startswith((_OPEN, _FAILED)) else ""}">{escape(cell)}</td>'
        for cell in line.cells
    )
    return f'<tr><th style="{style};font-weight:normal">{escape(line.label)}</th>{cells}</tr>'
