"""Tables of the national forms as bodies write them: notes, blanks, counters, rows of their own, labels by other names."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from textmine.lexicon.forms import FormTable, form_tables
from textmine.schema import Table
from textmine.tables import find_tables

CASES = tomllib.loads((Path(__file__).parent / "cases/forms.toml").read_text("utf-8"))["case"]
REQUESTS = [form for form in form_tables() if form.id.startswith("applications")]


def shown(table: Table) -> list[str]:
    """The rows of a table: the last label and the cells, `_` for a blank and `?` for a cell that could not be read."""
    open_rows = {check.rule.rsplit(":", 1)[0].split("/")[-1] for check in table.checks if check.expected == "1种读法"}
    rows: dict[tuple[str, ...], list[str]] = {}
    for cell in sorted(table.cells, key=lambda cell: cell.start or 0):
        rows.setdefault(cell.row, [])
    for cell in table.cells:
        label = cell.row[-1] if cell.row else ""
        rows[cell.row].append(cell.text or ("?" if label in open_rows else "_"))
    return [" ".join([*path[-1:], *cells]) for path, cells in rows.items()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_tables_as_bodies_write_them(case):
    text = case["text"]
    tables = find_tables(text, (0, len(text)))
    assert {table.title: sorted(shown(table)) for table in tables} == {
        title: sorted(rows) for title, rows in case["tables"].items()
    }
    failed = [str(check) for table in tables for check in table.checks if not check.ok]
    assert len(failed) == len(case["told"])
    assert all(line.startswith(start) for line, start in zip(failed, case["told"], strict=True))
    assert all(cell.start is None or text[cell.start : cell.end] == cell.text for t in tables for cell in t.cells)


HEADER = (
    "三、收到和处理政府信息公开申请情况\n（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）\n申请人情况\n"
    "自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他\n"
)
RECEIVED, GRANTED, SECRET, QUERY, DONE = (
    "5 1 0 0 0 0 6",
    "2 1 0 0 0 0 3",
    "2 0 0 0 0 0 2",
    "1 0 0 0 0 0 1",
    "5 1 0 0 0 0 6",
)


def numbers(form: FormTable) -> list[str]:
    """The rows of the request table; one ends in the number of the label below it."""
    filled = {0: RECEIVED, 2: GRANTED, 4: SECRET, 11: QUERY, len(form.rows) - 2: DONE}
    return [filled.get(at, "0 0 0 0 0 0 0") for at in range(len(form.rows))]


def requests(form: FormTable, change: Callable[[str], str], header: str = HEADER) -> str:
    """The request table with its labels changed, a row a line."""
    before: tuple[str, ...] = ()
    lines = []
    for path, row in zip(form.rows, numbers(form), strict=True):
        labels = " ".join(label for depth, label in enumerate(path) if before[: depth + 1] != path[: depth + 1])
        lines.append(f"{change(labels)} {row}")
        before = path
    return header + "\n".join(lines) + "\n四、其他情况\n无。\n"


def renumbered(label: str) -> str:
    """`(一)` as `1.` and `1.` as `(1)`."""
    label = re.sub(r"(?<![0-9(])([1-8])\.", r"（\1）", label)
    return re.sub(r"\(([一二三四五六七])\)", lambda match: f"{'一二三四五六七'.index(match[1]) + 1}.", label)


@pytest.mark.parametrize(
    "change",
    [
        renumbered,
        lambda label: re.sub(r"[一二三四]、|\([一-七]\)|[1-8]\.", "", label),
        lambda label: re.sub(r"([1-8])\.", r"\1、", label),
        lambda label: (
            label.replace("总计", "合计").replace("法律行政法规", "法律法规").replace("政府信息公开申请", "申请")
        ),
        lambda label: label.replace("三类内部事务信息", "内部事务").replace("四类过程性信息", "过程性信息"),
        lambda label: label.replace("(区分处理的,只计这一情形,不计其他情形)", ""),
        " ".join,
        lambda label: re.sub(r"(?<![0-9(])([1-8])\.", lambda m: f"（{'一二三四五六七八'[int(m[1]) - 1]}）", label),
        lambda label: label + "（件）：",
        lambda label: label.replace("没有现成信息需要另行制作", "没有现成信息需另行制做"),
    ],
    ids=[
        "renumbered",
        "unnumbered",
        "、",
        "shorter",
        "shorter still",
        "no bracket",
        "spaced",
        "Chinese numbers",
        "a unit behind",
        "misspelt",
    ],
)
@pytest.mark.parametrize(
    "header",
    [HEADER, HEADER.replace("申请人情况\n", ""), HEADER[HEADER.index("申请人") :], HEADER.replace("（本", "(本")],
    ids=["printed", "no anchor", "no note", "narrow bracket"],
)
@pytest.mark.parametrize("form", REQUESTS, ids=lambda form: form.id)
def test_the_request_table_under_other_labels(form: FormTable, change: Callable[[str], str], header: str):
    if "申请人情况" not in header and "本年新收政府信息" not in change(form.rows[0][0]).replace(" ", ""):
        pytest.skip("neither of the labels that the table is noticed by is left")
    text = requests(form, change, header)
    (table,) = find_tables(text, (0, len(text)))
    cells = [cell.text for cell in table.cells]
    assert [cells[at : at + 7] for at in range(0, len(cells), 7)] == [row.split() for row in numbers(form)]
    assert [cell.row for cell in table.cells[::7]] == [*form.rows]
    assert all(check.ok for check in table.checks)


@pytest.mark.parametrize("form", REQUESTS, ids=lambda form: form.id)
def test_the_request_table_whose_columns_have_lost_their_labels_adds_up_or_is_none(form: FormTable):
    text = requests(form, str, header="三、收到和处理政府信息公开申请情况\n")
    (table,) = find_tables(text, (0, len(text)))
    assert [cell.text for cell in table.cells] == " ".join(numbers(form)).split()
    assert all(check.ok for check in table.checks)
    wrong = text.replace(GRANTED, "2 1 0 0 0 0 4")
    assert find_tables(wrong, (0, len(wrong))) == ()


@pytest.mark.parametrize("form", REQUESTS, ids=lambda form: form.id)
def test_the_lower_half_of_the_request_table(form: FormTable):
    text = requests(form, str)
    half = HEADER + text[text.index("(四)无法提供") :]
    (table,) = find_tables(half, (0, len(half)))
    first = [row[-1] for row in form.rows].index("1.本机关不掌握相关政府信息")
    assert [cell.row for cell in table.cells[::7]] == [*form.rows[first:]]
    assert [cell.text for cell in table.cells] == " ".join(numbers(form)[first:]).split()
