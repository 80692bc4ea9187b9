"""Tables of all shapes: each cell of each has its path, value, unit and period, with merged cells and where these are lost."""

import csv
import io
import tomllib
import unicodedata
from decimal import Decimal
from html import escape
from pathlib import Path

import pytest

from textmine.pipeline import mine_document
from textmine.read.reader import read_bytes
from textmine.schema import Fact
from textmine.schema.codec import decimal_text
from writers.blocks import Cell as Square
from writers.papers import office_paper

CASES = tomllib.loads((Path(__file__).parent / "cases/shapes.toml").read_text("utf-8"))["case"]
HEAD = ["柳河市2020年国民经济和社会发展统计公报", "全市经济运行总体平稳，各项事业有序推进。"]
FOOT = "注：部分数据因四舍五入与分项合计略有差异。"

Truth = tuple[tuple[str, ...], tuple[str, ...], str, str, str, str]


def grid_of(case: dict[str, str]) -> list[list[str]]:
    rows = [[cell.strip(" ") for cell in line.split("|")] for line in case["grid"].strip("\n").split("\n")]
    assert len({len(row) for row in rows}) == 1
    return rows


def label(told: str) -> tuple[tuple[str, ...] | None, str, str]:
    """The path, the unit and the period of a row or column."""
    told, _, period = told.partition(" @ ")
    told, _, unit = told.partition(" # ")
    path = told.strip()
    return None if path == "-" else tuple(filter(None, path.split("/"))), unit.strip(), period.strip()


def truth(case: dict[str, str]) -> list[Truth]:
    columns = [label(told.removeprefix("||")) for told in case["columns"]]
    blocks = [sum(told.startswith("||") for told in case["columns"][: at + 1]) for at in range(len(columns))]
    found = []
    for cells, told in zip(grid_of(case), case["rows"], strict=True):
        names = [label(part) for part in told.split("||")]
        for text, (column, of_column, when), block in zip(cells, columns, blocks, strict=True):
            row, of_row, year = names[min(block, len(names) - 1)]
            if row is not None and column is not None and any(sign.isdigit() for sign in text):
                unit, _, scale = (of_column or of_row or "1").partition(":")
                plain = unicodedata.normalize("NFKC", text.rstrip("①*")).replace("下降", "-").replace(",", "")
                digits = plain.replace("(预计)", "").strip("[]万亿元人个平方公里%左右以上增长")
                value = decimal_text(Decimal(digits) * int(scale or 1)) or ""
                found.append((row, column, text, value, unit, year or when or "2020"))
    return found


def placed(case: dict[str, str]) -> list[Square]:
    """The cells of a case with the rows and columns that they cover."""
    rows = grid_of(case)
    found = []
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            if text not in ("<", "^"):
                wide = next((n for n in range(1, len(row) - column) if row[column + n] != "<"), len(row) - column)
                high = next((n for n in range(1, len(rows) - at) if rows[at + n][column] != "^"), len(rows) - at)
                found.append(Square(at, column, high, wide, text))
    return found


def as_html(case: dict[str, str]) -> bytes:
    lines: dict[int, str] = {}
    for row, _, high, wide, text in placed(case):
        cell = f"<td colspan={wide} rowspan={high}><p>{escape(text) or '&nbsp;'}</p></td>"
        lines[row] = lines.get(row, "") + cell
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in (HEAD[1], *case["above"]))
    table = "".join(f"<tr>{line}</tr>" for line in lines.values())
    return f"<html><body><h1>{HEAD[0]}</h1>{paragraphs}<table>{table}</table><p>{FOOT}</p></body></html>".encode()


def as_pdf(case: dict[str, str]) -> bytes:
    """A page with a ruled table; numbers that a column is too narrow for go on in the next line."""
    return office_paper(HEAD[0], [HEAD[1], *case["above"], tuple(placed(case)), FOOT])


def as_tabs(case: dict[str, str]) -> bytes:
    """What is left of the table where only the first place of a merged cell keeps its text."""
    lines = ["\t".join("" if text in ("<", "^") else text for text in row) for row in grid_of(case)]
    return "\n".join([*HEAD, *case["above"], *lines, FOOT]).encode()


def as_pipes(case: dict[str, str]) -> bytes:
    """What a web extractor writes: a cell a line, rows closed by the pipes that they lack; where merged cells stand is lost."""
    rows = [[text for text in row if text not in ("<", "^")] for row in grid_of(case)]
    width = len(grid_of(case)[0])
    lines = [line for row in rows for line in (*(f"{text} |" for text in row), "|" * (1 + width - len(row)))]
    return "\n".join([*HEAD, *case["above"], *lines, FOOT]).encode()


def as_spaces(case: dict[str, str]) -> bytes:
    """What is left where nothing but spaces part the cells: blanks are lost."""
    lines = ["  ".join(text for text in row if text not in ("<", "^", "")) for row in grid_of(case)]
    return "\n".join([*HEAD, *case["above"], *lines, FOOT]).encode()


def as_csv(case: dict[str, str]) -> bytes:
    """What a spreadsheet exports: captions in the first cells, merged cells as blanks."""
    rows = [["" if text in ("<", "^") else text for text in row] for row in grid_of(case)]
    file = io.StringIO()
    captions = [[line, *[""] * (len(rows[0]) - 1)] for line in (HEAD[0], *case["above"])]
    csv.writer(file).writerows([*captions, *rows])
    return file.getvalue().encode("gb18030")


def shown(fact: Fact) -> Truth:
    start, end = fact.period.start, fact.period.end
    assert start
    assert end
    whole = (start.month, end.month) == (1, 12)
    period = (
        f"{end:%Y}" if whole and start.year == end.year else "/".join(dict.fromkeys([f"{start:%Y-%m}", f"{end:%Y-%m}"]))
    )
    return fact.row, fact.column, fact.quote, decimal_text(fact.value) or "", fact.unit, period


WRITERS = [(as_html, "a.html"), (as_tabs, "a.txt"), (as_csv, "a.csv"), (as_pdf, "a.pdf")]


@pytest.mark.parametrize(("write", "name"), WRITERS, ids=["html", "tabs", "csv", "pdf"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_cell_has_its_path_value_unit_and_period(case, write, name):
    report = mine_document(read_bytes(write(case), name))
    assert [shown(fact) for fact in report.facts if fact.source == "table"] == truth(case)


# What nothing tells of: 其他 may as well stand below 民生, the merged label above it; a single line of numbers, or
# lines of as many lengths, are no table of spaces.
UNTOLD = {
    as_pipes: {"row label spans two columns beside merged groups"},
    as_spaces: {
        "staff table with a single data row",
        "three public expenses",
        "department budget: expenditure by type",
    },
}


@pytest.mark.parametrize("write", UNTOLD)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_a_table_without_its_merged_cells_leaves_open_is_told(case, write):
    report = mine_document(read_bytes(write(case), "a.txt"))
    right = [shown(fact) for fact in report.facts if fact.source == "table"] == truth(case)
    told = any(not check.ok for table in report.tables for check in table.checks)
    assert (right or told) != (case["name"] in UNTOLD[write])
