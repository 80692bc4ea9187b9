"""The database against the store: the same rows, the same search as a scan, fed again and again."""

import random
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servers.postgres import programs, server
from textmine import mine
from textmine.export import TABLES, send
from textmine.export.columns import FACTS
from textmine.export.postgres import vector
from textmine.store import FileRecord, open_store, reading

FOLDER = programs()
pytestmark = pytest.mark.skipif(FOLDER is None, reason="no PostgreSQL server is installed here")


@pytest.fixture(scope="module")
def conninfo() -> Iterator[str]:
    with server(FOLDER) as running:
        yield running


@pytest.fixture(scope="module")
def loaded(conninfo: str, facts_db: Path) -> Iterator[psycopg.Connection]:
    """A connection to a database that holds the store in the schema textmine."""
    with reading(facts_db) as connection:
        sent = send(connection, conninfo, "textmine")
    assert (sent.deleted, sent.same) == (0, 0)
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("SET search_path = textmine")
        yield connection


def names(found) -> list[tuple]:
    return sorted((row["report"], row["id"]) if isinstance(row, dict) else tuple(row) for row in found)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_rows(loaded, stored, table):
    listed = ", ".join(f'"{name}"' for name in table.names)
    found = loaded.execute(f"SELECT {listed} FROM {table.name}").fetchall()  # noqa: S608  # our own names
    kinds = {"decimal": Decimal, "date": date.fromisoformat, "boolean": bool}
    wanted = [
        tuple(
            None if row[column.name] is None else kinds.get(column.kind, lambda value: value)(row[column.name])
            for column in table.columns
        )
        for row in stored[table.name]
    ]
    lists = [place for place, column in enumerate(table.columns) if column.kind == "list"]
    plain = [tuple(as_text(value) if place in lists else value for place, value in enumerate(row)) for row in found]
    assert sorted(plain, key=repr) == sorted(wanted, key=repr)


def as_text(value: object) -> str | None:
    import json

    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def test_decimals_are_exact(loaded, stored):
    found = dict(loaded.execute("SELECT id, value::text FROM facts").fetchall())
    assert found == {row["id"]: row["value"] for row in stored["facts"]}


def test_phrases_find_what_a_scan_finds(loaded, stored):
    choose = random.Random(20240617)  # noqa: S311  # a choice that is the same on every run
    sentences = [row["sentence"] for row in stored["facts"]]
    for number in range(200):
        sentence = choose.choice(sentences)
        start = choose.randrange(len(sentence))
        word = sentence[start : start + choose.randint(1, 8)]
        if number % 2:
            word = "".join(choose.sample(word, len(word)))
        found = loaded.execute("SELECT report, id FROM facts WHERE tokens @@ phrase(%s)", (word,)).fetchall()
        wanted = [
            row
            for row in stored["facts"]
            if any(
                word.lower() in (row[name] or "").lower()
                for name in ("indicator", "sentence", "section", "title", "body")
            )
        ]
        assert names(found) == names(wanted), word


def test_search(loaded, stored):
    query = """SELECT report, id, indicator, sentence FROM search('工作 "工作日" -群众') WHERE unit = '{working_day}'"""
    found = loaded.execute(query).fetchall()
    texts = ("indicator", "sentence", "section", "title", "body")
    wanted = [
        row
        for row in stored["facts"]
        if row["unit"] == "{working_day}"
        and any("工作日" in (row[name] or "") for name in texts)
        and not any("群众" in (row[name] or "") for name in texts)
    ]
    assert names(row[:2] for row in found) == names(wanted)
    assert found


def test_search_ranks_the_indicator_first(loaded):
    found = loaded.execute("SELECT indicator FROM search('公开')").fetchall()
    assert "公开" in found[0][0]
    assert any("公开" not in (indicator or "") for (indicator,) in found)


@pytest.mark.parametrize("words", ["", " ", "-", '"', '""', "'", "& | !", "a' OR 1=1", "\\", "：*", "():", "x" * 1000])
def test_any_query_is_answered(loaded, words: str):
    assert isinstance(loaded.execute("SELECT count(*) FROM search(%s)", (words,)).fetchone()[0], int)


def test_the_index_is_used(loaded):
    loaded.execute("SET enable_seqscan = off")
    plan = "".join(line for (line,) in loaded.execute("EXPLAIN SELECT * FROM search('工作日')").fetchall())
    loaded.execute("RESET enable_seqscan")
    assert "facts_tokens" in plan


def test_periods_overlap(loaded, stored):
    found = loaded.execute(
        "SELECT report, id FROM facts WHERE period && daterange('2016-06-01', '2016-08-31', '[]')"
    ).fetchall()
    wanted = [
        row
        for row in stored["facts"]
        if row["period_end"]
        and (row["period_start"] or row["period_end"]) <= "2016-08-31"
        and row["period_end"] >= "2016-06-01"
    ]
    assert names(found) == names(wanted)
    assert found


def test_queries_are_cut_as_the_index_is(loaded):
    @given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30))
    def check(text: str) -> None:
        row = [None] * len(FACTS.names)
        row[FACTS.names.index("sentence")] = text
        (found,) = loaded.execute("SELECT %s::tsvector @@ phrase(%s)", (vector(tuple(row)), text)).fetchone()
        assert found

    check()


