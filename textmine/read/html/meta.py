"""What a page says of its report: in the meta elements of its head, and in the lines and tables around the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from textmine.lexicon import table, words
from textmine.read.html.lines import iso_date, pairs
from textmine.read.html.page import Article
from textmine.read.html.text import Block
from textmine.schema import Metadata

_SEPARATOR = re.compile(r"[_|｜]|\s[-–—]{1,3}\s|-{2,9}")
_TITLE_LINES = 3  # lines at the head of a report in which its title is looked for
_LONGEST_TITLE = 80
_INFORMED = 3  # lines behind the title among which a table tells index number, document number and date
_NO_TITLE = re.compile(
    r"[。，；：！？,;:!?、]$|^[（(]?[一二三四五六七八九十]{1,3}[、）)]|^第[一二三四五六七八九十]{1,3}[章节]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of a page: titles, the surest first, and other values by the field that they fill."""

    titles: tuple[str, ...]
    values: dict[str, str]


def read_head(root: etree._Element) -> Head:
    """What the meta elements, the title and the canonical link of a page say."""
    fields = table("html")["meta"]
    named: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if name and content:
            named.setdefault(name, content)
    values = {
        field: found
        for field in ("title", "published", "url", "site", "source_of_content")
        if (found := next((named[name] for name in fields[field] if name in named), ""))
    }
    link = next((item.get("href", "") for item in root.iter("link") if item.get("rel") == "canonical"), "")
    if link.startswith(("http://", "https://")):
        values.setdefault("url", link)
    written = next((" ".join("".join(map(str, item.itertext())).split()) for item in root.iter("title")), "")
    titles = [values.get("title", ""), written.removesuffix(values.get("site", "")).strip(" -_|—"), *_parts(written)]
    return Head(titles=tuple(dict.fromkeys(title for title in titles if title)), values=values)


def _parts(written: str) -> list[str]:
    """The parts of a title that has the site's name behind it, the longest first."""
    return sorted((part.strip() for part in _SEPARATOR.split(written)), key=len, reverse=True)


def metadata(head: Head, article: Article, starts: Sequence[int]) -> Metadata:
    """The metadata of a report; ``starts`` are the places of the article's blocks in the text (code points)."""
    said: dict[str, str] = {}
    for field, value in _said(article):
        said.setdefault(field, value)
    title, start = _title(head, article, starts)
    source = head.values.get("source_of_content", "")
    bodies = tuple(table("html")["meta"]["bodies"])
    return Metadata(
        title=title or said.get("title"),
        title_start=start,
        issuer=said.get("issuer") or (source if source.endswith(bodies) else None),
        published=iso_date(head.values.get("published", "")) or iso_date(said.get("published", "")),
        url=head.values.get("url") or said.get("url"),
        document_number=said.get("document_number"),
    )


def _title(head: Head, article: Article, starts: Sequence[int]) -> tuple[str | None, int | None]:
    at = article.title if article.title is not None else _headline(article)
    if at is None:
        return (head.titles[0] if head.titles else None), None
    line = article.blocks[at].text
    squeezed = "".join(line.split())
    known = {"".join(title.split()): title for title in head.titles}
    if squeezed not in known:
        longer = [title for plain, title in known.items() if plain.startswith(squeezed)]
        if article.title is not None and longer:
            return longer[0], None  # over several lines, which are joined where titles are found in the text
    return line.strip(), starts[at] + len(line) - len(line.lstrip())


def _headline(article: Article) -> int | None:
    """The first line of the report if its page sets it as a headline, and the words of no line name a document.

    Lines that do (…报告) are left to the stage that finds titles in a text, which joins those over several lines.
    """
    lines = [
        index
        for index in range(article.first, min(article.last, article.first + _TITLE_LINES))
        if _may_be_title(article.blocks[index])
    ]
    names = words("headings", "document")
    if not lines or lines[0] != article.first:
        return None
    if any(article.blocks[index].text.rstrip().endswith(names) for index in lines[1:]):
        return None
    return lines[0]


def _may_be_title(block: Block) -> bool:
    text = block.text.strip()
    fits = 4 <= len(text) <= _LONGEST_TITLE and not _NO_TITLE.search(text)
    return fits and not block.cells and (block.set_off or 0 < block.level < 4)


def _said(article: Article) -> Iterator[tuple[str, str]]:
    """Labels and values in the lines around the report and in what was dropped."""
    start = article.first + 1
    tables = [block for block in article.blocks[start : start + _INFORMED] if block.cells]
    around = [*article.blocks[: article.first], *article.dropped, *article.blocks[article.first : start], *tables]
    for block in around:
        lines = [cell.text for cell in block.cells] or [block.text]
        for index, line in enumerate(lines):
            for field, value in pairs(line):
                following = lines[index + 1] if not value and index + 1 < len(lines) else value
                if following.strip():
                    yield field, following.strip()
