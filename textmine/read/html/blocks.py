"""Walks the elements of a page and writes down its lines and tables in reading order. Iterative: depth costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from textmine.errors import ReadError
from textmine.lexicon import cached, words
from textmine.read.html.names import NO_MARKS, Marks, marks_of, named_elements
from textmine.read.html.tables import MAX_COLUMNS, MAX_ROWS, OpenCell, OpenTable, settled, span
from textmine.read.html.text import SOURCE_SPACE, Block, Role, shown, visible
from textmine.schema import Reason

MAX_DEPTH = 2000  # elements within each other; libxml2 itself stops at 2,048 and loses the text inside

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LEVELS = {f"h{level}": level for level in range(1, 7)}


class _Kind(NamedTuple):
    """What an element of some name does: its text is none, or is not read; it is a line of its own; it opens something."""

    skipped: bool = False
    counted: bool = False
    block: bool = False
    opens: Callable[[_Walk, etree._Element], None] | None = None


_INLINE = _Kind()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands on a page: its blocks, and the ranges of blocks within elements whose name says they hold the report.

    ``skipped`` counts the characters (no white space) of controls and embedded media; ``limit`` names a limit that a
    table hit.
    """

    blocks: tuple[Block, ...]
    containers: tuple[tuple[int, int], ...]
    skipped: int
    limit: str = ""


def read_page(root: etree._Element) -> Page:
    """The blocks below an element; raises `ReadError` with reason ``depth`` for more than `MAX_DEPTH` levels."""
    walk = _Walk()
    walk.take(root)
    return Page(blocks=tuple(walk.blocks), containers=tuple(walk.containers), skipped=walk.skipped, limit=walk.limit)


@cached
def _kinds() -> dict[str, _Kind]:
    """What each element does, by name; those not listed are part of a line."""
    opens = {
        "a": _Walk.open_link,
        "table": _Walk.open_table,
        "tr": _Walk.open_row,
        "sup": _Walk.open_raised,
        **dict.fromkeys(("b", "strong"), _Walk.open_bold),
        **dict.fromkeys(("pre", "listing", "xmp", "plaintext"), _Walk.open_preformatted),
        **dict.fromkeys(("td", "th"), _Walk.open_cell),
        **dict.fromkeys(_LEVELS, _Walk.open_heading),
    }
    blocks = frozenset(words("html", "blocks"))
    kinds = {name: _Kind(block=name in blocks, opens=opens.get(name)) for name in blocks | opens.keys()}
    kinds |= dict.fromkeys(words("html", "controls"), _Kind(skipped=True, counted=True))
    return kinds | dict.fromkeys(words("html", "never"), _Kind(skipped=True))


