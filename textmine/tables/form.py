"""Reads one table of a national form out of a window of text, whatever its layout has been flattened to.

The form's labels are looked for in the window, white space and pipes passed over; what stands after a row's label, up to
the next label, are its numbers. Where a layout has torn labels and numbers apart (PDF columns), the numbers are taken in
reading order, and only if every identity of the form then holds.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from textmine.lexicon.forms import Equation, FormTable
from textmine.schema import Cell, Check, Table
from textmine.tables.cells import balance, plain_count, row_cells, unread
from textmine.tables.compact import Compact, label_key
from textmine.tables.pieces import Piece, number_end, pieces
from textmine.tables.split import solve

_HEAD_WITHIN = 90
_TRAILING_PIPES = re.compile(r"[ \t\u3000]{0,40}[|｜][\s|｜]*")
_OPTIONAL = {
    "(": r"\(?",
    ")": r"\)?",
    **dict.fromkeys("“”‘’\"'", "[“”‘’\"'「」]?"),
    **dict.fromkeys(".、,:", "[.、,:;]?"),
}


@lru_cache(maxsize=512)
def label_pattern(label: str) -> re.Pattern[str]:
    """A pattern for a label in compact text: its punctuation may vary, a long bracket at its end may be missing."""
    key = label_key(label)
    head, bracket, rest = key.partition("(") if key.endswith(")") and not key.startswith("(") else (key, "", "")
    if key.startswith("(") and key.count("(") > 1:
        at = key.index("(", 1)
        head, bracket, rest = key[:at], "(", key[at + 1 :]

    def pattern(part: str) -> str:
        return "".join(_OPTIONAL.get(character, re.escape(character)) for character in part)

    return re.compile(pattern(head) + (f"(?:{pattern(bracket + rest)})?" if bracket else ""))


def find_labels(window: Compact, labels: Sequence[str]) -> list[tuple[int, int] | None]:
    """Where each label stands (compact offsets), in order where possible, else anywhere; ``None`` where it is missing."""
    found: list[tuple[int, int] | None] = []
    at = 0
    for label in labels:
        match = label_pattern(label).search(window.text, at) or label_pattern(label).search(window.text)
        found.append(match.span() if match else None)
        at = match.end() if match and match.start() >= at else at
    return found


def _identities(form: FormTable, kept: Sequence[int]) -> list[Equation]:
    """The form's equations for the rows that the report has; an equation that loses a whole side is dropped."""
    number = {row: at for at, row in enumerate(kept)}
    equations = []
    for item in form.equations:
        left = tuple(number[row] for row in item.left if row in number)
        right = tuple(number[row] for row in item.right if row in number)
        if left and right:
            equations.append(Equation(name=item.name, left=left, right=right))
    return equations


def _checks(form: FormTable, kept: Sequence[int], texts: Sequence[Sequence[str | None]]) -> tuple[Check, ...]:
    """Every identity whose cells are all known, with both sides."""
    checks: list[Check] = []
    counts = [[plain_count(cell) for cell in cells] for cells in texts]
    for row, numbers in zip(kept, counts, strict=True):
        for item in form.sums:
            name = "/".join((*form.rows[row], *form.columns[item.total]))
            checks += balance(f"{name}=各项之和", [numbers[part] for part in item.parts], [numbers[item.total]])
    for equation in _identities(form, kept):
        for at, column in enumerate(form.columns):
            left, right = ([counts[row][at] for row in side] for side in (equation.left, equation.right))
            checks += balance(f"{equation.name} [{'/'.join(column)}]", left, right)
    return tuple(checks)


def _cells(
    text: str, window: Compact, form: FormTable, kept: Sequence[int], rows: Sequence[Sequence[Piece]]
) -> tuple[tuple[Cell, ...], tuple[Check, ...]]:
    width = len(form.columns)
    texts = solve([[piece.text for piece in row] for row in rows], width, form.sums, _identities(form, kept))
    cells: list[Cell] = []
    checks = list(_checks(form, kept, texts))
    for row, found, known in zip(kept, rows, texts, strict=True):
        cells.extend(row_cells(text, window, row=form.rows[row], columns=form.columns, found=found, known=known))
        if None in known:
            checks.append(unread("/".join(form.rows[row]) or form.title, found, width))
    return tuple(cells), tuple(checks)


