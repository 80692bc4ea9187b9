"""What goes wrong while an export is written, and what it takes."""

import sqlite3
import sys
import tracemalloc
from contextlib import closing
from pathlib import Path

import pytest

from textmine.export import folder, rows
from textmine.store import reading


def test_a_form_without_its_package(export, facts_db: Path, tmp_path: Path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, out, err = export(facts_db, "--to", "parquet", tmp_path / "out")
    assert (code, out) == (2, "")
    assert "pip install 'textmine[parquet]'" in err
    assert list((tmp_path / "out").iterdir()) == []


def test_a_failed_export_leaves_the_files_of_the_one_before(export, facts_db: Path, tmp_path: Path, monkeypatch):
    assert export(facts_db, "--to", "jsonl", tmp_path)[0] == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(job):
        job.place("facts.jsonl").write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setitem(folder.FORMS, "jsonl", full)
    with reading(facts_db) as connection, pytest.raises(OSError, match="No space left"):
        folder.export(connection, "jsonl", tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_target_that_is_a_file(export, facts_db: Path, tmp_path: Path):
    (tmp_path / "file").write_text("mine")
    code, _, err = export(facts_db, "--to", "csv", tmp_path / "file")
    assert (code, (tmp_path / "file").read_text()) == (2, "mine")
    assert "is no folder" in err


def test_an_export_is_of_one_moment(facts_db: Path, tmp_path: Path):
    path = tmp_path / "facts.db"
    path.write_bytes(facts_db.read_bytes())
    with closing(sqlite3.connect(path)) as writer, reading(path) as connection:
        writer.execute("PRAGMA journal_mode = WAL")
        reports = rows.stored_reports(connection)
        with writer:
            writer.execute("DELETE FROM facts")
        found = list(rows.rows(connection, rows.FACTS, reports))
        assert len(found) == sum(report.n_facts for report in reports) > 0
    with reading(path) as connection:
        assert list(rows.rows(connection, rows.FACTS, reports)) == []


@pytest.mark.parametrize("form", sorted(folder.FORMS))
def test_memory_does_not_grow_with_the_store(facts_db: Path, tmp_path: Path, form: str, monkeypatch):
    monkeypatch.setattr(rows, "BATCH", 500)
    with reading(facts_db) as connection:
        reports = rows.stored_reports(connection)

        def job(some: list[rows.StoredReport]) -> folder.Job:
            return folder.Job(
                connection=connection, reports=some, tables=[rows.FACTS], place=lambda name: tmp_path / name
            )

        def peak(times: int) -> int:
            tracemalloc.start()
            try:
                first, *_ = folder.FORMS[form](job(reports * times))
                assert first.rows == times * sum(report.n_facts for report in reports)
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

        peak(1)
        assert peak(12) < 1.5 * max(peak(2), 200_000)
