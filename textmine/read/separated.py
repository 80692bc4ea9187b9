"""Tables of separated values (.csv, .tsv) that are a report themselves: one statistics sheet, not one report a row.

The text is the decoded file as it stands; its grid says where the cells are. A table whose rows are reports is taken apart by
`textmine.read.containers.csv`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from textmine.read.plain import read_plain
from textmine.schema import Document, Grid, GridCell, Reason

MEDIA_TYPE = "text/csv"
_DELIMITERS = ",\t;|"
_SAMPLE = 4_000  # characters in which the delimiter shows
_MOST_CELLS = 200_000
_NUMBER = re.compile(r"[-+−]?[0-9][0-9,，]*(?:[.．][0-9]+)?%?")
_HAN = re.compile("[\u4e00-\u9fff]")
_NO_LINE_END = re.compile(r"[^\r\n]")
_BOM = "\ufeff"

Span = tuple[int, int]


def read_separated(data: bytes, path: str) -> Document:
    r"""The document in the bytes of a table of numbers with their names; of anything else, the plain text that it is.

    >>> document = read_separated("指标,2020年\n面积,\"1,234\"\n".encode(), "a.csv")
    >>> [document.text[cell.start : cell.end] for cell in document.grids[0].cells]
    ['指标', '2020年', '面积', '1,234']
    """
    document = read_plain(data, path)
    rows, whole = _rows(document.text)
    if not _has_numbers(document.text, rows):
        return document
    cells = tuple(
        GridCell(number, column, 1, 1, *span) for number, row in enumerate(rows) for column, span in enumerate(row)
    )
    end = cells[-1].end
    limited = document.status == "ok" and not whole
    title = document.text[slice(*rows[0][0])].strip()
    alone = title and all(start == end for start, end in rows[0][1:])
    return replace(
        document,
        media_type=MEDIA_TYPE,
        body=(len(_BOM) if document.text.startswith(_BOM) else 0, len(document.text)),
        metadata=replace(document.metadata, title=document.metadata.title or (title if alone else None)),
        grids=(Grid(start=rows[0][0][0], end=end, cells=cells),),
        status=Reason.LIMIT.status if limited else document.status,
        reason=str(Reason.LIMIT) if limited else document.reason,
        detail=f"the first {_MOST_CELLS} cells" if limited else document.detail,
    )


def without_separators(document: Document) -> str:
    """The text with tabs in the place of all that stands between the cells of its grids but ends of lines; offsets stay."""
    parts: list[str] = []
    at = 0
    for grid in document.grids:
        parts.append(document.text[at : grid.start])
        at = grid.start
        for cell in grid.cells:
            parts += (_NO_LINE_END.sub("\t", document.text[at : cell.start]), document.text[cell.start : cell.end])
            at = cell.end
    return "".join(parts) + document.text[at:]


def _rows(text: str) -> tuple[list[list[Span]], bool]:
    """Where the cells of each row stand, and whether these are all; none where the text is no table of separated values."""
    begin = len(_BOM) if text.startswith(_BOM) else 0
    lines = text[begin : begin + _SAMPLE].split("\n")
    delimiter = max(_DELIMITERS, key=lambda sign: sum(sign in line for line in lines))
    rows: list[list[Span]] = []
    cells = 0
    try:
        for row in _walked(text, begin, delimiter):
            if cells + len(row) > _MOST_CELLS:
                return rows, False
            cells += len(row)
            rows.append(row)
    except (csv.Error, ValueError):
        return [], True
    return rows, True


def _walked(text: str, begin: int, delimiter: str) -> Iterator[list[Span]]:
    """The rows as Python's csv reads them, each cell found in the text; `ValueError` where one does not stand as csv has it."""
    at = begin
    for row in csv.reader(io.StringIO(text[begin:], newline=""), delimiter=delimiter):
        spans = []
        for number, value in enumerate(row):
            at += len(delimiter) if number else 0
            quoted = '"' + value.replace('"', '""') + '"'
            marks = int(text.startswith(quoted, at))
            end = at + len(quoted if marks else value)
            if not marks and text[at:end] != value:
                raise ValueError("a cell is quoted in a way of its own")
            spans.append(_stripped(text, at + marks, end - marks))
            at = end
        while text[at : at + 1] in ("\r", "\n"):
            at += 1
        if spans:
            yield spans


def _stripped(text: str, start: int, end: int) -> Span:
    """A cell without the white space around it."""
    part = text[start:end]
    first = start + len(part) - len(part.lstrip())
    return (first, first + len(part.strip())) if part.strip() else (start, start)


def _has_numbers(text: str, rows: Sequence[Sequence[Span]]) -> bool:
    """Whether the table has several rows and columns, and in a row a number behind words, or numbers below words in Chinese."""
    words = False
    for row in rows if len(rows) > 1 and len(rows[0]) > 1 else ():
        named = False
        for span in row:
            if not _NUMBER.fullmatch(text, *span):
                named = named or span[0] < span[1]
            elif named or words:
                return True
        words = words or any(_HAN.search(text, *span) for span in row)
    return False
