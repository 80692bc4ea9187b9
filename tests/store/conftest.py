"""The stand-in for the pipeline (tests/fake) takes its place: these tests are about what is around it."""

import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fake"))

import fake_pipeline

from textmine import mine
from textmine.read import read_text
from textmine.schema import Report
from textmine.store import FileRecord, open_store

LINES = {
    "a.txt": "一、总体情况\n不动产登记办理时间压缩至3个工作日。窗口全年办结364项。\n二、存在问题\n服务不够。\n",
    "b.txt": "标题: 乙县年报\n==== 正文 ====\n全县公开信息120件，同比增长6.1%。\n另有办结90项。\n",
    "c.txt": "没有数字的报告。\n",
}


def report_of(name: str, text: str | None = None) -> Report:
    return fake_pipeline.mine_document(read_text(LINES[name] if text is None else text, name))


def record_of(report: Report, path: str | None = None) -> FileRecord:
    return FileRecord(
        path=path or report.path,
        sha256=report.sha256,
        status=report.status,
        reason=report.reason,
        detail="",
        report=report.id,
    )


@pytest.fixture
def reports():
    """Builds a report of given text."""
    return report_of


@pytest.fixture
def records():
    """The record of the file of a report."""
    return record_of


@pytest.fixture(scope="session")
def mined_into():
    """Mines files with the real pipeline into a new store, under their names."""

    def fill(path: Path, files: Iterable[Path]) -> None:
        with open_store(path, program="test") as writer:
            for file in files:
                report = mine(file)
                writer.record(record_of(report, file.name), report)

    return fill


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with three reports."""
    path = tmp_path / "facts.db"
    with open_store(path, program="test") as writer:
        for name in LINES:
            report = report_of(name)
            writer.record(record_of(report), report)
    return path
