"""What a run leaves alone, what it marks as gone, what it tells in its log, and what status says of it."""

import hashlib
import json
import os
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

LONG_AGO = 1_500_000_000_123_456_789  # nanoseconds since 1970


def aged(folder: Path) -> Path:
    """The same archive, written long ago."""
    for path in folder.rglob("*"):
        os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return folder


def rows(store: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(store)) as connection:
        return connection.execute(query).fetchall()


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that a run gives to its workers, as they are called in the store."""
    from textmine.cli.workers import Crew

    given: list[str] = []
    give = Crew._give  # noqa: SLF001

    def noted(self, job, worker) -> None:
        given.append(job.task.shown)
        give(self, job, worker)

    monkeypatch.setattr(Crew, "_give", noted)
    return given


@pytest.fixture
def archive(archive: Path) -> Path:
    with zipfile.ZipFile(archive / "more.zip", "w") as file:
        file.writestr("d.txt", "公开77件。\n")
        file.writestr("e.txt", "公开78件。\n")
    return aged(archive)


def test_what_has_not_changed_is_not_opened_and_nothing_is_written(textmine, archive: Path, store: Path, opened):
    before = sha(store)
    result = textmine("run", archive, "--store", store)
    assert (result.code, opened, sha(store)) == (0, [], before)
    assert "files    7 = 6 ok + 1 empty" in result.out
    assert "empty.txt: empty, blank" in result.err


def test_what_is_only_touched_is_opened_but_nothing_is_written(textmine, archive: Path, store: Path, opened):
    before = sha(store)
    for path in archive.rglob("*"):
        os.utime(path, ns=(LONG_AGO, LONG_AGO + 1))
    assert textmine("run", archive, "--store", store).code == 0
    assert (len(opened), sha(store)) == (5, before)


def test_only_what_has_changed_is_opened(textmine, archive: Path, store: Path, opened):
    (archive / "b.txt").write_text("公开91件。\n", "utf-8")
    os.utime(archive / "b.txt", ns=(LONG_AGO, LONG_AGO + 1))
    assert "1 mined + 4 known already" in textmine("run", archive, "--store", store).out
    assert opened == ["archive/b.txt"]
    opened.clear()
    textmine("run", archive, "--store", store)
    assert opened == []


def test_a_file_that_has_just_changed_is_looked_at_again(textmine, archive: Path, store: Path, opened):
    os.utime(archive / "b.txt")
    for _ in range(2):
        opened.clear()
        textmine("run", archive, "--store", store)
        assert opened == ["archive/b.txt"]


def test_other_options_of_reading_make_it_read_again_once(textmine, archive: Path, store: Path, opened):
    for expected in (5, 0):
        opened.clear()
        textmine("run", archive, "--store", store, "--timeout", 90)
        assert len(opened) == expected


@pytest.fixture
def bad_files(archive: Path) -> list[str]:
    """Files that end in every status, alone and within a container; these are the ones that are tried again."""
    contents = {
        "boom.txt": "BOOM公开91件。\n".encode(),
        "copy.txt": "BOOM公开91件。\n".encode(),
        "mixed.txt": "全县公开信息94件，同比增长百分之六。\n".encode()
        + "全县公开信息95件，都已按时办结。\n".encode("gb18030"),
        "bytes.bin": bytes(range(256)) * 10,
        "cut.html": b"<html><body><p>\x00" + "公开96件。".encode(),
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "blank.txt": b" \n",
    }
    for name, content in contents.items():
        (archive / name).write_bytes(content)
    with zipfile.ZipFile(archive / "bad.zip", "w") as file:
        for name, content in contents.items():
            file.writestr(name, content.replace(b"9", b"8"))
        file.writestr("kill.txt", "KILL公开92件。\n")
    (archive / "cut.zip").write_bytes((archive / "bad.zip").read_bytes()[:300])
    (archive / "link").symlink_to("boom.txt")
    os.mkfifo(archive / "pipe")
    for path in [*archive.iterdir()]:
        if path.is_file() and not path.is_symlink():
            os.utime(path, ns=(LONG_AGO, LONG_AGO))
    return ["archive/bad.zip", "archive/boom.txt", "archive/copy.txt", "archive/pipe"]


@pytest.mark.parametrize("into", ["--store", "--dataset"])
def test_a_rerun_over_bad_files_tries_some_again_and_writes_nothing(
    textmine, archive: Path, bad_files: list[str], opened, tmp_path: Path, into: str
):
    target = tmp_path / "into"
    first = textmine("run", archive, into, target)
    assert first.code == 3
    for status in ("ok", "partial", "empty", "unsupported", "skipped", "quarantined"):
        assert f" {status}" in first.out.splitlines()[0]
    before = state(target)
    opened.clear()
    again = textmine("run", archive, into, target)
    assert (again.code, again.err) == (3, first.err)
    assert again.out.splitlines()[0] == first.out.splitlines()[0]
    assert sorted(set(opened)) == bad_files
    assert state(target) == before
    assert "boom.txt: quarantined, crash (RuntimeError at " in again.err


def state(target: Path) -> dict[str, str]:
    """What is in a store, or in the files of a data set."""
    files = [target] if target.is_file() else [path for path in target.rglob("*") if path.is_file()]
    return {str(path.relative_to(target)): sha(path) for path in files}


def test_what_fares_better_the_next_time_is_no_longer_set_aside(textmine, archive: Path, tmp_path: Path, monkeypatch):
    """A failure of textmine's own is remembered with an empty report, which must not stand in the way."""
    (archive / "boom.txt").write_text("BOOM公开91件。\n", "utf-8")
    (archive / "copy.txt").write_text("BOOM公开91件。\n", "utf-8")
    for into in ("--store", "--dataset"):
        textmine("run", archive, into, tmp_path / into)
    monkeypatch.setenv("FAKE_SOUND", "1")
    for into in ("--store", "--dataset"):
        result = textmine("run", archive, into, tmp_path / into)
        assert (result.code, "boom" in result.err) == (0, False)
    assert textmine("load", tmp_path / "--dataset", "--store", tmp_path / "loaded.db").code == 0
    for store in (tmp_path / "--store", tmp_path / "loaded.db"):
        assert ("91件", "archive/boom.txt") in rows(store, "SELECT quote, path FROM fact_view")
        assert rows(store, "SELECT count(*) FROM files WHERE status = 'quarantined'") == [(0,)]


