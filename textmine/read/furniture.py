"""Page furniture that crawlers leave around a report: location, source, share buttons, download links."""

from __future__ import annotations

import re

from textmine.lexicon import cached, table

_TAIL_WINDOW = 300  # characters at the end of a text in which furniture is looked for


@cached
def _opening() -> re.Pattern[str]:
    """An opener, the path and title after it, then at least two labels or words of page furniture."""
    furniture = table("crawl")["furniture"]
    item = "|".join(
        (
            rf"(?:{_any(furniture['dates'])})[：:]\s?[0-9]{{4}}[-/.年][0-9]{{1,2}}[-/.月][0-9]{{1,2}}日?(?:\s?[0-9]{{1,2}}:[0-9][0-9](?::[0-9][0-9])?)?",
            rf"(?:{_any(furniture['labels'])})[：:]\s?\S{{0,40}}",
            rf"(?:{_any(furniture['counts'])})[：:]?\s?[0-9]{{0,9}}次?",
            rf"(?:{_any(furniture['words'])})(?!(?<=\w)\w)",  # a word ends where it ends, a mark anywhere
        )
    )
    return re.compile(
        rf"\s{{0,20}}(?:{_any(furniture['openers'])})[：:][^\n]{{0,400}}?\s(?:(?:{item})\s{{0,20}}){{2,60}}+"
    )


@cached
def _closing() -> re.Pattern[str]:
    tail = table("crawl")["tail"]
    return re.compile(rf"\s(?:(?:{_any(tail['labels'])})[：:]\s?\S{{1,40}}|{_any(tail['words'])})\s*$")


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def body_range(text: str, start: int) -> tuple[int, int]:
    """The half-open range of the report itself in the text from ``start`` on, page furniture at both ends left out.

    >>> text = "当前位置： 首页 年报 2021年报告 来源：县政府 时间：2022-03-01 09:00 微信 --> 根据《条例》，编制本报告。 附件下载"
    >>> first, last = body_range(text, 0)
    >>> text[first:last]
    '根据《条例》，编制本报告。'
    """
    opening = _opening().match(text, start)
    first = opening.end() if opening else start
    last = len(text)
    while found := _closing().search(text, max(first, last - _TAIL_WINDOW), last):
        last = found.start()
    return first, last
