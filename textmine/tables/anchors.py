"""Where tables of the forms may begin: at their captions, or where these are lost at labels of their first row or column."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from textmine.lexicon.forms import FormTable, form_tables, sheet
from textmine.lexicon.loader import cached
from textmine.tables.compact import compact
from textmine.tables.labels import label_pattern

_BEFORE = 400  # characters before an anchor that a header fills at most
_NUMBERED = re.compile(r"^[一二三四五六七八九十]{1,2}、")
_GAP = r"[\s|｜]{0,9}"

CORNER = "信息内容"  # above the row labels of the small tables
CAPTION, ROW, COLUMN, TITLE = "caption", "row", "column", "title"


class Anchor(NamedTuple):
    """A place by which a table is known: ``kind`` says what stands from ``at`` to ``end`` (code points).

    ``forms`` are those that the table may be of; ``until`` is where the next table may begin.
    """

    at: int
    end: int
    kind: str
    forms: tuple[FormTable, ...]
    until: int


def _loose(label: str) -> str:
    """A pattern for a label in running text, white space and pipes between its characters.

    Brackets are of either width or missing, and so may the 第 before and the 项 behind them be: 第二十条(一)项.
    """
    brackets = {"(": "[（(]?", ")": "[）)]?"}
    return _GAP.join(
        brackets.get(character, f"{character}?" if at and character in "第项" else re.escape(character))
        for at, character in enumerate(label)
    )


@cached
def _captions() -> re.Pattern[str]:
    words = dict.fromkeys([*(form.anchor for form in form_tables()), *sheet().heads])
    return re.compile("|".join(map(_loose, words)))


@cached
def _beginnings() -> tuple[tuple[re.Pattern[str], FormTable], ...]:
    return tuple((re.compile(_loose(form.anchor)), form) for form in form_tables())


@cached
def _first_rows() -> dict[str, re.Pattern[str]]:
    """The labels of the first rows of the tables of requests."""
    words = dict.fromkeys(_NUMBERED.sub("", form.rows[0][-1]) for form in form_tables() if form.note)
    return {word: re.compile(_loose(word)) for word in words}


@cached
def _first_columns() -> dict[str, tuple[re.Pattern[str], tuple[FormTable, ...]]]:
    """The labels of the first columns of the small tables, and the forms that each may be of."""
    forms: dict[str, list[FormTable]] = {}
    for form in form_tables():
        if form.rows != ((),) and not form.note:
            forms.setdefault(form.columns[0][0].partition("(")[0], []).append(form)
    return {
        word: (re.compile(rf"(?:{_loose(CORNER)}{_GAP})?{_loose(word)}"), tuple(found)) for word, found in forms.items()
    }


@cached
def _titles() -> dict[str, tuple[re.Pattern[str], tuple[FormTable, ...]]]:
    """The titles of the tables that have no row labels."""
    return {
        form.title: (re.compile(_loose(form.title).replace("、", "[、和]?")), (form,))
        for form in form_tables()
        if form.rows == ((),)
    }


def anchors(text: str, low: int, high: int) -> list[Anchor]:
    """The places between two code points where a table of a form may begin, in the order of the text.

    A label is no end of a table that has its caption: it may be one of that table's own.

    >>> text = "信息内容 本年处理决定数量 行政处罚 5 行政强制 0"
    >>> [(found.kind, found.at, found.forms[0].title) for found in anchors(text, 0, len(text))]
    [('column', 0, '第二十条第(五)项')]
    """
    found = []
    caption = other = high
    for at, end, kind, forms in sorted(_found(text, low, high), key=lambda place: place[0], reverse=True):
        found.append(Anchor(at, end, kind, forms, caption if kind in (CAPTION, ROW) else min(caption, other)))
        caption, other = (at, other) if kind == CAPTION else (caption, at)
    return found[::-1]


def _found(text: str, low: int, high: int) -> Iterator[tuple[int, int, str, tuple[FormTable, ...]]]:
    for match in _captions().finditer(text, low, high):
        forms = tuple(form for pattern, form in _beginnings() if pattern.match(text, match.start()))
        yield *match.span(), CAPTION, forms
    requests = tuple(form for form in form_tables() if form.note)
    headed = requests[0].columns[0][0] in text
    for word, pattern in _first_rows().items():
        if headed or word in text:
            for match in pattern.finditer(text, low, high):
                yield *match.span(), ROW, requests
    for kind, words in ((COLUMN, _first_columns()), (TITLE, _titles())):
        for word, (pattern, forms) in words.items():
            if word in text:
                for match in pattern.finditer(text, low, high):
                    yield *match.span(), kind, forms


def beginning(text: str, low: int, anchor: Anchor) -> int:
    """Where the table begins that is known by an anchor: at a header or a note before it, not before ``low``."""
    if anchor.kind == CAPTION:
        return _backed_up(text, low, anchor.at, anchor.forms)
    if anchor.kind == ROW:
        return _header_before(text, low, anchor.at, anchor.forms)
    return anchor.at if anchor.kind == COLUMN else anchor.end


def _backed_up(text: str, low: int, anchor: int, forms: tuple[FormTable, ...]) -> int:
    """Where a table whose caption stands at ``anchor`` really begins: its note or its first column labels before it."""
    notes = [form.note for form in forms if form.note]
    heads = ["".join(dict.fromkeys(path[0] for path in form.columns)) for form in forms if form.rows == ((),)]
    if not notes and not heads:
        return anchor
    window = compact(text, max(low, anchor - _BEFORE), anchor)
    for note in notes:
        match = label_pattern(note).search(window.text)
        if match and match.end() == len(window.text):
            return window.at[match.start()]
    for head in heads:
        at = window.text.rfind(head)
        if at >= 0:
            return window.at[at]
    return anchor


def _header_before(text: str, low: int, row: int, forms: tuple[FormTable, ...]) -> int:
    """Where the header begins that stands before the first row of a table; the row itself where there is none."""
    window = compact(text, max(low, row - _BEFORE), row)
    at = max(window.text.rfind(form.columns[0][0]) for form in forms)
    return window.at[at] if at >= 0 else row
