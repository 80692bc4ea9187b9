"""`extract`, `search`, `explain`, `dump`: what they print, and that no input makes them print anything else."""

import csv
import gzip
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from textmine.store import reading

FORBIDDEN = {*range(0x20), 0x7F, *range(0x80, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {
    0x0A
}


def test_extract_as_json(textmine, archive: Path):
    result = textmine("extract", archive / "b.txt", "--json")
    report = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    assert report["report"]["encoding"] == "gb18030"
    assert [fact["value"] for fact in report["facts"]] == ["120", "6.1", "90"]
    assert all(report["text"][fact["start"] : fact["end"]] == fact["quote"] for fact in report["facts"])


def test_extract_as_a_table(textmine, archive: Path):
    result = textmine("extract", archive / "a.txt")
    lines = result.out.splitlines()
    assert lines[:3] == ["title  -", "body   测试市人民政府", "period 2019-01-01/2019-12-31"]
    assert lines[4] == "found  2 facts, 0 links, 1 sections, 1 passages, 0 tables"
    assert lines[6].split() == ["place", "quote", "value", "unit", "period", "indicator", "subject", "category"]
    assert "364项" in lines[-1]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", (0, "empty", "blank")),
        (bytes(100), (3, "quarantined", "binary")),
        (b"GIF89a", (3, "unsupported", "type:gif")),
        (b"%PDF-1.4", (3, "quarantined", "parse")),
        ("公开8件\0。".encode(), (0, "partial", "nul")),
        (b"BOOM", (3, "quarantined", "crash")),
        ("公开8件\x1b]0;x\x07\u202e\u2028\x9b。".encode(), (0, "ok", None)),
    ],
)
def test_json_is_valid_whatever_the_file(textmine, tmp_path: Path, content: bytes, expected):
    path = tmp_path / "file.txt"
    path.write_bytes(content)
    result = textmine("extract", path, "--json")
    report = json.loads(result.out)["report"]
    assert (result.code, report["status"], report["reason"]) == expected
    assert {ord(character) for character in result.out + result.err} & FORBIDDEN == set()
    assert result.err == "" if report["status"] == "ok" else str(path) in result.err
    plain = textmine("extract", path)
    assert plain.code == result.code
    assert {ord(character) for character in plain.out + plain.err} & FORBIDDEN == set()


def test_extract_of_a_file_that_is_not_there(textmine, tmp_path: Path):
    result = textmine("extract", tmp_path / "no.txt", "--json")
    assert result.code == 2
    assert "no such file" in result.err
    assert json.loads(result.out)["report"]["status"] == "quarantined"


def test_extract_of_a_container_says_to_use_run(textmine, archive: Path):
    with zipfile.ZipFile(archive / "a.zip", "w") as zipped:
        zipped.writestr("x.txt", "公开7件。")
    result = textmine("extract", archive / "a.zip")
    assert (result.code, result.out) == (2, "")
    assert (
        result.err
        == f"textmine: {archive}/a.zip: holds many documents; mine them with: textmine run FILE --store facts.db\n"
    )
    (archive / "a.txt.gz").write_bytes(gzip.compress("公开7件。".encode()))
    assert "7件" in textmine("extract", archive / "a.txt.gz").out


def test_search_prints_everything_about_a_fact(textmine, store: Path):
    result = textmine("search", store, "不动产登记 工作日", "--limit", "1")
    head, first, second, third, fourth, *_ = result.out.splitlines()
    assert head.startswith("== ")
    assert head.endswith("archive/a.txt")
    assert first.startswith("3个工作日  =  3 {working_day}")
    assert second.split() == ["2019-01-01/2019-12-31", "测试局", "other"]
    assert third.strip() == "不动产登记办理时间压缩至⟦3个工作日⟧。"
    assert fourth.strip().startswith("19-24  总体情况  [")


def test_search_as_json(textmine, store: Path):
    found = json.loads(textmine("search", store, "办结", "--json").out)
    assert found["hits"][0]["quote"] == "364项"
    assert (found["exact"], found["after"]) == (True, None)
    assert set(found["hits"][0]) >= {
        "value",
        "unit",
        "period_start",
        "body",
        "category",
        "path",
        "start",
        "end",
        "sentence",
    }
    assert json.loads(textmine("search", store, "查无此词", "--json").out)["hits"] == []


