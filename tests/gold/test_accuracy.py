"""The accuracy gate on the reports that were written for this project."""

import pytest

import textmine
from accuracy.floors import FLOORS, missed, parse
from accuracy.suites import corpora, measure


@pytest.fixture(scope="module")
def tally():
    tally, left_out = measure(corpora(), textmine.mine)
    assert left_out == {}
    return tally


def test_every_rate_holds_its_floor(tally):
    rates, floors = tally.rates(), parse(FLOORS.read_text(encoding="utf-8"))["corpora"]
    assert {name: (rates[name], floors[name]) for name in missed(floors, rates)} == {}, "\n".join(tally.misses)


def test_every_rate_that_can_be_measured_has_a_floor(tally):
    floors = parse(FLOORS.read_text(encoding="utf-8"))["corpora"]
    assert {name for name, rate in tally.rates().items() if rate is not None} == set(floors)
