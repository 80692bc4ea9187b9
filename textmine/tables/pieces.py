"""The numbers that stand one after another in a window of text, each a piece that white space or pipes set apart."""

import re
from dataclasses import dataclass

from textmine.tables.cells import COUNTERS
from textmine.tables.compact import Compact

NUMBER = re.compile(rf"(?:[-+−]|[增减]加?少?)?[0-9][0-9.,]*(?:[亿万]?元|%|[{COUNTERS}])?")
BLANK = re.compile(r"[-−–—/]{1,2}|无")
BEHIND = re.compile(r"第|[一二三四五六七八九十]{1,2}、|$")  # what follows a table in compact text
_RUN = re.compile(r"[-+−–—/0-9无][-+−–—/0-9.,无]*(?:[亿万]?元|%)?|[增减]加?少?[0-9][0-9.,]*")  # glued or not
RULE = re.compile(r"[-:+=]{3,}")  # what is left of the line below the header of a Markdown table
_FURNITURE = re.compile(r"-[0-9]{1,3}-|-{3,}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of number characters without white space or pipe inside: compact offsets and the characters."""

    start: int
    end: int
    text: str


def number_end(window: Compact, at: int, end: int) -> int:
    """Where the number characters that begin at compact offset ``at`` end; ``at`` itself where there are none."""
    match = _RUN.match(window.text, at, end)
    return match.end() if match else at


def pieces(window: Compact, start: int, end: int) -> list[Piece]:
    """The numbers that follow one another from compact offset ``start`` on; the first other character ends them.

    A counter behind a number (`8件`, `8 件`) belongs to it where a cell ends behind it. 无 is a blank, unless it begins a sentence.
    """
    found: list[Piece] = []
    at = start
    while at < end and (match := _RUN.match(window.text, at, end)):
        number = stop = match.end()
        if stop < end and window.text[stop] in COUNTERS and _ends(window, stop + 1):
            stop += 1
        first = at
        for k in range(at + 1, number):
            if window.at[k] != window.at[k - 1] + 1:
                found.append(Piece(first, k, window.text[first:k]))
                first = k
        found.append(Piece(first, stop, window.text[first:stop]))
        at = stop
    found = [piece for piece in found if not _is_furniture(window, piece)]
    if found and found[-1].text.endswith("无") and found[-1].end < end and not _ends(window, found[-1].end):
        found = _given_back(found) if not BEHIND.match(window.text, found[-1].end) else found
    return _without_heading(window, found)


def _given_back(found: list[Piece]) -> list[Piece]:
    """The pieces without the 无 at their end that begins the text behind them (`无其他事项`)."""
    last = found[-1]
    kept = last.text.removesuffix("无")
    return [*found[:-1], Piece(last.start, last.start + len(kept), kept)] if kept else found[:-1]


def _is_furniture(window: Compact, piece: Piece) -> bool:
    """Whether a piece is the number of a page (`-12-`) or the line below the header of a Markdown table."""
    return _FURNITURE.fullmatch(piece.text) is not None and _alone(window, piece.start, piece.end)


def _ends(window: Compact, at: int) -> bool:
    """Whether white space, a pipe, another number or the end of the window stands before compact offset ``at``."""
    if at >= len(window.text) or window.text[at].isdigit():
        return True
    return window.at[at] != window.at[at - 1] + 1


def _alone(window: Compact, start: int, end: int) -> bool:
    """Whether white space or pipes stand on both sides."""
    return _ends(window, end) and (start == 0 or window.at[start] != window.at[start - 1] + 1)


def _without_heading(window: Compact, found: list[Piece]) -> list[Piece]:
    """Give back the number of a heading (`5.`) or a year that begins what follows the last cell."""
    if not found:
        return found
    if found[-1].text == ".":  # its number stands on the line before
        found = found[:-1]
        after = "、"
    else:
        after = window.text[found[-1].end : found[-1].end + 1]
    if not found:
        return found
    last = found[-1]
    if last.text.endswith("."):
        keep = len(last.text) - 2
    elif last.text.endswith(",") or after in ("、", ")"):
        keep = len(last.text) - 1
    elif after == "年":
        keep = len(last.text) - 4
    elif after == "月":
        keep = 0
    else:
        return found
    rest = [Piece(last.start, last.start + keep, last.text[:keep])] if keep > 0 else []
    return found[:-1] + rest
