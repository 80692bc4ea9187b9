"""Fillings of the national forms in every layout that reaches an archive, with every sign for a zero, labels damaged or not."""

from random import Random

import pytest

from tablebench.files import FILES
from tablebench.fill import YEARS, Filled, filled, report_forms
from tablebench.layouts import LAYOUTS, SHOW_BLANKS, damaging, intact
from tablebench.verdicts import verdict
from textmine.read import read_bytes, read_text
from textmine.schema import Document
from textmine.tables import find_tables

CASES = [
    (layout, zero)
    for layout in {**LAYOUTS, **FILES}
    for zero in ("0", "", "/", "—", "－", "无", "０")
    if zero or layout in SHOW_BLANKS
]


def laid_out(layout: str, tables: list[Filled], damage) -> Document:
    made = {**LAYOUTS, **FILES}[layout](tables, damage)
    return read_text(made) if isinstance(made, str) else read_bytes(made, f"report.{layout}")


def verdicts(layout: str, zero: str, *, damaged: bool) -> dict[str, str]:
    random = Random(f"{layout}:{damaged}")  # noqa: S311  # numbers for a test, no secrets
    found = {}
    for year in YEARS:
        tables = [filled(form, random, zero=zero) for form in report_forms(year)]
        document = laid_out(layout, tables, damaging(random) if damaged else intact)
        read = {table.title: table for table in find_tables(document.text, document.body, document.grids)}
        found |= {
            f"{year} {table.form.id}": verdict(table, read.get(table.form.title))
            for table in tables
            if any("".join(texts) for texts in table.texts())  # a reader may drop a row of blanks
        }
    return found


@pytest.mark.parametrize("damaged", [False, True], ids=["intact", "damaged"])
@pytest.mark.parametrize(("layout", "zero"), CASES)
def test_every_cell_comes_back_or_is_marked(layout: str, zero: str, damaged: bool):  # noqa: FBT001
    found = verdicts(layout, zero, damaged=damaged)
    fine = {"identical"} if layout != "glued" else {"identical", "marked", "told"}
    assert {name: result for name, result in found.items() if result not in fine} == {}