class _Walk:
    """The state of the walk: the line that is being collected, and what the elements around it say of it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.containers: list[tuple[int, int]] = []
        self.skipped = 0
        self.limit = ""
        self._pieces: list[str] = []
        self._linked = self._links = self._emphasised = 0
        self._level = 0
        self._role: Role = ""
        self._in_link = self._in_bold = self._raised = self._centred = self._preformatted = False
        self._tables: list[OpenTable] = []
        self._closers: list[tuple[etree._Element, Callable[[], None]]] = []  # what to do when an open element ends
        self._marks: dict[tuple[object, ...], Marks] = {}
        self._named = named_elements()

    def take(self, root: etree._Element) -> None:
        """Read everything below ``root``."""
        kinds, depth, closers = _kinds(), 0, self._closers
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            kind = kinds.get(element.tag, _INLINE)
            if event == "start":
                depth += 1
                if depth > MAX_DEPTH:
                    raise ReadError(f"elements lie more than {MAX_DEPTH} deep", reason=str(Reason.DEPTH))
                if kind.skipped:
                    self.skipped += _text_size(element) if kind.counted else 0
                    walker.skip_subtree()
                    continue
                self._start(element, kind)
                text = element.text
            else:
                depth -= 1
                if kind.block and self._pieces:
                    self._flush()
                while closers and closers[-1][0] is element:
                    closers.pop()[1]()
                text = element.tail if depth else None
            if text:
                self._text(text)
        self._flush()

    def _start(self, element: etree._Element, kind: _Kind) -> None:
        if kind.block and self._pieces:
            self._flush()
        attributes = element.items()
        named = element.tag in self._named
        if attributes or named:
            key = (element.tag if named else "", *attributes)
            marks = self._marks.get(key)
            if marks is None:
                marks = self._marks[key] = marks_of(element.tag, {str(name): str(value) for name, value in attributes})
            if marks is not NO_MARKS:
                self._mark(element, marks, kind)
        if kind.opens:
            kind.opens(self, element)

    def _mark(self, element: etree._Element, marks: Marks, kind: _Kind) -> None:
        """Note what the attributes of an element say of the lines in it; the outermost with a role decides it."""
        if marks.role and not self._role:
            self._flush()
            self._role = marks.role
            self._closers.append((element, self._end_role))
        if marks.container and not (self._tables and self._tables[-1].leaf):
            self._flush()
            first = len(self.blocks)
            self._closers.append((element, lambda: self._end_container(first)))
        if marks.centred and kind.block and not self._centred:
            self._centred = True
            self._closers.append((element, lambda: setattr(self, "_centred", False)))

    def _end_role(self) -> None:
        self._flush()
        self._role = ""

    def _end_container(self, first: int) -> None:
        self._flush()
        self.containers.append((first, len(self.blocks)))

    def _text(self, text: str) -> None:
        if self._raised and text.isascii() and text.isdigit():
            text = text.translate(_SUPERSCRIPT)
        if self._preformatted:
            *lines, text = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            for line in lines:
                self._pieces.append(line)
                self._flush()
        elif not self._pieces and not text.strip(SOURCE_SPACE):
            return  # between two elements, most often
        self._pieces.append(text)
        if self._in_link:
            self._linked += visible(text)
        if self._in_bold:
            self._emphasised += visible(text)

    def _flush(self) -> None:
        """End the line. One without visible characters is none."""
        if not self._pieces:
            return
        raw = "".join(self._pieces)
        self._pieces.clear()
        if raw and not raw.isspace():
            text = shown(raw)
            bold = self._emphasised > 0 and self._emphasised == visible(text)
            self.blocks.append(
                Block(
                    text=text,
                    level=self._level,
                    set_off=self._centred or bold,
                    linked=self._linked,
                    links=self._links,
                    role=self._role,
                )
            )
        self._linked = self._emphasised = 0
        self._links = int(self._in_link)

    def open_heading(self, element: etree._Element) -> None:
        """Lines up to the end of this element are headings."""
        self._level = _LEVELS[element.tag]
        self._closers.append((element, lambda: setattr(self, "_level", 0)))

    def open_link(self, element: etree._Element) -> None:
        """Characters up to the end of this element are a link, unless it is only the target of one."""
        if element.get("href") is not None and not self._in_link:
            self._in_link = True
            self._links += 1
            self._closers.append((element, lambda: setattr(self, "_in_link", False)))

    def open_bold(self, element: etree._Element) -> None:
        """Characters up to the end of this element are bold."""
        if not self._in_bold:
            self._in_bold = True
            self._closers.append((element, lambda: setattr(self, "_in_bold", False)))

    def open_raised(self, element: etree._Element) -> None:
        """Digits up to the end of this element are raised: 60.5² is a number with a note, not 60.52."""
        if not self._raised:
            self._raised = True
            self._closers.append((element, lambda: setattr(self, "_raised", False)))

    def open_preformatted(self, element: etree._Element) -> None:
        """Line ends up to the end of this element are shown."""
        if not self._preformatted:
            self._preformatted = True
            self._closers.append((element, lambda: setattr(self, "_preformatted", False)))

    def open_table(self, element: etree._Element) -> None:
        """Begin a table."""
        leaf = next(element.iterdescendants("table"), None) is None
        self._tables.append(OpenTable(first=len(self.blocks), leaf=leaf, role=self._role))
        self._closers.append((element, self._end_table))

    def open_row(self, _: etree._Element) -> None:
        """Begin a row of the innermost table."""
        if self._tables and self._tables[-1].cell is None:
            self._tables[-1].rows.append([])

    def open_cell(self, element: etree._Element) -> None:
        """Begin a cell of the innermost table; one that is hidden is none."""
        table = self._tables[-1] if self._tables else None
        if table is None or not table.leaf or table.cell is not None or self._role != table.role:
            return
        if not table.rows:
            table.rows.append([])
        columns, rows = span(element.get("colspan"), MAX_COLUMNS), span(element.get("rowspan"), MAX_ROWS)
        table.cell = OpenCell(columns=columns, rows=rows, first=len(self.blocks))
        self._closers.append((element, self._end_cell))

    def _end_cell(self) -> None:
        table = self._tables[-1]
        if table.cell is not None:
            table.cell.last = len(self.blocks)
            table.rows[-1].append(table.cell)
            table.cell = None

    def _end_table(self) -> None:
        table = self._tables.pop()
        try:
            self.blocks[table.first :] = settled(self.blocks, table)
        except ReadError as error:
            self.limit = str(error)


def _text_size(element: etree._Element) -> int:
    return visible("".join(map(str, element.itertext(with_tail=False))))
