"""Walks the elements of a page and writes down its lines and tables in reading order. Iterative: depth costs nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from textmine.errors import ReadError
from textmine.lexicon import cached, table, words
from textmine.read.html_names import Marks, marks_of
from textmine.read.html_tables import MAX_COLUMNS, MAX_ROWS, RawCell, is_data, is_prose, place, span
from textmine.read.html_text import Block, Role, shown, visible
from textmine.schema import Reason

MAX_DEPTH = 2000  # elements within each other; libxml2 itself stops at 2,048 and loses the text inside

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_PREFORMATTED = frozenset({"pre", "listing", "xmp", "plaintext"})
_BOLD = frozenset({"b", "strong"})
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands on a page: its blocks, the ranges of blocks within elements that may hold the report, by name.

    ``skipped`` counts the characters (no white space) of controls and embedded media; ``limit`` names a limit that a
    table hit.
    """

    blocks: tuple[Block, ...]
    containers: tuple[tuple[int, int], ...]
    skipped: int
    limit: str = ""


@dataclass(slots=True)
class _Cell:
    columns: int
    rows: int
    first: int
    last: int


@dataclass(slots=True)
class _Table:
    """A table that is being read; one with tables in it lays out the page, and its cells are not kept."""

    first: int
    leaf: bool
    role: Role
    rows: list[list[_Cell]] = field(default_factory=list)
    open_cell: etree._Element | None = None


@cached
def _kinds() -> dict[str, str]:
    """What an element does, by name: ``never`` and ``control`` are skipped, ``block`` breaks the line."""
    kinds = dict.fromkeys(words("html", "blocks"), "block")
    kinds |= dict.fromkeys(words("html", "controls"), "control")
    return kinds | dict.fromkeys(words("html", "never"), "never")


@cached
def _furniture() -> frozenset[str]:
    return frozenset(table("html")["furniture"]["elements"])


def read_page(root: etree._Element) -> Page:
    """The blocks below an element; raises `ReadError` with reason ``depth`` for more than `MAX_DEPTH` levels."""
    walk = _Walk()
    walk.take(root)
    return Page(blocks=tuple(walk.blocks), containers=tuple(walk.containers), skipped=walk.skipped, limit=walk.limit)


