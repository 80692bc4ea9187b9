"""The numbers that stand one after another in a window of text, each a piece that white space or pipes set apart."""

import re
from dataclasses import dataclass

from textmine.tables.compact import Compact

_NUMERIC = re.compile(r"[-+0-9−–—/][-+0-9.,−–—/]*(?:万?元|%)?")  # dashes stand for empty cells
_PAGE = re.compile(r"-[0-9]{1,3}-")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of number characters without white space or pipe inside: compact offsets and the characters."""

    start: int
    end: int
    text: str


def number_end(window: Compact, at: int, end: int) -> int:
    """Where the number characters that begin at compact offset ``at`` end; ``at`` itself where there are none."""
    match = _NUMERIC.match(window.text, at, end)
    return match.end() if match else at


def pieces(window: Compact, start: int, end: int) -> list[Piece]:
    """The numbers that follow one another from compact offset ``start`` on; the first other character ends them."""
    found: list[Piece] = []
    at = start
    while at < end and (match := _NUMERIC.match(window.text, at, end)):
        stop = match.end()
        first = at
        for k in range(at + 1, stop):
            if window.at[k] != window.at[k - 1] + 1:
                found.append(Piece(first, k, window.text[first:k]))
                first = k
        found.append(Piece(first, stop, window.text[first:stop]))
        at = stop
    return _without_heading(window, [piece for piece in found if not _PAGE.fullmatch(piece.text)])


def _without_heading(window: Compact, found: list[Piece]) -> list[Piece]:
    """Give back the number of a heading (`5.`) or a year that begins what follows the last cell."""
    if not found:
        return found
    last, after = found[-1], window.text[found[-1].end : found[-1].end + 1]
    if last.text.endswith("."):
        keep = len(last.text) - 2
    elif after in ("、", ")"):
        keep = len(last.text) - 1
    elif after == "年":
        keep = len(last.text) - 4
    elif after == "月":
        keep = 0
    else:
        return found
    rest = [Piece(last.start, last.start + keep, last.text[:keep])] if keep > 0 else []
    return found[:-1] + rest
