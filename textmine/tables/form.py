"""Reads one table of a national form out of a window of text, whatever its layout has been flattened to.

The form's labels are looked for in the window, white space and pipes passed over; what stands after a row's label, up to
the next label, are its numbers. Where a layout has torn labels and numbers apart (PDF columns), the numbers are taken in
reading order, and only if every identity of the form then holds.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textmine.lexicon.forms import FormTable, RowLaw
from textmine.schema import Cell, Check, Grid, Table
from textmine.tables.align import aligned, rows_between, unlike
from textmine.tables.cells import COUNTERS, cell_value, plain_count
from textmine.tables.compact import Compact, set_apart
from textmine.tables.gridrows import numeric_row, row_behind, within
from textmine.tables.groups import grouped_row
from textmine.tables.identities import Place, checks_of, equations_of, identities_of, places_of
from textmine.tables.labels import Span, find_labels, label_pattern
from textmine.tables.pagenumbers import adds_up, alone, without_page_number
from textmine.tables.pieces import BEHIND, Piece, number_end, pieces
from textmine.tables.rowcells import row_cells, unfit, unread
from textmine.tables.split import solve

_LEAST_KEPT = 3  # one row of so many has to be there
_HEAD_WITHIN = 90
_TRAILING_PIPES = re.compile(r"[ \t\u3000]{0,40}[|｜][\s|｜]*")
_CELLS_OWN = re.compile(
    rf"[0-9](?![.、,:;0-9])|[{COUNTERS}]"
)  # what begins a label and may be the end of the cell before it
_SHOWN = re.compile(r"\s{0,40}[|｜]|[ \u3000]{0,40}\t")  # the border of a cell behind a label
_HEAD_LEAST = 4  # characters of a label
_SYNONYM = "合"  # 合计 for 总计


class Match(NamedTuple):
    """A form whose labels stand in a window: the rows that it has, and where the labels stand (compact offsets)."""

    form: FormTable
    kept: tuple[int, ...]
    labels: tuple[Span, ...]
    heads: tuple[Span, ...]  # none where the column labels are lost
    fit: tuple[int, int]  # how many labels are there, and how many as the form has them


def match_form(window: Compact, form: FormTable) -> Match | None:
    """Where the labels of a form stand in a window that begins with it; ``None`` where too few of them are there."""
    if form.rows == ((),):
        return Match(form, (0,), (), (), (0, 0))
    heads = tuple(span for span in find_labels(window, [path[-1] for path in form.columns]) if span)
    names = [path[-1] for path in form.rows]
    spans = find_labels(window, names)
    if heads and heads[0][0] > _HEAD_WITHIN:
        heads = ()
    few = 2 * len(heads) <= len(form.columns)
    if few and form.law.sums:
        heads = ()  # its rows may do, where they add up
    elif few and not (heads and None not in spans):
        return None
    as_printed = sum(span is not None for span in (*spans, *heads))
    if None in spans and (len(names) > 1 or heads):
        top = min((start for span in spans if span for start in span[:1]), default=len(window.text))
        spans = aligned(window, names, spans, max((stop for _, stop in heads if stop <= top), default=0))
    kept = tuple(row for row, span in enumerate(spans) if span)
    if _LEAST_KEPT * len(kept) < len(spans):
        return None
    fit = len(kept) if few else len(kept) + len(heads)
    return Match(form, kept, tuple(span for span in spans if span), heads, (fit, as_printed))


def _cells(
    text: str, window: Compact, form: FormTable, kept: Sequence[int], rows: Sequence[Sequence[Piece]]
) -> tuple[tuple[Cell, ...], tuple[Check, ...]]:
    texts = [[piece.text for piece in row] for row in rows]
    apart = [bool(row) and set_apart(window, row[0].start) for row in rows]
    solved = solve(texts, [form.law] * len(rows), equations_of(form, kept), apart)
    cells: list[Cell] = []
    unclear: list[Check] = []
    spans: dict[Place, tuple[int, int]] = {}
    for at, (row, found, known) in enumerate(zip(kept, rows, solved, strict=True)):
        line = row_cells(
            text,
            window,
            row=form.rows[row],
            columns=form.columns,
            found=found,
            solved=known,
            measures=form.measures[row],
        )
        cells += line
        spans |= places_of(at, line)
        unclear += unfit(line, known.cells, form.law.kinds)
        if None in known.cells or known.readings:
            unclear.append(unread("/".join(form.rows[row]) or form.title, window, found, known, form.measures[row]))
    known_texts = [known.cells for known in solved]
    return tuple(cells), (*checks_of(identities_of(form, kept), known_texts, spans), *unclear)


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
    checks = checks_of(identities_of(form, range(len(rows))), [[piece.text for piece in row] for row in rows], {})
    return rows if form.law.sums and all(check.ok for check in checks) else None


def read_form(text: str, window: Compact, match: Match, grid: Grid | None = None) -> Table | None:
    """The table of a form whose labels were found in a window that begins with it; ``None`` if it is running text.

    ``grid`` is the table as its file lays it out, where it does: then a blank is known to be one. ``start`` and ``end``
    of the table are code points of ``text``: from the first label to the last cell.
    """
    form, kept, labels, heads = match.form, match.kept, match.labels, match.heads
    if form.rows == ((),):
        return _read_headless(text, window, form, grid)
    stops = sorted(start for start, _ in labels)
    rows: list[list[Piece]] = []
    doubts: list[Check] = []
    width = len(form.columns)
    for number, (_, stop) in zip(kept, labels, strict=True):
        limit = next((start for start in stops if start >= stop), len(window.text))
        found = _row_up_to(window, stop, limit, width)
        if grid:
            laid_out = row_behind(text, window, grid, stop, width)
            found = within(window, grid, stop, found)
            if laid_out:
                doubts += _too_many(window, form.rows[number], laid_out, found)
            found = laid_out or found
        rows.append(without_page_number(text, window, found, form.law))
        if not form.law.sums and rows[-1] == found:
            doubts += alone(text, window, form.rows[number], found)
    if not form.law.sums:
        doubts += unlike(window, [form.rows[number] for number in kept], labels)
    end = max([stop for _, stop in labels] + [piece.end for row in rows for piece in row])
    orderly = stops == [start for start, _ in labels] and all(0 < len(row) <= width for row in rows)
    torn = False
    if not orderly:
        if labels[-1] == max(labels) and len(rows[-1]) > width and _ends_there(text, window, rows[-1], form.law):
            rows[-1] = rows[-1][:width]
            end = rows[-1][-1].end
        moved = None if all(0 < len(row) <= width for row in rows) else _in_reading_order(form, window, labels, end)
        torn = moved is not None or any(len(row) > width for row in rows)
        read, rows = rows, moved or _without_torn(match, window, rows, torn=torn)
        doubts += _unseen(text, window, match, read, rows)
    cells, checks = _cells(text, window, form, kept, rows)
    checks = (*checks, *doubts, *_missing_rows(window, match))
    if not torn:
        extra = list(_extra_rows(text, window, match, rows))
        cells, checks = (*cells, *(cell for row, _ in extra for cell in row)), (*checks, *(check for _, check in extra))
    seen = sum(stop - start for start, stop in (*labels, *heads)) + sum(len(p.text) for row in rows for p in row)
    if end > 3 * seen + _HEAD_WITHIN:
        return None  # the labels stand in running text
    return table_of(text, window, end, title=form.title, cells=cells, checks=checks)


def _ends_there(text: str, window: Compact, row: Sequence[Piece], law: RowLaw) -> bool:
    """Whether the last row of a table, behind which more numbers follow, ends where it is full.

    It does if its sums hold, or if it stands on one line that the others do not stand on.
    """
    if law.sums:
        return adds_up(row[: law.width], law)
    last, more = window.at[row[law.width - 1].end - 1], window.at[row[law.width].start]
    return "\n" in text[last:more] and "\n" not in text[window.at[row[0].start - 1] : last]


def _missing_rows(window: Compact, match: Match) -> Iterator[Check]:
    """The failed check of a form of which rows are not there: they may be misspelt, lost or left out."""
    rows = match.form.rows
    lost = ["/".join(row) for number, row in enumerate(rows) if number not in match.kept]
    if lost:
        place = window.span(*(match.heads or match.labels)[0])
        told = f"{len(match.kept)}行, 缺 {'; '.join(lost)}"
        yield Check(rule=match.form.title, expected=f"{len(rows)}行", actual=told, ok=False, places=(place,))


def _too_many(
    window: Compact, label: tuple[str, ...], row: Sequence[Piece], behind: Sequence[Piece]
) -> Iterator[Check]:
    """The failed check of a row behind whose last cell more numbers stand in cells before the next label."""
    more = [piece for piece in behind if piece.start >= row[-1].end]
    if more:
        told = " ".join(piece.text for piece in (*row, *more))
        count = len(row) + len(more)
        places = (window.span(more[0].start, more[-1].end),)
        yield Check(
            rule="/".join(label), expected=f"{len(row)}格", actual=f"{count}格: {told}", ok=False, places=places
        )


def _row_up_to(window: Compact, stop: int, limit: int, width: int) -> list[Piece]:
    """The numbers between two labels.

    A digit that looks like the number of the second one (``2其他``), or a counter that was taken for a part of it, is the last
    cell's of the first where that makes its row whole.
    """
    if _CELLS_OWN.match(window.text, limit):
        longer = pieces(window, stop, limit + 1)
        if len(longer) == width:
            return longer
    return pieces(window, stop, limit)


def _without_torn(match: Match, window: Compact, rows: list[list[Piece]], *, torn: bool) -> list[list[Piece]]:
    """The rows of which it is known that their numbers stand behind their labels; the others have none.

    Where no number stands between a label and the next one, and no row has too many, all cells of its row are blank.
    """
    width = len(match.form.columns)
    starts = sorted(start for start, _ in match.labels)
    left = []
    for number, (start, stop), row in zip(match.kept, match.labels, rows, strict=True):
        if row or torn:
            left.append(row if len(row) <= width else [])
            continue
        printed = label_pattern(match.form.rows[number][-1]).fullmatch(window.text, start, stop)
        following = next((other for other in starts if other >= stop), None)
        if following is None:
            empty = BEHIND.match(window.text, stop) is not None
        else:
            empty = next(rows_between(window, stop, following), None) is None
        left.append([Piece(stop, stop, "")] * width if printed and empty else [])
    return left


def _unseen(
    text: str, window: Compact, match: Match, read: Sequence[Sequence[Piece]], rows: Sequence[Sequence[Piece]]
) -> Iterator[Check]:
    """The failed checks of rows that were ``read`` without a number among others, where nothing shows that their cells are blank."""
    if not any(read):
        return  # an empty form
    for number, span, before, row in zip(match.kept, match.labels, read, rows, strict=True):
        if row and not before and not _SHOWN.match(text, window.at[span[1] - 1] + 1):
            label = "/".join(match.form.rows[number])
            yield Check(rule=label, expected=f"{len(row)}格", actual="0格", ok=False, places=(window.span(*span),))


def _extra_rows(
    text: str, window: Compact, match: Match, rows: Sequence[Sequence[Piece]]
) -> Iterator[tuple[tuple[Cell, ...], Check]]:
    """Rows that the form does not have, before and between rows that it has: their cells as they stand, and the check that tells it."""
    form, labels = match.form, match.labels
    ends = [max([stop, *(piece.end for piece in row)]) for (_, stop), row in zip(labels, rows, strict=True)]
    starts = sorted(start for start, _ in labels)
    header = max((stop for _, stop in match.heads), default=starts[0])
    for end in [header, *ends] if header < starts[0] else ends:
        following = next((start for start in starts if start >= end - 1), end)  # its bare marker may be a cell above
        for words, run in rows_between(window, end, following):
            label = (window.text[slice(*words)],)
            cells = [
                Cell(
                    row=label, column=column, text=text[start:stop], value=cell_value(piece.text), start=start, end=stop
                )
                for column, piece in zip(form.columns, run, strict=False)
                for start, stop in [window.span(piece.start, piece.end)]
            ]
            places = (window.span(words[0], run[-1].end),)
            whole = len(run) == len(form.columns)
            told = " ".join(piece.text for piece in run)
            yield (
                tuple(cells) if whole else (),
                Check(rule=f"{label[0]}: {told}", expected="表式中的行", actual="表式外的行", ok=False, places=places),
            )


def _read_headless(text: str, window: Compact, form: FormTable, grid: Grid | None) -> Table | None:
    """A table of one row without a label: its numbers follow its column labels."""
    characters = {_SYNONYM, ",", *(character for path in form.columns for label in path for character in label)}
    labels = re.compile(f"[{''.join(sorted(characters))}]+")  # a PDF breaks the labels up into pieces
    found: list[Piece] = []
    at, end = 0, 0
    while at < len(window.text):
        match = labels.match(window.text, at)
        run = [] if match else pieces(window, at, len(window.text))
        if not match and not run:
            at = 0 if found else _below(text, window, at, labels)
            if at == 0:
                break
            continue
        found.extend(run)
        at = match.end() if match else run[-1].end
        end = at if run else end
    width = len(form.columns)
    found = without_page_number(text, window, found, form.law)
    laid_out = numeric_row(text, window, grid, width) if grid else None
    if not found and not laid_out:
        return None
    torn = bool(found) and labels.search(window.text, found[0].end, end) is not None
    end = max(end, laid_out[-1].end) if laid_out else end
    row = laid_out or ([] if torn or len(found) > width else found)
    cells, checks = _cells(text, window, form, [0], [row])
    return table_of(text, window, end, title=form.title, cells=cells, checks=checks)


def read_groups(text: str, window: Compact, form: FormTable, grid: Grid | None) -> Table | None:
    """The table of a form of one row that is written as a table for each of its groups; ``None`` where it is not."""
    row = grouped_row(text, window, form, grid)
    if row is None:
        return None
    cells, checks = _cells(text, window, form, [0], [row])
    return table_of(text, window, row[-1].end, title=form.title, cells=cells, checks=checks)


def _below(text: str, window: Compact, at: int, labels: re.Pattern[str]) -> int:
    """Where labels go on below the line at compact offset ``at``, if it is the head of a page; 0 where they do not."""
    after = text.find("\n", window.at[at])
    behind = bisect_left(window.at, after) if after >= 0 else len(window.at)
    match = labels.match(window.text, behind) if behind < len(window.at) else None
    whole = at > 0 and "\n" in text[window.at[at - 1] : window.at[at]]
    return behind if whole and match and match.end() - behind >= _HEAD_LEAST else 0


def table_of(
    text: str, window: Compact, end: int, *, title: str | None, cells: tuple[Cell, ...], checks: tuple[Check, ...]
) -> Table:
    """The table that fills ``window`` up to compact offset ``end``, with the pipes that close its last row."""
    start, stop = window.span(0, end)
    if pipes := _TRAILING_PIPES.match(text, stop):
        stop = stop + len(pipes.group().rstrip())
    return Table(id="", section=None, title=title, start=start, end=stop, cells=cells, checks=checks)
