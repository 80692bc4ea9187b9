"""Links between figures, on texts written for one relation each."""

import itertools
import time
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


def test_a_list_adds_up_to_a_total_of_an_earlier_passage():
    text = "全区主动公开信息847条。\n（二）公开形式\n通过网站公开512条，政务微博236条，公示栏99条。"
    assert links_of(text) == [["part_of", quote, "847条"] for quote in ("512条", "236条", "99条")]
    assert links_of(text.replace("847", "846")) == []


def test_round_and_small_totals_of_another_passage_are_left_alone():
    assert links_of("培育园区9个。\n新建公园2个，车站3个，书店4个。") == []
    assert links_of("培育园区900个。\n新建公园200个，车站300个，书店400个。") == []


def test_the_first_figures_of_sections_add_up_to_the_total_before_them():
    more = "并联审批改革、区域评估改革、联合验收改革、标准用地改革、强市放权改革"
    heads = [f"（{marker}）{name}方面{count}项：{more}。" for marker, name, count in HEADS]
    text = "\n".join(["现将28项做法通报如下。", *heads])
    assert links_of(text) == [["part_of", quote, "28项"] for quote in ("8项", "6项", "14项")]


HEADS = (("一", "审批", 8), ("二", "开办", 6), ("三", "监管", 14))

TWICE = {
    "in other words": ("全年受理政府信息公开申请37件。", "政府信息公开申请37件，均按时答复。", True),
    "as a state": ("各部门开设新媒体数量70个。", "目前，70个新媒体运行良好。", True),
    "of another time": ("2020年受理申请37件。", "2021年受理申请37件。", False),
    "of another thing": ("全年公开财政信息37条。", "全年公开环境信息37条。", False),
    "that is no more than a word for many things": ("全年公开财政信息37条。", "公开信息37条。", False),
    "by chance": ("全年受理政府信息公开申请2件。", "政府信息公开申请2件，均按时答复。", False),
    "what grows as 经济": ("生产总值增长7.5%左右。", "经济增长目标定为7.5%左右。", True),
}


@pytest.mark.parametrize("name", TWICE)
def test_a_figure_told_again(name):
    first, second, same = TWICE[name]
    assert [link for link in links_of(f"柳河区2021年工作总结\n{first}\n{second}") if link[0] == "same_as"] == (
        [["same_as", again, again]] if same and (again := links_quote(second)) else []
    )


def links_quote(text: str) -> str:
    return textmine.mine(text).facts[0].quote


def test_many_names_for_one_number_take_linear_time():
    def seconds(count: int) -> float:
        names = itertools.islice(itertools.permutations("林水路桥港田湖岸堤闸", 5), count)
        text = "".join(f"全县{''.join(name)}改造364处。" for name in names)
        begin = time.process_time()
        assert len(textmine.mine(text).facts) == count
        return time.process_time() - begin

    seconds(100)  # vocabularies are read once
    few, many = min(seconds(500), seconds(500)), seconds(5_000)
    assert many < 3 * 10 * few
