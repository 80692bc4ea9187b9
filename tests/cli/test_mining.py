"""What a document may hold: of one that holds more, the beginning is read and that is told."""

import pytest

from textmine.cli import mining
from textmine.pipeline import mine_document
from textmine.read import read_text

TEXT = "一、总体情况\n2019年，共办结364项，受理12件，其中网上受理9件。\n二、公开情况\n公开信息75条。\n\n项目 | 数量 |\n网站 | 21 |\n窗口 | 22 |\n"


@pytest.mark.parametrize("most", [0, 1, 2, 3, 4, 5, 6, 7])
def test_one_fact_more_than_are_wanted_is_looked_for(most: int):
    document = read_text(TEXT)
    facts = mine_document(document).facts
    assert len(facts) == 6
    assert mine_document(document, most_facts=most).facts == facts[: most + 1]


@pytest.mark.parametrize("most", [1, 2, 5])
def test_a_report_of_too_many_facts_keeps_the_first(monkeypatch, most: int):
    whole = mine_document(read_text(TEXT))
    monkeypatch.setattr(mining, "MAX_FACTS", most)
    document, report = mining.mined(read_text(TEXT))
    assert (document.status, document.reason, document.detail) == ("partial", "limit", f"the first {most} facts")
    assert report.facts == whole.facts[:most]
    kept = {fact.id for fact in report.facts}
    assert all({link.source, link.target} <= kept for link in report.links)
    assert report.passages == whole.passages


def test_a_text_beyond_the_limit_is_cut(monkeypatch):
    monkeypatch.setattr(mining, "MAX_CHARACTERS", 20)
    document = mining._cut(read_text(TEXT))  # noqa: SLF001
    assert (document.text, document.detail) == (TEXT[:20], f"the first 20 of {len(TEXT)} characters")
