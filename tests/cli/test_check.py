"""`check`: what it tells of tables that do not add up, from files and from a store."""

import json
from pathlib import Path

import pytest

from textmine.cli.main import main


def remedies(total: int) -> str:
    """A report with the review and litigation table, whose first total is ``total`` and should be 3."""
    five = "结果维持 结果纠正 其他结果 尚未审结 总计 "
    head = "行政复议 行政诉讼 " + five + "未经复议直接起诉 复议后起诉 " + five * 2
    return f"四、政府信息公开行政复议、行政诉讼情况\n{head}\n1 2 0 0 {total} 0 0 0 0 0 0 1 0 0 1\n五、其他\n无。\n"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return call


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
