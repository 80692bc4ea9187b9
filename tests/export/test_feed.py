"""Feeds: a sink that takes each of them, some twice and some not at all, always holds what the store holds."""

import csv
import json
import random
import shutil
from pathlib import Path

import duckdb
import pytest
from opensearchpy import OpenSearch

from textmine import mine
from textmine.export.columns import CHECKS, FACTS, LINKS, REPORTS
from textmine.export.feed import read_sent
from textmine.export.rows import rows, stored_reports
from textmine.store import FileRecord, open_store, reading

YEARS = range(2012, 2020)


def report_text(choose: random.Random) -> str:
    """A report of a few figures; of some the same text comes again."""
    figures = "，".join(f"{word}{choose.randint(1, 4)}件" for word in ("公开", "受理", "办结")[: choose.randint(0, 3)])
    return f"云岭市{choose.choice(YEARS)}年年报\n2019年，{figures}。其中窗口办结{choose.randint(1, 3)}件。\n"


class Archive:
    """A store whose files change."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, name: str, text: str, program: str = "test") -> None:
        report = mine(text)
        with open_store(self.path, program=program) as writer:
            record = FileRecord(path=name, sha256=report.sha256, status="ok", reason=None, detail="", report=report.id)
            writer.record(record, report)

    def change(self, choose: random.Random) -> None:
        """One of the things that happen to archives."""
        name = choose.choice("abcdef")
        if choose.random() < 0.2:
            with open_store(self.path, program="test") as writer:
                writer.mark_gone([name])
        else:
            self.put(name, report_text(choose), program=choose.choice(["test", "test", "other"]))

    def holds(self) -> dict[str, list[tuple]]:
        with reading(self.path) as connection:
            reports = stored_reports(connection)
            return {
                table.name: sorted(rows(connection, table, reports), key=repr)
                for table in (FACTS, LINKS, REPORTS, CHECKS)
            }


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path / "facts.db")
    for name in "abc":
        made.put(name, report_text(random.Random(name)))  # noqa: S311  # the same on every run
    return made


class Files:
    """A sink made of tables, which follows docs/exports.md."""

    def __init__(self) -> None:
        self.tables = {table.name: {} for table in (FACTS, LINKS, REPORTS, CHECKS)}

    def take(self, folder: Path) -> None:
        read = {
            path.stem: [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            for path in folder.glob("*.jsonl")
        }
        replaced = {row["report"] for row in read["replaced"]}
        for table in (FACTS, LINKS, REPORTS, CHECKS):
            held = self.tables[table.name]
            whose = "id" if table is REPORTS else "report"
            for key in [key for key, row in held.items() if row[whose] in replaced]:
                del held[key]
            for row in read[table.name]:
                key = tuple(row[name] for name in table.key)
                assert key not in held
                assert row[whose] in replaced
                held[key] = row

    def holds(self) -> dict[str, list[tuple]]:
        return {
            table.name: sorted(
                (
                    tuple(as_stored(row[column.name], column.kind) for column in table.columns)
                    for row in self.tables[table.name].values()
                ),
                key=repr,
            )
            for table in (FACTS, LINKS, REPORTS, CHECKS)
        }


def as_stored(value: object, kind: str) -> object:
    if value is None:
        return None
    if kind == "list":
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return int(value) if kind == "boolean" else value


@pytest.mark.parametrize("seed", range(4))
def test_a_sink_follows_the_store(export, archive: Archive, tmp_path: Path, seed: int):
    choose = random.Random(seed)  # noqa: S311  # the same changes on every run
    sink, cursor, out = Files(), tmp_path / "cursor.jsonl", tmp_path / "out"
    told = []
    for _ in range(12):
        for _ in range(choose.randint(0, 2)):
            archive.change(choose)
        assert export(archive.path, "--to", "jsonl", out, "--since", cursor)[0] == 0
        told.append((out / "replaced.jsonl").read_text("utf-8"))
        luck = choose.random()
        if luck < 0.25:
            continue  # the feed never arrived: the cursor stays
        sink.take(out)
        if luck < 0.5:
            sink.take(out)  # the same feed again
        if luck < 0.6:
            continue  # it arrived, but that was not heard
        shutil.move(out / "cursor.jsonl", cursor)
        assert sink.holds() == archive.holds()
    export(archive.path, "--to", "jsonl", out, "--since", cursor)
    sink.take(out)
    assert sink.holds() == archive.holds()
    assert all(f'"{why}"' in "".join(told) for why in ("new", "changed", "deleted"))


def test_what_came_and_went_unheard(export, archive: Archive, tmp_path: Path):
    """A report arrives, which is not heard; the feed that deletes it is lost; the next one deletes it all the same."""
    sink, cursor, out = Files(), tmp_path / "cursor.jsonl", tmp_path / "out"
    archive.put("a", "云岭市2019年年报\n2019年，公开7件。\n")
    export(archive.path, "--to", "jsonl", out, "--since", cursor)
    sink.take(out)
    shutil.move(out / "cursor.jsonl", cursor)
    archive.put("new", "青溪县2021年年报\n2021年，受理7件。\n")
    export(archive.path, "--to", "jsonl", out, "--since", cursor)
    sink.take(out)
    archive.put("new", "云岭市2019年年报\n2019年，公开7件。\n")  # what stands in a.txt
    for arrives in (False, True):
        export(archive.path, "--to", "jsonl", out, "--since", cursor)
        assert "deleted" in (out / "replaced.jsonl").read_text("utf-8")
        if arrives:
            sink.take(out)
    assert sink.holds() == archive.holds()


def test_nothing_changed(export, archive: Archive, tmp_path: Path):
    first, second = tmp_path / "first", tmp_path / "second"
    export(archive.path, "--to", "jsonl", first, "--since", tmp_path / "none")
    assert export(archive.path, "--to", "jsonl", second, "--since", first / "cursor.jsonl")[0] == 0
    assert {path.name for path in second.iterdir() if path.read_bytes()} == {"cursor.jsonl", "manifest-jsonl.json"}
    assert (second / "cursor.jsonl").read_bytes() == (first / "cursor.jsonl").read_bytes()


def test_only_what_changed(export, archive: Archive, tmp_path: Path):
    export(archive.path, "--to", "csv-plain", tmp_path, "--since", tmp_path / "cursor.jsonl")
    archive.put("d", "青溪县2021年年报\n2021年，受理7件。\n")
    export(archive.path, "--to", "csv-plain", tmp_path, "--since", tmp_path / "cursor.jsonl")
    with (tmp_path / "facts.csv").open(encoding="utf-8") as file:
        assert [row["quote"] for row in csv.DictReader(file)] == ["7件"]
    assert (tmp_path / "replaced.csv").read_text("utf-8").splitlines()[1].endswith(",new")


def test_without_a_cursor_nothing_is_said_of_deletions(export, archive: Archive, tmp_path: Path):
    export(archive.path, "--to", "jsonl", tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        *(f"{name}.jsonl" for name in archive.holds()),
        "manifest-jsonl.json",
    }


def test_the_recipe_for_duckdb(export, archive: Archive, tmp_path: Path, root: Path, monkeypatch):
    page = (root / "docs/exports.md").read_text("utf-8")
    recipe = next(block for block in page.split("```\n") if block.startswith("DELETE FROM"))
    monkeypatch.chdir(tmp_path)
    export(archive.path, "--to", "parquet", "out", "--since", "cursor.jsonl")
    with duckdb.connect() as sink:
        sink.execute("CREATE TABLE facts AS SELECT * FROM 'out/facts.parquet'")
        shutil.move("out/cursor.jsonl", "cursor.jsonl")
        archive.put("a", "云岭市2019年年报\n2019年，办结365件。\n")
        export(archive.path, "--to", "parquet", "out", "--since", "cursor.jsonl")
        for _ in range(2):
            sink.execute(recipe)
            found = sink.execute("SELECT report, id, value_text FROM facts ORDER BY ALL").fetchall()
            at = [FACTS.names.index(name) for name in ("report", "id", "value")]
            assert found == sorted(tuple(row[place] for place in at) for row in archive.holds()["facts"])


def test_a_feed_into_opensearch(export, archive: Archive, tmp_path: Path):
    osmem = pytest.importorskip("osmem_server", reason="osmem-server has no wheel for this platform")
    choose = random.Random(5)  # noqa: S311  # the same changes on every run
    cursor, deleted = tmp_path / "cursor.jsonl", 0
    with osmem.OsmemServer.start(japanese=False) as server, OpenSearch(hosts=[server.url]) as client:
        for _ in range(8):
            archive.change(choose)
            export(archive.path, "--to", "opensearch", tmp_path / "out", "--since", cursor)
            client.indices.put_index_template(
                name="textmine", body=json.loads((tmp_path / "out/template.json").read_text())
            )
            for _ in range(2):  # each load is repeated
                for name in ("facts.ndjson", "deleted.ndjson"):
                    body = (tmp_path / "out" / name).read_text("utf-8")
                    deleted += body.count('{"delete":') if name == "deleted.ndjson" else 0
                    assert not body or not client.bulk(body=body, index="textmine-facts", refresh=True)["errors"]
            shutil.move(tmp_path / "out/cursor.jsonl", cursor)
            hits = client.search(index="textmine-facts", body={"size": 1000})["hits"]["hits"]
            at = [FACTS.names.index(name) for name in ("report", "id", "value", "gone")]
            wanted = sorted(tuple(row[place] for place in at) for row in archive.holds()["facts"])
            assert (
                sorted(tuple(hit["_source"][name] for name in ("report", "id", "value", "gone")) for hit in hits)
                == wanted
            )
    for pipe in filter(None, (server.process.stdin, server.process.stdout, server.process.stderr)):
        pipe.close()
    assert deleted > 0


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}\n",
        "[1]\n",
        "\xff",
        '{"feed":1}\n',
        '{"feed":1}\n{"end":1}\n',
        '{"feed":"1"}\n{"end":0}\n',
        '{"feed":1}\n{"report":"a","stamp":"b","facts":"?"}\n{"end":1}\n',
        "cut",
        "swapped",
    ],
)
def test_a_damaged_cursor(export, archive: Archive, tmp_path: Path, content: str):
    cursor, out = tmp_path / "cursor.jsonl", tmp_path / "out"
    export(archive.path, "--to", "jsonl", tmp_path, "--since", cursor)
    lines = cursor.read_text("utf-8").splitlines(keepends=True)
    content = {"cut": "".join(lines[:-1]), "swapped": "".join([*lines[1:], lines[0]])}.get(content, content)
    cursor.write_text(content, "latin-1")
    code, _, err = export(archive.path, "--to", "jsonl", out, "--since", cursor)
    assert code == 65
    assert "is no cursor" in err
    assert not out.exists()


def test_a_feed_that_fails_leaves_the_cursor(export, archive: Archive, tmp_path: Path, monkeypatch):
    from textmine.export import folder

    cursor = tmp_path / "cursor.jsonl"
    export(archive.path, "--to", "jsonl", tmp_path, "--since", cursor)
    before = cursor.read_bytes()
    archive.put("a", "云岭市2019年年报\n2019年，办结365件。\n")

    def fail(path, *_):
        path.write_text("half")
        raise RuntimeError("the disk is on fire")

    monkeypatch.setattr(folder, "write_cursors", fail)
    assert export(archive.path, "--to", "jsonl", tmp_path, "--since", cursor)[0] == 70
    assert cursor.read_bytes() == before
    assert len(read_sent(cursor).taken) == 3


@pytest.mark.parametrize(("form", "words"), [("jsonld", "what is to be deleted"), ("postgres", "only what changed")])
def test_forms_that_take_no_cursor(export, archive: Archive, tmp_path: Path, form: str, words: str):
    code, _, err = export(archive.path, "--to", form, tmp_path / "out", "--since", tmp_path / "cursor.jsonl")
    assert code == 2
    assert words in err
