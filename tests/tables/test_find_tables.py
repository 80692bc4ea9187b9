"""Tables: the national forms in every damage, the older sheet, plain grids, and text that is no table."""

import itertools
import json
import os
import random
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from textmine.lexicon.forms import FormTable, form_tables
from textmine.schema import Table
from textmine.tables import find_tables

ROOT = Path(__file__).parents[2]
CORPUS = [
    path
    for path in sorted((ROOT / "corpora/gold").glob("*.gold.json"))
    if json.loads(path.read_text("utf-8"))["tables"]
]
APPLICATIONS = next(form for form in form_tables() if form.id == "applications-2021")


def plain(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


def bag(tables: list[dict[str, object]]) -> Counter[tuple[str, str, str]]:
    return Counter(
        (plain("/".join(row)), plain("/".join(column)), plain(value))
        for table in tables
        for row, column, value in table["cells"]
        if value
    )


def bag_of(tables: tuple[Table, ...]) -> Counter[tuple[str, str, str]]:
    return bag([{"cells": [(cell.row, cell.column, cell.text) for cell in table.cells]} for table in tables])


def cell_f1(tables: tuple[Table, ...], gold: dict[str, object]) -> float:
    got, want = bag_of(tables), bag(gold["tables"])
    return 2 * sum((got & want).values()) / (sum(got.values()) + sum(want.values()))


def mined(text: str) -> tuple[Table, ...]:
    found = find_tables(text, (0, len(text)))
    for table in found:
        assert 0 <= table.start < table.end <= len(text)
        for cell in table.cells:
            assert cell.start is None or text[cell.start : cell.end] == cell.text
    assert all(left.end <= right.start for left, right in itertools.pairwise(found))
    return found


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name.split(".")[0])
def test_rebuilds_the_tables_of_the_sample_archive(path: Path) -> None:
    text = (ROOT / "corpora/reports" / path.name.replace(".gold.json", ".txt")).read_bytes().decode("utf-8")
    assert cell_f1(mined(text), json.loads(path.read_text("utf-8"))) >= 0.99


@pytest.mark.skipif("TEXTMINE_EXAM" not in os.environ, reason="needs the exam folder, named by TEXTMINE_EXAM")
@pytest.mark.parametrize("name", ["disclosure-zhangzhou-2019", "disclosure-pingtan-2021", "disclosure-pingtan-2023"])
def test_rebuilds_the_tables_of_the_exam(name: str) -> None:
    exam = Path(os.environ["TEXTMINE_EXAM"])
    text = (exam.parent / "reports" / f"{name}.txt").read_bytes().decode("utf-8")
    assert cell_f1(mined(text), json.loads((exam / "gold" / f"{name}.gold.json").read_text("utf-8"))) >= 0.99


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311  # numbers for a test, no secrets


def filled(rng: random.Random, form: FormTable = APPLICATIONS) -> list[list[int]]:
    """Numbers for the form of 2021 that obey its identities."""
    rows = [[0] * 6 for _ in form.rows]
    for row in rows[2:23]:
        row[:] = [
            rng.choice([0, 0, 0, rng.randint(1, 9), rng.randint(1, 60)]) if rng.random() < 0.4 else 0 for _ in row
        ]
    rows[23] = [sum(row[column] for row in rows[2:23]) for column in range(6)]
    rows[24] = [rng.randint(0, 3), 0, 0, 0, 0, 0]
    both = [done + left for done, left in zip(rows[23], rows[24], strict=True)]
    rows[1] = [rng.randint(0, min(3, total)) for total in both]
    rows[0] = [total - carried for total, carried in zip(both, rows[1], strict=True)]
    return [[*row, sum(row)] for row in rows]


def flattened(rows: Sequence[Sequence[int | str]], between: str, form: FormTable = APPLICATIONS) -> str:
    parts = [form.note, "申请人情况", "自然人", "法人或其他组织", "总计", "商业企业", "科研机构", "社会公益组织"]
    parts += ["法律服务机构", "其他"]
    above: tuple[str, ...] = ()
    for path, numbers in zip(form.rows, rows, strict=True):
        parts += [label for depth, label in enumerate(path) if above[: depth + 1] != path[: depth + 1]]
        parts += map(str, numbers)
        above = path
    return f"三、收到和处理政府信息公开申请情况{between}{between.join(parts)}{between}四、其他情况。全年共办3件。"


