"""The same tables as HTML, DOCX and PDF files with merged labels, made by the writers of the tests."""

from collections.abc import Sequence

from tablebench.fill import Filled
from tablebench.layouts import Damage
from textmine.schema import Cell, Table
from writers.blocks import WIDTH, Block, laid_out
from writers.docx import office_document
from writers.html import portal_page
from writers.papers import office_paper

_TITLE = "柳河区2021年政府信息公开工作年度报告"
_END = "五、存在的主要问题及改进情况"


def _blocks(tables: Sequence[Filled], damage: Damage) -> list[Block]:
    """What a report holds: headings of its parts and its tables, their labels damaged."""
    blocks: list[Block] = ["二、主动公开政府信息情况"]
    for table in tables:
        if table.form.note:
            blocks.append("三、收到和处理政府信息公开申请情况")
        elif table.form.rows == ((),):
            blocks.append("四、政府信息公开行政复议、行政诉讼情况")
        captions = {caption.translate(WIDTH) for caption in (table.form.title, table.form.note, table.form.anchor)}
        cells = tuple(
            cell
            if cell.text.isdigit() or cell.text in captions
            else cell._replace(text=damage(cell.text).replace("\n", " "))
            for cell in laid_out(_rebuilt(table))
        )
        blocks.append(cells)
    return [*blocks, _END]


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
    return portal_page(_TITLE, _blocks(tables, damage), issuer="柳河区人民政府", published="2022-01-20")


def docx(tables: Sequence[Filled], damage: Damage) -> bytes:
    """A Word document with gridSpan and vMerge."""
    return office_document(_blocks(tables, damage))


def pdf(tables: Sequence[Filled], damage: Damage) -> bytes:
    """Pages with ruled tables that run over their ends."""
    return office_paper(_TITLE, _blocks(tables, damage))


FILES = {"html": html, "docx": docx, "pdf": pdf}
