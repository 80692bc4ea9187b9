"""The numbers that stand one after another in a window of text, each a piece that white space or pipes set apart."""

import re
from dataclasses import dataclass

from textmine.tables.cells import COUNTERS
from textmine.tables.compact import Compact
from textmine.tables.pagefoot import page_feet

NUMBER = re.compile(rf"(?:[-+−]|[增减]加?少?)?[0-9][0-9.,]*(?:[亿万]?元|%|[{COUNTERS}])?")
BLANK = re.compile(r"[-−–—/]{1,2}|无")
BEHIND = re.compile(r"第|[一二三四五六七八九十]{1,2}、|$")  # what follows a table in compact text
_RUN = re.compile(r"[-+−–—/0-9无][-+−–—/0-9.,无]*(?:[亿万]?元|%)?|[增减]加?少?[0-9][0-9.,]*")  # glued or not
_BLANK_LINE = r"[ \t\f\r\u3000]{0,60}+"
_ALONE_BEFORE, _ALONE_BEHIND = re.compile(rf"(?:^|\n){_BLANK_LINE}$"), re.compile(rf"{_BLANK_LINE}(?:\n|$)")
_PARTED_BEFORE, _PARTED_BEHIND = (
    re.compile(rf"\n{_BLANK_LINE}\n{_BLANK_LINE}$|\f{_BLANK_LINE}$"),
    re.compile(rf"{_BLANK_LINE}(?:\n{_BLANK_LINE}\n|\n?\f)"),
)
_NEAR = 130  # characters before a number in which blank lines are looked for
_LONGEST_PAGE, _DASHED = 3, 3  # digits; pieces of a number between dashes
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


def without_page_number(text: str, window: Compact, row: list[Piece], width: int) -> list[Piece]:
    """A row of one number too many without the one that stands alone on its line, or alone between blank lines.

    So is one between dashes on a line of its own (`— 5 —`), three cells in all.
    """
    if len(row) == width + _DASHED:
        for at in range(width + 1):
            start, end = window.at[row[at].start], window.at[row[at + _DASHED - 1].end - 1] + 1
            if page_feet(text, start, end) and _ALONE_BEFORE.search(text, max(0, start - _NEAR), start):
                return row[:at] + row[at + _DASHED :]
    if len(row) != width + 1:
        return row
    places = [(window.at[piece.start], window.at[piece.end - 1] + 1) for piece in row]
    for before, behind in ((_ALONE_BEFORE, _ALONE_BEHIND), (_PARTED_BEFORE, _PARTED_BEHIND)):
        found = [
            at
            for at, (start, end) in enumerate(places)
            if end - start <= _LONGEST_PAGE
            and before.search(text, max(0, start - _NEAR), start)
            and behind.match(text, end)
        ]
        if len(found) == 1:
            return row[: found[0]] + row[found[0] + 1 :]
    return row