def test_what_is_gone_is_marked_and_keeps_its_facts(textmine, archive: Path, store: Path):
    (archive / "b.txt").unlink()
    (archive / "a.txt").unlink()  # its copy stays
    (archive / "more.zip").unlink()
    result = textmine("run", archive, "--store", store)
    assert "gone     3 that were there before; what they said is kept and marked\n" in result.out
    gone = [path for (path,) in rows(store, "SELECT path FROM files WHERE gone ORDER BY path")]
    assert gone == [
        "archive/a.txt",
        "archive/b.txt",
        "archive/more.zip",
        "archive/more.zip//d.txt",
        "archive/more.zip//e.txt",
    ]
    found = rows(
        store, "SELECT quote, gone, path FROM fact_view WHERE quote IN ('364项', '120件', '77件') ORDER BY quote"
    )
    assert found == [
        ("120件", 1, "archive/b.txt"),
        ("364项", 0, "archive/sub/copy.txt"),
        ("77件", 1, "archive/more.zip//d.txt"),
    ]
    before = sha(store)
    assert "gone  " not in textmine("run", archive, "--store", store).out
    assert sha(store) == before


def test_what_is_gone_is_found_only_when_asked_for(textmine, archive: Path, store: Path):
    (archive / "b.txt").unlink()
    (archive / "a.txt").unlink()
    textmine("run", archive, "--store", store)

    def found(query: str) -> list[tuple[str, int]]:
        hits = json.loads(textmine("search", store, "--json", query).out)["hits"]
        return [(hit["quote"], hit["gone"]) for hit in hits]

    assert found("全县 公开信息") == []
    assert "120件" not in dict(found("全县公开了多少信息？"))
    assert ("120件", 1) in found("全县 公开信息 gone:yes")
    assert ("364项", 0) in found("窗口全年办结")
    assert found("窗口全年办结 gone:yes") == []
    assert "archive/b.txt (gone)" in textmine("search", store, "公开信息 gone:yes").out


def test_a_folder_that_is_empty_as_a_whole_is_an_error(textmine, archive: Path, store: Path, tmp_path: Path):
    """As the place of a disk is that was not mounted tonight; a folder above it says that they are gone indeed."""
    archive.rename(tmp_path / "elsewhere")
    archive.mkdir()
    before = sha(store)
    result = textmine("run", archive, "--store", store)
    assert (result.code, sha(store)) == (2, before)
    assert (
        f"textmine: {archive}: is empty, but 5 files of it were read before; nothing was marked as gone" in result.err
    )
    assert "        0  mark as gone" in textmine("status", store, archive).out
    above = tmp_path / "above"
    above.mkdir()
    assert textmine("run", archive, above, "--store", store).code == 2
    archive.rmdir()
    (tmp_path / "elsewhere").rename(archive)
    assert "= 0 mined + 5 known" in textmine("run", archive, "--store", store).out
    archive.rename(above / "archive")
    assert "gone     5 that" in textmine("run", tmp_path, "--store", store).out


def test_the_log_of_a_run_is_no_report(textmine, archive: Path, store: Path):
    for _ in range(2):
        result = textmine("run", archive, "--store", store, "--log-json", archive / "log.jsonl")
        assert result.code == 0
        assert "files    8 = 6 ok + 1 empty + 1 skipped" in result.out
        assert "log.jsonl: skipped, store: it belongs to the fact store" in result.err


def test_what_comes_back_is_no_longer_gone(textmine, archive: Path, store: Path, tmp_path: Path):
    (archive / "b.txt").rename(tmp_path / "b.txt")
    textmine("run", archive, "--store", store)
    (tmp_path / "b.txt").rename(archive / "b.txt")
    assert "0 mined + 5 known already" in textmine("run", archive, "--store", store).out
    assert rows(store, "SELECT count(*) FROM files WHERE gone") == [(0,)]


