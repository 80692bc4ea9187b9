"""Word documents: their XML in short, zipped byte by byte the same."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from textmine.read.docx.numerals import numeral
from writers.blocks import Block, Cell

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
STRICT = NAMESPACES.replace(
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # of 1980, not of now
    return file.getvalue()


def docx(body: str, names: str = NAMESPACES, **parts: str) -> bytes:
    """A Word document with this body, without relationships: its parts are found by their usual names."""
    files = {"word/document.xml": f"{HEAD}<w:document {names}><w:body>{body}</w:body></w:document>"}
    files |= {f"word/{name}.xml": f"{HEAD}<w:{name} {names}>{content}</w:{name}>" for name, content in parts.items()}
    return zipped(files)


def run(content: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}</w:r>"


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


def p(*runs: str) -> str:
    return f"<w:p>{''.join(each if each.startswith('<') else run(t(each)) for each in runs)}</w:p>"


def field(instruction: str, *result: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{"".join(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def tc(text: str, properties: str = "") -> str:
    content = text if text.startswith("<") else "".join(map(p, text.split("|")))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def tbl(*rows: list[str], properties: str = "") -> str:
    cells = ("".join(each if each.startswith("<w:tc>") else tc(each) for each in row) for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{properties}{row}</w:tr>' for row in cells)}</w:tbl>"


def across(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


DOWN, ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def level(at: int, style: str, pattern: str, *, suffix: str = "nothing", start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{pattern}"/>'
        f'<w:suff w:val="{suffix}"/>{more}</w:lvl>'
    )


def abstract(*levels: str, name: int = 0, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{more}{"".join(levels)}</w:abstractNum>'


def num(name: int, family: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{family}"/>{more}</w:num>'


def restarted(at: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def item(text: str, at: int | None = None, name: int = 1, style: str = "") -> str:
    number = "" if at is None else f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{name}"/></w:numPr>'
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f'<w:p><w:pPr>{styled}{number}</w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def styled(name: str, number: str = "", base: str = "", more: str = "") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    numbered = f"<w:pPr><w:numPr>{number}</w:numPr></w:pPr>" if number else ""
    return f'<w:style w:type="paragraph" w:styleId="{name}" {more}>{based}{numbered}</w:style>'


HEADINGS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
_MARKED = re.compile(
    r"(?P<one>[一二三四五六七八九十]{1,3})、(?=\S)|（(?P<two>[一二三四五六七八九十]{1,3})）(?=\S)|(?P<three>[0-9]{1,2})\.(?=[^\s0-9])"
)


def plain_document(lines: Iterable[str]) -> bytes:
    """A document with a paragraph for every line."""
    return docx("".join(p(escape(line, quote=False)) for line in lines))


def office_document(blocks: Iterable[Block]) -> bytes:
    """A document as word processors write it: the numbers of headings are automatic, tables have merged cells."""
    counts = [0, 0, 0]
    body = "".join(_paragraph(block, counts) if isinstance(block, str) else table_of(block) + p() for block in blocks)
    levels = "".join(level(at, style, pattern) for at, (style, pattern) in enumerate(HEADINGS))
    return docx(body, numbering=abstract(levels) + num(1))


def _paragraph(text: str, counts: list[int]) -> str:
    """A paragraph; where it begins with the number that automatic numbering would show, the number is left to that."""
    found = _MARKED.match(text)
    if found:
        at = ("one", "two", "three").index(found.lastgroup or "")
        number = counts[at] + 1
        if found.group(found.lastgroup or "") == (str(number) if at == 2 else numeral(number, HEADINGS[at][0])):
            counts[at:] = [number, *[0] * (2 - at)]
            return item(escape(text[found.end() :], quote=False), at)
    return p(escape(text, quote=False))


def table_of(cells: Sequence[Cell]) -> str:
    """A table with ``gridSpan`` and ``vMerge``: a cell over several rows is written again, empty, in each of them."""
    written = [
        cell._replace(row=row, text=cell.text if row == cell.row else "")
        for cell in cells
        for row in range(cell.row, cell.row + cell.rows)
    ]
    starts = {cell[:2] for cell in cells}
    rows = groupby(sorted(written), lambda cell: cell.row)
    return tbl(*([_merged(cell, start=cell[:2] in starts) for cell in row] for _, row in rows))


def _merged(cell: Cell, *, start: bool) -> str:
    down = (DOWN if start else ON) if cell.rows > 1 else ""
    return tc(escape(cell.text, quote=False), across(cell.columns) * (cell.columns > 1) + down)
