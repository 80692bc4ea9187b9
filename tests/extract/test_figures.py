"""Figures, bounds, change, rates, coordination, traps, numbers beyond sense, look-alikes: one case file each."""

import time
import tomllib
from pathlib import Path

import pytest

from textmine.extract.accept import chinese_followers

FOLDER = Path(__file__).parent / "cases"


def cases(name):
    listed = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["case"]
    return pytest.mark.parametrize("case", listed, ids=lambda case: ascii(case["text"]).replace("\\", ""))


@pytest.fixture
def agrees(figures):
    def compare(case):
        assert figures(case["text"]) == (case["figures"], case.get("problems", []))

    return compare


@cases("figures")
def test_figures(case, agrees):
    agrees(case)


@cases("traps")
def test_traps_are_left_alone(case, agrees):
    assert case["figures"] == []
    assert "problems" not in case
    agrees(case)


@cases("bounds")
def test_bounds(case, agrees):
    agrees(case)


@cases("change")
def test_change(case, agrees):
    agrees(case)


@cases("rates")
def test_rates(case, agrees):
    agrees(case)


@cases("coordination")
def test_coordination(case, agrees):
    agrees(case)


@cases("extremes")
def test_numbers_beyond_sense(case, agrees):
    agrees(case)


@cases("unicode")
def test_look_alikes_and_hidden_characters(case, agrees):
    agrees(case)


def test_figures_of_a_form_of_their_own_are_looked_for_where_they_can_be(figures):
    # `scan` looks for them only where a numeral has one of these behind it, or where 半 or 成 stands
    assert set("次期场轮批分") <= chinese_followers()
    for text, quote in (
        ("要求半小时办结。", "半小时"),
        ("占比三成以上。", "三成以上"),
        ("每月召开一次。", "每月召开一次"),
    ):
        assert [found for found, *_ in figures(text)[0]] == [quote]


@pytest.mark.parametrize("size", [39, 400, 4301, 20_000])
def test_numbers_of_any_length_are_out_of_range(size, figures):
    number = "9" * size
    assert figures(f"投资{number}元") == ([], [[f"{number}元", "out_of_range"]])
    tiny = f"0.{'0' * size}1%"
    assert figures(f"占{tiny}") == ([], [[tiny, "out_of_range"]])


@pytest.mark.parametrize("groups", [13, 30, 400])
def test_a_grouped_number_is_read_whole_or_not_at_all(groups, figures):
    number = "1" + ",000" * groups
    found, problems = figures(f"投资{number}元")
    assert found == []
    assert [quote for quote, _ in problems] == [f"{number}元"]


@pytest.mark.parametrize("between", ["\u0301" * 500, "\ud800", "\x00", "\ue000"], ids=ascii)
@pytest.mark.parametrize("behind", ["元", "2元"])
def test_digits_with_marks_or_damage_between_are_no_number(between, behind, figures):
    begin = time.perf_counter()
    found, problems = figures(f"投资1{between}{behind}")
    assert time.perf_counter() - begin < 0.2
    assert found == []
    if behind == "2元" or between[0] == "\u0301":
        assert [reason for _, reason in problems] == ["combining" if between[0] == "\u0301" else "damaged"]
