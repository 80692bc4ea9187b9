"""The whole way: what `mine` takes, what a report says of itself, and that the same bytes always give the same facts."""

import json
import os
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker

import textmine
from textmine.schema import Fact, Report

ROOT = Path(__file__).parents[1]
REPORTS = sorted((ROOT / "corpora/reports").glob("*.txt"))
SCHEMA = json.loads((ROOT / "tests/data/report.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())

# The two figures that the project was begun for, in sentences of its own.
SAMPLE = """\
青崖市2022年政务服务工作总结
一、总体情况
全市编制公布“一次办好”办事清单364项，同比增长12.5%，其中跨省通办96项。
企业设立登记时限由法定15个工作日压缩为0.5个工作日。
二、统计数据
指标 |
数量 |
|
受理 |
12 |
|
办结 |
11 |
|
"""

ODD = {
    "empty": "",
    "white space": " \n\u3000\r\n",
    "no report": "天气晴，宜出行。",
    "NULs": "办结\x003件\x00\n",
    "lone surrogate": "办结3件\ud800。\n",
    "beyond the BMP": "𠮷山镇办结3件🙂，公开信息5条。\n",
    "CR LF": "一、总体情况\r\n办结3件。\r\n",
    "impossible date": "2022年13月45日，办结3件。\n",
    "huge number": f"公开信息{'9' * 400}条。\n",
}


def fact(report: Report, quote: str) -> Fact:
    (found,) = [item for item in report.facts if item.quote == quote]
    return found


def check_invariants(report: Report) -> None:
    """What holds for every report, whatever its text."""
    text = report.text
    for item in (*report.facts, *report.problems):
        assert text[item.start : item.end] == item.quote
    for item in (*report.sections, *report.passages, *report.tables):
        assert 0 <= item.start < item.end <= len(text)
    for section in report.sections:
        assert text[section.start :].startswith(section.marker)
        assert text[section.start : section.body].count(section.title[:1]) > 0
    for table in report.tables:
        assert all(cell.start is None or text[cell.start : cell.end] == cell.text for cell in table.cells)
    for items in (report.facts, report.sections, report.passages, report.tables):
        assert max(Counter(item.id for item in items).values(), default=1) == 1
    sections, passages = ({item.id for item in items} for items in (report.sections, report.passages))
    facts = {item.id for item in report.facts}
    assert {item.section for item in (*report.facts, *report.passages, *report.tables)} <= {None, *sections}
    assert {item.passage for item in report.facts} <= {None, *passages}
    assert all({link.source, link.target} <= facts for link in report.links)
    assert all(isinstance(item.value, Decimal) for item in report.facts)
    errors = [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(report.to_dict())]
    assert errors == []
    assert json.loads(json.dumps(report.to_dict())) == report.to_dict()


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(SCHEMA)


def test_the_schema_knows_every_documented_field():
    documented = (ROOT / "docs/output.md").read_text("utf-8")
    for name, definition in SCHEMA["$defs"].items():
        for field in definition.get("properties", {}):
            assert f"`{field}`" in documented, f"{name}.{field}"


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_sample_archive(path):
    report = textmine.mine(path)
    assert report.status == "ok"
    assert report.text == path.read_bytes().decode()
    assert report.facts
    assert report.title
    assert report.issuer
    check_invariants(report)


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_texts(text):
    report = textmine.mine(text)
    check_invariants(report)
    assert len(report.text) == len(text)


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        ("", "empty", "blank"),
        ("\n\u3000\n", "empty", "blank"),
        ("办结3件\ud800。\n", "partial", "encoding:damaged"),
        ("平稳。\n", "ok", None),
    ],
)
def test_status_and_reason(text, status, reason):
    report = textmine.mine(text)
    assert (report.status, report.reason) == (status, reason)


def test_an_empty_report_is_empty_throughout():
    report = textmine.mine("")
    assert (report.sections, report.passages, report.facts, report.links, report.tables) == ((), (), (), (), ())
    assert (report.title, report.issuer, report.period.start, report.period.end) == (None, None, None, None)


def test_a_path_a_string_of_it_and_its_text_are_one_report(tmp_path):
    path = tmp_path / "总结.txt"
    path.write_bytes(SAMPLE.encode())
    by_path, by_name, by_text = textmine.mine(path), textmine.mine(str(path)), textmine.mine(SAMPLE)
    assert by_path == by_name
    assert by_path.path == str(path)
    assert by_text.path == ""
    assert by_path.facts == by_text.facts
    assert (by_path.id, by_path.sha256, by_path.links) == (by_text.id, by_text.sha256, by_text.links)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_charset_changes_no_fact(tmp_path, encoding):
    path = tmp_path / "report.txt"
    path.write_bytes(SAMPLE.encode(encoding))
    report = textmine.mine(path)
    check_invariants(report)
    assert [f.quote for f in report.facts] == [f.quote for f in textmine.mine(SAMPLE).facts]


@pytest.mark.parametrize("name", ["没有此文件.txt", "a" * 5000, "办结3件"])
def test_a_string_that_names_no_file_is_text(name):
    assert textmine.mine(name).text == name