def test_search_as_csv_goes_on_after_a_page(textmine, store: Path):
    first = textmine("search", store, "办结 OR 公开", "--csv", "--limit", "1")
    after = first.err.split("--after ")[1].strip()
    second = textmine("search", store, "办结 OR 公开", "--csv", "--limit", "9", "--after", after)
    rows = [list(csv.DictReader(io.StringIO(page.out))) for page in (first, second)]
    assert [row["quote"] for row in rows[0]] == ["90件"]
    assert "364项" in [row["quote"] for row in rows[1]]
    assert not {row["id"] for row in rows[0]} & {row["id"] for row in rows[1]}
    assert textmine("search", store, "办结", "--after", "x").code == 2


def test_verify_tells_damage(textmine, store: Path):
    assert (textmine("verify", store).code, textmine("verify", store).out) == (0, "whole\n")
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("UPDATE facts SET value = '1' WHERE value = '120'")
    result = textmine("verify", store)
    assert (result.code, result.out.count("\n")) == (65, 1)


def test_finding_nothing_is_said(textmine, store: Path):
    result = textmine("search", store, "查无\x1b此词")
    assert (result.code, result.out) == (0, "")
    assert "nothing found" in result.err
    assert "\x1b" not in result.err


def test_a_query_may_begin_with_a_dash(textmine, store: Path):
    assert "120件" in textmine("search", store, "--", "-办结").out
    assert "364项" in textmine("search", store, "-公开 364").out


@pytest.mark.parametrize("limit", ["0", "-1", "x", "99999999999"])
def test_limits_that_make_no_sense(textmine, store: Path, limit: str):
    assert textmine("search", store, "办结", "--limit", limit).code == 2


def test_explain_marks_the_figure_and_names_the_rules(textmine, store: Path):
    with reading(store) as connection:
        ((fact,),) = connection.execute("SELECT id FROM fact_view WHERE quote = '120件'").fetchall()
    for given in (fact, fact[:6]):
        lines = textmine("explain", store, given).out.splitlines()
        assert "sentence  全县公开信息⟦120件⟧，同比增长6.1%，公开90件。" in lines
        assert any(line.split() == ["value", "120", "arabic"] for line in lines)
        assert any(line.split() == ["period", "2019-01-01/2019-12-31", "interval,", "default", "-"] for line in lines)
        assert any("-> changed_to 90件" in line for line in lines)


@pytest.mark.parametrize(("given", "words"), [("zzz", "no fact"), ("", "no fact")])
def test_explain_of_no_fact(textmine, store: Path, given: str, words: str):
    result = textmine("explain", store, given)
    assert result.code == 2
    assert words in result.err


def test_explain_of_several_facts_lists_them(textmine, store: Path):
    with reading(store) as connection:
        ids = [identifier for (identifier,) in connection.execute("SELECT id FROM fact_view ORDER BY id")]
    result = textmine("explain", store, "0000")
    assert result.code == 2
    assert ids[0] in result.err
    assert ids[1] in result.err


def test_dump_is_json_lines(textmine, store: Path):
    plain, canonical = (textmine("dump", store, *flag).out.splitlines() for flag in ((), ("--canonical",)))
    assert len(plain) == len(canonical)
    paths = [json.loads(line)["path"] for line in canonical if '"record": "files"' in line]
    assert paths == ["a.txt", "b.txt", "empty.txt", "sub/copy.txt"]


@pytest.mark.parametrize("command", [("search", "x"), ("explain", "x"), ("dump",)])
def test_what_is_no_store(textmine, tmp_path: Path, command: tuple[str, ...]):
    name, *rest = command
    assert textmine(name, tmp_path / "no.db", *rest).code == 2
    assert textmine(name, tmp_path, *rest).code == 65
    (tmp_path / "other.db").write_text("x" * 9999)
    result = textmine(name, tmp_path / "other.db", *rest)
    assert result.code == 65
    assert "other.db" in result.err


def test_version(textmine):
    assert textmine("--version").out.startswith("textmine ")
