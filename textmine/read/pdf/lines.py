"""Puts words into lines: one baseline, left to right, with a space wherever the page shows one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textmine.read.pdf.types import Piece, Word

_LEVEL = 0.35  # of the font size: words whose baselines differ by less stand on one line
_RAISED = 0.6  # of the line's height: so far a smaller character (m², a note mark) may stand off its middle
_APART = 1.6  # font sizes: a wider gap sets the parts of a line apart
_HAN_GAP, _LATIN_GAP, _FILE_GAP = 0.4, 0.18, 0.2  # font sizes from which a gap is seen as a space
_SAME = 0.15  # font sizes: the same character twice within this is one, drawn twice to look bold
_WIDE = "\u2e80"


def lines_of(words: Iterable[Word], page: int) -> list[list[Piece]]:
    """The lines of a page from the top, each as the pieces that wide gaps set apart."""
    return [_pieces(line, page) for line in _levels(words)]


def line_of(words: Iterable[Word], page: int) -> list[Piece]:
    """The lines of a table's cell from the top, each in one piece."""
    found = []
    for line in _levels(words):
        ordered = sorted(line, key=lambda word: word.lefts[0])
        spread = len(ordered) > 1 and all(len(word.text) == 1 and word.text >= _WIDE for word in ordered)
        found.append(_piece(ordered, page, spread=spread))
    return found


def _levels(words: Iterable[Word]) -> list[list[Word]]:
    levels: list[list[Word]] = []
    main: Word | None = None  # the largest word of the current line decides where it stands
    for word in sorted(words, key=lambda word: -word.baseline):
        if main is not None and _level(main, word):
            levels[-1].append(word)
            main = word if word.size > main.size else main
        else:
            levels.append([word])
            main = word
    return levels


def _level(main: Word, word: Word) -> bool:
    size = max(main.size, word.size)
    if abs(main.baseline - word.baseline) < _LEVEL * size:
        return True
    small = min(main.size, word.size) < 0.8 * size
    middle = abs(main.bottom + main.top - word.bottom - word.top) / 2
    return small and middle < _RAISED * size


def _pieces(line: list[Word], page: int) -> list[Piece]:
    line.sort(key=lambda word: word.lefts[0])
    pieces = []
    start = 0
    for at in range(1, len(line)):
        before, word = line[at - 1], line[at]
        if word.lefts[0] - before.rights[-1] > _APART * max(before.size, word.size):
            pieces.append(_piece(line[start:at], page))
            start = at
    pieces.append(_piece(line[start:], page))
    return pieces


def _piece(words: Sequence[Word], page: int, *, spread: bool = False) -> Piece:
    """One piece of ``words`` from left to right; ``spread`` characters fill a cell's width and have no spaces."""
    first = words[0]
    parts = [first.text]
    edges = [*first.rights]
    low, high, size, last = first.bottom, first.top, first.size, first
    for word in words[1:]:
        if word.text == last.text and abs(word.lefts[0] - last.lefts[0]) < _SAME * word.size:
            continue
        gap = word.lefts[0] - last.rights[-1]
        if not spread and _spaced(last, word, gap):
            parts.append(" ")
            edges.append(word.lefts[0])
        parts.append(word.text)
        edges.extend(word.rights)
        low, high, size = min(low, word.bottom), max(high, word.top), max(size, word.size)
        last = word
    box = (first.lefts[0], low, max(edges), high)
    return Piece(page, "".join(parts), box, tuple(edges), first.baseline, size, _surety(words))


def _spaced(before: Word, word: Word, gap: float) -> bool:
    """Whether a reader sees a space between two words. Between Han characters it takes half a character."""
    size = max(before.size, word.size)
    wide = (before.text[-1] >= _WIDE) + (word.text[0] >= _WIDE)
    if wide == 2:
        return gap >= _HAN_GAP * size
    if wide == 1:
        return gap >= (_FILE_GAP if word.spaced else _HAN_GAP) * size
    return gap >= (_FILE_GAP / 2 if word.spaced else _LATIN_GAP) * size


def merged(pieces: Sequence[Piece]) -> Piece:
    """The pieces of one line as one, a space between them."""
    if len(pieces) == 1:
        return pieces[0]
    edges: list[float] = []
    for at, piece in enumerate(pieces):
        if at:
            edges.append(piece.left)
        edges.extend(piece.edges)
    box = (
        pieces[0].left,
        min(piece.box[1] for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.box[3] for piece in pieces),
    )
    size = max(piece.size for piece in pieces)
    text = " ".join(piece.text for piece in pieces)
    return Piece(pieces[0].page, text, box, tuple(edges), pieces[0].baseline, size, _surety(pieces))


def _surety(parts: Sequence[Word] | Sequence[Piece]) -> float | None:
    return min((part.score for part in parts if part.score is not None), default=None)
