"""The panel: what a body counted year by year, against tables made by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine.schema import year_span
from textmine.store import measures_like, open_store, panel, reading

ALL, PERSON = "request.received.total", "request.received.natural_person"


def write(path: Path, reports, records, cells) -> None:
    """A store in which each cell (body, year, measure, value) is a report of its own."""
    with open_store(path, program="test") as writer:
        for number, (body, year, measure, value) in enumerate(cells):
            report = reports("a.txt", f"报告{number}\n收到申请{value}件。\n")
            facts = tuple(replace(fact, measure=measure, period=year_span(year)) for fact in report.facts)
            assert [fact.value for fact in facts] == [Decimal(value)]
            report = replace(report, issuer=body, facts=facts)
            writer.record(records(report, f"{number}.txt"), report)


@contextmanager
def stored(path: Path, reports, records, cells) -> Iterator:
    write(path, reports, records, cells)
    with reading(path) as connection:
        yield connection


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ([], []),
        ([("甲县", 2019, ALL, 5)], [("甲县", 2019, "5", None, ["0.txt"])]),
        (
            [("甲县", 2021, ALL, 7), ("甲县", 2018, ALL, 5)],
            [
                ("甲县", 2018, "5", None, ["1.txt"]),
                ("甲县", 2019, None, "gap", []),
                ("甲县", 2020, None, "gap", []),
                ("甲县", 2021, "7", None, ["0.txt"]),
            ],
        ),
        (
            [("甲县", 2019, ALL, 5), ("甲县", 2019, ALL, 6), ("乙县", 2020, ALL, 5), ("乙县", 2020, ALL, 5)],
            [("乙县", 2020, "5", None, ["2.txt", "3.txt"]), ("甲县", 2019, None, "contradicts", ["0.txt", "1.txt"])],
        ),
        (
            [("甲县", 2019, ALL, 5), ("甲县", 2020, PERSON, 6)],  # what another measure shows to be a year of the body
            [("甲县", 2019, "5", None, ["0.txt"]), ("甲县", 2020, None, "gap", [])],
        ),
        ([(None, 2019, ALL, 5)], []),
        (
            [
                (zone, year, ALL, 5)
                for zone, year in (("甲开发区", 2019), ("甲开发区管委会", 2021), ("甲开发区管理委员会", 2019))
            ],
            [
                ("甲开发区", 2019, "5", None, ["0.txt", "2.txt"]),
                ("甲开发区", 2020, None, "gap", []),
                ("甲开发区", 2021, "5", None, ["1.txt"]),
            ],
        ),
        (
            [("甲园区管委会", 2019, ALL, 5), ("甲园区", 2019, ALL, 6), ("乙园区管委会", 2019, ALL, 7)],
            [("乙园区管委会", 2019, "7", None, ["2.txt"]), ("甲园区", 2019, None, "contradicts", ["0.txt", "1.txt"])],
        ),
    ],
)
def test_rows(tmp_path: Path, reports, records, cells, wanted):
    with stored(tmp_path / "facts.db", reports, records, cells) as connection:
        rows = [row for row in panel(connection, [ALL, PERSON]) if row.measure == ALL]
    got = [(row.body, row.year, row.value, row.mark, [place.path for place in row.places]) for row in rows]
    assert got == wanted


def test_places_quote_the_value(tmp_path: Path, reports, records):
    with stored(tmp_path / "facts.db", reports, records, [("甲县", 2019, ALL, 64)]) as connection:
        (row,) = panel(connection, [ALL])
        (text,) = connection.execute("SELECT text FROM reports").fetchone()
    assert [text[place.start : place.end] for place in row.places] == ["64件"]
    assert row.unit == "{件}"


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [(ALL, [ALL]), ("request.*", [PERSON, ALL]), ("*person", [PERSON]), ("review.*", []), ("request", []), ("%", [])],
)
def test_patterns(tmp_path: Path, reports, records, pattern: str, wanted: list[str]):
    cells = [("甲县", 2019, ALL, 5), ("甲县", 2019, PERSON, 5)]
    with stored(tmp_path / "facts.db", reports, records, cells) as connection:
        assert measures_like(connection, pattern) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("年报/a.txt", "年报/a.txt"),
        ('a "b" \\ c.txt', 'a "b" \\ c.txt'),
        ("a\n.txt", None),
        ("a\x1f.txt", None),
        ("%s.txt", "%s.txt"),
    ],
)
def test_places_are_json_whatever_files_are_called(tmp_path: Path, reports, records, name: str, wanted: str | None):
    with open_store(tmp_path / "facts.db", program="test") as writer:
        report = reports("a.txt")
        report = replace(
            report, issuer="甲县", facts=tuple(replace(fact, measure=ALL) for fact in report.facts[:1]), links=()
        )
        writer.record(records(report, name), report)
    with reading(tmp_path / "facts.db") as connection:
        (row,) = panel(connection, [ALL])
    assert [place.path for place in row.places] == [wanted]


CELLS = st.lists(
    st.tuples(
        st.sampled_from(["甲县", "乙县"]), st.integers(2017, 2022), st.sampled_from([ALL, PERSON]), st.integers(0, 3)
    ),
    max_size=8,
)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # the fixtures are plain functions
@given(cells=CELLS)
def test_every_cell_is_there_once_and_years_have_no_hole(tmp_path_factory, reports, records, cells):
    with stored(tmp_path_factory.mktemp("panel") / "facts.db", reports, records, cells) as connection:
        rows = panel(connection, [ALL, PERSON])
    told = sorted((row.body, row.year, row.measure, int(place.value)) for row in rows for place in row.places)
    assert told == sorted(cells)
    for measure, body in {(row.measure, row.body) for row in rows}:
        years = [row.year for row in rows if (row.measure, row.body) == (measure, body)]
        known = [year for of, year, _, _ in cells if of == body]
        assert years == list(range(min(known), max(known) + 1))
    for row in rows:
        values = {place.value for place in row.places}
        assert (row.mark, len(values)) in {("gap", 0), (None, 1)} or (row.mark == "contradicts" and len(values) > 1)
        assert (row.value is None) == (row.mark is not None)
