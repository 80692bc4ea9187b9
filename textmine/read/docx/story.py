"""Takes a Word document from beginning to end: paragraphs, tables, and what hangs on them, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce

from lxml.etree import _Element as Element

from textmine.read.docx.fields import Fields
from textmine.read.docx.names import KINDS, child, tag
from textmine.read.docx.numbering import Counters, read_numbering
from textmine.read.docx.package import Package
from textmine.read.docx.tables import MAX_CELLS, Slot, cells_of, data_rows, is_continuation, lay_out
from textmine.read.docx.text import SKIPPED, Paragraph, chosen, is_left_out, read_paragraph
from textmine.read.docx.writer import Writer, joined

_LEAVES = frozenset(("w:p", "w:r", "w:tbl", "w:altChunk"))


class Story:
    """The text of a document, written while it is walked through; `read` does the walk."""

    def __init__(self, package: Package, *, trust_fields: bool = True) -> None:
        self.writer = Writer()
        self.fields = Fields(trusted=trust_fields)
        self.lost = list(package.lost)
        self._document = package.document
        self._numbering = read_numbering(package.numbering, package.styles)
        self._counters = Counters()
        self._notes = {"footnotes": _by_id(package.footnotes), "endnotes": _by_id(package.endnotes)}
        self._endnotes: list[Element] = []
        self._unended = ""  # the text of a paragraph whose mark was deleted

    def read(self) -> None:
        """Write the body, each footnote after the paragraph that calls it, and the endnotes behind everything."""
        _walk(self._document, self._block)
        while self._endnotes:
            _walk(self._endnotes.pop(0), self._block)
        self._end_line()

    def _block(self, kind: str, block: Element) -> Iterable[Element]:
        """Write a paragraph or a table; what has to be read next."""
        if kind == "w:altChunk":
            self.lost.append("a document embedded in it (altChunk)")
            return ()
        if kind == "w:tbl":
            return self._table(block)
        found = read_paragraph(block, self.fields)
        text, self._unended = self._unended + found.text, ""
        if found.joined:
            self._unended = text
        elif text.strip() or self._numbering.lists:
            labelled = self._labelled(block, text)
            self.writer.paragraph(labelled if text.strip() else "")  # an empty paragraph counts, but says nothing
        return self._hanging(found)

    def _table(self, table: Element) -> Iterator[Element]:
        """Write a table that holds data; the blocks before it are given first, then those behind it."""
        rows = cells_of(table)
        if rows is None:
            self.lost.append(f"the layout of a table of more than {MAX_CELLS} cells")
            yield from table
            return
        first, last = data_rows(rows)
        yield from _contents(rows[:first])
        hanging: list[Element] = []
        if first < last:
            self._end_line()
            self.writer.table(
                [
                    [(slot, self._cell(slot, hanging) if slot.row == at else "") for slot in line]
                    for at, line in enumerate(lay_out(table, rows[first:last]))
                ]
            )
        yield from hanging
        yield from _contents(rows[last:])

    def _end_line(self) -> None:
        self.writer.paragraph(self._unended)
        self._unended = ""

    def _cell(self, slot: Slot, hanging: list[Element]) -> str:
        """The text of a cell in one line; what hangs on its paragraphs is added to ``hanging``."""
        lines: list[str] = []

        def add(kind: str, block: Element) -> Iterable[Element]:
            if kind in ("w:p", "w:r"):
                found = read_paragraph(block, self.fields)
                lines.extend(self._labelled(block, found.text).replace("\t", " ").split("\n"))
                hanging.extend(self._hanging(found))
            return ()

        _walk(() if slot.element is None else slot.element, add)
        return reduce(joined, (line.strip() for line in lines), "")

    def _labelled(self, paragraph: Element, text: str) -> str:
        """The text behind the number that Word gives the paragraph."""
        place = self._numbering.place(child(paragraph, "w:pPr"))
        if place is None:
            return text
        label = self._counters.label(*place)
        if not label.text:
            return text
        if label.suffix == "tab":  # it only leaves room
            return joined(label.text, text)
        return label.text + (" " if label.suffix == "space" else "") + text

    def _hanging(self, found: Paragraph) -> list[Element]:
        """The text boxes and footnotes of a paragraph; endnotes are put by. Each note is read once."""
        blocks = [block for box in found.boxes for block in box]
        for kind, name in found.notes:
            note = self._notes[kind].pop(name, None)
            if note is not None:
                (blocks if kind == "footnotes" else self._endnotes).append(note)
        return blocks


def _walk(blocks: Iterable[Element], leaf: Callable[[str, Element], Iterable[Element]]) -> None:
    """Give each paragraph and table to ``leaf``, in order; what it returns comes next. Without recursion: see depth."""
    pending: list[Iterator[Element]] = [iter(blocks)]
    while pending:
        block = next(pending[-1], None)
        if block is None:
            pending.pop()
            continue
        kind = KINDS.get(block.tag, "")
        if kind in _LEAVES:
            pending.append(iter(leaf(kind, block)))
        elif kind == "mc:AlternateContent":
            pending.append(chosen(block))
        elif kind not in SKIPPED and not (kind == "w:sdt" and is_left_out(block)):
            pending.append(iter(block))


def _contents(rows: list[list[Element]]) -> Iterator[Element]:
    return (block for row in rows for cell in row if not is_continuation(cell) for block in cell)


def _by_id(part: Element | None) -> dict[str, Element]:
    return {} if part is None else {note.get(tag("w:id"), ""): note for note in part}
