"""Links between figures, on texts written for one relation each."""

import tomllib
from pathlib import Path

import pytest

import textmine

CASES = tomllib.loads((Path(__file__).parent / "cases/relations.toml").read_text("utf-8"))["case"]


def links_of(text: str) -> list[list[str]]:
    report = textmine.mine(text)
    quotes = {fact.id: fact.quote for fact in report.facts}
    return [[link.rel, quotes[link.source], quotes[link.target]] for link in report.links]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_relation(case):
    assert sorted(links_of(case["text"])) == sorted(case["links"])


def test_a_repeated_sentence_links_to_its_first_occurrence():
    sentence = "全年共公开征地补偿信息75条，涉及23个村。"
    report = textmine.mine(f"一、总体情况\n{sentence}\n二、重点领域\n{sentence}\n三、其他\n{sentence}")
    first, repetitions = report.facts[:2], report.facts[2:]
    assert [fact.quote for fact in report.facts] == ["75条", "23个"] * 3
    assert {(link.rel, link.source, link.target) for link in report.links} == {
        ("same_as", fact.id, first[index % 2].id) for index, fact in enumerate(repetitions)
    }


def test_a_short_sentence_may_be_repeated_by_chance():
    assert links_of("公开75条。\n略。\n公开75条。") == []


def test_figures_of_different_passages_are_no_parts():
    assert links_of("受理复议申请50件。\n维持30件，撤销20件。") == []


def test_no_figure_is_part_of_two_wholes_or_of_its_own_part():
    report = textmine.mine("全年收到建议100件，其中城建类60件，农业类40件，其中水利25件、种植15件，结转下年度15件。")
    parts = [(link.source, link.target) for link in report.links if link.rel == "part_of"]
    assert len({source for source, _ in parts}) == len(parts)
    assert not {(target, source) for source, target in parts} & set(parts)


def test_links_lead_from_facts_to_other_facts():
    for case in CASES:
        report = textmine.mine(case["text"])
        ids = {fact.id for fact in report.facts}
        assert all({link.source, link.target} <= ids and link.source != link.target for link in report.links)
