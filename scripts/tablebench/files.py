"""The same tables as HTML, DOCX and PDF files with merged labels, made by the writers of the tests."""

from collections.abc import Sequence

from tablebench.fill import Filled
from tablebench.layouts import Damage, sheet_rows, spaced_out
from tablebench.sheet import HEADER, ID, TITLE
from textmine.schema import Cell, Table
from writers.blocks import WIDTH, Block, laid_out
from writers.blocks import Cell as Square
from writers.docx import office_document
from writers.html import portal_page
from writers.papers import office_paper

_REPORT = "柳河区2021年政府信息公开工作年度报告"
_END = "五、存在的主要问题及改进情况"


def _blocks(tables: Sequence[Filled], damage: Damage) -> list[Block]:
    """What a report holds: headings of its parts and its tables, their labels damaged."""
    blocks: list[Block] = ["二、主动公开政府信息情况"]
    for table in tables:
        if table.form.note:
            blocks.append("三、收到和处理政府信息公开申请情况")
        elif table.form.rows == ((),):
            blocks.append("四、政府信息公开行政复议、行政诉讼情况")
        if table.form.id == ID:
            blocks += [TITLE, _plain(table, spaced_out(damage))]
            continue
        captions = {caption.translate(WIDTH) for caption in (table.form.title, table.form.note, table.form.anchor)}
        cells = tuple(
            cell
            if cell.text.isdigit() or cell.text in captions
            else cell._replace(text=damage(cell.text).replace("\n", " "))
            for cell in laid_out(_rebuilt(table))
        )
        blocks.append(cells)
    return [*blocks, _END]


def _plain(table: Filled, damage: Damage) -> tuple[Square, ...]:
    """A sheet: a header and rows of label, unit and number."""
    rows = [[*HEADER], *([damage(row[0]).replace("\n", " "), *row[1:]] for row in sheet_rows(table))]
    return tuple(Square(at, beside, 1, 1, text) for at, row in enumerate(rows) for beside, text in enumerate(row))


def _rebuilt(table: Filled) -> Table:
    form = table.form
    cells = tuple(
        Cell(row=row, column=column, text=text)
        for row, values in zip(form.rows, table.texts(), strict=True)
        for column, text in zip(form.columns, values, strict=True)
    )
    return Table(id="", section=None, title=form.title, start=0, end=0, cells=cells)


def html(tables: Sequence[Filled], damage: Damage) -> bytes:
    """The page of a government portal."""
    return portal_page(_REPORT, _blocks(tables, damage), issuer="柳河区人民政府", published="2022-01-20")


def docx(tables: Sequence[Filled], damage: Damage) -> bytes:
    """A Word document with gridSpan and vMerge."""
    return office_document(_blocks(tables, damage))


def pdf(tables: Sequence[Filled], damage: Damage) -> bytes:
    """Pages with ruled tables that run over their ends."""
    return office_paper(_REPORT, _blocks(tables, damage))


FILES = {"html": html, "docx": docx, "pdf": pdf}
