"""The parts of a Word document: found by their relationships, read from the ZIP archive, parsed without surprises."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element as Element

from textmine.read.docx.names import STRICT
from textmine.read.files import SetAside
from textmine.read.zipfiles import Archive, open_archive
from textmine.schema import Reason

# A worker has 512 MB, and an element takes about 200 bytes. The longest of 30 work reports has 0.2 MiB, 6,000 tags.
_MAX_PART = 32 * 2**20
_MAX_TAGS = 2_000_000
_MAIN = "word/document.xml"
_STRICT = re.compile(rb"(?<=[\"'])http://purl\.oclc\.org/ooxml/[A-Za-z/]{1,60}(?=[\"'])")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The roots of the parts that hold text or numbering. ``lost`` names the parts that could not be read, and why."""

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None
    lost: tuple[str, ...] = ()


def open_package(data: bytes) -> Package:
    """The parts of the Word document in these bytes.

    Raises `SetAside` where the archive or the main part cannot be read; a lesser part is only told in ``lost``.
    """
    with open_archive(data) as archive:
        main = _related(archive, "").get("officeDocument", _MAIN)
        document = _part(archive, main)
        if document is None:
            raise SetAside(Reason.PARSE, f"there is no {main} in it")
        related = _related(archive, main)
        lost: list[str] = []

        def lesser(kind: str) -> Element | None:
            try:
                return _part(archive, related[kind]) if kind in related else None
            except SetAside as error:
                lost.append(str(error))
                return None

        return Package(
            document=document,
            styles=lesser("styles"),
            numbering=lesser("numbering"),
            footnotes=lesser("footnotes"),
            endnotes=lesser("endnotes"),
            lost=tuple(lost),
        )


def parse_xml(data: bytes, name: str) -> Element:
    """The root of an XML part. No document type, so no entity, is accepted (ECMA-376 part 2, 9.1.4 forbids it).

    Raises `SetAside`: ``parse`` for what is not well-formed, ``depth`` for elements nested over 2,000 deep (libxml2
    stops at 2,048), ``too_large`` for over two million tags.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):  # the standard allows UTF-16 besides UTF-8
        data = data.decode("utf-16", "replace").encode()
    if b"<!DOCTYPE" in data:
        raise SetAside(Reason.PARSE, f"{name}: has a document type, which Word never writes and attacks use")
    if (tags := data.count(b"<")) > _MAX_TAGS:
        raise SetAside(Reason.TOO_LARGE, f"{name}: {tags} tags, the limit is {_MAX_TAGS}")
    parser = etree.XMLParser(
        encoding="utf-8",  # whatever it declares: under another charset a document type could hide
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=True,
    )
    if b"purl.oclc.org" in data:
        data = _STRICT.sub(lambda found: STRICT.get(found[0], found[0]), data)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = Reason.DEPTH if "depth" in str(error).lower() else Reason.PARSE
        line, column = error.position  # its message may quote the document
        raise SetAside(reason, f"{name}: no sound XML at line {line}, column {column}") from error


def _part(archive: Archive, name: str) -> Element | None:
    wanted = name.lower()  # names of parts do not tell upper case from lower case: ECMA-376 part 2, 9.1.1.2
    member = next((member for member in archive.members if member.name.lower() == wanted), None)
    return None if member is None else parse_xml(archive.read(member, max_bytes=_MAX_PART), member.name)


def _related(archive: Archive, name: str) -> dict[str, str]:
    """The parts that a part refers to, by the last word of the relationship's type."""
    folder, base = posixpath.split(name)
    try:
        root = _part(archive, posixpath.join(folder, "_rels", f"{base}.rels"))
    except SetAside:
        root = None
    if root is None:
        kinds = ("styles", "numbering", "footnotes", "endnotes") if name else ()
        return {kind: posixpath.join(folder, f"{kind}.xml") for kind in kinds}
    related: dict[str, str] = {}
    for link in root.iter(_RELATIONSHIP):
        if link.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))
            related.setdefault(posixpath.basename(link.get("Type", "")), target.lstrip("/"))
    return related
