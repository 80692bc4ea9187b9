"""What kills, hangs or starves a worker process: tried once more, set aside with its reason, and the run goes on."""

import hashlib
import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest

from textmine.cli import process
from textmine.cli.wire import Answer, Limits, Setup
from textmine.cli.workers import Crew, Listed
from textmine.read import Columns, Entry

PROGRAM = Path(__file__).resolve().parents[1] / "fake/main.py"
FAULTS = {
    "KILL": ("crash", "its process ended with SIGKILL"),
    "SEGV": ("crash", "its process ended with SIGSEGV"),
    "EXIT": ("crash", "its process ended with code 7"),
    "HANG": ("timeout", "2 s, or 2 s of processor time"),
    "EAT": ("memory", "more than 512 MiB"),
}
# Of time there is plenty where nothing hangs: how long anything takes depends on what else the machine does.
LIMITS = {"HANG": ("--timeout", "2"), "EAT": ("--worker-memory", "512M")}


def files(store: Path) -> dict[str, tuple[str, str | None, str]]:
    with closing(sqlite3.connect(store)) as found:
        rows = found.execute("SELECT path, status, reason, detail FROM files").fetchall()
    return {path: (status, reason, detail) for path, status, reason, detail in rows}


@pytest.mark.parametrize("word", FAULTS)
@pytest.mark.usefixtures("archive")
def test_a_document_that_ends_its_worker(command, tmp_path: Path, word: str):
    (tmp_path / "archive/17a.txt").write_text(f"公开7件。{word}", "utf-8")
    result = command("run", "archive", "--store", "facts.db", *LIMITS.get(word, ()))
    assert result.returncode == 3
    assert "files    41 = 40 ok + 1 quarantined" in result.stdout
    assert result.stderr.count("\n") == 1
    assert files(tmp_path / "facts.db")["archive/17a.txt"] == ("quarantined", *FAULTS[word])


