"""CSV as Excel reads it: no cell is calculated, rounded or turned into a date, and all are there."""

import csv
import io
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from textmine.export import TABLES
from textmine.export.columns import FACTS, Column
from textmine.export.delimited import excel_cell

TEXT, DECIMAL = FACTS.column("quote"), FACTS.column("value")

# What Excel makes of a cell of a CSV file that it opens, as far as it concerns us.
NUMBER = re.compile(r"\s*[-+]?[¥$]?[0-9,]*\.?[0-9]+(?:e[-+]?[0-9]+)?%?\s*", re.IGNORECASE)
DATE = re.compile(
    r"\s*(?:[0-9]+[-/.][0-9]+(?:[-/.][0-9]+)?|[0-9]+:[0-9]+(?::[0-9]+)?(?:\s*[ap]m)?|[0-9]+年(?:[0-9]+月(?:[0-9]+日)?)?"
    r"|[0-9]+月(?:[0-9]+日)?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[- ]?[0-9]+)\s*",
    re.IGNORECASE,
)


def opened(cell: str) -> tuple[str, str]:
    """What becomes of a cell: its kind and what stands in it then; an apostrophe in front says that it is text."""
    if cell.startswith("'"):
        return "text", cell[1:]
    if NUMBER.fullmatch(cell):
        digits = cell.replace(",", "")
        if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", digits):
            return "changed", cell
        return "number", format(Decimal(f"{Decimal(digits):.15g}"), "f")
    if DATE.fullmatch(cell) or cell.upper() in ("TRUE", "FALSE"):
        return "changed", cell
    if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"):
        return "formula", cell
    return "text", cell


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_file_as_excel_opens_it(export, facts_db: Path, stored, tmp_path: Path, table):
    assert export(facts_db, "--to", "csv", tmp_path)[0] == 0
    content = (tmp_path / f"{table.name}.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    assert tuple(header) == table.names
    wanted = {tuple("" if row[name] is None else str(row[name]) for name in table.names) for row in stored[table.name]}
    assert {tuple(map(shown, row, table.columns)) for row in rows} == wanted
    assert len(rows) == len(wanted)


def shown(cell: str, column: Column) -> str:
    if column.kind in ("date", "number"):  # these are meant to be dates and floating-point numbers
        return cell
    kind, text = opened(cell)
    assert kind in ("text", "number"), cell
    return text


HOSTILE = ("=1+1", "+1", "-1-1", "@a", "\t=1", "\r=1", "'x", "＝1", " =1", "12e45", "1e5", "007", "1/2", "3-4", "2019年3月", "10:30 PM", "Dec-1", "TRUE", "5%", "1,282", "1.50", "１２", "1234567890123456", "")  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(text: str):
    kind, found = opened(excel_cell(text, TEXT))
    assert kind in ("text", "number")
    assert found == text


@given(st.text(st.sampled_from("=+-@'\t\r\n 019.,:/e%aApPmMDec年月日＝１件"), max_size=12))
@example("0")
def test_any_text_comes_back(text: str):
    kind, found = opened(excel_cell(text, TEXT))
    assert kind in ("text", "number")
    assert found == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=8))
def test_any_decimal_comes_back(number: Decimal):
    text = format(number.normalize(), "f")
    assert Decimal(opened(excel_cell(text, DECIMAL))[1]) == Decimal(text)


def test_a_cell_is_never_longer_than_excel_takes():
    cells = [excel_cell("件" * length, TEXT) for length in (32_766, 32_767, 100_000)]
    assert [len(cell) for cell in cells] == [32_766, 32_766, 32_766]
    assert len(excel_cell("=" * 100_000, TEXT)) <= 32_767
    assert cells[2].endswith("…")
