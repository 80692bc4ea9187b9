"""What a run tells of its work: a bar on a real terminal, nothing of it in a pipe, and nowhere a word of a report."""

import json
import os
import pty
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

# Made up, each of its kind; the identity number has a valid check digit.
PERSONAL = ("11010519491231002X", "13800138000", "zhangsan@example.cn", "6222021234567894", "张三丰")
WORDS = "申请人张三丰的证件号码为11010519491231002X，电话13800138000，邮箱zhangsan@example.cn，账号6222021234567894。"


def drawn(command, *arguments: object, under: tuple[str, ...] = ()) -> str:
    """What a command writes to a terminal that is its standard error."""
    own, theirs = pty.openpty()
    with command.start(*arguments, under=under, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(own, 4096)
            except OSError:  # so Linux says that nobody has the other end any more
                break
            if not part:
                break
            shown += part
        process.communicate(timeout=60)
    os.close(own)
    assert process.returncode == 0
    return shown.decode()


@pytest.mark.usefixtures("archive")
def test_a_terminal_shows_the_rate_and_the_remaining_time(command):
    shown = drawn(command, "run", "archive", "--store", "facts.db", under=("env", "FAKE_PAUSE=0.03"))
    assert re.search(r"\r\[#+\.+\] \d+/40 files  \d+ files/s  0:00:0\d left  \d+ facts", shown)
    assert "[########################] 40/40 files" in shown
    assert shown.endswith("\r\x1b[K")
    assert drawn(command, "run", "archive", "--store", "facts.db", "--quiet") == ""


@pytest.mark.usefixtures("archive")
def test_a_pipe_gets_no_bar(command):
    result = command("run", "archive", "--store", "facts.db", under=("env", "FAKE_PAUSE=0.01"))
    assert (result.returncode, result.stderr) == (0, "")
    assert "\r" not in result.stdout


def damaged_files(folder: Path) -> None:
    """Files with personal data that are damaged in all the ways that readers complain of, and some that end their worker."""
    folder.mkdir()
    data = WORDS.encode()
    (folder / "fine.txt").write_bytes(data)
    (folder / "boom.txt").write_text(WORDS + "BOOM", "utf-8")
    (folder / "kill.txt").write_text(WORDS + "KILL", "utf-8")
    (folder / "mixed.txt").write_bytes(data + b"\n" + WORDS.encode("gb18030") + b"\n")
    (folder / "cut.txt").write_bytes(data[:-2])
    (folder / "korean.txt").write_bytes("정부는 올해 목표를 달성했다고 밝혔다. ".encode("euc-kr") + data)
    (folder / "controls.txt").write_bytes(bytes(range(256)) * 40 + data)
    (folder / "broken.jsonl").write_text(f'{{"text": "{WORDS}"}}\n{{"text": "{WORDS}}}\n{WORDS}\n', "utf-8")
    (folder / "columns.csv").write_text(f"{WORDS},张三丰\n{WORDS},b\n", "utf-8")
    (folder / "wide.csv").write_text(f"text,b\n{WORDS},b,c,{WORDS}\n", "utf-8")
    (folder / "page.html").write_text(f"<html><body><p>{WORDS}<table><tr><td>{WORDS}", "utf-8")
    (folder / "paper.pdf").write_bytes(b"%PDF-1.4\n" + data)
    (folder / "table.parquet").write_bytes(b"PAR1" + data + b"PAR1")
    document = f"<w:document><w:p>{WORDS}</w:q></w:document>"
    with zipfile.ZipFile(folder / "word.docx", "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", document)
    with zipfile.ZipFile(folder / "many.zip", "w") as file:
        file.writestr("a.txt", WORDS + "BOOM")
        file.writestr("b.docx", document)
        file.writestr("c.zip", data)


@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_no_text_of_a_report_and_no_personal_data_is_told(command, tmp_path: Path, quiet: tuple[str, ...]):
    damaged_files(tmp_path / "in")
    (tmp_path / "scratch").mkdir()
    result = command(
        "run",
        "in",
        "--store",
        "facts.db",
        "--log-json",
        "log.jsonl",
        *quiet,
        under=("env", f"TMPDIR={tmp_path}/scratch"),
    )
    assert result.returncode == 3
    log = (tmp_path / "log.jsonl").read_text("utf-8")
    with closing(sqlite3.connect(tmp_path / "facts.db")) as store:
        ledger = repr(store.execute("SELECT path, status, reason, detail FROM files").fetchall())
        texts = repr(store.execute("SELECT text FROM reports").fetchall())
    assert PERSONAL[0] in texts  # a report is stored as it is: what is asked here is whether more is said of it
    pieces = [WORDS[at : at + 4] for at in range(len(WORDS) - 3)]
    for told in (log, ledger, result.stdout, result.stderr):
        assert [piece for piece in (*PERSONAL, *pieces) if piece in told] == []
    statuses = {event["path"]: event["status"] for event in map(json.loads, log.splitlines()) if "path" in event}
    assert len(statuses) >= 15
    assert list((tmp_path / "scratch").iterdir()) == []
