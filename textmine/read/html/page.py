"""Tells the report from its page: what of a page is furniture, and from which block to which the report stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from textmine.read.header import find_header
from textmine.read.html.blocks import Page
from textmine.read.html.lines import is_foot, is_information, is_location
from textmine.read.html.text import Block

_CONTENT = 20  # characters outside links from which a line is content, whatever it ends with
_SENTENCE = re.compile(r"[。；！？]")
_DENSE, _LIST = 0.8, 0.6  # share of links in a line of navigation, and in a line of a list of links
_MENU = 3  # links in a line, or lines in a row, that make navigation
_SHARE = 0.85  # of the content that an element must hold to be the one with the report
_MINOR = 0.1  # of the content of the largest stretch that another one must hold to belong to the report
_BETWEEN = 8  # lines before and after the text in which information about the page is looked for
_HEADER = 40  # lines in which the header of a crawler ends
_MIN_TITLE, _TITLE_LINES = 6, 3  # characters, lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The blocks of a page without furniture; the report is ``blocks[first:last]``.

    ``title`` is the index of the block that has the title, if one does, ``dropped`` the blocks that were left out, ``header``
    says that the first blocks are the header of a crawler.
    """

    blocks: tuple[Block, ...]
    dropped: tuple[Block, ...]
    first: int
    last: int
    title: int | None = None
    header: bool = False


def find_article(page: Page, titles: Sequence[str]) -> Article:
    """The report on a page; ``titles`` are what the page's head calls it, the surest first."""
    blocks, content = _trusted(page.blocks)
    main = _container(page.containers, content)
    outside = [not (main and main[0] <= index < main[1]) for index in range(len(blocks))]
    drop = {index for index, block in enumerate(blocks) if block.role == "hidden"}
    dense = _menus(blocks, outside)
    barriers = {i for i, block in enumerate(blocks) if outside[i] and (block.role == "furniture" or i in dense)}
    drop |= {i for i, block in enumerate(blocks) if block.role == "furniture" or is_location(block.text)} | dense
    first, last = main or _stretch(content, barriers)
    if main:
        first = _headline(blocks, barriers, first)
    title = _title(blocks, content, first, titles)
    if title is not None:
        first = title
        drop.discard(title)
    head = _crawl_header(blocks)
    drop -= set(range(head))
    first, last = max(first, head), max(_tail(blocks, content, first, last), head)
    drop |= _information(blocks, first if title is None else title + 1, last)
    for index in range(last - 1, max(last - 1 - _BETWEEN, first), -1):
        if index not in drop and not is_information(blocks[index].text):
            break
        drop.add(index)
        last = index
    drop |= {i for i in range(last, len(blocks)) if is_foot(blocks[i].text) or is_information(blocks[i].text)}
    kept = [i for i in range(len(blocks)) if i not in drop]
    return Article(
        blocks=tuple(blocks[i] for i in kept),
        dropped=tuple(blocks[i] for i in sorted(drop)),
        first=sum(i < first for i in kept),
        last=sum(i < last for i in kept),
        title=None if title is None else kept.index(title),
        header=head > 0,
    )


def _content(block: Block) -> int:
    """How many characters of a block are content, whatever its role: none of links, labels and short lines."""
    size = block.size
    free = size - block.linked
    if free <= (1 - _LIST) * size:
        return 0
    if block.cells:
        return free
    if not (free >= _CONTENT or _SENTENCE.search(block.text)):
        return 0
    return 0 if is_foot(block.text) or is_information(block.text) or is_location(block.text) else free


def _trusted(blocks: Sequence[Block]) -> tuple[list[Block], list[int]]:
    """The blocks and how much of each is content.

    A role that would take away most of the page's content is taken off: names of elements may mislead.
    """
    content = [_content(block) for block in blocks]
    sizes = {"": 0, "furniture": 0, "hidden": 0}
    for block, size in zip(blocks, content, strict=True):
        sizes[block.role] += size
    wrong = {role for role in ("furniture", "hidden") if sizes[role] > sizes[""]}
    trusted = [block._replace(role="") if block.role in wrong else block for block in blocks]
    return trusted, [0 if block.role else size for block, size in zip(trusted, content, strict=True)]


