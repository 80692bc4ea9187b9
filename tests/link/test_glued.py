"""Rows of glued digits that arithmetic leaves open: what the narrative decides, how it is signed, what it leaves."""

import pytest

from tablebench.fill import Filled
from tablebench.layouts import glued as glued_layout
from tablebench.layouts import intact
from textmine import mine
from textmine.lexicon.forms import form_tables
from textmine.schema import Report

ITEMS = "二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件"
FIVE = "结果维持结果纠正其他结果尚未审结总计"
REMEDIES = f"四、政府信息公开行政复议、行政诉讼情况行政复议行政诉讼{FIVE}未经复议直接起诉复议后起诉{FIVE}{FIVE}"


def reported(sentence: str, form: str) -> Report:
    return mine(f"柳河区2021年政府信息公开工作年度报告\n一、总体情况\n{sentence}\n{form}五、存在的主要问题\n无。\n")


def row(report: Report, label: tuple[str, ...] = ("行政规范性文件",)) -> list[str]:
    return [cell.text for table in report.tables for cell in table.cells if cell.row == label]


def glued(report: Report):
    (check,) = (check for table in report.tables for check in table.checks if check.readings)
    return check


@pytest.mark.parametrize(
    ("sentence", "expected", "readings"),
    [
        ("2021年，全区现行有效行政规范性文件417件，制发规范性文件62件。", ["62", "38", "417"], 15),
        ("2021年，废止行政规范性文件38件。", ["62", "38", "417"], 15),
        ("2021年，全区现行有效行政规范性文件417件。", ["", "", "417"], 3),
        ("2021年，制发规范性文件62件。各部门制发规范性文件6件。", ["62", "", ""], 4),
        ("2021年，制发规范性文件62件，印发规范性文件6件。", ["", "", ""], 15),
        ("2021年，制发规范性文件70件。", ["", "", ""], 15),
        ("2021年，现行有效行政规范性文件393件，制发规范性文件62件。", ["", "", ""], 15),
        ("2020年，废止行政规范性文件38件。", ["", "", ""], 15),
        ("2021年，工作平稳。", ["", "", ""], 15),
    ],
)
def test_sentences_rule_readings_out(sentence: str, expected: list[str], readings: int):
    report = reported(sentence, f"{ITEMS}6238417")
    assert row(report) == expected
    check = glued(report)
    assert check.ok == ("" not in expected)
    assert check.decided == ("narrative" if any(expected) else None)
    assert len(check.readings) == readings


def test_what_a_sentence_decided_is_signed_with_its_place():
    report = reported("2021年，废止行政规范性文件38件。", f"{ITEMS}6238417")
    check = glued(report)
    assert check.readings[0] == ("62", "38", "417")
    (digits, sentence) = check.places
    assert report.text[slice(*digits)] == "6238417"
    assert report.text[slice(*sentence)] == "38件"
    cells = [cell for cell in report.tables[0].cells if cell.row == ("行政规范性文件",)]
    rule = f"narrative at {sentence[0]}-{sentence[1]}"
    assert [(cell.rule, report.text[cell.start : cell.end]) for cell in cells] == [(rule, cell.text) for cell in cells]
    facts = [fact for fact in report.facts if fact.source == "table" and fact.row == ("行政规范性文件",)]
    assert {dict(fact.rules)["value"] for fact in facts} == {f"glued digits, decided by the {rule}"}
    assert not [link for link in report.links if link.rel == "same_as"]  # it agrees by no merit of its own


def test_a_number_of_two_cells_together_rules_readings_out():
    sentence = "2021年，政府信息公开行政诉讼33件，其中结果维持11件。"
    open_row = reported("2021年，工作平稳。", f"{REMEDIES}0000011000112200022")
    assert [" ".join(reading[5:]) for reading in glued(open_row).readings] == [
        "1 10 0 0 11 2 20 0 0 22",
        "1 10 0 0 11 22 0 0 0 22",
        "11 0 0 0 11 2 20 0 0 22",
        "11 0 0 0 11 22 0 0 0 22",
    ]
    report = reported(sentence.replace("维持11件", "维持33件"), f"{REMEDIES}0000011000112200022")
    assert row(report, ()) == ["0", "0", "0", "0", "0", "11", "0", "0", "0", "11", "22", "0", "0", "0", "22"]


def test_what_a_sentence_decides_decides_its_parts():
    sheet = (
        "政府信息公开情况统计表指标名称计量单位2021年度历年累计主动公开文件数条294981916"
        "其中：1、政府网站公开数条2949819162、政府公报公开数条00行政复议数件00"
    )
    report = reported("2021年，全区主动公开政府信息2949条。", sheet)
    assert row(report, ("主动公开文件数",)) == ["条", "2949", "81916"]
    assert row(report, ("主动公开文件数", "1、政府网站公开数")) == ["条", "2949", "81916"]
    assert all(check.ok for table in report.tables for check in table.checks)


def test_a_row_that_arithmetic_proves_needs_no_sentence():
    report = reported("2021年，政府信息公开行政复议4件。", f"{REMEDIES}102030000000000")
    assert row(report, ()) == list("102030000000000")
    assert {cell.rule for cell in report.tables[0].cells} == {"arithmetic"}
    assert [link.rel for link in report.links] == ["contradicts"]


def test_a_row_that_sentences_decide_decides_the_rows_that_it_adds_up_with():
    (form,) = (form for form in form_tables() if form.id == "applications-2021")
    values = [[0] * 7 for _ in form.rows]
    for row, parts in {
        0: (34, 9, 99, 0),
        1: (0, 0, 0, 6),
        5: (0, 0, 99, 0),
        2: (34, 9, 0, 6),
        -2: (34, 9, 99, 6),
    }.items():
        values[row] = [parts[0], parts[1], 0, 0, parts[2], parts[3], sum(parts)]
    tables = [Filled(form, values)]
    bare = mine(f"一、总体情况\n2021年，工作平稳。\n{glued_layout(tables, intact)}")
    assert [check.actual for check in bare.tables[0].checks if check.readings] == [
        "34900990142",
        "000099099",
        "34900996148",
    ]
    told = "2021年，收到政府信息公开申请142件，涉及自然人34件，商业企业9件，法律服务机构99件。"
    report = mine(f"柳河区2021年政府信息公开工作年度报告\n一、总体情况\n{told}\n{glued_layout(tables, intact)}")
    (table,) = report.tables
    assert [cell.text for cell in table.cells] == [text for row in tables[0].texts() for text in row]
    assert [check.decided for check in table.checks if check.readings] == ["narrative"] * 3
