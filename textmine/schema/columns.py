"""Texts in columns of a terminal, where a Chinese character takes two."""

import unicodedata

_ELLIPSIS = "…"
_WIDE = "WF"


def width(text: str) -> int:
    """The number of terminal columns that a text takes.

    >>> width("364项")
    5
    """
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in _WIDE else 1 for c in text)


def fitted(text: str, columns: int, *, right: bool = False) -> str:
    """A text cut or padded to an exact number of columns, at its left edge or at its ``right``.

    >>> fitted("不动产登记", 7), fitted("364项", 7, right=True)
    ('不动产…', '  364项')
    """
    if width(text) > columns:
        while width(text) > columns - 1:
            text = text[:-1]
        text += _ELLIPSIS
    blank = " " * (columns - width(text))
    return blank + text if right else text + blank
