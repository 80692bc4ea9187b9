"""What the form of one year says of that of the next: by body, year and measure."""

from decimal import Decimal

from textmine.link.continuity import Counted, concerned, continuity

OUT, IN = "request.carried_out.", "request.carried_in."


def cell(measure: str, year: int, value: int, body: str = "柳河区") -> Counted:
    return Counted(f"{body}{year}.txt", f"{year}年报", body, year, measure, Decimal(value), 5, 6)


def checked(*cells: Counted) -> list[tuple[int, str, bool]]:
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


def test_a_stock_is_that_of_the_year_before_with_what_came_and_went():
    stock = [cell("document.normative.in_force", 2021, 400), cell("document.normative.in_force", 2022, 417)]
    assert checked(*stock) == []  # what came and went is not known
    flow = [cell("document.normative.issued", 2022, 62), cell("document.normative.repealed", 2022, 45)]
    assert checked(*stock, *flow) == [(2022, "normative]", True)]


def test_a_running_total_grows_by_the_years_number():
    year = [cell("disclosure.proactive", 2016, 3460), cell("disclosure.proactive.all_years", 2016, 85376)]
    (found,) = continuity([cell("disclosure.proactive.all_years", 2015, 81917), *year])
    assert (found[1].expected, found[1].actual, found[1].ok) == ("85377", "85376", False)


def test_only_cells_that_a_relation_speaks_of_are_kept():
    given = ["affairs.licence.items_before", "affairs.licence.decisions", "review.total", "document.rule.issued"]
    assert concerned(given) == {"affairs.licence.items_before"}
    assert concerned([*given, "document.rule.in_force"]) == {
        "affairs.licence.items_before",
        "document.rule.issued",
        "document.rule.in_force",
    }