def _container(containers: Sequence[tuple[int, int]], content: Sequence[int]) -> tuple[int, int] | None:
    """The smallest element of those named as holding the report that does hold most of the content."""
    sums = [0]
    for size in content:
        sums.append(sums[-1] + size)
    good = [(last - first, first) for first, last in containers if sums[last] - sums[first] >= _SHARE * sums[-1] > 0]
    if not good:
        return None
    length, first = min(good)
    return first, first + length


def _crawl_header(blocks: Sequence[Block]) -> int:
    """How many blocks at the start are the header of a crawler, whose text file somebody made a page of."""
    lines: list[str] = []
    for block in blocks[:_HEADER]:
        if block.cells:
            break
        lines.append(f"{block.text}\n")
    text = "".join(lines)
    return text.count("\n", 0, find_header(text).end)


def _menus(blocks: Sequence[Block], outside: Sequence[bool]) -> set[int]:
    """Lines of navigation outside the report's element: several links in one line, or several lines of links in a row."""
    found: set[int] = set()
    run: list[int] = []
    for index, block in enumerate([*blocks, Block()]):
        size = block.size
        if size and outside[index] and block.linked >= _LIST * size:
            run.append(index)
            if block.links >= _MENU and block.linked >= _DENSE * size:
                found.add(index)
            continue
        if len(run) >= _MENU:
            found.update(run)
        run = []
    return found


def _stretch(content: Sequence[int], barriers: set[int]) -> tuple[int, int]:
    """From the first to the last stretch between navigation that holds a good part of the content."""
    stretches: list[tuple[int, int, int]] = []
    start = 0
    for end in [*sorted(barriers), len(content)]:
        if end > start:
            stretches.append((sum(content[start:end]), start, end))
        start = end + 1
    most = max((size for size, _, _ in stretches), default=0)
    large = [(start, end) for size, start, end in stretches if size >= _MINOR * most]
    return (large[0][0], large[-1][1]) if large else (0, len(content))


def _title(blocks: Sequence[Block], content: Sequence[int], first: int, titles: Sequence[str]) -> int | None:
    """The last block before the report's prose that reads, alone or with those behind it, as the page's head calls it."""
    prose = (i for i in range(first, len(blocks)) if content[i] and not blocks[i].cells)
    reach = min(next(prose, len(blocks)) + 2, len(blocks))
    lines = ["".join(block.text.split()) for block in blocks[:reach]]
    for title in titles:
        wanted = "".join(title.split())
        if len(wanted) < _MIN_TITLE:
            continue
        for index in range(reach - 1, -1, -1):
            if wanted in accumulate(lines[index : index + _TITLE_LINES]):
                return index
    return None


def _headline(blocks: Sequence[Block], barriers: set[int], first: int) -> int:
    """The first headline in the lines before the report's element, up to the page's navigation."""
    best = first
    for index in range(first - 1, max(first - _BETWEEN, 0) - 1, -1):
        if index in barriers or blocks[index].cells:
            break
        if 0 < blocks[index].level < 4 and not blocks[index].linked:
            best = index
    return best


def _tail(blocks: Sequence[Block], content: Sequence[int], first: int, last: int) -> int:
    """Where the report ends before the page's foot: at the first line of the foot that no content follows."""
    for index in range(last - 1, first, -1):
        if content[index]:
            break
        if is_foot(blocks[index].text):
            last = index
    return last


def _information(blocks: Sequence[Block], first: int, last: int) -> set[int]:
    """Lines between title and text that tell of the page: date, source, font size."""
    found = set()
    for index in range(first, min(first + _BETWEEN, last)):
        if is_information(blocks[index].text):
            found.add(index)
        elif blocks[index].cells or _SENTENCE.search(blocks[index].text):
            break
    return found
