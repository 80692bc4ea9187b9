"""An archive in a bucket, mined by a cluster into a data set in a bucket, over a real server that speaks S3."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

for package in ("distributed", "moto", "s3fs"):
    pytest.importorskip(package)
import fsspec  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

from servers.dask import kill_three  # noqa: E402
from servers.s3 import object_store  # noqa: E402

DASK = ("--engine", "dask", "--workers", 2)


@pytest.fixture(scope="module")
def environment():
    with object_store() as environment:
        yield environment


@pytest.fixture
def bucket(environment, monkeypatch, archive: Path):
    """A file system with an archive in the bucket, empty otherwise."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    system = fsspec.filesystem("s3", use_listings_cache=False, skip_instance_cache=True)
    system.mkdir("archive")
    system.mkdir("data")
    for path in archive.iterdir():
        system.pipe_file(f"archive/reports/{path.name}", path.read_bytes())
    yield system
    for name in ("archive", "data"):
        system.rm(name, recursive=True)


def under(environment: dict[str, str], *more: str) -> tuple[str, ...]:
    return ("env", *more, *(f"{name}={value}" for name, value in environment.items()))


def dumped(command, store: str) -> str:
    return command("dump", store, "--canonical").stdout


def test_from_bucket_to_bucket_with_three_workers_killed(command, archive: Path, bucket, environment):
    command("run", "archive", "--store", "local.db")
    run = ("run", "s3://archive/reports", "--dataset", "s3://data/facts", *DASK)
    with command.start(*run, under=under(environment, "FAKE_PAUSE=0.2", "FAKE_PART=4")) as process:
        kill_three(process)
        out, err = process.communicate(timeout=300)
    assert (process.returncode, err) == (0, "")
    assert "files    40 = 40 ok" in out
    aws = {"under": under(environment), "timeout": 180}
    assert command("load", "s3://data/facts", "--store", "loaded.db", **aws).returncode == 0
    assert dumped(command, "loaded.db") == dumped(command, "local.db")

    files = bucket.find("data/facts", detail=True)
    facts = pq.read_table("data/facts/facts", filesystem=bucket, columns=["report", "id"]).to_pylist()
    with closing(sqlite3.connect(command.folder / "local.db")) as store:
        wanted = store.execute("SELECT report, id FROM fact_view ORDER BY 1, 2").fetchall()
    assert sorted((fact["report"], fact["id"]) for fact in facts) == wanted
    again = command(*run[:-4], **aws)
    assert "= 0 mined + 40 known already" in again.stdout
    now = bucket.find("data/facts", detail=True)
    assert {name: info["LastModified"] for name, info in now.items()} == {
        name: info["LastModified"] for name, info in files.items()
    }

    (archive / "05.txt").write_text("公开9999件。", "utf-8")
    (archive / "06.txt").unlink()
    bucket.pipe_file("archive/reports/05.txt", (archive / "05.txt").read_bytes())
    bucket.rm_file("archive/reports/06.txt")
    changed = command(*run[:-4], **aws)
    assert "gone     1" in changed.stdout
    assert "= 1 mined + 38 known already" in changed.stdout
    command("load", "s3://data/facts", "--store", "loaded.db", **aws)
    command("run", "archive", "--store", "local.db")
    assert dumped(command, "loaded.db") == dumped(command, "local.db")


def test_an_archive_in_a_bucket_into_a_store(command, archive: Path, bucket, environment):
    bucket.pipe_file("archive/reports/.hidden", b"1")
    (archive / ".hidden").write_bytes(b"1")
    command("run", "archive", "--store", "local.db")
    aws = {"under": under(environment), "timeout": 180}
    result = command("run", "s3://archive/reports", "--store", "facts.db", "--workers", 2, **aws)
    assert "files    41 = 40 ok + 1 skipped" in result.stdout
    assert dumped(command, "facts.db") == dumped(command, "local.db")
    before = (command.folder / "facts.db").read_bytes()
    again = command("run", "s3://archive/reports", "--store", "facts.db", **aws)
    assert "= 0 mined + 40 known already" in again.stdout
    assert (command.folder / "facts.db").read_bytes() == before


def test_what_a_bucket_complains_of_is_one_line(command, bucket, environment):
    del bucket
    aws = {"under": under(environment), "timeout": 120}
    nothing = command("run", "s3://archive/none", "--store", "facts.db", **aws)
    assert (nothing.returncode, nothing.stderr) == (2, "textmine: s3://archive/none: nothing is there\n")
    refused = command("run", "s3://archive/reports", "--dataset", "s3://nobody/facts", **aws)
    assert (refused.returncode, refused.stderr.count("\n")) == (74, 1)
    assert refused.stderr.startswith("textmine: s3://nobody/facts: ")
    assert not (command.folder / "facts.db").exists()
