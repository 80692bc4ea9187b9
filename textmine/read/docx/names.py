"""Names in the XML of a Word document, in short: ``w:p`` for the tag that lxml gives in braces."""

from __future__ import annotations

import functools

from lxml.etree import _Element as Element

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = {
    "w": _W,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
}
# Strict documents (ISO/IEC 29500-1) name the same elements in other namespaces; they are read as if in these.
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": _W.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/math": _NAMESPACES["m"].encode(),
    b"http://purl.oclc.org/ooxml/drawingml/main": _NAMESPACES["a"].encode(),
}
_USED = (
    *(
        "w:p",
        "w:r",
        "w:t",
        "w:tab",
        "w:ptab",
        "w:br",
        "w:cr",
        "w:noBreakHyphen",
        "w:sym",
        "w:rt",
        "w:del",
        "w:moveFrom",
    ),
    *("w:pPr", "w:rPr", "w:sdt", "w:sdtPr", "w:sectPr", "w:fldChar", "w:instrText", "w:fldSimple", "w:txbxContent"),
    *("w:tbl", "w:tr", "w:tc", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:altChunk"),
    *("w:footnoteReference", "w:endnoteReference", "mc:AlternateContent", "m:t", "m:den", "m:sup", "v:textpath"),
)


@functools.cache
def tag(name: str) -> str:
    """The tag or attribute as lxml writes it.

    >>> tag("w:val")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}val'
    """
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


# The elements that mean something to the reader; of all others only their children count.
KINDS = {tag(name): name for name in _USED}
VAL = tag("w:val")


def child(element: Element | None, name: str) -> Element | None:
    """The first child with that name, ``None`` where there is none (or no element)."""
    return None if element is None else next(element.iterchildren(tag(name)), None)


def value(element: Element | None, name: str) -> str | None:
    """The attribute ``w:val`` of the first child with that name."""
    found = child(element, name)
    return None if found is None else found.get(VAL)


def switched_on(element: Element | None, name: str) -> bool:
    """Whether a property that can be on or off is there and on."""
    found = child(element, name)
    return found is not None and is_on(found)


def is_on(element: Element) -> bool:
    """Whether a property such as ``<w:vanish/>`` is on: ECMA-376 part 1, 17.17.4."""
    return element.get(VAL, "true") not in ("0", "false", "off")


def number(written: str | None) -> int | None:
    """A whole number as an attribute writes it; ``None`` for anything else.

    >>> number("12"), number("-1"), number("1e9"), number(None)
    (12, -1, None, None)
    """
    digits = (written or "").strip()
    if len(digits) > 10 or not digits.isascii() or not digits.removeprefix("-").isdigit():
        return None
    return int(digits)
