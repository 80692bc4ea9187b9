"""The unit of a table cell: from the words behind its number, else from its labels, its row's cell of units, the caption."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from textmine.extract.units import read_unit
from textmine.lexicon.loader import cached, table
from textmine.schema.table import Cell

Path = tuple[str, ...]
Found = tuple[str, Decimal]

_BRACKET = re.compile(r"[（(](?:单位[:：]?\s{0,2})?(?P<unit>[^（）()]{1,12})[）)]")
_CAPTION = re.compile(r"单位[:：]\s{0,2}(?P<units>[^（）()\s。；;]{1,24})")
_LISTED = re.compile(r"[、，,；;和及/／]")
_BESIDE = re.compile("[、，,；;]")
_SUMMED = ("[", "［", "〔")  # 年均增长（%）或累计: a sum of several years, in the row's unit, stands in brackets
_SIGNS = "±＋+-－—"
_NOTE = re.compile(r"[（(][^（）()]*[）)]$")
_PER_CENT_BEHIND = re.compile(r"[%％‰]$")
_DIGITS = re.compile(r"[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?")
_SCALES = ("万亿", "亿", "万")  # that the value of a cell has in it already
_SHARES = ("%", "[ppth]", "{百分点}", "{倍}")
NONE: Found = ("1", Decimal(1))


def row_units(cells: Iterable[Cell]) -> dict[Path, Found]:
    """The unit of each row that has it in a cell of its own (单位), or, as a part of a row (其中：, #), shares that row's.

    What follows a part and names no unit is a part as well: 家禽（万只）, #肉鸡, 鹅.

    >>> rows = [("家禽（万只）",), ("#肉鸡",), ("鹅",), ("产值",)]
    >>> row_units(Cell(row=row, column=("存栏",), text="1") for row in rows)[("鹅",)]
    ('{只}', Decimal('10000'))
    """
    found: dict[Path, Found] = {}
    whole: Found | None = None
    within = False
    for row, of_row in groupby(cells, key=lambda cell: cell.row):
        told = [unit for cell in of_row if _is_unit_column(cell.column) and (unit := _unit(cell.text))]
        if told:
            found[row] = told[0]
            continue
        own = _of_labels(row[-1:])
        within = own is None and bool(row) and (within or row[-1].startswith(_part_words()))
        if within and whole and not _is_rate(row[-1]):
            found[row] = whole
        whole = own if not within else whole
    return found


def unit_of(text: str, row: Path, column: Path, row_unit: Found | None, caption: str) -> Found:
    """The unit of a cell and the factor that its value is still to be multiplied by; ``1`` where none is given.

    A share is one whatever the row is in: in 亿元 the product, in % what it grew by.

    >>> unit_of("4.6", ("生产总值（亿元）",), ("增长（%）",), None, "")
    ('%', Decimal('1'))
    >>> unit_of("2.5", ("就业",), ("目标",), None, "目标表 单位：万人")
    ('{人}', Decimal('10000'))
    """
    digits = _DIGITS.search(text)
    behind = text[digits.end() :].strip() if digits else ""
    if behind:
        for scale in _SCALES:
            behind = behind.removeprefix(scale)
        if unit := read_unit(behind, 0):
            return unit.unit, Decimal(1)
    of_column, of_row = _of_labels(column, whole=True), _of_labels(row)
    if of_row and text.lstrip().startswith(_SUMMED):
        return of_row
    for found in (of_column, of_row):
        if found and found[0] in _SHARES:
            return found
    if of_column is None and _ends(column, "ranks"):
        return NONE
    if of_column is None and _ends(column, "percent"):
        return "%", Decimal(1)
    if found := of_row or of_column or row_unit:
        return found
    return ("%", Decimal(1)) if _ends(row, "percent") else _of_caption(caption) or NONE


@lru_cache(maxsize=1024)
def _of_labels(labels: Path, *, whole: bool = False) -> Found | None:
    """The unit that labels name, the innermost first: in brackets, as a sign at the end, or, if ``whole``, as all of a label."""
    for label in reversed(labels):
        for written in (*_written(label), *([label] if whole else [])):
            if found := _unit(written):
                return found
    return None


def _written(label: str) -> Iterator[str]:
    for match in _BRACKET.finditer(label):
        yield match["unit"]
        yield _BESIDE.split(match["unit"])[0]
    if sign := _PER_CENT_BEHIND.search(label):
        yield sign.group()


@lru_cache(maxsize=256)
def _of_caption(caption: str) -> Found | None:
    """The unit that a caption gives to all cells: of several (单位：元、%) the one that is no share, if there is one such."""
    found: list[Found | None] = []
    for match in _CAPTION.finditer(caption):
        whole = _unit(match["units"])
        parts = [whole] if whole else [_unit(part) for part in _LISTED.split(match["units"])]
        found += parts if any(parts) else []  # 编制单位：某局
    if not found and (bracket := _BRACKET.search(caption)) and bracket.end() == len(caption):
        return _unit(bracket["unit"])  # 用水量（万立方米）
    if None in found or not found:
        return None
    amounts = dict.fromkeys(unit for unit in found if unit and unit[0] not in _SHARES)
    return next(iter(amounts)) if len(amounts) == 1 else None if amounts else found[0]


def _is_unit_column(column: Path) -> bool:
    return bool(column) and column[-1] in table("heads")["units"]["words"]


@cached
def _part_words() -> tuple[str, ...]:
    return tuple(table("totals")["parts"]["words"])


def _is_rate(label: str) -> bool:
    return any(word in label for word in table("totals")["rates"]["words"])


@cached
def _endings(kind: str) -> tuple[str, ...]:
    return tuple(table("heads")[kind]["endings"])


@lru_cache(maxsize=1024)
def _ends(labels: Path, kind: str) -> bool:
    return bool(labels) and _NOTE.sub("", labels[-1]).endswith(_endings(kind))


@lru_cache(maxsize=1024)
def _unit(written: str) -> Found | None:
    """A unit that is all that is written (万元, ±%), with the factor of its scale words."""
    words = written.strip().lstrip(_SIGNS)
    found = read_unit(words, 0)
    return (found.unit, found.scale) if found and found.end == len(words) and found.kind != "none" else None
