"""An export that is killed or fails: each file is that of the export before or the new one as a whole, and doing it again works."""

import hashlib
import json
import re
import shutil
import signal
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="there is no strace here")
FORMS = ("csv-plain", "parquet")


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module", params=FORMS)
def form(request) -> str:
    if request.param == "parquet":
        pytest.importorskip("pyarrow")
    return request.param


@pytest.fixture(scope="module")
def made(elsewhere, form: str) -> Path:
    """A folder with a store, an export of what it was before, `out`, and one of what it is, `next`."""
    command = elsewhere("made")
    command("run", "archive", "--store", "facts.db", "--quiet")
    assert command("export", "facts.db", "out", "--to", form).returncode == 0
    (command.folder / "archive/new.txt").write_text("办结7件，公开9件。公开10件。", "utf-8")
    command("run", "archive", "--store", "facts.db", "--quiet")
    assert command("export", "facts.db", "next", "--to", form).returncode == 0
    return command.folder


@pytest.fixture
def exports(command, made: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """What an export has written before, which is in the folder `out`, and what the next one should."""
    shutil.copytree(made, command.folder, dirs_exist_ok=True)
    return state(made / "out"), state(made / "next")


def traced(name: str, fault: str = "") -> tuple[str, ...]:
    inject = ("-e", f"inject={name}:{fault}") if fault else ()
    return ("strace", "-qq", "-y", "-f", "-o", "calls.txt", "-e", f"trace={name}", *inject)


def belong_together(found: dict[str, bytes], form: str) -> bool:
    """Whether files are those of one export, by what its manifest says."""
    told = json.loads(found[f"manifest-{form}.json"])["files"]
    return all(hashlib.sha256(found[name]).hexdigest() == file["sha256"] for name, file in told.items())


@pytest.mark.parametrize(("call", "when"), [("write", 9), ("fsync", 1), ("rename", 2)], ids=str)
def test_an_export_that_is_killed(command, tmp_path: Path, form: str, exports, call: str, when: int):
    old, new = exports
    line = ("export", "facts.db", "out", "--to", form)
    with command.start(*line, under=traced(call, f"signal=KILL:when={when}")) as process:
        looked = 0
        while looked == 0 or process.poll() is None:  # a reader beside it
            for name in old:
                assert (tmp_path / "out" / name).read_bytes() in (old[name], new[name])
            looked += 1
        process.communicate()
    assert process.returncode == -signal.SIGKILL
    found = {name: content for name, content in state(tmp_path / "out").items() if not name.startswith(".")}
    assert found.keys() == old.keys()
    assert all(content in (old[name], new[name]) for name, content in found.items())
    assert belong_together(found, form) == (found in (old, new))
    (tmp_path / "out/.notes.new").write_text("of somebody else", "utf-8")
    other = "jsonl" if call == "write" else form  # what was begun goes, whichever form comes next
    assert command("export", "facts.db", "out", "--to", other).returncode == 0
    now = state(tmp_path / "out")
    assert [name for name in now if name.startswith(".")] == [".notes.new"]
    assert {name: now[name] for name in new} == (found if other != form else new)


@pytest.mark.parametrize(("call", "error"), [("fsync", "EIO"), ("fsync", "ENOSPC"), ("rename", "EIO")], ids=str)
def test_an_export_that_fails(command, tmp_path: Path, form: str, exports, call: str, error: str):
    old, new = exports
    done = command("export", "facts.db", "out", "--to", form, under=traced(call, f"error={error}:when=1"))
    assert (done.returncode, done.stderr.count("\n")) == (74, 1)
    assert state(tmp_path / "out") == old
    assert command("export", "facts.db", "out", "--to", form).returncode == 0
    assert state(tmp_path / "out") == new


@pytest.mark.usefixtures("archive")
def test_files_of_a_data_set_are_on_the_disk_before_they_get_their_names(command, tmp_path: Path):
    pytest.importorskip("pyarrow")
    assert command("run", "archive", "--dataset", "data", "--quiet", under=traced("fsync,rename")).returncode == 0
    calls = [
        re.search(r"(fsync)\(.*<(.*)>|(rename)\(\"([^\"]*)\"", line)
        for line in (tmp_path / "calls.txt").read_text("utf-8").splitlines()
        if "/data/" in line or '"data/' in line
    ]
    synced: set[str] = set()
    renamed = 0
    for call in filter(None, calls):
        if call[1]:
            synced.add(call[2])
        else:
            assert str(tmp_path / call[4]) in synced
            renamed += 1
    assert renamed >= 5


@pytest.mark.usefixtures("exports")
def test_files_are_on_the_disk_before_they_get_their_names(command, tmp_path: Path, form: str):
    assert command("export", "facts.db", "out", "--to", form, under=traced("fsync,rename")).returncode == 0
    synced: set[str] = set()
    renamed = 0
    for line in (tmp_path / "calls.txt").read_text("utf-8").splitlines():
        if "fsync(" in line:
            synced.add(re.search(r"<(.*)>", line)[1])
        elif "rename(" in line:
            source = re.search(r'rename\("([^"]*)"', line)[1]
            assert str(tmp_path / source) in synced
            renamed += 1
    assert renamed >= 4
    assert "fsync(" in line
    assert str(tmp_path / "out") in line
