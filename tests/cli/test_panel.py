"""`panel`: the disclosure forms of a body over years, mined and shown in each shape."""

import csv
import io
import json
from pathlib import Path

import pytest

MEASURE = "review.total"
YEARS = {"a.txt": (2018, 5), "b.txt": (2020, 7), "c.txt": (2021, 8), "d.txt": (2021, 9)}


def form(year: int, count: int) -> str:
    """A report with the review and litigation table, which counts so many reviews."""
    five = "结果维持 结果纠正 其他结果 尚未审结 总计 "
    head = "行政复议 行政诉讼 " + five + "未经复议直接起诉 复议后起诉 " + five * 2
    title = f"临湖市人民政府{year}年政府信息公开工作年度报告\n一、总体情况\n政务公开有序推进。\n"
    return f"{title}四、政府信息公开行政复议、行政诉讼情况\n{head}\n{count - 1} 1 0 0 {count} 0 0 0 0 0 0 1 0 0 1\n五、其他\n无。\n"


@pytest.fixture
def facts(run, tmp_path: Path) -> Path:
    archive = tmp_path / "archive"
    archive.mkdir()
    for name, (year, count) in YEARS.items():
        (archive / name).write_text(form(year, count), "utf-8")
    store = tmp_path / "facts.db"
    assert run("run", archive, "--store", store, "--quiet")[0] == 0
    return store


def test_long(run, facts: Path):
    code, out, err = run("panel", facts, "--measure", MEASURE, "--by", "body,year", "--csv")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [(row["year"], row["value"], row["mark"]) for row in rows] == [
        ("2018", "5", ""),
        ("2019", "", "gap"),
        ("2020", "7", ""),
        ("2021", "", "contradicts"),
    ]
    assert {row["body"] for row in rows} == {"临湖市人民政府"}
    start = form(2021, 8).index(" 8 ") + 1
    assert f"c.txt:{start}-{start + 1} = 8; " in rows[3]["places"]


def test_wide(run, facts: Path):
    code, out, _ = run("panel", facts, "--measure", MEASURE, "--wide", "--csv")
    (row,) = csv.DictReader(io.StringIO(out))
    assert code == 0
    assert [row[f"y{year}"] for year in range(2018, 2022)] == ["5", "", "7", ""]
    assert (row["gaps"], row["contradicts"]) == ("2019", "2021")
    _, out, _ = run("panel", facts, "--measure", MEASURE, "--wide", "--json")
    (row,) = json.loads(out)
    assert (row["y2020"], row["y2019"], row["gaps"], row["contradicts"]) == ("7", None, [2019], [2021])
    assert [place["value"] for place in row["places"]["2021"]] == ["8", "9"]


def test_json_is_documented(run, facts: Path, root: Path):
    section = (root / "docs/output.md").read_text("utf-8").split("### The panel")[1].split("\n## ")[0]
    for shape in ([], ["--wide"]):
        _, out, _ = run("panel", facts, "--measure", MEASURE, "--json", *shape)
        names = {name for row in json.loads(out) for name in row}
        assert {name for name in names if f"`{name}`" not in section} <= {"y2018", "y2020", "y2021"}


@pytest.mark.parametrize("shape", [[], ["--wide"]])
def test_for_people(run, facts: Path, shape: list[str]):
    _, out, _ = run("panel", facts, "--measure", "review.t*", *shape)
    lines = out.splitlines()
    assert len(lines) == (3 if shape else 6)
    assert all("临湖市人民政府" in line for line in lines[2:])
    assert "2019" in "".join(lines)


def test_order(run, facts: Path):
    _, by_body, _ = run("panel", facts, "--measure", MEASURE, "--json")
    _, by_year, _ = run("panel", facts, "--measure", MEASURE, "--by", "year,body", "--json")
    assert [row["year"] for row in json.loads(by_year)] == [2018, 2019, 2020, 2021]
    assert sorted(map(str, json.loads(by_year))) == sorted(map(str, json.loads(by_body)))


def test_a_measure_that_nobody_counts(run, facts: Path):
    code, out, err = run("panel", facts, "--measure", "request.nothing", "--csv")
    assert (code, len(out.splitlines())) == (0, 1)
    assert "request.nothing" in err
