"""Where a line of a report ends: at a line break, or where a crawler left only the indent of the next paragraph.

The patterns of this package begin with one set of characters and look back at what it found: `re` leaps from one member
of such a set to the next, but tries a pattern that begins with alternatives at every character.
"""

import re

# Two ideographic spaces are the indent of a paragraph (GB/T 9704-2012, 7.3.3); inside a line they stand for a lost break.
INDENT = r"(?<=[^\s])\u3000{2,4}(?=\S)"
LINE_BREAK_STARTS = r"\r\n\u3000"
LINE_BREAK_REST = r"(?<=[\r\n])[\r\n]*|(?<=\S\u3000)\u3000{1,3}(?=\S)"
LINE_BREAK = f"[{LINE_BREAK_STARTS}](?:{LINE_BREAK_REST})"
_BREAK = re.compile(LINE_BREAK)


def line_end(text: str, at: int, end: int) -> int:
    """The end of the line that holds ``at`` (code points), ``end`` at the latest.

    >>> line_end("一、回顾\u3000\u3000过去一年", 0, 10)
    4
    """
    match = _BREAK.search(text, at, end)
    return match.start() if match else end
