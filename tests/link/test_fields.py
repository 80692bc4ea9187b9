"""Period, status, indicator and subject of figures, on texts written for one point each."""

import tomllib
from pathlib import Path

import pytest

import textmine
from textmine.schema import Fact

CASES = Path(__file__).parent / "cases"


def period(fact: Fact) -> str:
    return f"{fact.period} {fact.period.kind} {fact.period.basis}"


FIELDS = {
    "time": period,
    "status": lambda fact: fact.status,
    "indicator": lambda fact: fact.indicator,
    "subject": lambda fact: fact.subject,
}
RULED = {"time": "period", "status": "status", "indicator": "indicator", "subject": "subject"}


def cases():
    for field in FIELDS:
        for case in tomllib.loads((CASES / f"{field}.toml").read_text("utf-8"))["case"]:
            yield pytest.param(field, case, id=f"{field}: {case['name']}")


@pytest.mark.parametrize(("field", "case"), list(cases()))
def test_field(field, case):
    facts = textmine.mine(case["text"]).facts
    got = {fact.quote: FIELDS[field](fact) for fact in facts}
    assert {quote: got.get(quote) for quote in case["expect"]} == case["expect"]
    assert all(dict(fact.rules)[RULED[field]] for fact in facts)