def test_what_lies_elsewhere_is_not_missed(textmine, archive: Path, store: Path):
    (archive / "b.txt").unlink()
    textmine("run", archive / "sub", archive / "a.txt", "--store", store)
    assert rows(store, "SELECT count(*) FROM files WHERE gone") == [(0,)]


def test_a_folder_that_is_missing_as_a_whole_is_an_error(textmine, archive: Path, store: Path):
    before = sha(store)
    archive.rename(archive.with_name("elsewhere"))
    assert textmine("run", archive, "--store", store).code == 2
    assert sha(store) == before


def test_a_document_that_a_container_no_longer_holds_goes(textmine, archive: Path, store: Path):
    with zipfile.ZipFile(archive / "more.zip", "w") as file:
        file.writestr("e.txt", "公开78件。\n")
    textmine("run", archive, "--store", store)
    assert rows(store, "SELECT path FROM files WHERE path LIKE '%//%'") == [("archive/more.zip//e.txt",)]
    assert rows(store, "SELECT count(*) FROM facts WHERE quote = '77件'") == [(0,)]


def test_a_canonical_dump_tells_of_what_is_there(textmine, archive: Path, store: Path, tmp_path: Path):
    (archive / "b.txt").unlink()
    (archive / "more.zip").unlink()
    (archive / "new.txt").write_text("公开91件。\n", "utf-8")
    textmine("run", archive, "--store", store)
    textmine("run", archive, "--store", tmp_path / "anew.db")
    dumps = [textmine("dump", path, "--canonical").out for path in (store, tmp_path / "anew.db")]
    assert dumps[0] == dumps[1]
    assert textmine("dump", store).out.count("\n") > dumps[0].count("\n")


def test_a_name_in_another_charset_is_not_missed(textmine, archive: Path, store: Path):
    (archive / os.fsdecode("统计".encode("gb18030") + b".txt")).write_text("公开91件。\n", "utf-8")
    textmine("run", archive, "--store", store)
    assert "gone  " not in textmine("run", archive, "--store", store).out


def test_the_log_tells_of_every_document_and_of_the_end(textmine, archive: Path, tmp_path: Path):
    (archive / "boom.txt").write_text("BOOM公开91件。\n", "utf-8")
    log = tmp_path / "run.jsonl"
    code = textmine("run", archive, "--store", tmp_path / "facts.db", "--log-json", log).code
    first, *documents, last = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert (first["event"], first["workers"]) == ("started", 1)
    told = {event["path"]: (event["status"], event["reason"], event["facts"]) for event in documents}
    assert told["archive/a.txt"] == ("ok", None, 2)
    assert told["archive/boom.txt"] == ("quarantined", "crash", 0)
    assert (len(told), last["event"], last["exit_code"]) == (8, "ended", code)
    assert sum(last["files"].values()) == 8
    assert not {"公开", "RuntimeError", "secret"} & set(log.read_text("utf-8").split('"'))
    assert all(event["time"].endswith("+00:00") for event in (first, last))


def test_the_log_on_standard_error_is_alone_there(textmine, archive: Path, tmp_path: Path):
    result = textmine("run", archive, "--store", tmp_path / "facts.db", "--log-json", "-")
    assert {json.loads(line)["event"] for line in result.err.splitlines()} == {"started", "document", "ended"}


def test_a_log_that_cannot_be_written(textmine, archive: Path, tmp_path: Path):
    result = textmine("run", archive, "--store", tmp_path / "facts.db", "--log-json", tmp_path)
    assert result.code == 73
    assert not (tmp_path / "facts.db").exists()


def test_status_says_what_a_run_would_do_and_the_run_does_it(textmine, archive: Path, store: Path, opened):
    (archive / "b.txt").unlink()
    (archive / "a.txt").write_text("公开91件。\n", "utf-8")
    (archive / "new.txt").write_text("公开92件。\n", "utf-8")
    (archive / ".hidden").touch()
    before = sha(store)
    told = json.loads(textmine("status", store, archive, "--json").out)
    assert told["run"] == {"new": 1, "changed_or_tried_again": 1, "unchanged": 3, "not_opened": 1, "gone": 1}
    assert {"status": "empty", "reason": "blank", "files": 1} in told["files"]
    assert sum(row["reports"] for row in told["reports"]) == 4
    assert (sha(store), opened) == (before, [])
    textmine("run", archive, "--store", store)
    assert sorted(opened) == ["archive/a.txt", "archive/new.txt"]
    lines = [line.split() for line in textmine("status", store, archive).out.splitlines()]
    assert ["1", "gone"] in lines
    assert ["1", "empty", "blank"] in lines


def test_status_of_what_is_no_store(textmine, archive: Path):
    assert textmine("status", archive / "a.txt").code == 65
    assert textmine("status", archive / "none.db").code == 2
