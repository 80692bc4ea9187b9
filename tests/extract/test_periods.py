"""Periods in every spelling, relative words, what a mention does in its sentence, days that do not exist."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from textmine.extract import find_periods
from textmine.extract.periods import read_periods
from textmine.extract.resolve import PeriodContext
from textmine.schema.period import Period

FOLDER = Path(__file__).parent / "cases"


def cases(name):
    listed = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["case"]
    return pytest.mark.parametrize("case", listed, ids=lambda case: ascii(case["text"]).replace("\\", ""))


@pytest.fixture
def agrees(times):
    def compare(case):
        mentions, problems = times(case["text"])
        assert [
            [m.quote, str(m.period), *(x for x in (m.period.kind, m.role) if x not in ("interval", "reign"))]
            for m in mentions
        ] == case["periods"]
        assert [[p.quote, p.reason] for p in problems] == case.get("problems", [])

    return compare


@cases("dates")
def test_spellings(case, agrees):
    agrees(case)


@cases("relative")
def test_relative_words(case, agrees):
    agrees(case)


@cases("roles")
def test_roles(case, agrees):
    agrees(case)


@cases("impossible")
def test_impossible_dates(case, agrees):
    agrees(case)


@pytest.mark.parametrize(
    ("text", "year", "period"),
    [
        ("去年，", 2012, "2011-01-01/2011-12-31"),
        ("19年5月，", 2019, "2019-05-01/2019-05-31"),
        ("19年5月，", 1921, "1919-05-01/1919-05-31"),
        ("全年，", 1999, "1999-01-01/1999-12-31"),
        ("过去五年，", 2012, "2008-01-01/2012-12-31"),
    ],
)
def test_the_reference_decides_and_not_the_clock(text, year, period):
    assert [str(m.period) for m in find_periods(text, reference=date(year, 7, 1))] == [period]


@pytest.mark.parametrize("text", ["今年，", "全年，", "5月，", "去年底，", "上半年，", "19年5月，"])
def test_without_a_report_year_relative_words_name_nothing(text):
    nothing = Period(start=None, end=None)
    context = PeriodContext(report=nothing, local=nothing, speaking_year=None)
    assert [item for item in read_periods(text, context) if hasattr(item, "period")] == []
