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
import contextlib, io, json, sys
NEVER = ("pickle.find_class", "os.system", "os.exec", "os.posix_spawn", "os.fork", "subprocess.Popen", "socket.connect")
seen = set()
sys.addaudithook(lambda event, arguments: seen.add(event) if event in NEVER else None)
from textmine.cli.main import main
for line in json.loads(sys.argv[1]):
    told = io.StringIO()
    seen.clear()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
        code = main(line)
    print(json.dumps([code, told.getvalue().splitlines(), sorted(seen)]))
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


def hooked(command, *arguments: str) -> tuple[int, list[str], list[str]]:
    """The exit code of the command, its complaints, and what the audit hook has seen."""
    (found,) = all_hooked(command, [arguments])
    return found


def all_hooked(command, lines: list[tuple[str, ...]]) -> list[tuple[int, list[str], list[str]]]:
    """The same for some commands in one process, one after the other."""
    line = [sys.executable, "-c", HOOKED, json.dumps(lines)]
    done = subprocess.run(
        line,
        cwd=command.folder,
        env=command.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    found = [tuple(json.loads(told)) for told in done.stdout.splitlines()]
    assert len(found) == len(lines)
    assert not any("Traceback" in each for _, told, _ in found for each in told)
    return found


@pytest.mark.parametrize("sealed", [True, False], ids=["sealed", "unsealed"])
def test_a_model_that_is_none_is_refused_and_nothing_of_it_runs(command, folder: Path, sealed: bool):  # noqa: FBT001  # a case of the table
    models = {kind: folder / f"model{number}" for number, kind in enumerate(MADE)}
    for kind, model in models.items():
        shutil.copytree(folder / "model", model)
        (model / "model.skops").write_bytes(MADE[kind](folder / "PWNED"))
        if sealed:
            seal(model)
    before = {kind: state(model) for kind, model in models.items()}
    classified = all_hooked(command, [("classify", "report.txt", "--model", model.name) for model in models.values()])
    evaluated = all_hooked(command, [("evaluate", model.name, "labels.jsonl") for model in models.values()])
    for kind, (code, told, seen), judged in zip(models, classified, evaluated, strict=True):
        assert (code, len(told), seen) == (0, 1, []), kind
        assert told[0].startswith(f"textmine: {models[kind].name}/model.skops: ")
        assert told[0].endswith("mining goes on without it, cue rules alone give the categories")
        assert (judged[0], len(judged[1]), judged[2]) == (65, 1, []), kind
        assert state(models[kind]) == before[kind]
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