@pytest.mark.parametrize("between", ["\n", " ", " |\n", "\t", "\n\n", "\r\n"], ids=repr)
def test_reads_the_form_however_its_cells_are_set_apart(between: str) -> None:
    rows = filled(seeded(7))
    (table,) = mined(flattened(rows, between))
    assert [int(cell.value) for cell in table.cells] == [number for row in rows for number in row]
    assert all(check.ok for check in table.checks)
    assert len(table.checks) == 39


@pytest.mark.parametrize("seed", range(6))
def test_never_gives_a_wrong_cell_for_glued_digits(seed: int) -> None:
    rng = seeded(seed)
    rows = filled(rng)
    if seed % 2:
        rows[rng.randrange(25)][rng.randrange(7)] += rng.randint(1, 40)  # a report that does not add up
    (table,) = mined(flattened(rows, ""))
    numbers = [number for row in rows for number in row]
    known = [(cell.value, number) for cell, number in zip(table.cells, numbers, strict=True) if cell.value is not None]
    assert all(value == number for value, number in known)
    assert len(known) > 100
    unread = {check.rule for check in table.checks if not check.ok and check.expected == "1种读法"}
    assert all(f"{'/'.join(cell.row)}: 7格" in unread for cell in table.cells if cell.value is None)


def test_a_report_that_does_not_add_up_is_reported_and_not_repaired() -> None:
    rows = filled(seeded(3))
    rows[2][0] += 1
    (table,) = mined(flattened(rows, "\n"))
    assert [int(cell.value) for cell in table.cells] == [number for row in rows for number in row]
    failed = [check for check in table.checks if not check.ok]
    assert {check.rule for check in failed} == {
        "三、本年度办理结果/(一)予以公开/总计=各项之和",
        "(七)总计=(一)至(六)之和 [自然人]",
    }
    assert all(int(check.expected) - int(check.actual) == 1 for check in failed)


@pytest.mark.parametrize("between", ["\n", ""], ids=repr)
def test_a_number_that_python_will_not_convert_is_no_count(between: str) -> None:
    rows: list[list[int | str]] = [*filled(seeded(1))]
    rows[2] = ["1" * 5_000, 0, 0, 0, 0, 0, 0]
    (table,) = mined(flattened(rows, between))
    assert len(table.cells) == 7 * len(rows)
    assert [cell.value for cell in table.cells[7:14]] == [*rows[1]]


def test_the_region_leaves_headings_and_narrative_out() -> None:
    text = flattened(filled(seeded(1)), "")
    (table,) = mined(text)
    assert text[: table.start] == "三、收到和处理政府信息公开申请情况"
    assert text[table.end :] == "四、其他情况。全年共办3件。"


CASES = json.loads((Path(__file__).parent / "cases/small.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_small_tables(case: dict[str, object]) -> None:
    text = case["text"]
    assert [
        {
            "title": table.title,
            "region": text[table.start : table.end],
            "cells": [["/".join(cell.row), "/".join(cell.column), cell.text] for cell in table.cells],
        }
        for table in mined(text)
    ] == case["tables"]


@pytest.mark.parametrize(
    ("head", "unit", "size"),
    [
        ("", "政府信息公开工作", 400_000),
        ("", "申请人情况自然人总计", 100_000),
        ("", "第二十条第（一）项信息内容", 80_000),
        ("", "指标名称计量单位2014年度", 80_000),
        ("申请人情况", "1", 2_000_000),
        ("", "第 ", 500_000),
        ("", "a|", 300_000),
        ("", "甲  1\n乙\n", 8_000),
        ("甲  乙  丙\n", "甲  乙\n甲  1\n", 6_000),
    ],
)
def test_time_is_linear_on_text_that_is_no_table(head: str, unit: str, size: int) -> None:
    def spent(number: int) -> float:
        text = head + unit * number
        begin = time.thread_time()
        mined(text)
        return time.thread_time() - begin

    # Ten times the text takes ten times the time; a quadratic search would take a hundred times as long.
    assert spent(size) < 30 * max(spent(size // 10), 0.01)
