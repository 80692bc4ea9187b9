"""Glued digits: every filling is among the cuts, one solution is proved, several are told."""

import sys
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tablebench.adversary import strings
from tablebench.exhaustive import count_readings
from textmine.lexicon.forms import Equation, RowLaw, Sum, form_tables
from textmine.tables.cuts import Budget, TooManyError, cuts
from textmine.tables.split import Solved, solve

SIX = RowLaw(kinds=("count",) * 7, sums=(Sum(parts=(0, 1, 2, 3, 4, 5), total=6),))
PAIR = RowLaw(kinds=("count",) * 3, sums=(Sum(parts=(0, 1), total=2),))
REMEDIES = next(form for form in form_tables() if form.id == "remedies")
VALUES = st.one_of(st.just(0), st.integers(0, 99), st.integers(0, 500_000))


@given(st.lists(VALUES, min_size=6, max_size=6), st.data())
@settings(max_examples=150, deadline=None)
def test_a_row_with_its_total_is_among_its_cuts_wherever_it_is_glued(parts: list[int], data):
    row = [*map(str, parts), str(sum(parts))]
    walls = data.draw(st.sets(st.integers(1, 6)))
    pieces: list[str] = []
    for at, cell in enumerate(row):
        if at in walls or not pieces:
            pieces.append(cell)
        else:
            pieces[-1] += cell
    found = cuts(pieces, SIX)
    assert found is None or tuple(row) in found
    assert all(sum(map(int, cut[:6])) == int(cut[6]) for cut in found or ())
    assert all("".join(cut) == "".join(row) for cut in found or ())


@given(st.lists(VALUES, min_size=12, max_size=12))
@settings(max_examples=40, deadline=None)
def test_three_groups_with_their_totals_are_cut(values: list[int]):
    groups = [values[i : i + 4] for i in (0, 4, 8)]
    row = tuple(str(value) for group in groups for value in (*group, sum(group)))
    found = cuts(["".join(row)], REMEDIES.law)
    assert found is None or row in found


@given(st.text("0123459", min_size=15, max_size=26))
@settings(max_examples=80, deadline=None)
def test_no_reading_is_missed(digits: str):
    for law in (SIX, REMEDIES.law):
        assert len(cuts([digits], law) or ()) == count_readings(digits, law)


@given(st.lists(st.integers(1_000_000, 99_999_999), min_size=6, max_size=6))
@settings(max_examples=15, deadline=None)
def test_rows_of_long_numbers_are_not_given_up(parts: list[int]):
    row = (*map(str, parts), str(sum(parts)))
    assert row in (cuts(["".join(row)], SIX) or ())


@pytest.mark.parametrize("digit", "19")
def test_a_search_costs_no_more_than_its_table_may(digit: str):
    with pytest.raises(TooManyError):
        Budget(10).spend(11)
    assert cuts([digit * 60], SIX, Budget(10)) is None
    assert [row.cells for row in solve([[digit * 60]] * 25, [SIX] * 25, [])] == [(None,) * 7] * 25


def test_no_row_of_sixty_digits_costs_more_than_a_second_may():
    calls = 0

    def count(*_: object) -> None:
        nonlocal calls
        calls += 1

    for digits in [*strings(Random(1))][::7]:  # noqa: S311  # reproducible, not secret
        for law in (SIX, REMEDIES.law, RowLaw(kinds=("count",) * 15)):
            calls = 0
            sys.setprofile(count)  # called for each call and return, those of built-in functions included
            try:
                cuts([digits], law)
            finally:
                sys.setprofile(None)
            assert calls < 4_000_000, digits  # a second has more than ten millions of them


@pytest.mark.parametrize("digits", ["1" * 60, "10" * 30, "9" * 400, "1" * 5_000])
def test_digits_without_end_are_given_up_not_raised(digits: str):
    assert cuts([digits], SIX) is None or len(cuts([digits], SIX)) >= 0


def test_the_equations_between_rows_decide_what_a_row_alone_leaves_open():
    assert len(cuts(["11112"], PAIR) or ()) == 2  # 1+11=12 and 11+1=12
    total = [Equation(name="合计", left=(0, 1), right=(2,))]
    rows = [["11112"], ["1", "2", "3"], ["12", "3", "15"]]
    assert solve(rows, [PAIR] * 3, total)[0] == Solved(("11", "1", "12"), (0, 2, 3), "arithmetic")


def test_of_several_solutions_only_what_they_agree_on_is_told():
    (row,) = solve([["11112"]], [PAIR], [])
    assert row.cells == (None, None, "12")
    assert row.offsets == (None, None, 3)
    assert row.readings == (("1", "11", "12"), ("11", "1", "12"))
    assert row.complete


@pytest.mark.parametrize(
    ("digits", "kinds", "expected"),
    [
        ("350", "count change", ["3 50", "35 0"]),
        ("35-15", "count change", ["35 -15"]),
        ("264-185", "count change count", ["264 -1 85", "264 -18 5", "264 - 185"]),
        ("--0", "count change count", ["- - 0"]),
        ("812.5元", "count amount", ["8 12.5元", "81 2.5元"]),
        ("80.5万元", "count amount", ["8 0.5万元"]),
        ("24252.311082", "amount", ["24252.311082"]),
        ("///", "count count count", ["/ / /"]),
        ("0/12", "count count count", ["0 / 12"]),
        ("0—0", "count change count", ["0 — 0"]),
        ("26-", "count change", ["26 -"]),
        ("121/30", "count change count", ["12 1/3 0", "1 21/3 0", "121 / 30"]),
        ("1.5", "count count", []),
        ("012", "count count", ["0 12"]),
    ],
)
def test_what_a_column_may_hold_rules_readings_out(digits: str, kinds: str, expected: list[str]):
    found = cuts([digits], RowLaw(kinds=tuple(kinds.split())))
    assert sorted(" ".join(row) for row in found or ()) == sorted(expected)


def test_a_year_is_no_more_than_all_years():
    law = RowLaw(kinds=("count", "count"), at_most=((0, 1),))
    assert cuts(["294981916"], law) == [("2", "94981916"), ("29", "4981916"), ("294", "981916"), ("2949", "81916")]


def test_a_dash_adds_nothing_to_a_sum():
    rows = [["12"], ["——"], ["3", "9"], ["4", "11"]]
    law = RowLaw(kinds=("count", "count"))
    total = [Equation(name="合计", left=(0, 1, 2), right=(3,))]
    assert [row.cells for row in solve(rows, [law] * 4, total)][:2] == [("1", "2"), ("—", "—")]
