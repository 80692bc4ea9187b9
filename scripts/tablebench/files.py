"""The same tables as HTML and DOCX files, with merged labels as the forms print them."""

import io
import zipfile
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from tablebench.fill import Filled, texts
from tablebench.layouts import Damage

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
    'PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
}


class Square(NamedTuple):
    """A cell of a printed table: its text, and how many rows and columns it covers."""

    text: str
    rows: int
    columns: int


def printed(table: Filled, damage: Damage) -> list[list[Square]]:
    """The rows of a table as they are printed, a merged cell where it begins."""
    form = table.form
    depth = max(map(len, form.columns))
    side = max(map(len, form.rows))
    width = side + len(form.columns)
    rows: list[list[Square]] = []
    if form.note:
        rows.append([Square(damage(form.note), 1, width)])
    elif side:
        rows.append([Square(form.title, 1, width)])
    header = _down(form.columns, depth, damage)
    if side:
        header[0].insert(0, Square("申请人情况" if form.note else "信息内容", depth, side))
    rows += header
    labels = _across(form.rows, side, damage)
    rows += [
        [*line, *(Square(value, 1, 1) for value in values)]
        for line, values in zip(labels, texts(table.values), strict=True)
    ]
    return rows


def _runs(paths: Sequence[tuple[str, ...]], level: int) -> list[tuple[int, int]]:
    """The stretches of neighbouring paths that share their labels down to a level."""
    found: list[tuple[int, int]] = []
    for at, path in enumerate(paths):
        if found and level < len(path) and paths[found[-1][0]][: level + 1] == path[: level + 1]:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return found


def _down(paths: Sequence[tuple[str, ...]], depth: int, damage: Damage) -> list[list[Square]]:
    rows: list[list[Square]] = []
    for level in range(depth):
        row = []
        for start, end in _runs(paths, level):
            path = paths[start]
            if level < len(path):
                rest = depth - level if level == len(path) - 1 else 1
                row.append(Square(damage(path[level]), rest, end - start))
        rows.append(row)
    return rows


def _across(paths: Sequence[tuple[str, ...]], side: int, damage: Damage) -> list[list[Square]]:
    lines: list[list[Square]] = [[] for _ in paths]
    for level in range(side):
        for start, end in _runs(paths, level):
            path = paths[start]
            if level < len(path):
                rest = side - level if level == len(path) - 1 else 1
                lines[start].append(Square(damage(path[level]), end - start, rest))
    return lines


def html(tables: Sequence[Filled], damage: Damage) -> bytes:
    """A page whose cells hold paragraphs."""
    parts = ["<html><head><meta charset=utf-8></head><body><p>二、主动公开政府信息情况</p>"]
    for table in tables:
        parts.append(f"<p>{_heading(table)}</p><table border=1>")
        for row in printed(table, damage):
            cells = "".join(f'<td rowspan="{s.rows}" colspan="{s.columns}"><p>{escape(s.text)}</p></td>' for s in row)
            parts.append(f"<tr>{cells}</tr>")
        parts.append("</table>")
    return "".join([*parts, "<p>五、存在的主要问题及改进情况</p></body></html>"]).encode()


def docx(tables: Sequence[Filled], damage: Damage) -> bytes:
    """A Word document with gridSpan and vMerge."""
    body = _paragraph("二、主动公开政府信息情况")
    for table in tables:
        body += _paragraph(_heading(table)) + f"<w:tbl>{''.join(_word_rows(printed(table, damage)))}</w:tbl>"
    body += _paragraph("五、存在的主要问题及改进情况")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in _PARTS.items():
            archive.writestr(name, part)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>')
    return packed.getvalue()


def _heading(table: Filled) -> str:
    if table.form.note:
        return "三、收到和处理政府信息公开申请情况"
    return "四、政府信息公开行政复议、行政诉讼情况" if table.form.rows == ((),) else "　"


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def _word_rows(rows: Sequence[Sequence[Square]]) -> list[str]:
    """Word has a cell in every row that a merged one covers, marked as its continuation."""
    width = sum(square.columns for square in rows[0])
    open_rows: dict[int, tuple[int, int]] = {}  # column: rows still covered from above, columns
    found = []
    for row in rows:
        cells, waiting, column = [], list(row), 0
        while column < width:
            left, columns = open_rows.get(column, (0, 1))
            if left:
                cells.append(_word_cell("", columns, "<w:vMerge/>"))
                open_rows[column] = (left - 1, columns)
            else:
                square = waiting.pop(0)
                columns = square.columns
                cells.append(_word_cell(square.text, columns, '<w:vMerge w:val="restart"/>' if square.rows > 1 else ""))
                open_rows[column] = (square.rows - 1, columns)
            column += columns
        found.append(f"<w:tr>{''.join(cells)}</w:tr>")
    return found


def _word_cell(text: str, columns: int, merge: str) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{columns}"/>{merge}</w:tcPr>{_paragraph(text)}</w:tc>'


FILES = {"html": html, "docx": docx}
