"""Division codes are those of the report's year; the table of codes is sound in itself and with places.csv."""

import pytest

from textmine.lexicon.divisions import codes_in, earlier, validities
from textmine.lexicon.places import places
from textmine.lexicon.seats import seat_of, stems


@pytest.mark.parametrize(
    ("body", "year", "code"),
    [
        ("简阳市人民政府", 2015, "512081"),
        ("简阳市人民政府", 2016, "510185"),
        ("简阳市人民政府", None, "510185"),
        ("长乐市人民政府", 2016, "350182"),
        ("福州市长乐区人民政府", 2017, "350112"),
        ("长乐市人民政府", 2019, "350112"),  # an old name in a later report
        ("安徽省无为县人民政府", 2010, "341422"),
        ("安徽省无为县人民政府", 2015, "340225"),
        ("安徽省无为县人民政府", 2020, "340281"),
        ("寿县人民政府", 2012, "341521"),
        ("寿县人民政府", 2019, "340422"),
        ("巢湖市人民政府", 2009, "341400"),  # a city with counties then
        ("巢湖市人民政府", 2012, "340181"),
        ("儋州市人民政府", 2013, "469003"),
        ("儋州市人民政府", 2016, "460400"),
        ("大方县人民政府", 2010, "522422"),
        ("大方县人民政府", 2011, "520521"),
        ("公主岭市人民政府", 2019, "220381"),
        ("公主岭市人民政府", 2020, "220184"),
        ("漳州市人民政府", 2009, "350600"),
        ("漳州市人民政府", 2030, "350600"),
    ],
)
def test_the_code_is_that_of_the_year(body, year, code):
    assert seat_of(body, year).division == code


def test_a_zone_lies_in_the_division_of_its_year():
    assert seat_of("简阳市高新技术产业开发区管理委员会", 2014).division in (None, "512081")
    assert seat_of("漳州台商投资区管理委员会", 2014).division == "350600"


def test_a_place_is_searched_under_all_its_codes():
    assert set(stems("简阳市")) == {"510185", "512081"}
    assert set(stems("无为市")) == {"340281", "340225", "341422"}


def test_the_rows_are_sound():
    rows = validities()
    assert len({(row.code, row.name, row.first) for row in rows}) == len(rows)
    for row in rows:
        assert row.first is not None or row.last is not None, row
        assert row.first is None or row.last is None or row.first <= row.last, row
        assert len(row.code) == 6
        assert row.successor is None or row.last is not None, row


def test_a_successor_begins_where_its_division_ends():
    rows = validities()
    for row in rows:
        if row.successor is not None:
            assert any(other.code == row.successor and other.first == row.last + 1 for other in rows), row


def test_one_name_is_valid_once_a_year_for_one_code():
    rows = validities()
    for row in rows:
        same = [other for other in rows if other.code == row.code and other is not row]
        for year in range(2008, 2025):
            assert not (row.holds(year) and any(other.holds(year) for other in same)), (row, year)


def test_codes_of_today_stand_in_the_list_of_places():
    today = {(place.code, place.name) for place in places()}
    assert [row for row in validities() if row.last is None and (row.code, row.name) not in today] == []


def test_what_is_not_told_was_always_so():
    assert codes_in("漳州市", ["350600"], 1999) == ["350600"]
    assert earlier(["350600"]) == ["350600"]