class _Walk:
    """The state of the walk: the line that is being collected, and the elements that are open around it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.containers: list[tuple[int, int]] = []
        self.skipped = 0
        self.limit = ""
        self._pieces: list[str] = []
        self._linked = self._links = self._emphasised = self._level = 0
        self._role: Role = ""
        self._tables: list[_Table] = []
        self._marks: dict[str, Marks] = {}
        # The elements that opened what is said of a line; all their descendants share it.
        self._link: etree._Element | None = None
        self._owner: etree._Element | None = None
        self._bold: etree._Element | None = None
        self._centred: etree._Element | None = None
        self._preformatted: etree._Element | None = None
        self._open_containers: list[tuple[etree._Element, int]] = []

    def take(self, root: etree._Element) -> None:
        """Read everything below ``root``."""
        kinds, depth = _kinds(), 0
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            tag = element.tag
            kind = kinds.get(tag, "")
            if event == "start":
                depth += 1
                if depth > MAX_DEPTH:
                    raise ReadError(f"elements lie more than {MAX_DEPTH} deep", reason=str(Reason.DEPTH))
                if kind in ("never", "control"):
                    if kind == "control":
                        self.skipped += _text_size(element)
                    walker.skip_subtree()
                    continue
                self._start(element, tag, kind)
                if element.text:
                    self._text(element.text)
            else:
                depth -= 1
                if kind not in ("never", "control"):
                    self._end(element, tag, kind)
                if element.tail and depth:
                    self._text(element.tail)
        self._flush()

    def _text(self, text: str) -> None:
        if self._preformatted is not None and ("\n" in text or "\r" in text):
            for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:-1]:
                self._pieces.append(line)
                self._flush()
            text = text[max(text.rfind("\n"), text.rfind("\r")) + 1 :]
        self._pieces.append(text)
        if self._link is not None:
            self._linked += visible(text)
        if self._bold is not None:
            self._emphasised += visible(text)

    def _flush(self) -> None:
        """End the line. One without visible characters is none."""
        if self._pieces:
            text = shown("".join(self._pieces))
            self._pieces.clear()
            if text and not text.isspace():
                self.blocks.append(
                    Block(
                        text=text,
                        level=self._level,
                        set_off=self._centred is not None or self._emphasised == visible(text),
                        linked=self._linked,
                        links=self._links,
                        role=self._role,
                    )
                )
            self._linked = self._emphasised = 0
            self._links = int(self._link is not None)

    def _start(self, element: etree._Element, tag: str, kind: str) -> None:
        if kind == "block":
            self._flush()
            if self._centred is None and _is_centred(element, tag):
                self._centred = element
        marks = self._marks_of(element, tag)
        if marks.role and self._owner is None:
            self._flush()
            self._owner, self._role = element, marks.role
        if marks.container and not (self._tables and self._tables[-1].leaf):
            self._flush()
            self._open_containers.append((element, len(self.blocks)))
        if tag in _HEADINGS:
            self._level = _HEADINGS[tag]
        elif tag == "a" and element.get("href") is not None:
            self._link = element
            self._links += 1
        elif tag in _BOLD and self._bold is None:
            self._bold = element
        elif tag in _PREFORMATTED:
            self._preformatted = element
        elif tag == "table":
            leaf = next(element.iterdescendants("table"), None) is None
            self._tables.append(_Table(len(self.blocks), leaf, self._role))
        elif tag == "tr" and self._tables and self._tables[-1].open_cell is None:
            self._tables[-1].rows.append([])
        elif tag in _CELLS and self._tables:
            self._start_cell(element, self._tables[-1])

    def _start_cell(self, element: etree._Element, of: _Table) -> None:
        if of.open_cell is None and of.leaf:
            of.open_cell = element
            columns = span(element.get("colspan"), MAX_COLUMNS)
            rows = span(element.get("rowspan"), MAX_ROWS)
            if not of.rows:
                of.rows.append([])
            of.rows[-1].append(_Cell(columns, rows, len(self.blocks), len(self.blocks)))

    def _marks_of(self, element: etree._Element, tag: str) -> Marks:
        """What the attributes of an element say; the same attributes say the same on a page."""
        key = "\0".join(
            (
                tag if tag in _furniture() or tag in ("main", "article") else "",
                element.get("class", ""),
                element.get("id", ""),
                element.get("role", ""),
                element.get("style", "") if element.get("hidden") is None else "display:none",
            )
        )
        if (known := self._marks.get(key)) is None:
            known = self._marks[key] = marks_of(*key.split("\0", 4))
        return known

    def _end(self, element: etree._Element, tag: str, kind: str) -> None:
        if kind == "block":
            self._flush()
        if tag in _HEADINGS:
            self._level = 0
        elif tag == "table" and self._tables:
            self._end_table(self._tables.pop())
        elif tag in _CELLS and self._tables and self._tables[-1].open_cell is element:
            self._tables[-1].open_cell = None
            self._tables[-1].rows[-1][-1].last = len(self.blocks)
        if element is self._link:
            self._link = None
        if element is self._bold:
            self._bold = None
        if element is self._centred:
            self._centred = None
        if element is self._preformatted:
            self._preformatted = None
        if element is self._owner:
            self._flush()
            self._owner, self._role = None, ""
        if self._open_containers and self._open_containers[-1][0] is element:
            self._flush()
            first = self._open_containers.pop()[1]
            self.containers.append((first, len(self.blocks)))

    def _end_table(self, read: _Table) -> None:
        """Put a grid in the place of the blocks of a table that holds data."""
        if not read.leaf or not read.rows:
            return
        rows = read.rows
        while rows and self._is_note(read, rows[-1]):  # a note above or under the table, in a row of its own
            rows = rows[:-1]
        while rows and self._is_note(read, rows[0]):
            rows = rows[1:]
        raw = [[self._raw(read, cell) for cell in row] for row in rows]
        try:
            cells = place(raw)
        except ReadError as error:
            self.limit = str(error)
            return
        if not is_data(raw, cells):
            return
        owned = [i for row in rows for cell in row for i in range(cell.first, cell.last) if self._belongs(read, i)]
        grid = Block(
            cells=cells,
            linked=sum(self.blocks[i].linked for i in owned),
            links=sum(self.blocks[i].links for i in owned),
            role=read.role,
        )
        inside = frozenset(owned)
        before = self.blocks[read.first : owned[0]]
        after = [self.blocks[i] for i in range(owned[0], len(self.blocks)) if i not in inside]
        self.blocks[read.first :] = [*before, grid, *after]

    def _belongs(self, read: _Table, index: int) -> bool:
        return self.blocks[index].role == read.role

    def _raw(self, read: _Table, cell: _Cell) -> RawCell:
        lines = tuple(self.blocks[i].text for i in range(cell.first, cell.last) if self._belongs(read, i))
        return RawCell(lines, cell.columns, cell.rows)

    def _is_note(self, read: _Table, row: list[_Cell]) -> bool:
        return len(row) == 1 and is_prose(self._raw(read, row[0]))


def _is_centred(element: etree._Element, tag: str) -> bool:
    if tag == "center" or element.get("align", "").lower() == "center":
        return True
    style = element.get("style")
    return style is not None and "text-align:center" in style.replace(" ", "").lower()


def _text_size(element: etree._Element) -> int:
    return visible("".join(map(str, element.itertext(with_tail=False))))
