"""The scorer on small reports whose rates can be worked out by hand."""

from copy import deepcopy

import pytest

from accuracy.score import score
from accuracy.tally import Tally

TEXT = "一、总体情况\n2019年，全市公开政府信息364条，同比增长20%。电话12345。办结约90件。"
YEAR = ["2019-01-01", "2019-12-31"]


def at(quote: str) -> dict:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


def figure(name: str, quote: str, value: str, unit: str, **more) -> dict:
    return at(quote) | {"id": name, "value": value, "bound": "exact", "unit": unit, "period": YEAR} | more


GOLD = {
    "sections": [at("一、总体情况") | {"level": 1, "marker": "一、", "title": "总体情况"}],
    "figures": [
        figure("a", "364条", "364", "{条}", indicator=["政府信息"], subject=["全市"], basis="explicit"),
        figure("b", "20%", "20", "%", change="up", indicator=["公开政府信息"]),
    ],
    "links": [{"rel": "compared_with", "source": "b", "target": "a"}],
    "optional": [at("约90件")],
    "not_figures": [at("12345")],
    "passages": [{"start": 7, "end": len(TEXT), "labels": ["overview", "disclosure.policy"]}],
    "tables": [{"title": "表", "cells": [[["规章"], ["本年 制发"], "3"], [["规章"], ["废止"], "0"]]}],
}


def fact(name: str, quote: str, value: str, unit: str, **more) -> dict:
    return (
        at(quote)
        | {"id": name, "source": "narrative", "value": value, "value_high": None, "bound": "exact", "unit": unit}
        | {"change": None, "status": "actual", "indicator": "政府信息", "subject": "全市"}
        | {"period": {"start": YEAR[0], "end": YEAR[1], "kind": "interval", "basis": "explicit"}}
        | more
    )


@pytest.fixture
def predicted() -> dict:
    return deepcopy(
        {
            "text": TEXT,
            "facts": [
                fact("x1", "364条", "364", "{条}"),
                fact("x2", "20%", "20", "%", change="up", indicator="公开政府信息"),
            ],
            "links": [{"rel": "compared_with", "source": "x2", "target": "x1"}],
            "sections": GOLD["sections"],
            "passages": [{"start": 7, "end": len(TEXT), "category": "overview"}],
            "tables": [
                {
                    "cells": [
                        {"row": ["规章"], "column": ["本年制发"], "text": "3"},
                        {"row": ["规章"], "column": ["废止"], "text": "0"},
                    ]
                }
            ],
        }
    )


def test_everything_right_is_one(predicted):
    tally = score(predicted, GOLD)
    assert set(tally.rates().values()) == {1.0}
    assert tally.misses == []


def test_nothing_measured_is_none():
    assert set(Tally().rates().values()) == {None}


def test_a_missed_figure_costs_recall(predicted):
    del predicted["facts"][1]
    rates = score(predicted, GOLD).rates()
    assert (rates["figure_precision"], rates["figure_recall"]) == (1.0, 0.5)
    assert rates["figure_f1"] == pytest.approx(2 / 3)
    assert rates["link_f1"] == 0


def test_optional_places_count_neither_way(predicted):
    predicted["facts"].append(fact("x3", "约90件", "90", "{件}"))
    assert score(predicted, GOLD).rates()["figure_f1"] == 1


def test_a_trap_costs_traps_and_precision(predicted):
    predicted["facts"].append(fact("x3", "12345", "12345", "1"))
    rates = score(predicted, GOLD).rates()
    assert rates["traps"] == 0
    assert rates["figure_precision"] == pytest.approx(2 / 3)


def test_a_wrong_value_is_not_found(predicted):
    predicted["facts"][0]["value"] = "363"
    assert score(predicted, GOLD).rates()["figure_recall"] == 0.5


def test_values_are_compared_as_numbers(predicted):
    predicted["facts"][0]["value"] = "364.0"
    assert score(predicted, GOLD).rates()["figure_recall"] == 1


def test_one_fact_answers_one_figure(predicted):
    predicted["facts"].append(predicted["facts"][0] | {"id": "x9"})
    assert score(predicted, GOLD).rates()["figure_precision"] == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unit", "{件}"),
        ("bound", "approx"),
        ("change", "down"),
        ("status", "target"),
        ("indicator", "电话"),
        ("subject", "省"),
    ],
)
def test_a_wrong_field_costs_that_field(predicted, field, value):
    predicted["facts"][0][field] = value
    rates = score(predicted, GOLD).rates()
    assert rates[field] == 0.5
    assert rates["fact_f1"] == (0.5 if field in ("unit", "bound") else 1)
    assert rates["linked_f1"] == (0.5 if field in ("unit", "bound", "indicator") else 1)


def test_a_wrong_period_costs_the_fact(predicted):
    predicted["facts"][0]["period"]["end"] = "2018-12-31"
    rates = score(predicted, GOLD).rates()
    assert (rates["period"], rates["fact_f1"]) == (0.5, 0.5)


def test_basis_counts_only_where_gold_says_it(predicted):
    for one in predicted["facts"]:
        one["period"]["basis"] = "default"
    assert score(predicted, GOLD).rates()["basis"] == 0.5


def test_facts_of_tables_are_no_narrative_figures(predicted):
    predicted["facts"].append(fact("x3", "12345", "12345", "1", source="table"))
    assert score(predicted, GOLD).rates()["figure_precision"] == 1


@pytest.mark.parametrize(("moved", "right"), [(3, 1), (4, 0)])
def test_a_heading_may_be_off_by_three_characters(predicted, moved, right):
    predicted["sections"] = [predicted["sections"][0] | {"start": moved}]
    assert score(predicted, GOLD).rates()["section_f1"] == right


def test_an_accepted_label_is_not_the_primary_one(predicted):
    predicted["passages"][0]["category"] = "disclosure.policy"
    rates = score(predicted, GOLD).rates()
    assert (rates["passage_acc"], rates["passage_any"], rates["passage_macro_f1"]) == (0, 1, 0)


def test_cells_are_a_bag(predicted):
    predicted["tables"][0]["cells"][0]["text"] = "4"
    assert score(predicted, GOLD).rates()["cell_f1"] == 0.5


def test_gold_may_cover_parts_only(predicted):
    rates = score(predicted, GOLD | {"parts": ["sections"]}).rates()
    assert {name for name, rate in rates.items() if rate is not None} == {"section_f1"}


def test_gold_in_another_layout_is_moved(predicted):
    laid_out = "  " + TEXT.replace("364条", "364\n条")
    for one in predicted["facts"]:
        one["start"] += 2 if one["id"] == "x1" else 3
        one["end"] += 3
    predicted["text"] = laid_out
    predicted["sections"] = [predicted["sections"][0] | {"start": 2}]
    assert score(predicted, GOLD | {"text": TEXT}).rates()["linked_f1"] == 1


def test_reports_are_pooled(predicted):
    empty = predicted | {"facts": [], "links": []}
    rates = (score(predicted, GOLD) + score(empty, GOLD)).rates()
    assert (rates["figure_precision"], rates["figure_recall"]) == (1.0, 0.5)
