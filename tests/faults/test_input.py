"""Bad input: a clear line that names the file, a status and reason in the store, the rest is processed."""

import json
import os
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

TEXT = "2019年，全市办结364项。"


def make_files(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "blank.txt").write_text(" \u3000\n" * 50, "utf-8")
    (folder / "nul.txt").write_bytes(bytes(5000))
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "korean.txt").write_bytes("정부는 올해 목표를 달성했다고 밝혔다. 국민의 삶".encode("euc-kr"))
    (folder / "gbk.txt").write_bytes(TEXT.encode("gbk"))
    (folder / "mixed.txt").write_bytes(TEXT.encode("gbk") + b"\n" + TEXT.encode() + b"\n")
    (folder / "english.txt").write_text("Not a report at all, and that is no fault.", "utf-8")
    (folder / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / "report.docx").write_bytes(b"PK\x03\x04" + bytes(30) + b"word/document.xml")
    (folder / "broken.txt").write_text("BOOM", "utf-8")
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(".")
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "outside.txt").symlink_to("/etc/passwd")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / "socket"))


EXPECTED = {
    "binary.txt": ("quarantined", "binary"),
    "blank.txt": ("empty", "blank"),
    "broken.txt": ("quarantined", "crash"),
    "empty.txt": ("empty", "blank"),
    "english.txt": ("ok", None),
    "gbk.txt": ("ok", None),
    "image.txt": ("unsupported", "type:png"),
    "korean.txt": ("quarantined", "encoding"),
    "loop": ("skipped", "symlink"),
    "mixed.txt": ("partial", "encoding:mixed"),
    "nul.txt": ("quarantined", "binary"),
    "outside.txt": ("skipped", "symlink"),
    "pipe.txt": ("skipped", "not_regular"),
    "report.docx": ("quarantined", "parse"),
    "self.txt": ("skipped", "not_regular"),
    "socket": ("skipped", "not_regular"),
}


def test_bad_input_is_told_and_the_rest_is_mined(command, tmp_path: Path):
    folder = tmp_path / "x"
    folder.mkdir()
    make_files(folder)
    result = command("run", "x", "--store", "facts.db")
    assert result.returncode == 3
    assert "files    16 = 2 ok + 1 partial + 2 empty + 1 unsupported + 5 skipped + 5 quarantined" in result.stdout
    with closing(sqlite3.connect(tmp_path / "facts.db")) as store:
        files = {
            path: (status, reason) for path, status, reason in store.execute("SELECT path, status, reason FROM files")
        }
        assert files == {f"x/{name}": found for name, found in EXPECTED.items()}
        assert store.execute("SELECT count(*) FROM facts WHERE quote = '364项'").fetchone() == (3,)
        assert store.execute("SELECT count(*) FROM reports WHERE text LIKE '%root:%'").fetchone() == (0,)
    told = result.stderr.splitlines()
    assert len(told) == sum(reason is not None for _, reason in EXPECTED.values())
    for name, (status, reason) in EXPECTED.items():
        if reason is not None:
            assert any(line.startswith(f"textmine: {folder}/{name}: {status}, {reason}") for line in told)


def test_unreadable_files_and_folders(command, tmp_path: Path, nobody):
    folder = tmp_path / "x"
    (folder / "locked").mkdir(parents=True)
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "secret.txt").write_text(TEXT, "utf-8")
    (folder / "secret.txt").chmod(0)
    (folder / "locked").chmod(0)
    out = tmp_path / "out"
    out.mkdir()
    out.chmod(0o777)
    result = command("run", "x", "--store", "out/facts.db", under=nobody)
    (folder / "locked").chmod(0o755)
    assert result.returncode == 3
    assert "files    3 = 1 ok + 2 quarantined" in result.stdout
    assert f"{folder}/secret.txt: quarantined, io (Permission denied): make it readable and run again" in result.stderr
    assert f"{folder}/locked: quarantined, io (folder: Permission denied)" in result.stderr
    shown = command("extract", "x/secret.txt", "--json", under=nobody)
    assert shown.returncode == 3
    assert json.loads(shown.stdout)["report"]["reason"] == "io"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_ten_megabytes_on_one_line(command, tmp_path: Path, codec: str):
    line = (TEXT + "政务服务更加便利，" * 200).encode(codec)
    (tmp_path / "long.txt").write_bytes(line * (10_000_000 // len(line)))
    result = command("run", "long.txt", "--store", "facts.db")
    assert (result.returncode, result.stderr) == (0, "")
    assert "files    1 = 1 ok" in result.stdout


def test_a_pipe_named_on_the_command_line_does_not_hang(command, tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    result = command("extract", "pipe", "--json")
    assert result.returncode == 3
    assert json.loads(result.stdout)["report"]["reason"] == "not_regular"
    assert "a pipe" in result.stderr


@pytest.mark.usefixtures("archive")
def test_output_is_utf8_in_any_locale(command):
    plain = command("run", "archive", "--store", "a.db")
    odd = ("env", "LC_ALL=C", "PYTHONUTF8=0", "PYTHONCOERCECLOCALE=0", "PYTHONHASHSEED=1", "TZ=America/New_York")
    other = command("run", "archive", "--store", "b.db", under=odd)
    assert plain.returncode == other.returncode == 0
    dumps = [command("dump", name, "--canonical", under=under).stdout for name, under in (("a.db", ()), ("b.db", odd))]
    assert dumps[0] == dumps[1]
    assert "办结364项" in dumps[0]


@pytest.mark.usefixtures("archive")
def test_a_reader_of_the_output_that_goes_away(command):
    command("run", "archive", "--store", "facts.db", "--quiet")
    with command.start("dump", "facts.db") as process:
        process.stdout.close()
        err = process.stderr.read()
        assert (process.wait(timeout=20), err) == (0, "")


@pytest.mark.usefixtures("archive")
def test_a_full_disk_behind_standard_output(command):
    command("run", "archive", "--store", "facts.db", "--quiet")
    with Path("/dev/full").open("w") as full:
        result = command("dump", "facts.db", stdout=full)
    assert result.returncode == 74
    assert "No space left on device" in result.stderr
