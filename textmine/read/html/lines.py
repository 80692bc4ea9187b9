"""Lines that pages put around a report: where it stands, when and where it appeared, how to print it, the page's foot."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textmine.lexicon import cached, table, words

_LONGEST = 200  # characters of a line that may be such information
_VALUE = 40
_SENTENCE = re.compile(r"[。！？]")
_DATE = re.compile(r"([12][0-9]{3})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})")
_STAMP = r"[12][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:\s{1,4}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?"


def _any(listed: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(listed), key=lambda word: (-len(word), word)))


@cached
def _fields() -> dict[str, str]:
    """Each label with the field of the metadata that it names, empty for those of no field."""
    crawl, labels = table("crawl"), table("html")["labels"]
    fields = dict.fromkeys([*labels["words"], *crawl["furniture"]["labels"], *crawl["furniture"]["counts"]], "")
    fields |= dict.fromkeys([*crawl["furniture"]["dates"], *labels["published"]], "published")
    for field, keys in crawl["keys"].items():
        if field != "source":
            fields |= dict.fromkeys(keys, "" if field == "other" else field)
    return fields


@cached
def _label() -> re.Pattern[str]:
    """A label and its colon; blanks within it (索 引 号) and brackets before it are usual."""
    spaced = [r"[ \u3000\xa0]{0,4}".join(map(re.escape, label)) for label in sorted(_fields(), key=len, reverse=True)]
    return re.compile(rf"(?<![^\s0-9【\[（(|>》\])）】])(?P<label>{'|'.join(spaced)})[ \u3000\xa0]{{0,4}}[：:]")


@cached
def _words() -> re.Pattern[str]:
    furniture = table("crawl")["furniture"]
    buttons = table("html")["labels"]["buttons"]
    listed = _any([*furniture["words"], *table("crawl")["tail"]["words"], *buttons])
    return re.compile(rf"(?:{listed}|{_STAMP}|[\s【】\[\]|（）()：:]){{1,60}}+")


@cached
def _openers() -> re.Pattern[str]:
    return re.compile(rf"\s{{0,9}}(?:{_any(table('crawl')['furniture']['openers'])})\s{{0,9}}[：:]?")


@cached
def _feet() -> re.Pattern[str]:
    return re.compile(_any(list(words("html", "foot"))))


def pairs(line: str) -> Iterator[tuple[str, str]]:
    """The labels of known fields in a line and their values (`发布日期：2021-03-01 来源：…`), the field's name first.

    >>> list(pairs("发文字号：国办发〔2021〕30号  发布日期：2021-09-30 10:00"))
    [('document_number', '国办发〔2021〕30号'), ('published', '2021-09-30 10:00')]
    """
    found = list(_label().finditer(line[:_LONGEST]))
    for index, label in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(line[:_LONGEST])
        field = _fields()["".join(label["label"].split())]
        if field:
            yield field, line[label.end() : end].strip(" \t\u3000\xa0【】[]|")


def is_information(line: str) -> bool:
    """Whether a line holds nothing but labels with their values, or the names of buttons.

    >>> is_information("来源：市统计局　发布时间：2021-03-01 10:00　【字体：大 中 小】　打印")
    True
    >>> is_information("时间：2004-03-25"), is_information("中"), is_information("来源：各县区的报表，未经审计。")
    (True, False, False)
    """
    text = line.strip()
    if not 1 < len(text) <= _LONGEST or _SENTENCE.search(text):
        return False
    found = list(_label().finditer(text)) if "：" in text or ":" in text else []
    first = found[0].start() if found else len(text)
    if first and not _words().fullmatch(text, 0, first):
        return False
    ends = [*(label.start() for label in found[1:]), len(text)]
    return all(end - label.end() <= _VALUE for label, end in zip(found, ends, strict=False))


def is_location(line: str) -> bool:
    """Whether a line says where on the site the page stands (`当前位置：首页 > 政务公开`)."""
    return len(line) <= _LONGEST and bool(_openers().match(line)) and not _SENTENCE.search(line)


def is_foot(line: str) -> bool:
    """Whether a line belongs to the foot of a page (`版权所有`, `ICP备`); sentences do not."""
    return not line.rstrip().endswith(("。", "；", "：")) and bool(_feet().search(line[:_LONGEST]))


def iso_date(written: str) -> str | None:
    """The date in ISO 8601 that a text begins with, or ``None``.

    >>> iso_date("2021年9月30日 10:00")
    '2021-09-30'
    """
    found = _DATE.match(written.strip())
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else None
