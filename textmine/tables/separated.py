"""Rows whose cells commas or semicolons set apart: what a spreadsheet exports, with quotes around its cells or not.

Sentences are full of commas, so only a line counts that ends in numbers and blanks. What stands before them is its label, with
whatever commas that has; where it ends in a digit the comma behind it is one of thousands, and the line no such row.
"""

import re
from collections.abc import Iterator

from textmine.tables.cells import COUNTERS
from textmine.tables.rowtypes import Span, TextRow

_LINE = re.compile(r"[^\n]{1,400}+(?=\n|$)")
_PART = re.compile(
    r'[ \t\u3000]{0,9}+(?:"([^"\n]{0,200})"|([^,;，；"\n]{0,200}))[ \t\u3000\r]{0,9}+([,;，；]|$)', re.MULTILINE
)
_PLAIN = re.compile(
    rf"[-+−－]?[0-9０-９]+(?:[.．][0-9０-９]+)?(?: ?(?:[亿万]?元|%|[{COUNTERS}]))?|[0-9]{{1,3}}(?:,[0-9]{{3}})+|[-−–—－/／]{{1,2}}|无|"
)


def separated_rows(text: str, start: int, end: int) -> Iterator[TextRow]:
    r"""The rows of separated cells in ``text[start:end]``: a label, if there is one, and its numbers; offsets are code points.

    >>> text = '信息内容,制发,有效\n"规章","0","1,234"\n文件（含通知，函）,,7\n发文1,234件\n'
    >>> [[text[slice(*cell)] for cell in row.cells] for row in separated_rows(text, 0, len(text))]
    [['规章', '0', '1,234'], ['文件（含通知，函）', '', '7']]
    """
    for line in _LINE.finditer(text, start, end):
        parts = _parts(text, *line.span())
        values: list[Span] = []
        while parts and _PLAIN.fullmatch(text, *parts[-1]):
            values.insert(0, parts.pop())
        if len(values) + len(parts) < 2 or not any(first < last for first, last in values):
            continue
        label = [(parts[0][0], parts[-1][1])] if parts else []
        if not label or not text[label[0][1] - 1].isdigit():
            yield TextRow(label + values, line.start())


def _parts(text: str, start: int, end: int) -> list[Span]:
    """What separators part in a line, without quotes and blanks around it; nothing where its quotes do not close."""
    parts: list[Span] = []
    at = start
    while match := _PART.match(text, at, end):
        first, last = match.span(1 if match[1] is not None else 2)
        parts.append((first, first + len(text[first:last].rstrip())))
        if not match[3]:
            return parts
        at = match.end()
    return []
