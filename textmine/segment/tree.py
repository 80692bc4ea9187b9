"""The section tree: headings in order, each holding what stands below it."""

from bisect import bisect_right
from collections.abc import Sequence

from textmine.schema.document import Document
from textmine.schema.structure import Section
from textmine.segment.headings import Heading, find_headings
from textmine.segment.titles import Title, find_title, find_unmarked


def find_sections(document: Document, *, skip: Sequence[tuple[int, int]] = ()) -> tuple[Section, ...]:
    """The sections of a report in text order; ``skip`` are the tables' spans (code points, half-open).

    The title is the level-0 section: the one of the crawl header, or the line or lines at the head of the text.
    """
    start, end = document.body
    title = _title(document)
    body = title.body if title and title.body >= start else start
    marked = find_headings(document.text, body, end, skip=skip)
    headings = sorted([*marked, *find_unmarked(document.text, body, end, marked, skip)])
    if title:
        headings.insert(0, Heading(title.start, title.body, 0, "", title.title))
    return _nest(document.text, headings, end)


def _title(document: Document) -> Title | None:
    metadata = document.metadata
    if metadata.title and metadata.title_start is not None:
        return Title(metadata.title_start, metadata.title_start + len(metadata.title), metadata.title)
    return find_title(document.text, *document.body)


def _nest(text: str, headings: Sequence[Heading], end: int) -> tuple[Section, ...]:
    parents: list[int | None] = []
    ends = [end] * len(headings)
    open_: list[int] = []
    for index, heading in enumerate(headings):
        while open_ and headings[open_[-1]].level >= heading.level:
            ends[open_.pop()] = heading.start
        parents.append(open_[-1] if open_ else None)
        open_.append(index)
    sections = []
    for index, heading in enumerate(headings):
        parent = parents[index]
        close = _trimmed(text, heading.start, ends[index])
        sections.append(
            Section(
                id=f"s{index}",
                parent=None if parent is None else f"s{parent}",
                level=heading.level,
                marker=heading.marker,
                title=heading.title,
                start=heading.start,
                end=close,
                body=min(heading.body, close),
            )
        )
    return tuple(sections)


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def section_at(sections: Sequence[Section], at: int) -> Section | None:
    """The innermost section that holds a place; ``sections`` are in text order, as `find_sections` gives them."""
    return innermost(sections, bisect_right(sections, at, key=lambda section: section.start) - 1, at)


def innermost(sections: Sequence[Section], index: int, at: int) -> Section | None:
    """The innermost section that holds a place, ``index`` being the last one that begins before it."""
    while index >= 0 and sections[index].end <= at:
        parent = sections[index].parent
        if parent is None:
            return None
        index = int(parent.removeprefix("s"))
    return sections[index] if index >= 0 else None
