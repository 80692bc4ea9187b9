"""The parts of a table of any kind: captions, header, rows that count the columns, columns of labels, tables side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.lexicon.loader import cached, table
from textmine.tables.captions import FILLED_IN_BY, UNIT_LINE
from textmine.tables.cells import cell_value
from textmine.tables.matrix import Matrix, Row, Square, is_banner, is_lone, label_at, labels_in

YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:年(?:度)?)?")
_NO_VALUE = re.compile(r"[\s\-－—–/／….]*")
_COUNTED = {
    *((1, label) for label in ("", "甲", "行次", "序号")),
    (2, "1"),
}  # how a row begins that counts columns
_BRACKET = re.compile(r"[（(]")
_MOST_HEADERS = 8  # rows; captions and header of a printed table are no higher
_MOST_IN_CAPTION = 4  # labels of a row with the unit above the header


@dataclass(frozen=True, slots=True)
class _Words:
    units: frozenset[str]
    ordinals: frozenset[str]
    names: frozenset[str]
    endings: tuple[str, ...]
    attributes: tuple[str, ...]
    ranks: tuple[str, ...]
    counting: frozenset[str]


@cached
def _words() -> _Words:
    data = table("heads")
    units, ordinals, names, counting = (
        frozenset(data[key]["words"]) for key in ("units", "ordinals", "names", "counting")
    )
    endings, attributes, ranks = (tuple(data[key]["endings"]) for key in ("names", "attributes", "ranks"))
    return _Words(units, ordinals, names, endings, attributes, ranks, counting)


def is_unit_head(label: str) -> bool:
    """Whether a column of this head gives each row its unit."""
    return label in _words().units


def is_ordinal_head(label: str) -> bool:
    """Whether a column of this head counts the rows."""
    return label in _words().ordinals


def is_rank_head(label: str) -> bool:
    """Whether a column of this head ranks the rows."""
    return label.endswith(_words().ranks)


def is_name_head(label: str) -> bool:
    """Whether a column of this head has numbers that name the rows: years, codes."""
    return label in _words().names or label.endswith(_words().endings)


def is_code(path: Sequence[str]) -> bool:
    """Whether a column of this path has codes, where a blank is none."""
    return any(label.endswith(_words().endings) for label in path)


def is_attribute_head(label: str) -> bool:
    """Whether a column of this head says something of a row that another column names."""
    return label.endswith(_words().attributes)


def is_caption(row: Row) -> bool:
    """Whether a row above a header says what the table is about: one label, or few of which one gives the unit or the body."""
    labels = labels_in(row)
    if is_banner(row) or (len(labels) == 1 and bool(UNIT_LINE.search(labels[0]))):
        return True
    told = any(UNIT_LINE.search(label) or FILLED_IN_BY.search(label) for label in labels)
    return told and len(labels) <= _MOST_IN_CAPTION and not _has_values(row)


def _has_values(row: Row) -> bool:
    return any(square is not None and square.value is not None and not YEAR.fullmatch(square.label) for square in row)


def is_counting_head(label: str) -> bool:
    """Whether a row that begins with this label counts the columns, whatever follows."""
    return label in _words().counting


def is_counting(row: Row) -> bool:
    """Whether a row counts the columns: 栏次, 1, 2, 3."""
    first = label_at(row, 0)
    if is_counting_head(first):
        return True
    numbers = [int(square.value) for square in dict.fromkeys(row[1:]) if square and square.value is not None]
    counted = len(numbers) > 1 and numbers == [numbers[0] + at for at in range(len(numbers))]
    return counted and (numbers[0], first) in _COUNTED


def is_data(row: Row) -> bool:
    """Whether a row holds numbers that are no years and do not count the columns."""
    return _has_values(row[1:]) and not is_counting(row)


def first_data_row(matrix: Matrix) -> int | None:
    """The number of the first row with numbers of the table; ``None`` where there is none near its top."""
    for number, row in enumerate(matrix[: _MOST_HEADERS + 1]):
        if not is_banner(row) and is_data(row):
            return number
    return None


def top_of(matrix: Matrix, first_row: int) -> int:
    """The number of the first row of the header: what stands above it are captions, blank rows among them."""
    above = matrix[:first_row]
    last = max((number for number, row in enumerate(above) if labels_in(row) and not is_lone(row)), default=first_row)
    for number, row in enumerate(above):
        if labels_in(row) and not is_caption(row) and not (is_lone(row) and number < last):
            return number
    return first_row


def starts_of_blocks(matrix: Matrix, header: Sequence[Row], first_row: int) -> list[int]:
    """The columns where the tables begin that stand beside one another in a grid: 指标 数值 指标 数值."""
    rows = [row for row in matrix[first_row:] if not is_banner(row)]
    width = len(matrix[0])
    heads = [_head(header, column) for column in range(width)]
    words = [_has_words(rows, header, column) for column in range(width)]
    starts = [0]
    for column in range(2, width - 1):
        numbers = not words[column - 1] and any(not word for word in words[column + 1 :])
        if words[column] and numbers and _alike(heads, column):
            starts.append(column)
    return starts


def _alike(heads: Sequence[Square | None], column: int) -> bool:
    """Whether the heads of a table that begins with a column are those of the first one; where there are none, they are."""
    first, own = heads[0], heads[column]
    if not any(heads):
        return True
    if first is None or own is None or first is own:
        return False
    values = [head.label for head in heads[1:column] if head]
    others = [head.label for head in heads[column + 1 : 2 * column] if head]
    return _BRACKET.split(own.label)[0] == _BRACKET.split(first.label)[0] or (
        len(others) == column - 1 and values == others
    )


def _names_rows(header: Sequence[Row], column: int) -> bool:
    """Whether a label above a column says that its numbers name the rows."""
    return any(is_name_head(label_at(row, column)) for row in header)


def holds_units(rows: Sequence[Row], column: int) -> bool:
    """Whether a column has units of measure in it, and not the bodies that 单位 may mean as well."""
    filled = [label for row in rows if (label := label_at(row, column)) and not _NO_VALUE.fullmatch(label)]
    return 2 * sum(cell_value("1" + label.split("/")[0]) is not None for label in filled) >= len(filled)


def _has_words(rows: Sequence[Row], header: Sequence[Row], column: int) -> bool:
    """Whether a column names rows: more words in it than numbers."""
    if _names_rows(header, column):
        return True
    filled = [square for row in rows if (square := row[column]) and not _NO_VALUE.fullmatch(square.label)]
    return 2 * sum(square.value is None for square in filled) > len(filled)


def _head(header: Sequence[Row], column: int) -> Square | None:
    return next((square for row in header[::-1] if (square := row[column]) and square.label), None)


def first_data_column(matrix: Matrix, header: Sequence[Row], first_row: int) -> int:
    """The first column that holds numbers, those that count or name rows left out.

    The very first has labels, unless the table has one row, of numbers alone, and a label above each.
    """
    width = len(matrix[0])
    only = matrix[first_row] if len(matrix) == first_row + 1 else []
    head = _head(header, 0)
    numbers_alone = bool(only) and all(square and square.value is not None for square in only)
    if head and numbers_alone and not _names_rows(header, 0) and not is_ordinal_head(head.label):
        return 0 if only[0] and not YEAR.fullmatch(only[0].label) else 1
    for column in range(1, width):
        head = _head(header, column)
        if _names_rows(header, column) or (head is not None and is_ordinal_head(head.label)):
            continue
        squares = [row[column] for row in matrix[first_row:] if not is_banner(row)]
        filled = [square for square in squares if square is not None and square.label]
        numbers = [square for square in filled if square.value is not None]
        if numbers and 2 * len(numbers) >= len([s for s in filled if not _NO_VALUE.fullmatch(s.label)]):
            return column
    return min(1, width - 1)


def header_follows(matrix: Matrix, number: int) -> bool:
    """Whether the first row below a caption, but for one with a unit or nothing, is made of labels alone."""
    for row in map(matrix.__getitem__, range(number + 1, len(matrix))):
        labels = [square for square in dict.fromkeys(row) if square is not None and square.label]
        if len(labels) > 1 and not is_caption(row):
            return all(square.value is None or YEAR.fullmatch(square.label) for square in labels) and not any(
                _NO_VALUE.fullmatch(square.label) for square in labels
            )
        if labels and not any(UNIT_LINE.search(square.label) for square in labels):
            return False
    return False


def path_of(squares: Sequence[Square | None]) -> tuple[str, ...]:
    """The labels of a row or column from the outside in, one that covers several places once."""
    found: list[Square] = []
    for square in squares:
        if square is not None and square.label and (not found or square is not found[-1]):
            found.append(square)
    return tuple(square.label for square in found)
