"""`textmine run` from an archive to a store."""

import hashlib
import json
import os
import zipfile
from pathlib import Path

import pytest

from textmine.cli.run import expand
from textmine.store import reading


def test_a_run_ends_with_a_summary_that_adds_up(textmine, archive: Path, tmp_path: Path):
    result = textmine("run", archive, "--store", tmp_path / "facts.db")
    assert result.code == 0
    assert result.out.splitlines() == [
        "files    4 = 3 ok + 1 empty",
        "reports  3 = 2 mined + 1 known already",
        f"store    {tmp_path}/facts.db: 2 reports, 5 facts, 1 links",
    ]
    assert result.err == f"textmine: {archive}/empty.txt: empty, blank: there is no text in it; nothing was lost\n"


def test_every_file_has_one_status_and_a_path_beside_the_store(store: Path):
    with reading(store) as connection:
        assert connection.execute("SELECT path, status, reason FROM files").fetchall() == [
            ("archive/a.txt", "ok", None),
            ("archive/b.txt", "ok", None),
            ("archive/empty.txt", "empty", "blank"),
            ("archive/sub/copy.txt", "ok", None),
        ]


def test_running_again_changes_nothing_from_wherever(textmine, archive: Path, store: Path, monkeypatch):
    before = hashlib.sha256(store.read_bytes()).hexdigest()
    monkeypatch.chdir(archive)
    for path in archive.glob("*.txt"):
        os.utime(path)
    for arguments in (("../archive",), (".", "sub", "a.txt"), ("**/*.txt",)):
        result = textmine("run", *arguments, "--store", "../facts.db")
        assert result.code == 0
        assert "reports  3 = 0 mined + 3 known already" in result.out
        assert hashlib.sha256(store.read_bytes()).hexdigest() == before


def test_only_what_changed_is_mined(textmine, archive: Path, store: Path):
    (archive / "b.txt").write_text("公开91件。\n", "utf-8")
    (archive / "a.txt").rename(archive / "renamed.txt")
    result = textmine("run", archive, "--store", store)
    assert "reports  3 = 1 mined + 2 known already" in result.out
    with reading(store) as connection:
        assert connection.execute("SELECT count(*) FROM facts").fetchone() == (3,)


def test_a_user_vocabulary_makes_it_mine_again(textmine, archive: Path, store: Path, tmp_path: Path):
    lexicon = tmp_path / "lexicon"
    lexicon.mkdir()
    (lexicon / "crawl.toml").write_text('[keys]\ntitle = ["题名"]\n', "utf-8")
    (archive / "c.txt").write_text("题名: 丙县年报\n来源: 县政府\n公开7件。\n", "utf-8")
    result = textmine("run", archive, "--store", store, "--lexicon", lexicon)
    assert "4 = 3 mined + 1 known already" in result.out
    with reading(store) as connection:
        assert ("丙县年报",) in connection.execute("SELECT title FROM reports").fetchall()


@pytest.mark.parametrize(("content", "words"), [("[", "crawl.toml"), (None, "no such folder")])
def test_a_bad_vocabulary_is_an_error_of_its_own(textmine, archive: Path, tmp_path: Path, content, words: str):
    lexicon = tmp_path / "lexicon"
    if content:
        lexicon.mkdir()
        (lexicon / "crawl.toml").write_text(content)
    result = textmine("run", archive, "--store", tmp_path / "facts.db", "--lexicon", lexicon)
    assert result.code == 65
    assert words in result.err


def test_files_set_aside_are_named_with_reason_and_advice(textmine, archive: Path, tmp_path: Path):
    (archive / "scan.gif").write_bytes(b"GIF89a")
    (archive / "nul.txt").write_bytes(bytes(99))
    (archive / "bad.txt").write_text("BOOM", "utf-8")
    store = tmp_path / "facts.db"
    result = textmine("run", archive, "--store", store)
    assert result.code == 3
    assert "files    7 = 3 ok + 1 empty + 1 unsupported + 2 quarantined" in result.out
    lines = dict(line.removeprefix(f"textmine: {archive}/").split(": ", 1) for line in result.err.splitlines())
    assert (
        lines["scan.gif"]
        == "unsupported, type:gif (GIF image): no reader for this type is installed; convert it to text"
    )
    assert lines["nul.txt"].startswith("quarantined, binary (99 control characters in 99 bytes): it is not text")
    assert lines["bad.txt"].startswith("quarantined, crash (RuntimeError at fake_pipeline.py:")
    assert "secret" not in result.err
    with reading(store) as connection:
        found = dict(
            connection.execute("SELECT path, reason FROM files WHERE status IN ('quarantined', 'unsupported')")
        )
    assert found == {"archive/scan.gif": "type:gif", "archive/nul.txt": "binary", "archive/bad.txt": "crash"}
    assert textmine("run", archive, "--store", store, "--max-bad", "3").code == 0
    assert textmine("run", archive, "--store", store, "--max-bad", "2").code == 3


