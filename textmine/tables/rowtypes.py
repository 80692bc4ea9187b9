"""What a row of flattened text is."""

from typing import NamedTuple

Span = tuple[int, int]


class TextRow(NamedTuple):
    """The cells of a row, blanks as empty spans, and where its first line begins (code points)."""

    cells: list[Span]
    start: int
