"""Totals of tables of any kind: whether 合计 is the sum of what it stands beside, and a part no more than its whole.

Only what the labels say is checked. Figures of such tables are rounded, each to its own last decimal, so both sides may differ
by half of that for each figure; whole numbers are exact unless their unit is one of thousands or more.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from textmine.lexicon.loader import cached, table
from textmine.schema import Cell, Check, Table
from textmine.schema.codec import decimal_text
from textmine.tables.cells import rounding

Path = tuple[str, ...]
_UNIT_BEHIND = re.compile(r"[（(][^()（）]{1,12}[)）]$")


@dataclass(frozen=True, slots=True)
class _Words:
    totals: frozenset[str]
    subtotal: str
    parts: tuple[str, ...]
    rates: tuple[str, ...]
    rounded: tuple[str, ...]


@cached
def _words() -> _Words:
    data = table("totals")
    totals, parts, rates, rounded = (tuple(data[name]["words"]) for name in ("totals", "parts", "rates", "rounded"))
    return _Words(frozenset(totals), data["totals"]["subtotal"], parts, rates, rounded)


def total_checks(found: Table) -> tuple[Check, ...]:
    """The checks of the totals and parts that the labels of a table name; the source is reported, never repaired.

    >>> rows = [("城镇", "40.2"), ("农村", "19.9"), ("合计", "60.2")]
    >>> cells = tuple(Cell(row=(row,), column=("人数",), text=text, value=Decimal(text)) for row, text in rows)
    >>> [str(check) for check in total_checks(Table(id="", section=None, title=None, start=0, end=0, cells=cells))]
    ['合计=各项之和 [人数]: 60.1±0.15 = 60.2']
    """
    if not any(_is_total(path[-1:]) or is_part(path) for cell in found.cells for path in (cell.row, cell.column)):
        return ()
    grid = {(cell.row, cell.column): cell for cell in found.cells if cell.value is not None}
    if len(grid) < sum(cell.value is not None for cell in found.cells):
        return ()  # two rows or columns of one name: which is part of which is not known
    rows, columns = (
        [*dict.fromkeys(paths)] for paths in ([c.row for c in found.cells], [c.column for c in found.cells])
    )
    coarse = any(word in (found.title or "") for word in _words().rounded)
    checks: list[Check] = []
    for column in columns:
        line = {row: grid[row, column] for row in rows if (row, column) in grid}
        checks += _of_line(rows, line, "/".join(column), column, coarse=coarse)
    for row in rows:
        line = {column: grid[row, column] for column in columns if (row, column) in grid}
        checks += _of_line(columns, line, "/".join(row), row, coarse=coarse)
    return tuple(checks)


def _of_line(
    paths: Sequence[Path], line: dict[Path, Cell], name: str, across: Path, *, coarse: bool
) -> Iterator[Check]:
    """The checks along one column (``paths`` are rows) or one row (they are columns) whose label is ``across``."""
    if _is_rate(across):
        return
    added = [path for path in paths if path and not _is_rate(path)]
    for at, path in enumerate(added):
        if _is_total(path[-1:]):
            parts = _parts_of(added, at)
            cells = [line[part] for part in parts if part in line]
            if path in line and len(parts) > 1 and len(cells) == len(parts):
                yield _sum(
                    f"{'/'.join(path)}=各项之和 [{name}]", cells, line[path], coarse=coarse or _coarse(across, path)
                )
        elif at and is_part(path) and path in line:
            whole = _whole_of(added[:at], path)
            if whole in line:
                yield from _within(f"{path[-1]}≤{'/'.join(whole)} [{name}]", line[path], line[whole])


def _parts_of(paths: Sequence[Path], at: int) -> list[Path]:
    """What a total is the sum of: its siblings before it, or, where it is the first of them, those behind it.

    Nothing where a part of a part (其中) stands among them: how far it reaches is not told. Nor where a total that is no
    subtotal has another beside it: whether it includes that one is not told either.
    """
    group = paths[at][:-1]
    beside = any(_adds_up(path) and path[:-1] == group for path in (*paths[:at], *paths[at + 1 :]))
    if beside and not paths[at][-1].startswith(_words().subtotal):
        return []
    before = _until_total(list(reversed(paths[:at])), group)
    found = before[::-1] if before else _until_total(paths[at + 1 :], group)
    return [] if any(is_part(path) for path in found) else found


def _until_total(paths: Sequence[Path], group: Path) -> list[Path]:
    """The paths of a group from the first on, up to one outside it or to another total."""
    found: list[Path] = []
    for path in paths:
        if path[:-1] != group or _adds_up(path):
            break
        found.append(path)
    return found


def _whole_of(above: Sequence[Path], part: Path) -> Path:
    """The row that a part is of; none where rows behind an earlier part (其中：甲, 乙, 其中：丙) may be parts themselves."""
    if part[:-1] in above:
        return part[:-1]
    at = len(above) - 1
    while at >= 0 and is_part(above[at]):
        at -= 1
    if at < 0 or len(above[at]) != len(part) or any(is_part(path) for path in above[:at]):
        return ()
    return above[at]


def _sum(rule: str, parts: Sequence[Cell], total: Cell, *, coarse: bool) -> Check:
    cells = (*parts, total)
    steps = [rounding(cell.text) for cell in cells]
    room = sum(steps, Decimal(0)) / 2 if coarse or any(step < 1 for step in steps) else Decimal(0)
    expected = sum((_value(cell) for cell in parts), Decimal(0))
    actual = _value(total)
    return Check(
        rule=rule,
        expected=f"{decimal_text(expected)}±{decimal_text(room)}" if room else decimal_text(expected) or "",
        actual=decimal_text(actual) or "",
        ok=abs(expected - actual) <= room,
        places=() if abs(expected - actual) <= room else _places(cells),
    )


def _within(rule: str, part: Cell, whole: Cell) -> Iterator[Check]:
    """That a part is no more than its whole, where neither is below zero."""
    less, more = _value(part), _value(whole)
    if less >= 0 and more >= 0:
        yield Check(
            rule=rule,
            expected=f"≤{decimal_text(more)}",
            actual=decimal_text(less) or "",
            ok=less <= more,
            places=() if less <= more else _places((part, whole)),
        )


def _value(cell: Cell) -> Decimal:
    return cell.value or Decimal(0)


def _places(cells: Sequence[Cell]) -> tuple[tuple[int, int], ...]:
    return tuple((cell.start, cell.end) for cell in cells if cell.start is not None and cell.end is not None)


def _is_total(path: Path) -> bool:
    return bool(path) and _UNIT_BEHIND.sub("", path[-1]) in _words().totals


def _adds_up(path: Path) -> bool:
    """Whether a label names a total, of all or of some (本年支出合计)."""
    return bool(path) and _UNIT_BEHIND.sub("", path[-1]).endswith(tuple(_words().totals))


def is_part(path: Path) -> bool:
    """Whether the last label of a row says that it is a part of a row above it (其中)."""
    return bool(path) and path[-1].startswith(_words().parts)


def _is_rate(path: Path) -> bool:
    return any(word in label for label in path for word in _words().rates)


def _coarse(*paths: Path) -> bool:
    return any(word in label for path in paths for label in path for word in _words().rounded)
