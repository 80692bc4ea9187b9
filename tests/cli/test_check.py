"""`check`: what it tells of tables that do not add up, from files and from a store."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from textmine.store import reading
from textmine.web.app import create_app


def remedies(total: int) -> str:
    """A report with the review and litigation table, whose first total is ``total`` and should be 3."""
    five = "结果维持 结果纠正 其他结果 尚未审结 总计 "
    head = "行政复议 行政诉讼 " + five + "未经复议直接起诉 复议后起诉 " + five * 2
    return f"四、政府信息公开行政复议、行政诉讼情况\n{head}\n1 2 0 0 {total} 0 0 0 0 0 0 1 0 0 1\n五、其他\n无。\n"


def test_a_table_that_adds_up(run, tmp_path: Path):
    (tmp_path / "a.txt").write_text(remedies(3), "utf-8")
    code, out, err = run("check", tmp_path)
    assert (code, err) == (0, "")
    assert out.splitlines() == ["tables   1", "checks   3 = 3 hold + 0 fail, in 0 reports"]


@pytest.mark.parametrize("through_a_store", [False, True])
def test_a_total_that_is_not_the_sum_of_its_parts(run, tmp_path: Path, through_a_store: bool):  # noqa: FBT001
    archive = tmp_path / "archive"
    archive.mkdir()
    text = remedies(4)
    (archive / "a.txt").write_text(text, "utf-8")
    (archive / "b.txt").write_text(remedies(3), "utf-8")
    target = archive
    if through_a_store:
        target = tmp_path / "facts.db"
        run("run", archive, "--store", target, "--quiet")
    code, out, _ = run("check", target)
    assert code == 1
    lines = out.splitlines()
    assert "a.txt" in lines[0]
    assert "行政复议/总计" in lines[1]
    assert "3 ≠ 4" in lines[1]
    start = text.index(" 4 ") + 1
    assert f"{start}-{start + 1}" in lines[1]
    assert lines[-1] == "checks   6 = 5 hold + 1 fail, in 1 reports"
    code, out, _ = run("check", target, "--json")
    failed = [check for table in json.loads(out) for check in table["checks"] if not check["ok"]]
    assert [(check["expected"], check["actual"]) for check in failed] == [("3", "4")]
    assert [text[start:end] for start, end in failed[0]["places"]] == ["1", "2", "0", "0", "4"]


def test_what_cannot_be_read_is_told(run, tmp_path: Path):
    (tmp_path / "bad.txt").write_bytes(bytes(range(256)) * 9)
    code, _, err = run("check", tmp_path)
    assert code == 3
    assert "bad.txt" in err


def test_nothing_there(run, tmp_path: Path):
    assert run("check", tmp_path / "no")[0] == 2


def test_extract_prints_the_tables_with_what_does_not_add_up(run, tmp_path: Path):
    (tmp_path / "a.txt").write_text(remedies(4), "utf-8")
    code, out, _ = run("extract", tmp_path / "a.txt", "--tables")
    assert code == 0
    assert "政府信息公开行政复议、行政诉讼情况" in out
    assert out.splitlines()[-1].endswith("3 ≠ 4")


def items(year: int, digits: str, sentence: str = "平稳。") -> str:
    """A report with a glued table of licences, whose three cells are ``digits``."""
    head = "二、主动公开政府信息情况第二十条第（五）项信息内容上一年项目数量本年增/减处理决定数量行政许可"
    return f"柳河区{year}年政府信息公开工作年度报告\n一、总体情况\n{sentence}\n{head}{digits}其他对外管理服务事项000三、其他\n无。\n"


@pytest.mark.parametrize("through_a_store", [False, True])
def test_rows_of_glued_digits_are_told_with_their_readings(run, tmp_path: Path, through_a_store: bool):  # noqa: FBT001
    archive = tmp_path / "archive"
    archive.mkdir()
    (archive / "2019.txt").write_text(items(2019, "3960181"), "utf-8")
    (archive / "2020.txt").write_text(items(2020, "39642278", "2020年，作出行政许可决定2278件。"), "utf-8")
    target = archive
    if through_a_store:
        target = tmp_path / "facts.db"
        run("run", archive, "--store", target, "--quiet")
    code, out, _ = run("check", target)
    assert code == 1
    lines = [line.strip() for line in out.splitlines()]
    assert lines[1].startswith("t1 第二十条第(五)项: 行政许可: 3格: 3960181 有11种读法: 3 9 60181 | ")
    assert lines[2].startswith("- 相邻年度: 行政许可: 3格: 3960181 据相邻年度读作 396 0 181  at ")
    assert lines[4].startswith(
        "t1 第二十条第(五)项: 行政许可: 3格: 39642278 据正文余3种读法: 3 964 2278 | 39 64 2278 | 396 4 2278  at "
    )
    assert lines[5].startswith("- 相邻年度: 行政许可: 3格: 39642278 据相邻年度读作 396 4 2278  at ")
    assert lines[-2:] == [
        "checks   3 = 1 hold + 2 fail, in 2 reports",
        "glued    2 rows with several readings = 0 decided by the narrative + 2 by the years beside + 0 open",
    ]
    _, out, _ = run("check", target, "--json")
    first = json.loads(out)[0]["checks"][0]
    assert first["readings"][7] == ["396", "0", "181"]
    assert first["measures"][0] == "affairs.licence.items_before"


def test_a_row_that_the_narrative_decides_fails_no_check_and_is_counted_apart(run, tmp_path: Path):
    (tmp_path / "a.txt").write_text(items(2019, "50153", "2019年，作出行政许可决定153件。"), "utf-8")
    code, out, _ = run("check", tmp_path)
    assert code == 0
    assert "50153 据正文读作 5 0 153  at " in out
    assert out.splitlines()[-2:] == [
        "checks   0 = 0 hold + 0 fail, in 0 reports",
        "glued    1 rows with several readings = 1 decided by the narrative + 0 by the years beside + 0 open",
    ]


def test_a_row_of_very_many_readings_is_cut_short_and_says_so_everywhere(run, root: Path, tmp_path: Path):
    archive, store = tmp_path / "archive", tmp_path / "facts.db"
    archive.mkdir()
    digits = "1" * 20  # three cells out of these: 171 ways
    (archive / "a.txt").write_text(items(2019, digits), "utf-8")
    (report,) = [json.loads(run("extract", archive / "a.txt", "--json")[1])]
    (told,) = [check for table in report["tables"] for check in table["checks"] if not check["ok"]]
    assert (len(told["readings"]), told["more"], told["decided"]) == (100, True, None)
    assert all("".join(reading) == digits for reading in told["readings"])
    schema = json.loads((root / "tests/data/report.schema.json").read_text("utf-8"))
    assert not [*Draft202012Validator(schema).iter_errors(report)]
    row = [cell for table in report["tables"] for cell in table["cells"] if cell["row"] == ["行政许可"]]
    assert [(cell["text"], cell["value"]) for cell in row] == [("", None)] * 3
    run("run", archive, "--store", store, "--quiet")
    for target in (archive, store):
        code, out, _ = run("check", target)
        line = next(line for line in out.splitlines() if digits in line)
        assert code == 1
        assert f"{digits} 有超过100种读法: 1 1 {'1' * 18} | " in line
        assert line.count(" | ") == 8  # eight of them, and a mark that there are more
        assert "1 rows with several readings = 0 decided by the narrative + 0 by the years beside + 1 open" in out
        (found,) = [
            c for table in json.loads(run("check", target, "--json")[1]) for c in table["checks"] if not c["ok"]
        ]
        assert {name: found[name] for name in told} == told
    run("export", store, tmp_path / "out", "--to", "jsonl", "--table", "checks")
    (written,) = (tmp_path / "out").glob("checks*")
    (exported,) = [line for line in map(json.loads, written.read_text("utf-8").splitlines()) if not line["ok"]]
    assert (exported["readings"], exported["more"]) == (told["readings"], True)
    with reading(store) as connection:
        (identifier,) = connection.execute("SELECT id FROM reports").fetchone()
    page = TestClient(create_app(store), base_url="http://127.0.0.1:8001").get(f"/report/{identifier}").text
    assert page.count("<code>1 | ") == 6
    assert re.search(r"</code>\s*…", page)


def test_a_zone_and_its_committee_are_one_body(run, tmp_path: Path):
    (tmp_path / "2019.txt").write_text(items(2019, "3960181").replace("柳河区", "柳河经济开发区"), "utf-8")
    later = items(2020, "39642278", "2020年，作出行政许可决定2278件。")
    (tmp_path / "2020.txt").write_text(later.replace("柳河区", "柳河经济开发区管理委员会"), "utf-8")
    _, out, _ = run("check", tmp_path)
    assert "3960181 据相邻年度读作 396 0 181  at " in out
