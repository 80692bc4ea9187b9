"""Passages and sentences: the narrative cut where a paragraph or a run-in heading begins."""

import re
from collections.abc import Iterator, Sequence

from textmine.schema.structure import Passage, Section
from textmine.segment.lines import LINE_BREAK, LINE_BREAK_REST, LINE_BREAK_STARTS
from textmine.segment.tree import section_at

_LINE_BREAK = re.compile(LINE_BREAK)
_SENTENCE_END = re.compile(
    rf"[。！？!?；;.．{LINE_BREAK_STARTS}]"
    r"(?:(?<=[。！？!?])[。！？!?]*[”’」』）)]*|(?<=[；;])(?=\s*[\r\n])"
    rf"|(?<=[.．])(?<![0-9A-Za-z.．].)(?=[\u4e00-\u9fff])|{LINE_BREAK_REST})"
)
_TERMINAL = tuple("。！？!?；;：:”）)")
_WRAP_MINIMUM = 18  # characters of the shortest line that a narrow page breaks
_LONGEST = 1500  # characters of the longest sentence that is read as one


def find_passages(
    text: str, body: tuple[int, int], sections: Sequence[Section], *, skip: Sequence[tuple[int, int]] = ()
) -> tuple[Passage, ...]:
    """The passages of the narrative in order: they cover all of it but headings, tables and white space."""
    blocked = sorted([*((max(s.start, body[0]), s.body) for s in sections if s.body > body[0]), *skip])
    passages: list[Passage] = []
    for start, end in _free(body, blocked):
        for low, high in _paragraphs(text, start, end):
            section = section_at(sections, low)
            passages.append(
                Passage(id=f"p{len(passages)}", section=section.id if section else None, start=low, end=high)
            )
    return tuple(passages)


def _free(body: tuple[int, int], blocked: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    here = body[0]
    for start, end in blocked:
        if start > here:
            yield here, start
        here = max(here, end)
    if here < body[1]:
        yield here, body[1]


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Paragraphs of a stretch; a line that a narrow page broke within a sentence is joined to the next."""
    here = start
    for match in _LINE_BREAK.finditer(text, start, end):
        if _wrapped(text, here, match.start(), match.end(), end):
            continue
        yield from _trim(text, here, match.start())
        here = match.end()
    yield from _trim(text, here, end)


def _wrapped(text: str, start: int, at: int, behind: int, end: int) -> bool:
    """Whether the line break at ``at`` stands inside a sentence: no indent follows and no sentence ends before it."""
    if (
        behind >= end
        or text[at] == "\u3000"
        or text[behind] in " \u3000\t"
        or "\n" in text[at:behind].replace("\r\n", "\n")[1:]
    ):
        return False
    line = text[start:at].strip()
    return len(line.rpartition("\n")[2]) >= _WRAP_MINIMUM and not line.endswith(_TERMINAL)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of ``text[start:end]`` as half-open spans (code points), the closing mark included.

    >>> text = "办结69件。1件结转（下年）。"
    >>> [text[a:b] for a, b in sentences(text, 0, len(text))]
    ['办结69件。', '1件结转（下年）。']
    """
    here = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.group().isspace() and _wrapped(text, here, match.start(), match.end(), end):
            continue
        yield from _pieces(text, here, match.end())
        here = match.end()
    yield from _pieces(text, here, end)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or its pieces where it is longer than any that a person wrote (a damaged text without full stops)."""
    while end - start > _LONGEST:
        cut = max(text.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in "，；,;、") + 1
        cut = cut or start + _LONGEST
        yield from _trim(text, start, cut)
        start = cut
    yield from _trim(text, start, end)