def test_a_document_that_calculates_without_end(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.syspath_prepend(str(PROGRAM.parent))
    monkeypatch.setattr(process, "ENTRY", "fake_worker")
    (tmp_path / "a.txt").write_text("公开7件。SPIN", "utf-8")
    setup = Setup(lexicon=None, model=None, columns=Columns(), limits=Limits(seconds=300, cpu_seconds=1))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    with Crew(setup, size=1) as crew:
        listed = Listed(entry=Entry(path=str(tmp_path / "a.txt")), shown="a.txt")
        [(_, outcome)] = crew.outcomes([listed], known=lambda _: Answer())
    document = outcome.document
    assert (document.status, document.reason, document.detail) == ("quarantined", "timeout", setup.limits.time)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 20


@pytest.mark.parametrize("word", ["KILL", "EAT"])
@pytest.mark.usefixtures("archive")
def test_what_ends_its_worker_once_is_mined_the_second_time(command, tmp_path: Path, word: str):
    (tmp_path / "archive/17a.txt").write_text(f"公开7件。{word} ONCE", "utf-8")
    result = command("run", "archive", "--store", "facts.db", *LIMITS.get(word, ()))
    assert (result.returncode, result.stderr) == (0, "")
    assert "41 = 41 ok" in result.stdout


def test_a_container_goes_on_after_the_member_that_ends_its_worker(command, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(9):
            archive.writestr(f"{number}.txt", f"公开{number}件。" + ("KILL" if number in (3, 7) else ""))
    result = command("run", "a.zip", "--store", "facts.db")
    assert "files    10 = 8 ok + 2 quarantined" in result.stdout
    found = files(tmp_path / "facts.db")
    assert list(found) == ["a.zip", *(f"a.zip//{number}.txt" for number in range(9))]
    assert {path[7] for path, (status, *_) in found.items() if status == "quarantined"} == {"3", "7"}


def test_a_container_that_ends_worker_after_worker_is_given_up(command, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(30):
            archive.writestr(f"{number:02}.txt", f"{number} EXIT")
    result = command("run", "a.zip", "--store", "facts.db")
    assert "files    11 = 11 quarantined" in result.stdout
    assert files(tmp_path / "facts.db")["a.zip"][1:] == (
        "crash", "10 of its documents failed; the others were not read",
    )  # fmt: skip


@pytest.mark.usefixtures("archive")
def test_the_store_does_not_depend_on_the_number_of_workers(command, tmp_path: Path):
    archive = tmp_path / "archive"
    (archive / "05a.txt").write_text("公开7件。KILL", "utf-8")
    shutil.copy(archive / "03.txt", archive / "03a.txt")
    with zipfile.ZipFile(archive / "20a.zip", "w") as zipped:
        for number in range(150):
            zipped.writestr(f"{number}.txt", f"办结{number % 100}件。")
    sums = set()
    for number, ahead in ((1, 10**7), (2, 10**7), (4, 1)):  # nothing is begun while so much waits for its turn
        store = tmp_path / f"{number}.db"
        under = ("env", f"FAKE_AHEAD={ahead}")
        result = command("run", "archive", "--store", store.name, "--workers", number, under=under)
        assert "files    193 = 192 ok + 1 quarantined" in result.stdout
        sums.add(hashlib.sha256(store.read_bytes()).hexdigest())
    assert len(sums) == 1


@pytest.mark.parametrize("workers", [1, 3])
def test_a_report_that_moves_while_its_place_is_taken(command, archive: Path, tmp_path: Path, workers: int):
    command("run", "archive", "--store", "facts.db")
    moved = (archive / "00.txt").read_text("utf-8")
    (archive / "00.txt").write_text("公开9999件。", "utf-8")
    (archive / "00a.txt").write_text(moved, "utf-8")
    result = command("run", "archive", "--store", "facts.db", "--workers", workers)
    assert result.returncode == 0
    with closing(sqlite3.connect(tmp_path / "facts.db")) as store:
        assert store.execute("SELECT count(*) FROM files WHERE report IS NULL").fetchone() == (0,)
        assert store.execute(
            "SELECT text FROM reports JOIN files ON report = id WHERE path = 'archive/00a.txt'"
        ).fetchone() == (moved,)


@pytest.mark.usefixtures("archive")
def test_workers_are_replaced_after_so_many_documents(command):
    plain = command("run", "archive", "--store", "a.db")
    often = command("run", "archive", "--store", "b.db", under=("env", "FAKE_RECYCLE=7"))
    assert (often.returncode, often.stderr) == (0, "")
    assert plain.stdout.splitlines()[:2] == often.stdout.splitlines()[:2]


def children(folder: Path) -> list[int]:
    """The workers that run for a folder: processes in it, whoever their parent is by now."""
    found = []
    for own in Path("/proc").glob("[0-9]*"):
        try:
            if (own / "cwd").readlink() == folder and b"fake_worker" in (own / "cmdline").read_bytes():
                found.append(int(own.name))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("word", ["HANG", "SPIN"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_run(command, tmp_path: Path, word: str, number: signal.Signals):
    if not Path("/proc/self/cwd").exists():
        pytest.skip("there is no /proc to find processes in")
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"{name} {word}", "utf-8")
    with command.start("run", "a.txt", "b.txt", "--store", "facts.db", "--workers", 2) as process:
        deadline = time.monotonic() + 60
        while len(children(tmp_path)) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.5)
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == (-number if number == signal.SIGKILL else 128 + number)
    assert "Traceback" not in err
    deadline = time.monotonic() + 30
    while children(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert children(tmp_path) == []


@pytest.mark.usefixtures("archive")
def test_the_terminal_s_ctrl_c_reaches_workers_too_and_they_leave_it_to_the_run(command, tmp_path: Path):
    slow = ("env", "FAKE_PAUSE=0.05")
    with command.begin(tmp_path / "facts.db", under=slow, start_new_session=True) as process:
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.count("\n") == 1


@pytest.mark.parametrize("value", ["0", "x", "1000"])
def test_numbers_of_workers_that_make_no_sense(command, archive: Path, value: str):
    assert command("run", archive, "--store", "facts.db", "--workers", value).returncode == 2


@pytest.mark.parametrize("option", [("--timeout", "0"), ("--worker-memory", "5"), ("--worker-memory", "1M")])
def test_limits_that_make_no_sense(command, archive: Path, option: tuple[str, str]):
    assert command("run", archive, "--store", "facts.db", *option).returncode == 2


# The real command, and how much memory, in MiB, the largest of its workers took.
MEASURED = """
import resource, sys
from textmine.cli.main import main
code = main()
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(code)
"""


# Outside material: the inputs of ../faults/make_bad.py, each with the statuses that are right for it.
def test_the_whole_folder_of_bad_input(command, exam: Path, tmp_path: Path):
    make = exam.parent / "faults/make_bad.py"
    if not make.is_file():
        pytest.skip(f"there is no {make}")
    subprocess.run([sys.executable, make, tmp_path / "bad"], check=True, capture_output=True)
    line = [sys.executable, "-c", MEASURED, "run", "bad", "--store", "facts.db", "--timeout", "30"]
    result = subprocess.run(
        line, cwd=tmp_path, env=command.environment(), capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert "Traceback" not in result.stderr
    assert result.returncode == 3
    assert int(result.stdout.splitlines()[-1]) <= 512
    found = files(tmp_path / "facts.db")
    assert int(result.stdout.split()[1]) == len(found)
    assert not any(reason in ("crash", "timeout") for _, reason, *_ in found.values())
    wrong = {}
    for line in (tmp_path / "bad.expected.tsv").read_text("utf-8").splitlines():
        name, allowed, *_ = line.split("\t")
        own = {path: row for path, row in found.items() if quoted(path).removeprefix("bad/").partition("//")[0] == name}
        # A container that was taken apart to its end is ok; what is wrong is told of its members.
        apart = [path for path in own if any(other.startswith(f"{path}//") for other in own)]
        own = {path: row for path, row in own.items() if path not in apart or row[0] != "ok"}
        allowed += DEVIATIONS.get(name, "")
        if not own or any(not right(row, allowed) for row in own.values()):
            wrong[name] = (allowed, list(own.values())[:3])
    assert json.dumps(wrong, ensure_ascii=False, indent=1) == "{}"
    assert {path.name for path in tmp_path.iterdir()} == {"bad", "bad.expected.tsv", "facts.db"}
    planted = ("textmine_slip.txt", "textmine_slip_abs.txt")  # what names in the archives lead to
    assert not [name for name in planted if (Path(tempfile.gettempdir()) / name).exists()]
    with closing(sqlite3.connect(tmp_path / "facts.db")) as store:
        assert store.execute("SELECT count(*) FROM reports WHERE text LIKE '%root:x:%'").fetchone() == (0,)


def quoted(path: str) -> str:
    return path if "%" in path else quote(path, safe="/")


# Statuses that are right here and that the maker of the folder did not think of.
DEVIATIONS = {
    "zip/symlink.zip": "|skipped:symlink",  # as a link on disk
    "fs/unreadable.txt": "|ok" if os.getuid() == 0 else "",  # nothing is unreadable to root
}


def right(row: tuple[str, str | None, str], allowed: str) -> bool:
    status, reason, _ = row
    code = f"{status}:{reason}" if reason else status
    return any(code == wanted or code.startswith(f"{wanted}:") for wanted in allowed.split("|"))
