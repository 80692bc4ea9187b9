"""Model files that are damaged, foreign or made to do harm: refused in one line, never run, never altered; mining goes on without them."""

import hashlib
import io
import json
import os
import pickle
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from textmine.classify.current import shipped_model

REPORT = "一、总体情况\n全年公开信息364件。\n二、依申请公开\n收到政府信息公开申请8件。\n"

# The real command, and what Python's audit hooks tell of it that a model must never bring about.
HOOKED = """
import sys
NEVER = ("pickle.find_class", "os.system", "os.exec", "os.posix_spawn", "os.fork", "subprocess.Popen", "socket.connect")
seen = set()
sys.addaudithook(lambda event, arguments: seen.add(event) if event in NEVER else None)
from textmine.cli.main import main
code = main()
print("AUDIT", *sorted(seen), file=sys.stderr)
sys.exit(code)
"""


class Planted:
    """Runs code when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return (Path.touch, (self.path,))


def packed(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def skops_of(node: object, **parts: bytes) -> bytes:
    schema = {"__module__": "builtins", "__class__": "dict", "content": {"weights": node}}
    return packed({"schema.json": json.dumps(schema).encode(), **{f"{name}.npy": data for name, data in parts.items()}})


def pickled_array(trace: Path) -> bytes:
    import numpy as np

    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.array([Planted(trace)], dtype=object), allow_pickle=True)
    return buffer.getvalue()


def joblib_file(trace: Path) -> bytes:
    import joblib

    buffer = io.BytesIO()
    joblib.dump({"model": Planted(trace)}, buffer)
    return buffer.getvalue()


ARRAY = {"__module__": "numpy", "__class__": "ndarray", "type": "numpy", "file": "a.npy"}
MADE = {
    "a pickle": lambda trace: pickle.dumps(Planted(trace)),
    "a joblib file": joblib_file,
    "a pickle for a schema": lambda trace: packed({"schema.json": pickle.dumps(Planted(trace))}),
    "an array that is a pickle": lambda trace: skops_of(ARRAY, a=pickled_array(trace)),
    "a function of the system": lambda _: skops_of({"__module__": "os", "__class__": "system", "content": "id"}),
    "a method of skops": lambda _: skops_of(
        {"__module__": "sklearn.pipeline", "__class__": "Pipeline", "__loader__": "ObjectNode", "content": {}}
    ),
    "a bomb": lambda _: skops_of(ARRAY, a=bytes(200_000_000)),
    "cut off": lambda _: (shipped_model() / "model.skops").read_bytes()[:-1000],
    "empty": lambda _: b"",
    "an SQLite file": lambda _: b"SQLite format 3\0" + bytes(4080),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "report.txt").write_text(REPORT, "utf-8")
    (tmp_path / "labels.jsonl").write_text('{"document": "a", "text": "公开信息", "labels": ["disclosure"]}\n', "utf-8")
    shutil.copytree(shipped_model(), tmp_path / "model")
    return tmp_path


def seal(model: Path) -> None:
    """Make the checksums fit, as someone would who means harm."""
    names = sorted(path.name for path in model.iterdir() if path.name != "checksums.txt")
    sums = (f"{hashlib.sha256((model / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (model / "checksums.txt").write_text("".join(sums), "utf-8")


def state(model: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in model.iterdir()}


def hooked(command, *arguments: object) -> tuple[int, list[str], list[str]]:
    """The exit code of the command, its complaints, and what the audit hook has seen."""
    line = [sys.executable, "-c", HOOKED, *map(str, arguments)]
    done = subprocess.run(
        line,
        cwd=command.folder,
        env=command.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    *told, audit = done.stderr.splitlines()
    assert audit.startswith("AUDIT")
    assert not any("Traceback" in each for each in told)
    return done.returncode, told, audit.split()[1:]


@pytest.mark.parametrize("sealed", [True, False], ids=["sealed", "unsealed"])
@pytest.mark.parametrize("kind", MADE)
def test_a_model_that_is_none_is_refused_and_nothing_of_it_runs(command, folder: Path, kind: str, sealed: bool):  # noqa: FBT001  # a case of the table
    (folder / "model/model.skops").write_bytes(MADE[kind](folder / "PWNED"))
    if sealed:
        seal(folder / "model")
    before = state(folder / "model")
    code, told, seen = hooked(command, "classify", "report.txt", "--model", "model")
    assert (code, len(told), seen) == (0, 1, [])
    assert told[0].startswith("textmine: model/model.skops: ")
    assert told[0].endswith("mining goes on without it, cue rules alone give the categories")
    code, told, seen = hooked(command, "evaluate", "model", "labels.jsonl")
    assert (code, len(told), seen) == (65, 1, [])
    assert state(folder / "model") == before
    assert not (folder / "PWNED").exists()


def test_a_run_with_a_pickle_for_a_model(command, folder: Path):
    """Its workers are other processes, which no hook of the run sees: what is planted would leave a trace."""
    (folder / "model/model.skops").write_bytes(pickle.dumps(Planted(folder / "PWNED")))
    seal(folder / "model")
    before = state(folder / "model")
    code, told, seen = hooked(command, "run", "report.txt", "--store", "facts.db", "--model", "model", "--quiet")
    assert (code, len(told)) == (0, 1)
    assert set(seen) <= {"subprocess.Popen", "pickle.find_class"}  # its worker, and what that says (textmine.cli.wire)
    assert state(folder / "model") == before
    assert not (folder / "PWNED").exists()
    assert "364件" in command("search", "facts.db", "公开信息").stdout


@pytest.mark.parametrize("kind", ["a pipe", "a link to a device", "a folder"])
@pytest.mark.parametrize("name", ["model.skops", "checksums.txt"])
def test_a_file_of_a_model_that_is_no_file_is_not_waited_for(command, folder: Path, name: str, kind: str):
    path = folder / "model" / name
    path.unlink()
    {"a pipe": os.mkfifo, "a link to a device": lambda at: at.symlink_to("/dev/zero"), "a folder": Path.mkdir}[kind](
        path
    )
    code, told, _ = hooked(command, "classify", "report.txt", "--model", "model")
    assert (code, len(told)) == (0, 1)
    assert told[0].startswith(f"textmine: model/{name}: is no regular file")
