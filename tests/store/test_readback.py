"""What the page reads of a store: counts, lists, whole reports."""

from pathlib import Path

import pytest

from textmine.store import open_store, reading, search
from textmine.store.facets import facets
from textmine.store.filters import dimension_names
from textmine.store.find import find, fulfilling
from textmine.store.overview import counted_at, measure_entries, report_entries, totals
from textmine.store.query import parse
from textmine.store.readback import report_rows
from textmine.store.rows import COLUMNS


@pytest.fixture
def store(tmp_path: Path, reports, records) -> Path:
    path = tmp_path / "facts.db"
    with open_store(path, program="test") as writer:
        for name in ("b.txt", "a.txt", "c.txt"):
            report = reports(name)
            writer.record(records(report), report)
        copy = reports("a.txt")
        writer.record(records(copy, "0-copy-of-a.txt"))
    return path


def test_totals(store: Path):
    with reading(store) as connection:
        found = totals(connection)
        facts = connection.execute("SELECT count(*) FROM facts").fetchone()[0]
    assert (found.reports, found.facts, found.first_year, found.last_year) == (3, facts, 2019, 2019)


def test_reports_come_by_their_first_path_and_once(store: Path):
    with reading(store) as connection:
        every = report_entries(connection)
        second = report_entries(connection, limit=1, after=every[0].path)
    assert [entry.path for entry in every] == ["0-copy-of-a.txt", "b.txt", "c.txt"]
    assert [entry.path for entry in second] == ["b.txt"]


def test_what_is_gone_is_left_out(store: Path):
    with open_store(store, program="test") as writer:
        writer.mark_gone(["0-copy-of-a.txt", "b.txt"])
    with reading(store) as connection:
        paths = [entry.path for entry in report_entries(connection)]
        assert (totals(connection).reports, paths) == (2, ["a.txt", "c.txt"])


def test_facets_count_what_the_search_finds(store: Path):
    with reading(store) as connection:
        hits = search(connection, "year:2019", limit=100).hits
        found = facets(connection, "year:2019")
        few = facets(connection, "year:2019", most=2)
    assert (found.total, found.more) == (len(hits), False)
    assert dict(found.counts["unit"]) == {
        unit: [hit.unit for hit in hits].count(unit) for unit in {hit.unit for hit in hits}
    }
    assert (few.total, few.more) == (2, True)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "办结",
        "办结 OR 公开",
        "测试市 办结",
        "总体情况",
        "总体情况 测试市 办理",
        "-办结",
        "办结 -3",
        "unit:{件}",
        "公开 unit:{件} OR unit:%",
        "没有",
    ],
)
def test_what_matches_is_what_is_found(store: Path, query: str):
    read = parse(query, dimensions=dimension_names())
    with reading(store) as connection:
        wanted = {place.fact for place in find(connection, read)}
        assert fulfilling(connection, read, most=1000) == wanted
        few = fulfilling(connection, read, most=2)
    assert few <= wanted
    assert len(few) == min(2, len(wanted))


def test_a_report_is_read_back(store: Path, reports):
    report = reports("a.txt")
    with reading(store) as connection:
        rows = report_rows(connection, report.id)
        with pytest.raises(LookupError):
            report_rows(connection, "no")
    assert [file["path"] for file in rows["files"]] == ["0-copy-of-a.txt", "a.txt"]
    assert rows["reports"][0]["text"] == report.text
    assert [fact["quote"] for fact in rows["facts"]] == [fact.quote for fact in report.facts]
    assert rows["passages"][0]["boilerplate"] is False
    for table, columns in COLUMNS.items():
        assert all(tuple(row) == columns for row in rows[table])


def test_a_store_without_measures(store: Path):
    with reading(store) as connection:
        assert (measure_entries(connection), counted_at(connection, "x")) == ([], {})
