"""A data set instead of a store: the same facts, redone where something has changed, and a store fed from it."""

import json
import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from textmine.dataset import session
from textmine.dataset.folder import Folder
from textmine.store.lock import locked

LONG_AGO = 1_500_000_000_123_456_789  # nanoseconds since 1970


def aged(folder: Path) -> None:
    for path in folder.rglob("*"):
        os.utime(path, ns=(LONG_AGO, LONG_AGO))


@pytest.fixture
def archive(archive: Path, tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile(archive / "more.zip", "w") as file:
        file.writestr("d.txt", "公开77件。\n")
        file.writestr("e.txt", "公开78件。\n")
    (archive / ".hidden").write_text("公开8件。", "utf-8")
    (archive / "f.xyz").write_bytes(b"\0\1\2")
    aged(archive)
    return archive


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of a data set with when it was written."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def ids(folder: str) -> list[tuple[str, str]]:
    """The facts of a data set, as anybody reads them."""
    return duckdb.read_parquet(f"{folder}/facts/**/*.parquet").project("report, id").order("report, id").fetchall()


@pytest.fixture
def same(textmine, archive: Path, tmp_path: Path):
    """Asserts that a data set holds what a store of the same archive holds, each fact once."""

    def check(dataset: str = "data", *, canonical: bool = True) -> None:
        for path in (*tmp_path.glob("wanted.db*"), *tmp_path.glob("loaded.db*")):
            path.unlink()
        textmine("run", archive, "--store", "wanted.db", "--quiet")
        assert textmine("load", dataset, "--store", "loaded.db").code == 0
        mode = ["--canonical"] if canonical else []
        dumps = [textmine("dump", store, *mode).out for store in ("wanted.db", "loaded.db")]
        assert dumps[0] == dumps[1]
        assert textmine("verify", "loaded.db").code == 0
        with closing(sqlite3.connect("loaded.db")) as store:
            wanted = store.execute("SELECT report, id FROM fact_view ORDER BY 1, 2").fetchall()
        assert ids(dataset) == wanted

    return check


@pytest.mark.parametrize("workers", [1, 3])
def test_a_store_fed_from_a_data_set_is_that_of_a_run(textmine, archive: Path, same, workers: int):
    result = textmine("run", archive, "--dataset", "data", "--workers", workers)
    assert result.code == 3
    assert result.out.splitlines()[-3:] == [
        "files    9 = 6 ok + 1 empty + 1 skipped + 1 quarantined",
        "reports  5 = 4 mined + 1 known already",
        "data set data: 4 reports, 7 facts, 1 links",
    ]
    same(canonical=False)
    again = textmine("load", "data", "--store", "loaded.db")
    assert again.out.splitlines()[0] == "reports  0 loaded + 4 known already"
    known = textmine("run", archive, "--store", "loaded.db")
    assert "reports  5 = 0 mined + 5 known already" in known.out


def test_a_second_run_writes_nothing(textmine, archive: Path):
    textmine("run", archive, "--dataset", "data")
    before = state(Path("data"))
    result = textmine("run", archive, "--dataset", "data")
    assert "reports  5 = 0 mined + 5 known already" in result.out
    assert state(Path("data")) == before


def test_only_what_has_changed_is_redone(textmine, archive: Path, same):
    textmine("run", archive, "--dataset", "data")
    with zipfile.ZipFile(archive / "more.zip", "w") as file:
        file.writestr("e.txt", "公开78件。\n")
        file.writestr("g.txt", "公开7900件。\n")
    (archive / "b.txt").write_text("全县公开信息121件。", "utf-8")
    (archive / "new.txt").write_text("全县公开信息122件。", "utf-8")
    (archive / "a.txt").rename(archive / "sub/renamed.txt")
    aged(archive)
    (archive / "sub/copy.txt").unlink()
    result = textmine("run", archive, "--dataset", "data")
    assert "reports  5 = 3 mined + 2 known already" in result.out
    assert "gone     2 that were there before" in result.out
    same()
    (archive / "sub/renamed.txt").unlink()
    textmine("run", archive, "--dataset", "data")
    assert duckdb.sql("SELECT path, gone FROM 'data/facts/**/*.parquet' WHERE quote = '364项'").fetchall() == [
        ("archive/a.txt", True)
    ]
    textmine("load", "data", "--store", "gone.db")
    with closing(sqlite3.connect("gone.db")) as store:
        assert store.execute("SELECT path FROM files WHERE gone ORDER BY path").fetchall() == [
            ("archive/a.txt",), ("archive/sub/copy.txt",), ("archive/sub/renamed.txt",),
        ]  # fmt: skip


def test_the_ledger_tells_of_every_file(textmine, archive: Path):
    textmine("run", archive, "--dataset", "data")
    found = duckdb.sql("SELECT path, status, reason, size, part FROM 'data/ledger/*.parquet' ORDER BY path").fetchall()
    assert [row[:3] for row in found] == [
        ("archive/.hidden", "skipped", "hidden"),
        ("archive/a.txt", "ok", None),
        ("archive/b.txt", "ok", None),
        ("archive/empty.txt", "empty", "blank"),
        ("archive/f.xyz", "quarantined", "binary"),
        ("archive/more.zip", "ok", None),
        ("archive/more.zip//d.txt", "ok", None),
        ("archive/more.zip//e.txt", "ok", None),
        ("archive/sub/copy.txt", "ok", None),
    ]
    sizes = {path: size for path, _, _, size, _ in found}
    assert sizes["archive/a.txt"] == (archive / "a.txt").stat().st_size
    assert {part for *_, part in found if part} == {path.stem for path in Path("data/reports").iterdir()}


class Stopped(Exception):
    pass


def stop(*_: object) -> None:
    raise Stopped


@pytest.mark.parametrize("at", ["save", "forget", "parts"])
def test_a_run_that_was_cut_off_is_gone_on_with(textmine, archive: Path, same, at: str, monkeypatch):
    textmine("run", archive, "--dataset", "data")
    (archive / "a.txt").write_text("全县公开信息121件。", "utf-8")
    (archive / "sub/copy.txt").unlink()
    aged(archive)
    with monkeypatch.context() as patched:
        patched.setattr(session, at, stop)
        assert textmine("run", archive, "--dataset", "data").code == 70
    assert not Path("data/_SUCCESS").exists()
    refused = textmine("load", "data", "--store", "loaded.db")
    assert (refused.code, Path("loaded.db").exists()) == (65, False)
    assert "is no complete data set" in refused.err
    (Path("data/facts") / ".part-0.parquet.99.new").write_bytes(b"half")
    result = textmine("run", archive, "--dataset", "data")
    assert "= 0 mined + 4 known already" in result.out
    assert list(Path("data").rglob(".*")) == list(Path("data").glob("journal")) == []
    same()


def test_what_was_finished_of_a_container_does_not_stand_for_the_whole(textmine, archive: Path, same, monkeypatch):
    from textmine.cli import parts

    with zipfile.ZipFile(archive / "more.zip", "w") as file:
        for number in range(9):
            file.writestr(f"{number}.txt", f"公开{number}件。\n")
    aged(archive)
    monkeypatch.setattr(parts, "_DOCUMENTS", 4)
    write, tasks = parts.write_lines, []

    def cut_off(*arguments: object) -> None:
        tasks.append(arguments)
        if len(tasks) == 3:
            raise Stopped
        write(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(parts, "write_lines", cut_off)
        assert textmine("run", archive, "--dataset", "data").code == 70
    lines = [line for path in Path("data/journal").iterdir() for line in json.loads(path.read_text("utf-8"))]
    assert 1 <= sum(line["source"]["path"] == "archive/more.zip" for line in lines) < 10
    textmine("run", archive, "--dataset", "data")
    same()


def test_what_is_there_already_is_not_touched(textmine, archive: Path, tmp_path: Path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/1.jpg").write_bytes(b"\xff\xd8")
    before = state(tmp_path / "photos")
    for command in (("run", archive, "--dataset", "photos"), ("load", "photos", "--store", "facts.db")):
        result = textmine(*command)
        assert result.code == 65
        assert result.err == "textmine: photos: is no data set of textmine, 1.jpg is in it; name a folder of its own\n"
    assert state(tmp_path / "photos") == before
    assert not Path("facts.db").exists()


def test_a_data_set_is_written_by_one_run_at_a_time(textmine, archive: Path):
    with locked(Path("data").absolute()):
        result = textmine("run", archive, "--dataset", "data")
    assert result.code == 75
    assert "is writing to it" in result.err


def test_a_data_set_of_another_version(textmine, archive: Path, monkeypatch):
    from textmine.dataset import snapshot

    with monkeypatch.context() as patched:
        patched.setattr(snapshot, "_FORMAT", {"textmine": "1"})
        textmine("run", archive, "--dataset", "data")
    before = state(Path("data"))
    for command in (("run", archive, "--dataset", "data"), ("load", "data", "--store", "facts.db")):
        result = textmine(*command)
        assert (result.code, "was made by another textmine" in result.err) == (65, True)
    assert state(Path("data")) == before


def test_the_data_set_lies_in_the_archive(textmine, archive: Path):
    for _ in range(2):
        result = textmine("run", archive, "--dataset", archive / "data")
        assert "skipped" in result.out
    assert "reports  5 = 0 mined + 5 known already" in result.out


def test_paths_are_seen_from_where_the_store_lies(textmine, archive: Path, tmp_path: Path):
    textmine("run", archive, "--dataset", "data")
    (tmp_path / "stores").mkdir()
    textmine("load", "data", "--store", "stores/facts.db")
    with closing(sqlite3.connect("stores/facts.db")) as store:
        paths = [path for (path,) in store.execute("SELECT path FROM files ORDER BY path")]
    assert paths[-3:] == ["../archive/more.zip//d.txt", "../archive/more.zip//e.txt", "../archive/sub/copy.txt"]
    assert "= 0 mined + 5 known" in textmine("run", archive, "--store", "stores/facts.db").out


def test_without_the_extra(textmine, archive: Path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    result = textmine("run", archive, "--dataset", "data")
    assert (result.code, result.err) == (2, "textmine: --dataset needs: pip install 'textmine[dataset]'\n")
    assert not Path("data").exists()


def test_a_file_that_cannot_be_opened_now_is_tried_again(textmine, archive: Path, same, monkeypatch):
    from textmine.cli import parts

    shutil.copy(archive / "b.txt", archive / "h.txt")
    aged(archive)
    monkeypatch.setattr(parts, "PART", 1)
    textmine("run", archive, "--dataset", "data")
    assert len(list(Path("data/rows").iterdir())) > 2
    assert Folder("data").files("journal") == []
    same()
