"""Rows of glued digits and the forms of the years beside them."""

from decimal import Decimal

from textmine.lexicon.forms import RowLaw
from textmine.link.continuity import Counted
from textmine.link.neighbours import OpenRow, readings_between_years
from textmine.schema import Check
from textmine.tables.cuts import cuts

LICENCE = ("affairs.licence.items_before", "affairs.licence.items_change", "affairs.licence.decisions")
KINDS = ("count", "change", "count")


def row(year: int, digits: str, body: str = "柳河区", measures: tuple[str, ...] = LICENCE) -> OpenRow:
    readings = cuts([digits], RowLaw(kinds=KINDS if measures == LICENCE else ("count",) * len(measures)))
    check = Check(
        rule=f"{digits}: 3格",
        expected="1种读法",
        actual=digits,
        ok=False,
        places=((1, 9),),
        readings=tuple(readings or ()),
        measures=measures,
    )
    return OpenRow(f"{year}.txt", f"{year}年报", body, year, check)


def left(cells: list[Counted], *rows: OpenRow) -> dict[int, list[str]]:
    return {
        row.year: [" ".join(reading) for reading in (check.readings[:1] if check.ok else check.readings)]
        for row, check in readings_between_years(cells, rows)
    }


def known(measure: str, year: int, value: int) -> Counted:
    return Counted("a", "甲", "柳河区", year, measure, Decimal(value), 5, 6)


def test_two_open_rows_decide_each_other_as_far_as_they_can():
    found = left([], row(2019, "3960181"), row(2020, "396442278"))
    assert found[2019] == ["396 0 181"]
    assert found[2020] == ["396 4 42278", "396 44 2278", "396 442 278", "396 4422 78", "396 44227 8"]


def test_a_known_cell_decides():
    assert left([known(LICENCE[0], 2020, 50)], row(2019, "35157")) == {2019: ["35 15 7"]}


def test_a_stock_decides():
    measures = ("document.normative.issued", "document.normative.repealed", "document.normative.in_force")
    stock = [known(measures[2], 2021, 393)]
    assert left(stock, row(2022, "6238417", measures=measures)) == {2022: ["62 38 417"]}


def test_a_relation_that_nothing_fits_decides_nothing():
    assert left([known(LICENCE[0], 2020, 51)], row(2019, "35157")) == {}


def test_other_bodies_and_years_apart_say_nothing():
    assert left([], row(2018, "3960181"), row(2020, "396442278")) == {}
    assert left([], row(2019, "3960181", body="白鹭区"), row(2020, "396442278")) == {}


def test_what_is_told_is_marked_as_such_and_keeps_all_readings():
    given = row(2019, "3960181")
    ((_, check),) = readings_between_years([known(LICENCE[0], 2020, 396)], [given])
    assert (check.ok, check.decided) == (True, "years")
    assert sorted(check.readings) == sorted(given.check.readings)
