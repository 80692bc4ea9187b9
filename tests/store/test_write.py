"""Writing: each report whole or not at all, nothing written where nothing changed, a digest that finds damage."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from textmine import mine
from textmine.store import damage, dump, open_store, prepare, prepared, reading, rows, write
from textmine.store.index import spaced
from textmine.store.insert import insert


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def count(store: Path, table: str) -> int:
    with reading(store) as connection:
        return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  # the test's own names


def test_spans_and_values_come_back(store: Path):
    with reading(store) as connection:
        found = connection.execute(
            "SELECT quote, value, value_real, unit, body, period_start FROM fact_view"
        ).fetchall()
        places = connection.execute(
            "SELECT f.quote, substr(r.text, f.start + 1, f.end - f.start) FROM facts f JOIN reports r ON r.pk = f.report"
        ).fetchall()
    assert ("364项", "364", 364.0, "{项}", "测试市人民政府", "2019-01-01") in found
    assert len(found) == 5
    assert all(quote == text for quote, text in places)


def test_the_view_answers_the_query_of_the_manual(store: Path):
    with reading(store) as connection:
        ((quote, sentence, path),) = connection.execute(
            "SELECT quote, sentence, path FROM fact_view WHERE unit = '{working_day}'"
        ).fetchall()
    assert (quote, sentence, path) == ("3个工作日", "不动产登记办理时间压缩至3个工作日。", "a.txt")


def test_the_store_opens_in_any_client_as_one_plain_file(store: Path):
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert sorted(path.name for path in store.parent.iterdir()) == ["facts.db"]


def test_writing_the_same_again_leaves_the_file_as_it_is(store: Path, reports, records):
    before = sha(store)
    with open_store(store, program="test") as writer:
        for name in ("a.txt", "b.txt", "c.txt"):
            report = reports(name)
            known = writer.known(report.sha256)
            assert (known.id, known.status) == (report.id, "ok")
            assert not writer.record(records(report))
    assert sha(store) == before


def test_another_program_mines_again_and_replaces(store: Path, reports, records):
    report = reports("a.txt")
    with open_store(store, program="newer") as writer:
        assert writer.known(report.sha256) is None
        assert writer.record(records(report), report)
    assert count(store, "reports") == 3
    assert count(store, "facts") == 5


def test_a_changed_file_replaces_its_report_and_leaves_nothing_behind(store: Path, reports, records):
    report = reports("a.txt", "办结12件。\n")
    with open_store(store, program="test") as writer:
        writer.record(records(report), report)
    with reading(store) as connection:
        assert connection.execute("SELECT quote FROM fact_view WHERE path = 'a.txt'").fetchall() == [("12件",)]
        orphans = connection.execute(
            "SELECT count(*) FROM fact_view WHERE report NOT IN (SELECT report FROM files)"
        ).fetchone()
    assert orphans == (0,)
    assert count(store, "reports") == 3


def test_indexes_follow_replacement_and_deletion(store: Path, reports, records):
    report = reports("a.txt", "办结12件。\n")
    with open_store(store, program="test") as writer:
        writer.record(records(report), report)
    with closing(sqlite3.connect(store)) as connection:
        for index, table in (
            ("report_index", "reports"),
            ("section_index", "sections"),
            ("passage_index", "passages"),
            ("indicator_index", "indicators"),
        ):
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")  # noqa: S608
            indexed = connection.execute(f"SELECT count(*) FROM {index}_docsize").fetchone()  # noqa: S608
            assert indexed == connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        for index, word in (
            ("passage_index", spaced("不动产")),
            ("word_index", "登记"),
            ("indicator_index", spaced("窗口")),
        ):
            gone = connection.execute(f"SELECT count(*) FROM {index} WHERE {index} MATCH ?", (f'"{word}"',))  # noqa: S608
            assert gone.fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM indicators WHERE text LIKE '%窗口%'").fetchone() == (0,)


def test_files_of_equal_content_share_a_report(store: Path, reports, records):
    report = reports("a.txt")
    with open_store(store, program="test") as writer:
        writer.record(records(report, path="copy/a.txt"))
    assert count(store, "reports") == 3
    assert count(store, "files") == 4
    other = reports("a.txt", "办结12件。\n")
    with open_store(store, program="test") as writer:
        writer.record(records(other), other)
    with reading(store) as connection:
        assert connection.execute("SELECT DISTINCT path FROM fact_view ORDER BY 1").fetchall() == [
            ("a.txt",),
            ("b.txt",),
            ("copy/a.txt",),
        ]


class Stopped(BaseException):
    """As a signal raises it."""


@pytest.mark.parametrize("error", [RuntimeError, Stopped])
def test_a_write_that_fails_half_way_leaves_the_old_report(store: Path, reports, records, monkeypatch, error):
    report = reports("a.txt", "办结12件。\n")

    def fail(*arguments):
        insert(*arguments)
        raise error

    monkeypatch.setattr(write, "insert", fail)
    with pytest.raises(error), open_store(store, program="test") as writer:
        writer.record(records(report), report)
    with reading(store) as connection:
        assert connection.execute("SELECT count(*) FROM fact_view WHERE path = 'a.txt'").fetchone() == (2,)
    assert count(store, "facts") == 5
    assert [path.name for path in store.parent.iterdir()] == ["facts.db"]


def test_digests_match_the_rows(store: Path, reports, records):
    linked = reports("d.txt", "一、总体情况\n受理20件，办结12件。\n")
    with open_store(store, program="test") as writer:
        writer.record(records(linked), linked)
    with reading(store) as connection:
        stored = connection.execute("SELECT pk, n_facts, n_links, digest FROM reports").fetchall()
        assert len(stored) == 4
        for pk, n_facts, n_links, told in stored:
            read = {table: connection.execute(query, (pk,)).fetchall() for table, query in rows.READ_BACK.items()}
            assert (len(read["facts"]), len(read["links"])) == (n_facts, n_links)
            assert rows.digest(read) == told


def test_columns_are_those_that_are_read_back(store: Path):
    with reading(store) as connection:
        for table, query in rows.READ_BACK.items():
            assert len(connection.execute(query, (1,)).description) == len(rows.COLUMNS[table])


def test_a_changed_row_changes_the_digest():
    assert rows.digest({"facts": [("a", 1)]}) != rows.digest({"facts": [("a", 2)]})
    assert rows.digest({"facts": [("a", 1)]}) != rows.digest({"links": [("a", 1)]})


TABLES = """一、收支情况
2019年，全县收到申请12件，办结10件，同比增长6.1%。另有2件正在办理，比上年减少3件。

| 项目 | 本年 | 上年 |
|---|---|---|
| 收到申请 | 12 | 9 |
| 办结 | 10 | 8 |
| 合计 | 22 | 17 |

二、其他情况
窗口全年办结364项，平均用时3个工作日。
"""


def test_a_long_report_comes_in_parts_and_is_stored_as_any_other(tmp_path: Path, monkeypatch, reports, records):
    """Its rows are pressed, so that neither a worker nor the run holds all of them at once."""
    found = [reports("a.txt"), reports("b.txt"), mine(TABLES)]
    assert found[2].tables
    assert found[2].links
    told = []
    for store in (tmp_path / "short.db", tmp_path / "long.db"):
        with open_store(store, program="test") as writer:
            for number, report in enumerate(found):
                made = prepare(report)
                long = all(isinstance(part, bytes) for parts in made.columns.values() for part in parts)
                assert long == (store.stem == "long")
                writer.record(records(report, f"{number}.txt"), made)
        with reading(store) as connection:
            assert list(damage(connection)) == []
            told.append(list(dump(connection)))
        monkeypatch.setattr(prepared, "LONG", 1)
        monkeypatch.setattr(rows, "_BLOCK", 2)
    assert told[0] == told[1]
