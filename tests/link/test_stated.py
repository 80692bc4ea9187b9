"""Which cells of its form a report's sentences speak of."""

import tomllib
from pathlib import Path

import pytest

from textmine import mine
from textmine.extract.frame import read_frame
from textmine.lexicon.measures import measures
from textmine.lexicon.sayings import over_years, sayings
from textmine.link.stated import stated
from textmine.read import read_text

CASES = tomllib.loads((Path(__file__).parent / "cases/stated.toml").read_text("utf-8"))["case"]
TITLE = "柳河区2021年政府信息公开工作年度报告"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_words_around_a_figure_name_the_measure(case):
    text = f"{TITLE}\n一、总体情况\n{case['text']}\n"
    report = mine(text)
    frame = read_frame(read_text(text), report.title, report.sections)
    assert {item.fact.quote: item.measure for item in stated(text, frame, report.facts)} == case["expect"]


def test_every_measure_of_the_vocabulary_is_described_or_a_sum_of_such():
    known, words = measures(), sayings()
    assert [row.measure for row in words.rows if row.measure not in known and row.measure not in words.sums] == []
    assert [part for parts in words.sums.values() for part in parts if part not in known] == []


def test_every_relation_between_years_speaks_of_described_measures():
    for law in over_years():
        for pattern in (law.whole, *law.before, *law.plus, *law.minus):
            head, _, tail = pattern.partition("*")
            assert any(name.startswith(head) and name.endswith(tail) for name in measures()), pattern
