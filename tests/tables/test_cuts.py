"""Glued digits: every filling is among the cuts, one solution is proved, several are told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from textmine.lexicon.forms import Equation, Sum, form_tables
from textmine.tables.cuts import cuts
from textmine.tables.split import solve

SIX = [Sum(parts=(0, 1, 2, 3, 4, 5), total=6)]
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
    found = cuts(pieces, 7, SIX)
    assert found is None or tuple(row) in found
    assert all(sum(map(int, cut[:6])) == int(cut[6]) for cut in found or ())
    assert all("".join(cut) == "".join(row) for cut in found or ())


@given(st.lists(VALUES, min_size=12, max_size=12))
@settings(max_examples=40, deadline=None)
def test_three_groups_with_their_totals_are_cut(values: list[int]):
    groups = [values[i : i + 4] for i in (0, 4, 8)]
    row = tuple(str(value) for group in groups for value in (*group, sum(group)))
    found = cuts(["".join(row)], 15, REMEDIES.sums)
    assert found is None or row in found


@pytest.mark.parametrize("digits", ["1" * 60, "10" * 30, "9" * 400, "1" * 5_000])
def test_digits_without_end_are_given_up_not_raised(digits: str):
    assert cuts([digits], 7, SIX) is None or len(cuts([digits], 7, SIX)) >= 0


def test_the_equations_between_rows_decide_what_a_row_alone_leaves_open():
    pair = [Sum(parts=(0, 1), total=2)]
    assert len(cuts(["11112"], 3, pair) or ()) == 2  # 1+11=12 and 11+1=12
    total = [Equation(name="合计", left=(0, 1), right=(2,))]
    rows = [["11112"], ["1", "2", "3"], ["12", "3", "15"]]
    assert solve(rows, 3, pair, total)[0] == ["11", "1", "12"]


def test_of_several_solutions_only_what_they_agree_on_is_told():
    assert solve([["11112"]], 3, [Sum(parts=(0, 1), total=2)], []) == [[None, None, "12"]]
