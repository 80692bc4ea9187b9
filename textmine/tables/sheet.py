"""Reads the older statistics sheet (政府信息公开情况统计表): an indicator a row, its unit, its numbers."""

import re
from dataclasses import replace

from textmine.lexicon.forms import Equation, RowLaw, Sheet, sheet
from textmine.lexicon.loader import cached
from textmine.lexicon.measures import of_all_years, sheet_measure
from textmine.schema import Cell, Check, Table
from textmine.tables.cells import is_blank
from textmine.tables.compact import Compact, compact
from textmine.tables.form import table_of
from textmine.tables.identities import Place, by_column, checks_of, places_of
from textmine.tables.pagenumbers import without_page_number
from textmine.tables.pieces import RULE
from textmine.tables.rowcells import row_cells, unfit, unread
from textmine.tables.sheetrows import SheetRow, sheet_rows
from textmine.tables.split import solve

_TITLE = "政府信息公开情况统计表"
_CODES = ("代码", "行次", "序号", "编号")  # heads of a column with the numbers of the rows
_BEFORE = 20  # characters before the head in which such a column may stand
_YEAR = re.compile("[0-9]{4}年")
_ALL_YEARS = re.compile("历年|累计数")  # a column that counts from the first year on


@cached
def _head_pattern() -> re.Pattern[str]:
    words = sheet()
    return re.compile(f"(?:{'|'.join(words.heads)})(?:{'|'.join(words.unit_heads)})(?:{'|'.join(_CODES)})?")


@cached
def _column_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:[12][0-9]{{3}}年(?:度)?|{'|'.join(sheet().value_heads)})")


def _equations(rows: list[SheetRow], window: Compact) -> list[Equation]:
    """Rows that are the sum of others: of numbered parts, or of parts that end with the others (其他情形).

    A row whose unit is a dash only heads others.
    """
    equations = []
    for at, row in enumerate(rows):
        below = [number for number, other in enumerate(rows) if other.path[:-1] == row.path and other.values]
        parts = [number for number in below if rows[number].level in (2, 3)]
        if not parts and below and "其他" in rows[below[-1]].path[-1]:
            parts = below
        heads = row.unit is not None and is_blank(_unit_of(window, row))
        if row.values and len(parts) > 1 and not heads:
            equations.append(Equation(name=f"{row.path[-1]}=各项之和", left=tuple(parts), right=(at,)))
    return equations


def _law(columns: list[str], unit: str) -> RowLaw:
    """What the cells of a row must be: sums of money may have decimals; a year's number is part of that of all years."""
    in_all = [at for at, column in enumerate(columns) if _ALL_YEARS.search(column)]
    in_year = [at for at, column in enumerate(columns) if _YEAR.search(column)]
    kind = "amount" if unit.endswith("元") else "count"
    return RowLaw(
        kinds=(kind,) * len(columns), at_most=tuple((year, all_years) for all_years in in_all for year in in_year)
    )


def _without_codes(rows: list[SheetRow], width: int) -> list[SheetRow]:
    """Rows without the number that a sheet gives each in a column of its own, before the ``width`` numbers that it reports."""
    coded = sum(len(row.values) == width + 1 for row in rows)
    if 2 * coded <= len(rows):
        return rows
    return [replace(row, values=row.values[1:]) for row in rows]


def _unit_of(window: Compact, row: SheetRow) -> str:
    return window.text[slice(*row.unit)] if row.unit else ""


def _tidied(text: str, window: Compact, rows: list[SheetRow], columns: list[str]) -> list[Check]:
    """Take the numbers of pages out of rows, and all numbers out of those that only head others; these are told."""
    strays = []
    for at, row in enumerate(rows):
        unit = _unit_of(window, row)
        values = without_page_number(text, window, list(row.values), _law(columns, unit))
        if unit and is_blank(unit) and any(piece.text.isdigit() for piece in values):
            strays.append(_stray(window, row))
            values = []
        rows[at] = replace(row, values=tuple(values))
    return strays


def _stray(window: Compact, row: SheetRow) -> Check:
    """The failed check of numbers behind a row that only heads others, as its unit, a dash, says."""
    told = " ".join(piece.text for piece in row.values)
    places = (window.span(row.values[0].start, row.values[-1].end),)
    return Check(rule=f"{row.path[-1]}: {told}", expected="表式中的数", actual="表式外的数", ok=False, places=places)


def read_sheet(text: str, window: Compact) -> Table | None:
    """The sheet that a window begins with, or ``None``. The unit of count is a column of its own."""
    words: Sheet = sheet()
    head = _head_pattern().match(window.text)
    if head is None:
        return None
    columns: list[str] = []
    at = head.end()
    while match := _column_pattern().match(window.text, at):
        columns.append(match.group())
        at = match.end()
    if rule := RULE.match(window.text, at):
        at = rule.end()
    numbered = compact(text, max(0, window.at[0] - _BEFORE), window.at[0]).text.endswith(_CODES)
    rows, checks = sheet_rows(text, window, at, len(columns) if numbered else None)
    if head.group().endswith(_CODES):
        rows = _without_codes(rows, len(columns))
    if not columns or not rows:
        return None
    unit_column = next(word for word in words.unit_heads if head.group().endswith(word) or word in head.group())
    checks += _tidied(text, window, rows, columns)
    counted = [row for row in rows if row.values]
    laws = [_law(columns, _unit_of(window, row)) for row in counted]
    equations = _equations(counted, window)
    solved = solve([[piece.text for piece in row.values] for row in counted], laws, equations)
    known = dict(zip((row.end for row in counted), solved, strict=True))
    number = {row.end: at for at, row in enumerate(counted)}
    paths = [(column,) for column in columns]
    spans: dict[Place, tuple[int, int]] = {}
    cells: list[Cell] = []
    for row in rows:
        if row.unit is not None:
            start, end = window.span(*row.unit)
            cells.append(Cell(row=row.path, column=(unit_column,), text=text[start:end], start=start, end=end))
        if row.values:
            measure = sheet_measure(row.path)
            measures = [of_all_years(measure) if _ALL_YEARS.search(column) else measure for column in columns]
            values = row_cells(
                text,
                window,
                row=row.path,
                columns=paths,
                found=row.values,
                solved=known[row.end],
                measures=measures,
            )
            cells += values
            spans |= places_of(number[row.end], values)
            checks += unfit(values, known[row.end].cells, laws[number[row.end]].kinds)
            if None in known[row.end].cells or known[row.end].readings:
                checks.append(unread("/".join(row.path), window, row.values, known[row.end], measures))
    checks += checks_of(by_column(equations, columns), [row.cells for row in solved], spans)
    before = text[max(0, window.at[0] - 60) : window.at[0]]
    title = _TITLE if _TITLE in "".join(before.split()) else None
    return table_of(text, window, rows[-1].end, title=title, cells=tuple(cells), checks=tuple(checks))