class TestFeeding:
    """A store that changes, sent again and again into a schema of its own."""

    TEXTS = (
        "云岭市2019年年报\n2019年，办结364件，公开12项。\n",
        "临湖市2020年年报\n2020年，办结90件，其中窗口办结80件。\n",
    )

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        path = tmp_path / "facts.db"
        for name, text in zip("ab", self.TEXTS, strict=True):
            self.put(path, name, text)
        return path

    def put(self, path: Path, name: str, text: str) -> None:
        """Put a report into the store under a name, in place of the one that was there."""
        report = mine(text)
        with open_store(path, program="test") as writer:
            record = FileRecord(path=name, sha256=report.sha256, status="ok", reason=None, detail="", report=report.id)
            writer.record(record, report)

    def feed(self, export, path: Path, conninfo: str, schema: str = "fed") -> str:
        code, out, err = export(path, "--to", "postgres", conninfo, "--schema", schema)
        assert (code, err) == (0, "")
        return out.strip()

    def same(self, conninfo: str, path: Path, schema: str = "fed") -> bool:
        """Whether the schema says of every table what the store says."""
        with psycopg.connect(conninfo) as server, reading(path) as store:
            there = server.execute(f"SELECT report, id, quote, path, gone FROM {schema}.facts ORDER BY 1, 2").fetchall()  # noqa: S608
            links = server.execute(f"SELECT count(*) FROM {schema}.links").fetchone()  # noqa: S608
            here = store.execute("SELECT report, id, quote, path, gone FROM fact_view ORDER BY 1, 2").fetchall()
            return (
                there == [(*row[:4], bool(row[4])) for row in here]
                and links == store.execute("SELECT count(*) FROM links").fetchone()
            )

    def test_only_what_changed(self, export, path: Path, conninfo: str):
        assert self.feed(export, path, conninfo) == "reports  2 sent + 0 there already, 0 deleted"
        assert self.feed(export, path, conninfo) == "reports  0 sent + 2 there already, 0 deleted"
        self.put(path, "c", "青溪县2021年年报\n2021年，受理7件。\n")
        assert self.feed(export, path, conninfo) == "reports  1 sent + 2 there already, 0 deleted"
        self.put(path, "a", "云岭市2019年年报\n2019年，办结365件。\n")
        assert self.feed(export, path, conninfo) == "reports  1 sent + 2 there already, 1 deleted"
        assert self.same(conninfo, path)
        with open_store(path, program="test") as writer:
            writer.mark_gone(["b"])
        assert self.feed(export, path, conninfo) == "reports  1 sent + 2 there already, 0 deleted"
        assert self.same(conninfo, path)

    def test_a_report_that_is_mined_otherwise(self, export, path: Path, conninfo: str):
        """The same bytes, read by another program: a fact fewer, a value changed; both reach the database."""
        from dataclasses import replace

        self.feed(export, path, conninfo, "mined")
        report = mine(self.TEXTS[1])
        fact = replace(report.facts[0], value=Decimal(91))
        other = replace(report, facts=(fact,), links=())
        with open_store(path, program="other") as writer:
            record = FileRecord(path="b", sha256=report.sha256, status="ok", reason=None, detail="", report=report.id)
            writer.record(record, other)
        assert self.feed(export, path, conninfo, "mined") == "reports  1 sent + 1 there already, 0 deleted"
        assert self.same(conninfo, path, "mined")
        with psycopg.connect(conninfo) as server:
            assert server.execute("SELECT value FROM mined.facts WHERE id = %s", (fact.id,)).fetchone() == (91,)

    def test_all_or_nothing(self, export, path: Path, conninfo: str, monkeypatch):
        from textmine.export import postgres

        self.feed(export, path, conninfo, "whole")
        before = shutil.copy(path, path.with_name("before.db"))
        self.put(path, "a", "云岭市2019年年报\n2019年，办结366件。\n")

        def bad(row):
            del row
            return "工:x"

        monkeypatch.setattr(postgres, "vector", bad)
        code, _, err = export(path, "--to", "postgres", conninfo, "--schema", "whole")
        assert code == 74
        assert "nothing was changed there" in err
        assert self.same(conninfo, before, "whole")
        monkeypatch.undo()
        assert self.feed(export, path, conninfo, "whole") == "reports  1 sent + 1 there already, 1 deleted"
        assert self.same(conninfo, path, "whole")


def test_a_schema_of_another_version(export, conninfo: str, facts_db: Path):
    assert export(facts_db, "--to", "postgres", conninfo, "--schema", "old")[0] == 0
    with psycopg.connect(conninfo) as server:
        server.execute("ALTER TABLE old.facts DROP COLUMN indicator")
    code, _, err = export(facts_db, "--to", "postgres", conninfo, "--schema", "old")
    assert code == 74
    assert "another version" in err
    assert "indicator" in err


def test_an_awkward_schema_name(export, conninfo: str, facts_db: Path):
    assert export(facts_db, "--to", "postgres", conninfo, "--schema", 'a"; DROP SCHEMA textmine; --')[0] == 0
    with psycopg.connect(conninfo) as server:
        assert server.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'textmine'").fetchone() == (1,)


def test_a_server_that_is_not_there(export, facts_db: Path, tmp_path: Path):
    code, out, err = export(facts_db, "--to", "postgres", f"host={tmp_path} user=textmine")
    assert (code, out) == (74, "")
    assert err.startswith("textmine: PostgreSQL: ")
    assert len(err.splitlines()) == 1


def test_without_psycopg(export, facts_db: Path, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    code, _, err = export(facts_db, "--to", "postgres", "dbname=x")
    assert code == 2
    assert "pip install 'textmine[postgres]'" in err


def test_the_documented_queries(loaded, root: Path):
    page = (root / "docs/exports.md").read_text("utf-8").split("### PostgreSQL")[1].split("\n### ")[0]
    queries = [
        query for block in page.split("```sql\n")[1:] for query in block.split("```")[0].split(";") if query.strip()
    ]
    assert len(queries) == 2
    assert all(loaded.execute(query).fetchall() for query in queries)