def test_a_missing_file_is_set_aside(tmp_path):
    report = textmine.mine(tmp_path / "missing.txt")
    assert (report.status, report.reason, report.text, report.facts) == ("quarantined", "io", "", ())
    check_invariants(report)


def test_a_folder_is_set_aside(tmp_path):
    report = textmine.mine(tmp_path)
    assert report.status in ("skipped", "quarantined")
    assert report.reason
    check_invariants(report)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", "empty"),
        (b"\0" * 64, "quarantined"),
        (bytes(range(256)) * 8, "quarantined"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "quarantined"),
        (b"GIF89a" + bytes(20), "unsupported"),
        (b"\xff\xfe\xff", "quarantined"),
    ],
    ids=["empty", "NULs", "binary", "pdf", "picture", "broken UTF-16"],
)
def test_a_bad_file_has_a_status_and_no_facts(tmp_path, data, status):
    path = tmp_path / "report.txt"
    path.write_bytes(data)
    report = textmine.mine(path)
    assert report.status == status
    assert report.reason
    assert report.facts == ()
    check_invariants(report)


def test_the_word_figures():
    report = textmine.mine(SAMPLE)
    listed = fact(report, "364项")
    assert (listed.value, listed.unit, listed.indicator) == (Decimal(364), "{项}", "“一次办好”办事清单")
    assert (str(listed.period), listed.subject, listed.status) == ("2022-01-01/2022-12-31", "青崖市", "actual")
    old, new = fact(report, "15个工作日"), fact(report, "0.5个工作日")
    assert [(f.value, f.unit, f.status) for f in (old, new)] == [
        (Decimal(15), "{working_day}", "norm"),
        (Decimal("0.5"), "{working_day}", "norm"),
    ]
    links = {(link.rel, link.source, link.target) for link in report.links}
    assert ("changed_to", old.id, new.id) in links
    assert ("part_of", fact(report, "96项").id, listed.id) in links
    assert ("compared_with", fact(report, "12.5%").id, listed.id) in links


def test_the_word_figures_of_the_real_report(exam):
    path = exam.parent / "reports/disclosure-zhangzhou-2019.txt"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    report = textmine.mine(path)
    listed = fact(report, "364项")
    assert (listed.value, listed.unit, str(listed.period)) == (Decimal(364), "{项}", "2019-01-01/2019-12-31")
    gold = json.loads((exam / "gold/disclosure-zhangzhou-2019.gold.json").read_text("utf-8"))
    (accepted,) = [figure["indicator"] for figure in gold["figures"] if figure["quote"] == "364项"]
    assert listed.indicator in accepted  # with or without the words for which batch of the list it is
    facts = {item.id: item for item in report.facts}
    changes = [(facts[link.source], facts[link.target]) for link in report.links if link.rel == "changed_to"]
    days = [(old.value, new.value) for old, new in changes if old.unit == new.unit == "{working_day}"]
    assert (Decimal(15), Decimal("0.5")) in days


def test_repr_is_one_line():
    assert (
        repr(textmine.mine(SAMPLE)) == "<Report 青崖市2022年政务服务工作总结: 7 facts, 2 passages, 3 sections, 1 table>"
    )
    assert repr(textmine.mine("")) == "<Report untitled: 0 facts, 0 passages, 0 sections, 0 tables>"


def test_html_escapes_what_the_report_says():
    html = textmine.mine("<script>alert(1)</script>工作总结\n整理“<b>要件</b>&清单”资料3份。")._repr_html_()
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html
    assert html.count("<td>") == 6
    assert "<td>3份</td>" in html


def test_html_of_an_empty_report():
    assert "<tbody></tbody>" in textmine.mine("")._repr_html_()


def test_text_in_front_moves_places_and_leaves_readings():
    def readings(report: Report) -> list[tuple[object, ...]]:
        return [(f.quote, f.value, f.unit, f.indicator, f.status, f.period) for f in report.facts]

    plain, moved = textmine.mine(SAMPLE), textmine.mine(f"\n\n{SAMPLE}")
    assert readings(plain) == readings(moved)
    assert {f.id for f in plain.facts}.isdisjoint(f.id for f in moved.facts)


def test_ids_are_those_of_every_machine():
    report = textmine.mine("2019年，全区共举办培训班12期。")
    assert report.id == "e37452ece41dc332"
    assert [f.id for f in report.facts] == ["ecc77519e552555e"]


DUMP = """
import json, sys, textmine
for path in sys.argv[1:]:
    print(json.dumps(textmine.mine(path).to_dict()))
"""


def test_nothing_depends_on_hash_seed_time_zone_or_locale():
    paths = [str(path.relative_to(ROOT)) for path in REPORTS[:4]]
    settings = [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LC_ALL": "POSIX", "PYTHONUTF8": "1"},
    ]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", DUMP, *paths], env={**os.environ, **one}, cwd=ROOT, stdout=subprocess.PIPE
        )
        for one in settings
    ]
    dumps = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0]
    assert len(dumps[0].splitlines()) == len(paths)
    assert len(set(dumps)) == 1
