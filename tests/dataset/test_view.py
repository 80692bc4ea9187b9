"""Parts say of a report what an export says that reads it out of a store, and give back all its rows."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from textmine import mine
from textmine.dataset.folder import Folder
from textmine.dataset.part import read_part, write_part
from textmine.dataset.view import Shown, view, year_of
from textmine.errors import DatasetFormatError
from textmine.export import TABLES
from textmine.export.rows import rows, stored_reports
from textmine.store import FileRecord, open_store, reading
from textmine.store.prepared import as_rows

NAMES = ("disclosure-linhu-2016", "disclosure-yunling-2021", "statistics-songtang-2021")


@pytest.fixture(scope="module")
def reports(root: Path):
    return [mine(root / f"corpora/reports/{name}.txt") for name in NAMES]


@pytest.fixture(scope="module")
def shown(reports) -> list[Shown]:
    """The reports as parts hold them; the file of the last is gone."""
    last = len(reports) - 1
    found = [
        Shown(report=as_rows(report), path=f"{NAMES[at]}.txt", gone=at == last) for at, report in enumerate(reports)
    ]
    return sorted(found, key=lambda each: each.report.id)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_rows_are_those_that_an_export_reads_out_of_a_store(reports, shown, table, tmp_path: Path):
    with open_store(tmp_path / "facts.db", program="test") as writer:
        for name, report in zip(NAMES, reports, strict=True):
            record = FileRecord(
                path=f"{name}.txt", sha256=report.sha256, status=report.status, reason=None, detail="", report=report.id
            )
            writer.record(record, report)
        writer.mark_gone([f"{NAMES[-1]}.txt"])
    with reading(tmp_path / "facts.db") as connection:
        wanted = list(rows(connection, table, stored_reports(connection)))
    assert wanted
    assert [row for each in shown for row in view(each, table)] == wanted


@pytest.mark.parametrize("url", ["memory://facts", None])
def test_a_part_gives_back_what_was_put_in(shown, url: str | None, tmp_path: Path):
    folder = Folder(url or str(tmp_path))
    name = write_part(folder, shown)
    assert write_part(folder, shown) == name
    wanted = {each.report.id for each in shown[1:]}
    assert list(read_part(folder, name, wanted)) == [each.report for each in shown[1:]]
    assert folder.files("rows") == [f"rows/{name}.parquet"]
    folder.delete(f"rows/{name}.parquet")
    folder.delete(f"rows/{name}.parquet")
    assert folder.files("rows") == []


def test_damage_to_a_part_is_noticed(shown, tmp_path: Path):
    folder = Folder(str(tmp_path))
    name = write_part(folder, shown)
    path = tmp_path / f"rows/{name}.parquet"
    whole, noticed = path.read_bytes(), 0
    for place in range(0, len(whole), len(whole) // 50):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            found = list(read_part(folder, name, {each.report.id for each in shown}))
        except DatasetFormatError as error:
            assert f"{name} is damaged" in str(error)  # noqa: PT017  # where nothing is raised, nothing may be lost
            noticed += 1
        else:
            assert found == [each.report for each in shown]
    assert noticed > 20
    path.unlink()
    with pytest.raises(DatasetFormatError, match="is damaged"):
        list(read_part(folder, name, {shown[0].report.id}))


def test_facts_lie_by_year_and_are_read_with_pandas_and_duckdb(shown, tmp_path: Path):
    write_part(Folder(str(tmp_path)), shown)
    count = sum(each.report.n_facts for each in shown)
    found = pd.read_parquet(tmp_path / "facts")
    assert (len(found), set(found["year"])) == (count, {2016, 2021})
    facts = duckdb.read_parquet(f"{tmp_path}/facts/**/*.parquet", hive_partitioning=True)
    by_year = facts.aggregate("year, count(*)", "year").order("year").fetchall()
    assert by_year == [
        (2016, sum(each.report.n_facts for each in shown if year_of(each) == "2016")),
        (2021, sum(each.report.n_facts for each in shown if year_of(each) == "2021")),
    ]


def test_a_report_without_any_year(reports):
    report = replace(
        reports[0],
        period=replace(reports[0].period, start=None, end=None),
        metadata=replace(reports[0].metadata, published=None),
    )
    assert year_of(Shown(report=as_rows(report), path="a.txt")) == "__HIVE_DEFAULT_PARTITION__"
