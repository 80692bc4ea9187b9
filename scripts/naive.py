"""The floor that extraction is measured against: some patterns looked for in one pass each, as anybody would begin.

They find digits with a unit, numbers written in words with one, and dates; they read no value, know no period of a figure and take names of documents
for figures.
"""

import re

_PATTERNS = tuple(
    map(
        re.compile,
        (
            r"\d[\d,]*(?:\.\d+)?\s*(?:[万亿千百])*(?:元|件|条|项|个|户|家|人次?|次|份|篇|场|期|吨|公里|亩|平方米|公顷|天|工作日|%|％)",
            r"[一二三四五六七八九十百千万亿两零〇]+(?:元|件|条|项|个|户|家|人次?|次|份|篇|场|期|吨|公里|亩)",
            r"百分之[一二三四五六七八九十百点零〇]+",
            r"(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日",
            r"(?:同比|环比|比上年)?(?:增长|下降|增加|减少|提高)",
        ),
    )
)


def scan(text: str) -> list[tuple[int, int]]:
    """The places of all that a pattern fits, pattern after pattern.

    >>> scan("2023年办结12件。")
    [(7, 10), (0, 5)]
    """
    return [match.span() for pattern in _PATTERNS for match in pattern.finditer(text)]
