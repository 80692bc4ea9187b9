"""Crawl headers: lines `标题: …`, `发布时间: …` before a rule with `正文`; they give metadata and are not body text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from textmine.lexicon import cached, table
from textmine.schema import Metadata

_WINDOW = 8192  # characters in which a header has to end
_MIN_KEYS = 2  # keys that make a header where no rule with 正文 ends it
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_PAIR = re.compile(r"[ \t\u3000\ufeff]{0,40}([^:：\s]{1,10})[ \t]*[:：][ \t\u3000]*")
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a crawl header says, and where the text after it begins (a code point offset)."""

    metadata: Metadata
    end: int


@cached
def _fields() -> dict[str, str]:
    """Each key of a header with the metadata field that it fills (``other`` for none)."""
    return {key: field for field, keys in table("crawl")["keys"].items() if field != "source" for key in keys}


@cached
def _separator() -> re.Pattern[str]:
    rule = table("crawl")["separator"]
    marks = re.escape(rule["rules"])
    return re.compile(rf"[{marks}]{{0,200}}(?:{'|'.join(map(re.escape, rule['words']))})[{marks}]{{0,200}}")


def find_header(text: str) -> Header:
    r"""The crawl header at the start of a text; one that ends at 0 if there is none.

    >>> find_header("标题: 年度报告\n发布时间: 2024-03-01 09:00\n===== 正文 =====\n2023年").end
    47
    """
    values: dict[str, tuple[str, int | None]] = {}
    known = 0
    at = 0
    for line in _LINE.finditer(text[:_WINDOW]):
        content = line.group().strip("\ufeff \t\u3000\r\n")
        if known and _separator().fullmatch(content):
            return Header(metadata=_metadata(values), end=line.end())
        pair = _PAIR.match(line.group())
        field = _fields().get(pair.group(1)) if pair else None
        if pair and field:
            known += 1
            if value := line.group()[pair.end() :].strip():
                values.setdefault(field, (value, line.start() + pair.end()))
            if known and at == line.start():
                at = line.end()  # the keys stand without a gap from the first line on
        elif not known and content:
            break
        if not line.group():
            break
    # Without a rule the header is the unbroken run of known keys, if it has a title or an address.
    if known >= _MIN_KEYS and at and at < len(text) and {"title", "url"} & set(values):
        return Header(metadata=_metadata(values), end=at)
    return Header(metadata=Metadata(), end=0)


def metadata_of(named: Mapping[str, str]) -> Metadata:
    """What values under the keys of a crawl header say of a report that stands elsewhere, as in columns of a table.

    >>> metadata_of({"标题": "2019年年度报告", "发布时间": "2020年1月3日"}).published
    '2020-01-03'
    """
    fields = _fields()
    return _metadata({fields[key]: (value, None) for key, value in named.items() if value and key in fields})


def _metadata(values: Mapping[str, tuple[str, int | None]]) -> Metadata:
    def value(field: str) -> str | None:
        return values[field][0] if field in values else None

    return Metadata(
        title=value("title"),
        title_start=values["title"][1] if "title" in values else None,
        issuer=value("issuer"),
        published=_iso(value("published")),
        url=value("url"),
        document_number=value("document_number"),
    )


def _iso(written: str | None) -> str | None:
    """A date as ISO 8601 where it is one, else as written; the time of day is dropped."""
    found = _DATE.match(written or "")
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else written