def test_quiet_prints_problems_only(textmine, archive: Path, tmp_path: Path):
    result = textmine("run", archive, "--store", tmp_path / "facts.db", "--quiet")
    assert result.out == ""
    assert result.err.count("\n") == 1


def test_the_store_may_lie_in_the_archive(textmine, archive: Path):
    for _ in range(2):
        result = textmine("run", archive, "--store", archive / "facts.db")
        assert result.code == 0
        assert result.err.count("skipped, store") >= 1


@pytest.mark.parametrize("missing", ["nothing", "no*thing"])
def test_an_archive_that_is_not_there_is_a_usage_error(textmine, tmp_path: Path, missing: str):
    result = textmine("run", tmp_path / missing, "--store", tmp_path / "facts.db")
    assert result.code == 2
    assert "no such file or folder" in result.err
    assert not (tmp_path / "facts.db").exists()


@pytest.mark.parametrize(
    "arguments", [(), ("run",), ("run", "x"), ("run", "x", "--store", "y", "--max-bad", "-1"), ("fly",)]
)
def test_usage(textmine, arguments: tuple[str, ...]):
    result = textmine(*arguments)
    assert result.code == 2
    assert "usage: textmine" in result.err


def test_patterns_are_sorted(archive: Path):
    assert expand([f"{archive}/*.txt"]) == [f"{archive}/{name}.txt" for name in ("a", "b", "empty")]


def test_a_name_cannot_steer_the_terminal_or_forge_a_line(textmine, tmp_path: Path):
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "a\n2099 ERROR forged\x1b[2J\u202e.txt").write_bytes(b"")
    result = textmine("run", folder, "--store", tmp_path / "facts.db")
    assert result.err.count("\n") == 1
    assert "a\\n2099 ERROR forged\\x1b[2J\\u202e.txt" in result.err


def test_a_name_in_another_charset(textmine, tmp_path: Path):
    folder = tmp_path / "archive"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/" + "年报.txt".encode("gb18030"))).write_text("公开8件。", "utf-8")
    assert textmine("run", folder, "--store", tmp_path / "facts.db").code == 0
    found = textmine("search", tmp_path / "facts.db", "公开", "--json")
    assert json.loads(found.out)["hits"][0]["path"] == "archive/%C4%EA%B1%A8.txt"


def test_containers_are_mined_and_counted_by_their_documents(textmine, archive: Path, tmp_path: Path):
    with zipfile.ZipFile(archive / "more.zip", "w") as zipped:
        zipped.writestr("2019/x.txt", "公开7件。")
        zipped.writestr("scan.png", b"\x89PNG\r\n\x1a\n")
    (archive / "rows.csv").write_text("编号,内容\n甲,公开8件。\n乙,公开9件。\n", "utf-8")
    store = tmp_path / "facts.db"
    result = textmine("run", archive, "--store", store, "--text-column", "内容", "--id-column", "编号")
    assert result.code == 3
    assert "files    10 = 8 ok + 1 empty + 1 unsupported" in result.out
    assert f"{archive}/more.zip//scan.png: unsupported, type:png" in result.err
    with reading(store) as connection:
        found = [path for (path,) in connection.execute("SELECT path FROM files WHERE path LIKE '%//%'")]
    assert sorted(found) == [
        f"archive/{name}" for name in ("more.zip//2019/x.txt", "more.zip//scan.png", "rows.csv//乙", "rows.csv//甲")
    ]
    before = hashlib.sha256(store.read_bytes()).hexdigest()
    again = textmine("run", archive, "--store", store, "--text-column", "内容", "--id-column", "编号")
    assert "reports  6 = 0 mined + 6 known already" in again.out
    assert hashlib.sha256(store.read_bytes()).hexdigest() == before
