"""The text of one paragraph of a Word document as Word shows it: revisions accepted, fields by their result.

What hangs on a paragraph without standing in its line (text boxes, notes) is handed back beside the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from textmine.read.docx_names import KINDS, child, switched_on, tag, value

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
_TEXT, _RUN_PROPERTIES = tag("w:t"), tag("w:rPr")
_KEEPS_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PLAIN, _HIDDEN, _RAISED = "", "hidden", "raised"  # how a run looks
_PRIVATE = 0xF000  # where Word stores the characters of symbol fonts
_SPACE = " \t\r\n"
_TO_SPACE = str.maketrans("\t\r\n", "   ")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")  # m² and 10⁴ are not m2 and 104
_FIELD_CODE = 1000  # characters of a field's instruction that are looked at

# Signs that Word stores as places in a symbol font: box and tick marks of forms, common bullets. Sources: Unicode
# L2/11-052R (Wingdings), the code charts of Wingdings 2.
_SYMBOLS = {
    "wingdings": {
        0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "◻",
        0xD8: "➢", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"},
    "symbol": {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈"},
}  # fmt: skip


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


@dataclass(slots=True)
class Fields:
    """The fields that are open at a place of a story: begin, instruction, separator, result, end.

    Fields run over paragraphs. Text shows where every open field is in its result; a table of contents never shows.
    """

    trusted: bool = True  # else every text shows, for a document in which a field has no end
    _open: list[tuple[str, bool]] = field(default_factory=list)  # instruction, whether its text shows

    @property
    def hidden(self) -> bool:
        """Whether what follows is an instruction or a table of contents."""
        return self.trusted and not all(shown for _, shown in self._open)

    @property
    def unfinished(self) -> bool:
        """Whether a field has no end, so that what follows it may have been hidden wrongly."""
        return bool(self._open)

    def mark(self, kind: str | None) -> None:
        if kind == "begin":
            self._open.append(("", False))
        elif kind == "separate" and self._open:
            code, _ = self._open[-1]
            self._open[-1] = (code, not is_contents(code))
        elif kind == "end" and self._open:
            self._open.pop()

    def instruct(self, code: str) -> None:
        if self._open and not self._open[-1][1] and len(self._open[-1][0]) < _FIELD_CODE:
            self._open[-1] = (self._open[-1][0] + code, False)


def is_contents(instruction: str) -> bool:
    r"""Whether a field's instruction makes a table of contents, which repeats the headings with numbers of pages.

    >>> is_contents(' TOC \\h '), is_contents("PAGE")
    (True, False)
    """
    return instruction.split(maxsplit=1)[:1] == ["TOC"]


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
        properties = element.find(_RUN_PROPERTIES)
        if properties is not None:
            if switched_on(properties, "w:vanish"):
                self._look = _HIDDEN
            elif value(properties, "w:vertAlign") == "superscript":
                self._look = _RAISED
        return iter(element)

    def words(self, element: Element) -> None:
        text = element.text or ""
        if text and (text[0] in _SPACE or text[-1] in _SPACE) and element.get(_KEEPS_SPACE) != "preserve":
            text = text.strip(_SPACE)
        if self._look == _RAISED and text.isascii() and text.isdigit():
            text = text.translate(_SUPERSCRIPT)
        self._show(text.translate(_TO_SPACE))

    def sign(self, element: Element) -> Iterator[Element]:
        self._show(_SIGNS[KINDS[element.tag]])
        return iter(element)

    def symbol(self, element: Element) -> None:
        self._show(_symbol(element.get(tag("w:font"), ""), element.get(tag("w:char"), "")))

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
        self.art.append(element.get("string", "").translate(_TO_SPACE))


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


def _symbol(font: str, written: str) -> str:
    """The character of a symbol font that is stored by its place, U+F000 added or not."""
    if not re.fullmatch("[0-9A-Fa-f]{1,4}", written):
        return ""
    code = int(written, 16)
    known = _SYMBOLS.get(font.lower(), {}).get(code - _PRIVATE if code >= _PRIVATE else code)
    return known or ("" if code == 0 or 0xD800 <= code < 0xE000 else chr(code))
