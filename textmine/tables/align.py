"""Labels of a form that stand in a table otherwise than printed: renumbered, shortened, without their numbers.

Between two labels that were found the rows of the table follow one another: words, then numbers. Those words are held against
the labels that are missing there, in order, and each goes to the one that it resembles most.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from textmine.schema import Check
from textmine.tables.compact import Compact, label_key
from textmine.tables.pieces import Piece, number_end, pieces

Span = tuple[int, int]

_MARKER = re.compile(r"[一二三四五六七八九十]{1,2}、|\(?[一二三四五六七八九十]{1,2}\)|\(?[0-9]{1,2}[.、,)]")
_BRACKET = re.compile(r"\([^()]*\)?$")
_WORDS = re.compile(r"[^-+−–—/0-9]+")
_ALIKE = 0.6  # of two labels; 属于内部事务 and 属于三类内部事务信息 have 0.75
_FAR = 0.75  # of two labels, up to which they may name different things
_SHORT = 4  # characters of a label that has to stand as it is
_LONGEST = 120  # characters of the words of a row


def aligned(window: Compact, labels: Sequence[str], found: Sequence[Span | None], header: int = 0) -> list[Span | None]:
    """The spans of labels (compact offsets), those missing between found ones filled in where a row's words resemble them.

    ``header`` is where the header of the table ends.
    """
    filled = list(found)
    first = 0
    while first < len(filled):
        if filled[first] is not None:
            first += 1
            continue
        last = next((at for at in range(first, len(filled)) if filled[at] is not None), len(filled))
        before = max((span[1] for span in filled[:first] if span), default=header)
        after = min((span[0] for span in filled[last:] if span), default=len(window.text))
        rows = [words for words, _ in rows_between(window, before, after)]
        for at, span in zip(range(first, last), _best(labels[first:last], rows, window.text), strict=True):
            filled[at] = span
        first = last
    return filled


def rows_between(window: Compact, start: int, end: int) -> Iterator[tuple[Span, list[Piece]]]:
    """The rows in a stretch of a table (compact offsets): the words since the last number, and the numbers behind them.

    >>> from textmine.tables.compact import compact
    >>> window = compact("规范性文件 2 2 19 其他文件 186 86 255 ", 0, 30)
    >>> [(window.text[slice(*words)], [piece.text for piece in run]) for words, run in rows_between(window, 9, 21)]
    [('其他文件', ['186', '86', '255'])]
    """
    at = words = start
    while at < end:
        run = pieces(window, at, end)
        if run:
            if at > words:
                yield (words, at), run
            at = words = run[-1].end
            continue
        match = _WORDS.match(window.text, at, end)
        after = match.end() if match else max(at + 1, number_end(window, at, end))
        if match is None and at == words:  # the line below the header of a Markdown table
            words = after
        at = after
        if at - words > _LONGEST:
            words = at


def unlike(window: Compact, rows: Sequence[tuple[str, ...]], spans: Sequence[Span]) -> Iterator[Check]:
    """The failed check of each row whose label resembles the form's so little that it may name something else.

    It is for rows whose numbers nothing proves. 规范性文件 for 行政规范性文件 is near enough, 行政处理 for 行政处罚 is not.
    """
    for row, (start, end) in zip(rows, spans, strict=True):
        printed, words = _core(label_key(row[-1])), window.text[start:end]
        own = _MARKER.sub("", _BRACKET.sub("", words).rstrip(":")).replace("合计", "总计")
        if (
            printed not in own
            and SequenceMatcher(None, printed, own[-(len(printed) + 2) :], autojunk=False).ratio() <= _FAR
        ):
            yield Check(rule="/".join(row), expected=row[-1], actual=words, ok=False, places=(window.span(start, end),))


def _best(labels: Sequence[str], rows: Sequence[Span], text: str) -> list[Span | None]:
    """The choice of rows for the labels, in order, that resembles them most; ``None`` for a label that none is like."""
    cores = [_core(label_key(label)) for label in labels]
    scores = [[_likeness(core, text[slice(*row)]) for row in rows] for core in cores]
    # best[i][j] is the most that labels from i on and rows from j on can have.
    best = [[0.0] * (len(rows) + 1) for _ in range(len(labels) + 1)]
    for i in reversed(range(len(labels))):
        for j in reversed(range(len(rows))):
            together = scores[i][j] + best[i + 1][j + 1] if scores[i][j] else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    chosen: list[Span | None] = [None] * len(labels)
    i = j = 0
    while i < len(labels) and j < len(rows):
        if scores[i][j] and best[i][j] == scores[i][j] + best[i + 1][j + 1]:
            chosen[i] = rows[j]
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return chosen


def _core(label: str) -> str:
    """A label without its number and a bracket at its end; 合计 is 总计."""
    marker = _MARKER.match(label)
    core = label[marker.end() :] if marker else label
    return _BRACKET.sub("", core).replace("合计", "总计") or core


def _likeness(core: str, words: str) -> float:
    """How much of a label stands at the end of the words of a row; 0 where it is too little."""
    own = _BRACKET.sub("", words).replace("合计", "总计") or words
    parts = [part for part in _MARKER.split(own) if part]
    last = parts[-1] if parts else own
    if len(core) < _SHORT:
        return float(last == core)
    tail = last[-(len(core) + 2) :]
    ratio = SequenceMatcher(None, core, tail, autojunk=False).ratio()
    return ratio if ratio >= _ALIKE else 0.0
