"""Numbers of pages that stand between the rows of a table, as programs leave them that turn PDF into text."""

import re

from textmine.tables.rowtypes import Span

_BLANK = r"[ \t\f\r\u3000]{0,60}+"
_DIGITS = rf"{_BLANK}[0-9０-９]{{1,3}}{_BLANK}"
_FOOT = re.compile(
    rf"^{_BLANK}(?:(?P<dashed>[-–—－]{{1,2}}{_DIGITS}[-–—－]{{1,2}})|第{_DIGITS}页(?:[,，/／]?{_BLANK}共{_DIGITS}页)?){_BLANK}$",
    re.MULTILINE,
)
_LABEL_ABOVE = re.compile(r"[^\s0-9０-９/—|｜-]\r?\n\Z")  # no blank line between


def page_feet(text: str, start: int, end: int) -> list[Span]:
    r"""The lines between two code points that hold nothing but the number of a page, as `— 5 —` or `第5页 共8页`.

    A number between dashes straight below a label is a row of three cells.

    >>> text = "规章 0 0 1\n— 5 —\n规范性文件\n— 2 —\n"
    >>> [text[slice(*foot)] for foot in page_feet(text, 0, len(text))]
    ['— 5 —']
    """
    return [
        match.span()
        for match in _FOOT.finditer(text, start, end)
        if not (match["dashed"] and _LABEL_ABOVE.search(text, max(start, match.start() - 3), match.start()))
    ]