def _in_reading_order(
    form: FormTable, window: Compact, labels: Sequence[tuple[int, int]], end: int
) -> list[list[Piece]] | None:
    """All numbers of the region in reading order, cut into rows, if that satisfies every identity of the form."""
    covered = {offset for start, stop in labels for offset in range(start, stop)}
    found: list[Piece] = []
    at = min(start for start, _ in labels)
    while at < end:
        run = [] if at in covered else pieces(window, at, end)
        found.extend(piece for piece in run if piece.start not in covered)
        at = run[-1].end if run else max(at + 1, at if at in covered else number_end(window, at, end))
    width = len(form.columns)
    if len(found) != width * len(labels) or any(plain_count(piece.text) is None for piece in found):
        return None
    rows = [found[i : i + width] for i in range(0, len(found), width)]
    kept = range(len(rows))
    good = all(check.ok for check in _checks(form, kept, [[piece.text for piece in row] for row in rows]))
    return rows if good and form.sums else None


def read_form(text: str, window: Compact, form: FormTable) -> tuple[Table, int] | None:
    """The table of ``form`` in a window that begins with it, and how many of its labels are there; ``None`` if it is not.

    ``start`` and ``end`` of the table are code points of ``text``: from the first label to the last cell.
    """
    if form.rows == ((),):
        return _read_headless(text, window, form)
    heads = [span for span in find_labels(window, [path[-1] for path in form.columns]) if span]
    if 2 * len(heads) <= len(form.columns) or heads[0][0] > _HEAD_WITHIN:
        return None
    spans = find_labels(window, [path[-1] for path in form.rows])
    kept = [row for row, span in enumerate(spans) if span]
    labels = [span for span in spans if span]
    if 2 * len(kept) < len(spans):
        return None
    stops = sorted(start for start, _ in labels)
    rows = []
    for _, stop in labels:
        limit = next((start for start in stops if start >= stop), len(window.text))
        rows.append(pieces(window, stop, limit))
    width = len(form.columns)
    end = max([stop for _, stop in labels] + [piece.end for row in rows for piece in row])
    orderly = stops == [start for start, _ in labels] and all(0 < len(row) <= width for row in rows)
    if not orderly:
        if labels[-1] == max(labels) and len(rows[-1]) > width:
            rows[-1] = rows[-1][:width]
            end = rows[-1][-1].end
        moved = None if all(0 < len(row) <= width for row in rows) else _in_reading_order(form, window, labels, end)
        rows = moved or [row if 0 < len(row) <= width else [] for row in rows]
    cells, checks = _cells(text, window, form, kept, rows)
    seen = sum(stop - start for start, stop in (*labels, *heads)) + sum(len(p.text) for row in rows for p in row)
    if end > 3 * seen + _HEAD_WITHIN:
        return None  # the labels stand in running text
    return table_of(text, window, end, title=form.title, cells=cells, checks=checks), len(kept) + len(heads)


def _read_headless(text: str, window: Compact, form: FormTable) -> tuple[Table, int] | None:
    """A table of one row without a label: its numbers follow its column labels."""
    characters = {character for path in form.columns for label in path for character in label}
    labels = re.compile(f"[{''.join(sorted(characters))}]+")  # a PDF breaks the labels up into pieces
    found: list[Piece] = []
    at, end = 0, 0
    while at < len(window.text):
        match = labels.match(window.text, at)
        run = [] if match else pieces(window, at, len(window.text))
        if not match and not run:
            break
        found.extend(run)
        at = match.end() if match else run[-1].end
        end = at if run else end
    width = len(form.columns)
    if not found:
        return None
    torn = labels.search(window.text, found[0].end, end) is not None
    row = [] if torn or len(found) > width else found
    cells, checks = _cells(text, window, form, [0], [row])
    return table_of(text, window, end, title=form.title, cells=cells, checks=checks), width


def table_of(
    text: str, window: Compact, end: int, *, title: str | None, cells: tuple[Cell, ...], checks: tuple[Check, ...]
) -> Table:
    """The table that fills ``window`` up to compact offset ``end``, with the pipes that close its last row."""
    start, stop = window.span(0, end)
    if pipes := _TRAILING_PIPES.match(text, stop):
        stop = stop + len(pipes.group().rstrip())
    return Table(id="", section=None, title=title, start=start, end=stop, cells=cells, checks=checks)
