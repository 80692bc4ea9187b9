"""The text of one paragraph of a Word document as Word shows it: revisions accepted, fields by their result.

What hangs on a paragraph without standing in its line (text boxes, notes) is handed back beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from textmine.read.docx.fields import Fields, is_contents
from textmine.read.docx.names import KINDS, VAL, child, is_on, switched_on, tag, value
from textmine.read.docx.symbols import symbol

SKIPPED = frozenset(
    ("w:pPr", "w:rPr", "w:sdtPr", "w:sectPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:del", "w:moveFrom", "w:rt")
)
_SIGNS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
    "m:den": "/",  # 1 over 2 is not 12
    "m:sup": "^",
}
_TEXT, _RUN_PROPERTIES, _VANISH, _RISE = tag("w:t"), tag("w:rPr"), tag("w:vanish"), tag("w:vertAlign")
_KEEPS_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PLAIN, _HIDDEN, _RAISED = "", "hidden", "raised"  # how a run looks
_SPACE = " \t\r\n"
_BREAK = re.compile(r"[\t\r\n]")
_TO_SPACE = str.maketrans("\t\r\n", "   ")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")  # m² and 10⁴ are not m2 and 104


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The text of a paragraph, lines parted by line feeds, and what hangs on it.

    ``boxes`` are the contents of its text boxes, ``notes`` the kind (``footnotes``, ``endnotes``) and id of each note
    it calls. ``joined`` says that the paragraph mark was deleted: the next paragraph goes on in the same line.
    """

    text: str
    boxes: tuple[Iterable[Element], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    joined: bool = False


def is_left_out(content: Element) -> bool:
    """Whether a content control (``w:sdt``) shows only its prompt, or is a table of contents."""
    properties = child(content, "w:sdtPr")
    gallery = value(child(properties, "w:docPartObj"), "w:docPartGallery")
    return switched_on(properties, "w:showingPlcHdr") or gallery == "Table of Contents"


def chosen(alternatives: Element) -> Iterator[Element]:
    """The children of one of the alternatives: the first, unless only a later one has text."""
    options = list(alternatives)
    texts = [next(option.iter(_TEXT), None) is not None for option in options]
    return iter(options[texts.index(True) if True in texts else 0] if options else ())


def read_paragraph(paragraph: Element, fields: Fields) -> Paragraph:
    """The text of a paragraph (or of a run on its own) and what hangs on it; the state of ``fields`` is moved on."""
    is_paragraph = KINDS.get(paragraph.tag) == "w:p"
    line = _Line(fields)
    line.read(iter(paragraph) if is_paragraph else iter((paragraph,)))
    return Paragraph(
        text="".join(line.text) + "".join(f"\n{words}" for words in line.art),
        boxes=tuple(line.boxes),
        notes=tuple(line.notes),
        joined=is_paragraph and child(child(child(paragraph, "w:pPr"), "w:rPr"), "w:del") is not None,
    )


class _Line:
    """Walks through the elements of a paragraph in order, without recursion: they may be nested 2,000 deep."""

    def __init__(self, fields: Fields) -> None:
        self.text: list[str] = []
        self.art: list[str] = []
        self.boxes: list[Iterable[Element]] = []
        self.notes: list[tuple[str, str]] = []
        self._fields = fields
        self._look = _PLAIN

    def read(self, elements: Iterator[Element]) -> None:
        pending = [(elements, _PLAIN)]
        while pending:
            children, self._look = pending[-1]
            element = next(children, None)
            if element is None:
                pending.pop()
                continue
            below = _HANDLERS.get(KINDS.get(element.tag, ""), _Line.others)(self, element)
            if below is not None:
                pending.append((below, self._look))

    def _show(self, text: str) -> None:
        if self._look != _HIDDEN and not self._fields.hidden:
            self.text.append(text)

    def skip(self, _: Element) -> None:
        pass

    def others(self, element: Element) -> Iterator[Element]:
        return iter(element)

    def run(self, element: Element) -> Iterator[Element]:
        for properties in element.iterchildren(_RUN_PROPERTIES):
            for look in properties.iterchildren(_VANISH, _RISE):
                if look.tag == _VANISH and is_on(look):
                    self._look = _HIDDEN
                elif look.get(VAL) == "superscript" and self._look == _PLAIN:
                    self._look = _RAISED
        return iter(element)

    def words(self, element: Element) -> None:
        text = element.text or ""
        if text and (text[0] in _SPACE or text[-1] in _SPACE) and element.get(_KEEPS_SPACE) != "preserve":
            text = text.strip(_SPACE)
        if self._look == _RAISED and text.isascii() and text.isdigit():
            text = text.translate(_SUPERSCRIPT)
        self._show(_one_line(text))

    def sign(self, element: Element) -> Iterator[Element]:
        self._show(_SIGNS[KINDS[element.tag]])
        return iter(element)

    def symbol(self, element: Element) -> None:
        self._show(symbol(element.get(tag("w:font"), ""), element.get(tag("w:char"), "")))

    def field(self, element: Element) -> None:
        self._fields.mark(element.get(tag("w:fldCharType")))

    def instruction(self, element: Element) -> None:
        self._fields.instruct(element.text or "")

    def simple_field(self, element: Element) -> Iterator[Element] | None:
        return None if is_contents(element.get(tag("w:instr"), "")) else iter(element)

    def control(self, element: Element) -> Iterator[Element] | None:
        return None if is_left_out(element) else iter(element)

    def alternatives(self, element: Element) -> Iterator[Element]:
        return chosen(element)

    def box(self, element: Element) -> None:
        self.boxes.append(element)

    def block(self, element: Element) -> None:
        self.boxes.append((element,))

    def note(self, element: Element) -> None:
        kind = "footnotes" if KINDS[element.tag] == "w:footnoteReference" else "endnotes"
        self.notes.append((kind, element.get(tag("w:id"), "")))

    def word_art(self, element: Element) -> None:
        self.art.append(_one_line(element.get("string", "")))


_Handler = Callable[[_Line, Element], Iterator[Element] | None]
_HANDLERS: dict[str, _Handler] = {
    **dict.fromkeys(SKIPPED, _Line.skip),
    **dict.fromkeys(_SIGNS, _Line.sign),
    "w:r": _Line.run,
    "w:t": _Line.words,
    "m:t": _Line.words,
    "w:sym": _Line.symbol,
    "w:fldChar": _Line.field,
    "w:instrText": _Line.instruction,
    "w:fldSimple": _Line.simple_field,
    "w:sdt": _Line.control,
    "mc:AlternateContent": _Line.alternatives,
    "w:txbxContent": _Line.box,
    "w:p": _Line.block,
    "w:tbl": _Line.block,
    "w:footnoteReference": _Line.note,
    "w:endnoteReference": _Line.note,
    "v:textpath": _Line.word_art,
}


def _one_line(text: str) -> str:
    """The text with the line ends and tabs of the XML as spaces, as Word shows them."""
    return text.translate(_TO_SPACE) if _BREAK.search(text) else text
