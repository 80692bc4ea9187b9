"""A batch as one task: what a worker of a cluster refuses, and where it goes on in a container."""

from pathlib import Path

import pytest

from textmine.cli import batch
from textmine.cli.batch import Batch, File, mine_batch
from textmine.cli.wire import Limits, Setup
from textmine.errors import ClusterError
from textmine.read import Columns

SETUP = Setup(lexicon=None, model=None, columns=Columns(), limits=Limits())


@pytest.fixture(autouse=True)
def dismissed():
    yield
    batch.dismiss()


def files(tmp_path: Path, *, lines: int = 1) -> tuple[File, ...]:
    table, report = tmp_path / "a.jsonl", tmp_path / "b.txt"
    table.write_text("".join(f'{{"text": "全年公开信息{number}件。"}}\n' for number in range(lines)), "utf-8")
    report.write_text("公开决定90件。", "utf-8")
    return tuple(File(number=number, path=str(path), shown=path.name) for number, path in enumerate((table, report)))


def wanted(files: tuple[File, ...]) -> Batch:
    return Batch(setup=SETUP, version=batch.version(SETUP), files=files)


def test_a_worker_with_another_program_refuses(tmp_path: Path):
    other = Batch(setup=SETUP, version=batch.version(SETUP) ^ 1, files=files(tmp_path))
    with pytest.raises(ClusterError, match="another textmine"):
        mine_batch(other)


def test_parts_of_a_container_are_the_whole(tmp_path: Path, monkeypatch):
    both = files(tmp_path, lines=7)
    whole = mine_batch(wanted(both))
    assert [number for number, _ in whole.outcomes] == [0] * 8 + [1]
    assert whole.rest == ()
    monkeypatch.setattr(batch, "MAX_OUTCOMES", 3)
    rest, found, parts = both, [], 0
    while rest:
        mined = mine_batch(wanted(rest))
        found += mined.outcomes
        rest, parts = mined.rest, parts + 1
    assert parts == 3
    assert tuple(found) == whole.outcomes
