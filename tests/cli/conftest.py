"""The stand-in for the pipeline (tests/fake) takes its place: these tests are about what is around it."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fake"))

import fake_pipeline

from textmine.cli import process
from textmine.cli.main import main
from textmine.lexicon import use_overlay


class Result:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def textmine(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs the command in this process and gives its exit code and output."""
    monkeypatch.setitem(sys.modules, "textmine.pipeline", fake_pipeline)
    monkeypatch.setattr(process, "ENTRY", "fake_worker")

    def run(*arguments: object) -> Result:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse
            code = stop.code
        return Result(code, *capsys.readouterr())

    yield run
    use_overlay(None)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder with two reports, a copy of one, and an empty file."""
    folder = tmp_path / "archive"
    (folder / "sub").mkdir(parents=True)
    first = "一、总体情况\n不动产登记办理时间压缩至3个工作日。窗口全年办结364项。\n"
    (folder / "a.txt").write_text(first, "utf-8")
    (folder / "b.txt").write_bytes("全县公开信息120件，同比增长6.1%，公开90件。\n".encode("gb18030"))
    (folder / "sub/copy.txt").write_text(first, "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture
def store(textmine, archive: Path, tmp_path: Path) -> Path:
    """The store of the archive."""
    path = tmp_path / "facts.db"
    assert textmine("run", archive, "--store", path).code == 0
    return path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    """Runs the command in this process, with the real pipeline, and gives its exit code and both outputs."""

    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    return call
