"""What one year hands over the next takes in: by body, year and applicant."""

from decimal import Decimal

from textmine.link.continuity import IN, OUT, Carried, continuity


def cell(measure: str, year: int, value: int, body: str = "柳河区") -> Carried:
    return Carried(f"{body}{year}.txt", f"{year}年报", body, year, measure, Decimal(value), 5, 6)


def checked(*cells: Carried) -> list[tuple[int, str, bool]]:
    return [(later.year, check.rule.split("[")[1], check.ok) for later, check in continuity(cells)]


def test_each_applicant_is_compared_with_the_year_before():
    assert checked(
        cell(OUT + "natural_person", 2020, 3),
        cell(OUT + "total", 2020, 4),
        cell(IN + "natural_person", 2021, 3),
        cell(IN + "total", 2021, 5),
    ) == [(2021, "natural_person]", True), (2021, "total]", False)]


def test_other_bodies_and_years_apart_are_not_compared():
    assert checked(cell(OUT + "total", 2019, 3), cell(IN + "total", 2021, 5)) == []
    assert checked(cell(OUT + "total", 2020, 3), cell(IN + "total", 2021, 5, body="白鹭区")) == []
    assert checked(cell(IN + "total", 2021, 5)) == []
