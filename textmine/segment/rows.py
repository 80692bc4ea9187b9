"""Rows of an annexed table that a crawler left as prose: `序号…1承诺制改革　　试点以来…`, each under its number as a heading.

Such a table has a column of numbers (序号), a title behind each number and a lost line break behind the title; a row of one
cell (`一、投资审批`) names the group of the rows below it.
"""

import re
from collections.abc import Iterator

from textmine.segment.markers import Marker

_COLUMNS = "序号"
_ROW = re.compile(
    r"(?<![0-9.．%％])[1-9][0-9]?"
    r"(?=[\u4e00-\u9fff“《（][^。；！？\r\n\u3000]{1,40}(?:\u3000\u3000|[\r\n]))(?![项个条件类年月日号万亿元次家种批级户])"
)
_BEFORE = re.compile(r"(?:^|[。！？；!?;\r\n][”’）)]?)(?P<label>[^。！？；!?;\r\n]{0,60})$")
_LABEL = re.compile(
    rf"(?:{_COLUMNS}[\u4e00-\u9fff（）()]{{0,30}}?)?(?:[一二三四五六七八九十]{{1,3}}、[^，,。]{{2,30}})?"
)


def find_rows(text: str, start: int, end: int) -> Iterator[Marker]:
    """The numbers that head the rows of such a table in ``text[start:end]`` (code points), as markers of the kind ``row``.

    >>> [marker.number for marker in find_rows("序号举措内容一、便民服务1一窗受理\u3000\u3000设窗口9个。2全程网办\u3000\u3000上线。", 0, 40)]
    [1, 2]
    """
    here = text.find(_COLUMNS, start, end)
    if here < 0:
        return
    last = 0
    for match in _ROW.finditer(text, here, end):
        number = int(match.group())
        before = _BEFORE.search(text[max(here, match.start() - 62) : match.start()])
        if number <= last or before is None or not _LABEL.fullmatch(before["label"]):
            continue
        last = number
        yield Marker(match.start(), match.end(), match.end(), "row", number, line=True)
