"""Rows of one number too many, because that of a page stands in them."""

import re
from collections.abc import Iterator, Sequence

from textmine.lexicon.forms import RowLaw
from textmine.schema import Check
from textmine.tables.cells import plain_count
from textmine.tables.compact import Compact
from textmine.tables.pagefoot import page_feet
from textmine.tables.pieces import Piece

_BLANK_LINE = r"[ \t\f\r\u3000]{0,60}+"
_ALONE_BEFORE, _ALONE_BEHIND = re.compile(rf"(?:^|\n){_BLANK_LINE}$"), re.compile(rf"{_BLANK_LINE}(?:\n|$)")
_PARTED_BEFORE, _PARTED_BEHIND = (
    re.compile(rf"\n{_BLANK_LINE}\n{_BLANK_LINE}$|\f{_BLANK_LINE}$"),
    re.compile(rf"{_BLANK_LINE}(?:\n{_BLANK_LINE}\n|\n?\f)"),
)
_NEAR = 130  # characters before a number in which blank lines are looked for
_PAGE = re.compile(r"([1-9][0-9]{0,2})(?:/([1-9][0-9]{0,2}))?")  # 12, 12/40
_DASHED = 3  # pieces of a number between dashes


def without_page_number(text: str, window: Compact, row: list[Piece], law: RowLaw) -> list[Piece]:
    """A row of one number too many without the one that is a page's; with it where nothing tells which one that is.

    It is the only one that stands alone on its line, the others beside their label, or alone between blank lines, or one that stands
    so and without which the row adds up. So is one between dashes on a line of its own (`— 5 —`), three cells in all.
    """
    width = law.width
    if len(row) == width + _DASHED:
        for at in range(width + 1):
            start, end = window.at[row[at].start], window.at[row[at + _DASHED - 1].end - 1] + 1
            if page_feet(text, start, end) and _ALONE_BEFORE.search(text, max(0, start - _NEAR), start):
                return row[:at] + row[at + _DASHED :]
    if len(row) != width + 1:
        return row
    places = [_place(window, piece) for piece in row]
    proved: list[list[Piece]] = []
    for before, behind in ((_ALONE_BEFORE, _ALONE_BEHIND), (_PARTED_BEFORE, _PARTED_BEHIND)):
        lonely = [
            at
            for at, (start, end) in enumerate(places)
            if before.search(text, max(0, start - _NEAR), start) and behind.match(text, end)
        ]
        found = [at for at in lonely if _is_page(row[at].text)]
        if len(lonely) == 1 and found:
            left = row[: found[0]] + row[found[0] + 1 :]
            if before is _PARTED_BEFORE and found[0] == 0 and not law.sums and _parted_label(text, places[0][0]):
                continue
            if law.sums or before is _PARTED_BEFORE or _on_one_line(text, window, left):
                return left
        if law.sums and len(lonely) == len(row):  # else a number torn in two may be what is one too many
            proved += [left for at in found if adds_up(left := row[:at] + row[at + 1 :], law)]
    return proved[0] if len({tuple(piece.text for piece in left) for left in proved}) == 1 else row


def _parted_label(text: str, start: int) -> bool:
    """Whether what stands before a number between blank lines stands between blank lines too, as cells of paragraphs do."""
    before = text[max(0, start - _NEAR) : start].rstrip()
    line = before.rpartition("\n")[0]
    return _PARTED_BEFORE.search(line + "\n") is not None if line else False


def _on_one_line(text: str, window: Compact, row: Sequence[Piece]) -> bool:
    """Whether the numbers of a row stand on the line of the label before them."""
    first = window.at[max(0, row[0].start - 1)]
    return "\n" not in text[first : window.at[row[-1].end - 1]]


def alone(text: str, window: Compact, label: tuple[str, ...], row: Sequence[Piece]) -> Iterator[Check]:
    """The failed check of a row of which one number stands on a line of its own and the others do not: it may be a page's."""
    filled = [piece for piece in row if piece.text]
    lonely = [piece for piece in filled if _alone(text, *_place(window, piece))]
    if len(lonely) == 1 and len(filled) > 1 and _is_page(lonely[0].text):
        place = _place(window, lonely[0])
        yield Check(
            rule="/".join(label), expected="行中的数", actual=f"独占一行的{lonely[0].text}", ok=False, places=(place,)
        )


def _place(window: Compact, piece: Piece) -> tuple[int, int]:
    return window.at[piece.start], window.at[piece.end - 1] + 1


def _alone(text: str, start: int, end: int) -> bool:
    before = _ALONE_BEFORE.search(text, max(0, start - _NEAR), start)
    return before is not None and _ALONE_BEHIND.match(text, end) is not None


def adds_up(row: Sequence[Piece], law: RowLaw) -> bool:
    """Whether a whole row of separate numbers obeys the sums of its form."""
    counts = [plain_count(piece.text) or 0 for piece in row]
    return all(sum(counts[part] for part in item.parts) == counts[item.total] for item in law.sums)


def _is_page(number: str) -> bool:
    match = _PAGE.fullmatch(number)
    return match is not None and (match[2] is None or int(match[1]) <= int(match[2]))
