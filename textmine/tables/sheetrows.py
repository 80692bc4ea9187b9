"""The rows of the older statistics sheet: labels from the top, the unit of count, the numbers behind it."""

import re
from dataclasses import dataclass

from textmine.lexicon.forms import sheet
from textmine.lexicon.loader import cached
from textmine.schema import Check
from textmine.tables.compact import Compact, compact
from textmine.tables.pieces import Piece, pieces

_ROW_LIMIT = 200
_INDENT = 20  # characters of white space and pipes beside a number
_SKIPPED = 150  # characters of a row that cannot be read, behind which the next one is looked for
_MARKER = r"[一二三四五六七八九十]{1,2}、|\([一二三四五六七八九十]{1,2}\)|[0-9]{1,2}[.、]"
_LABEL = r"(?:[^0-9()。;!?]|\((?![一二三四五六七八九十]{1,2}\))[^()。;]{1,80}\)){2,60}?"
_NONE = "无"
_MARKED = re.compile(_MARKER)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row: its labels from the top, how deep it stands, compact offsets of the unit, and its numbers."""

    path: tuple[str, ...]
    level: int
    unit: tuple[int, int] | None
    values: tuple[Piece, ...]
    end: int


@cached
def _row_pattern() -> re.Pattern[str]:
    """A row: a label that ends as counts do, or is followed by a unit and a number, or is known; or a heading of rows."""
    units = "|".join(sorted(map(re.escape, sheet().units), key=len, reverse=True))
    known = "|".join(map(re.escape, sheet().labels))
    return re.compile(
        rf"(?P<part>其中:?)?(?P<marker>{_MARKER})?(?:"
        rf"(?P<known>{known})(?P<unit_known>{units})"
        rf"|(?P<label>{_LABEL})(?:(?<=[数额费量用况开)])(?P<unit>{units})|(?P<unit_before>{units})(?=[-+−–—/0-9]))"
        rf"|(?(marker)(?P<heading>{_LABEL})(?={_MARKER})|(?!)))"
    )


def _level(part: str | None, marker: str | None, before: int) -> int:
    if marker is None:
        return 4 if part or before == 4 else 0
    if marker.startswith("("):
        return 2
    return 3 if marker[0].isdigit() else 1


class _Numbers:
    """The numbers that a sheet gives its rows in a column of its own at the left: 1, 2, 3, rows that only head others left out.

    What stands behind the last cell of a row is the number of the next one, if it is the next number and either one more than the
    row has cells, or the first on its line with words behind it.
    """

    def __init__(self, text: str, window: Compact, width: int) -> None:
        self._text, self._window, self._width = text, window, width
        self._next = 1

    def without(self, values: list[Piece], width: int | None = None) -> list[Piece]:
        """The numbers of a row without that of the next row."""
        wide = self._width if width is None else width
        if not values or values[-1].text != str(self._next) or not (len(values) == wide + 1 or self._leads(values[-1])):
            return values
        self._next += 1
        return values[:-1]

    def _leads(self, piece: Piece) -> bool:
        start, end = self._window.span(piece.start, piece.end)
        before = self._text[max(0, start - _INDENT) : start].rstrip(" \t\u3000|｜")
        behind = self._text[end : end + _INDENT].lstrip(" \t\u3000|｜")
        return before.endswith("\n") and not behind.startswith(("\n", "\r"))


def sheet_rows(text: str, window: Compact, at: int, numbered: int | None = None) -> tuple[list[SheetRow], list[Check]]:
    """The rows from compact offset ``at`` on, and failed checks that tell of numbers between them that belong to none.

    ``numbered`` is the number of cells of a row in a sheet whose rows begin with their numbers.
    """
    numbers = _Numbers(text, window, numbered) if numbered else None
    if numbers and (first := pieces(window, at, len(window.text))) and not numbers.without(first[:1], 0):
        at = first[0].end
    found: list[SheetRow] = []
    checks: list[Check] = []
    stack: list[tuple[int, str]] = []
    marked = False
    while len(found) < _ROW_LIMIT and (match := _next(window, at, found, checks)):
        before = found[-1].level if found and marked else 0
        level = _level(match["part"], match["marker"], before)
        marked = marked or level in (1, 2)
        while stack and stack[-1][0] >= level:
            stack.pop()
        stack.append((level, (match["marker"] or "") + (match["known"] or match["label"] or match["heading"])))
        unit = next((match.span(name) for name in ("unit_known", "unit", "unit_before") if match[name]), None)
        run = _values(window, match.end()) if unit or numbers else []
        values = numbers.without(run, None if unit else 0) if numbers else run
        at = run[-1].end if run else match.end()
        path = tuple(label for _, label in stack)
        found.append(SheetRow(path=path, level=level, unit=unit, values=tuple(values), end=at))
    while found and not found[-1].values and not _stands_alone(text, window, found[-1]):
        found.pop()  # running text that ends like a row
    return found, checks


def _stands_alone(text: str, window: Compact, row: SheetRow) -> bool:
    """Whether white space or a pipe stands before and behind the unit of a row, as between cells, or the row fills a line."""
    if row.unit is None:
        return False
    start, end = row.unit
    behind = end >= len(window.at) or window.at[end] > window.at[end - 1] + 1
    if behind and window.at[start] > window.at[start - 1] + 1:
        return True
    first, last = window.span(start, end)
    stop = text.find("\n", last)
    line = compact(text, text.rfind("\n", 0, first) + 1, stop if stop >= 0 else len(text))
    return _MARKED.match(line.text) is not None and line.text == row.path[-1] + window.text[start:end]


def _values(window: Compact, at: int) -> list[Piece]:
    """The numbers from compact offset ``at`` on; a 无 that a row follows is one of them."""
    found = pieces(window, at, len(window.text))
    if not found and window.text.startswith(_NONE, at) and _row_pattern().match(window.text, at + 1):
        return [Piece(at, at + 1, _NONE)]
    return found


def _next(window: Compact, at: int, found: list[SheetRow], checks: list[Check]) -> re.Match[str] | None:
    """The row at compact offset ``at``, or a numbered one a little behind it; numbers that are passed over are told."""
    match = _row_pattern().match(window.text, at)
    if match is not None or not found:
        return match
    for later in _row_pattern().finditer(window.text, at, at + _SKIPPED):
        skipped = window.text[at : later.start()]
        if "。" in skipped:
            return None
        if later["marker"] and later["unit"] and pieces(window, later.end(), len(window.text)):
            if any(character.isdigit() for character in skipped):
                places = (window.span(at, later.start()),)
                checks.append(Check(rule=skipped, expected="表式中的行", actual="表式外的行", ok=False, places=places))
            return later
    return None
