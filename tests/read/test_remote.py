"""Files behind URLs are listed and read as those of this machine are; fsspec's file system in memory stands in for a bucket."""

import io
import os
import sys
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest

fsspec = pytest.importorskip("fsspec", reason="textmine[dataset] is not installed")
from fsspec.implementations.memory import MemoryFileSystem  # noqa: E402

from textmine.errors import MissingExtra, RemoteError  # noqa: E402
from textmine.read import documents, list_files, remote  # noqa: E402
from textmine.read.listing import Entry  # noqa: E402
from textmine.read.remote import expand_url, is_gone, list_urls, opened_url  # noqa: E402

REPORT = "云岭市2019年年报\n全年公开信息364件。\n".encode()


@pytest.fixture
def bucket():
    """An archive in memory, by name."""
    system = fsspec.filesystem("memory")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("a.txt", REPORT)
        file.writestr("b.txt", REPORT * 2)
    files = {
        "b/报告.txt": REPORT, "b/a.zip": packed.getvalue(), "b.txt": REPORT * 3, "b/.hidden": REPORT, "empty.txt": b"",
        "b/x::local": REPORT, "own/facts.parquet": b"PAR1",
    }  # fmt: skip
    for name, data in files.items():
        system.pipe_file(f"/bucket/{name}", data)
    yield files
    system.rm("/bucket", recursive=True)


def told(entries, root: str) -> list[tuple]:
    """Every document of some entries by its name below a root."""
    return [
        (document.path, document.sha256, document.status, document.reason, document.text)
        for entry in entries
        for document in documents(entry, display_path=entry.path.removeprefix(root))
    ]


def test_an_archive_behind_a_url_is_that_on_a_disk(bucket, tmp_path: Path):
    for name, data in bucket.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    wanted = told(list_files([str(tmp_path)], store_files=[str(tmp_path / "own")]), f"{tmp_path}/")
    url = "memory://bucket"
    found = told(list_files([url], store_files=["memory://bucket/own"]), "memory:///bucket/")
    assert found == wanted
    assert {row[3] for row in found} == {None, "hidden", "blank", "store"}


def test_a_name_that_looks_like_a_chain_of_urls_is_a_name(bucket):
    del bucket
    (entry,) = [entry for entry in list_urls(["memory://bucket/b"]) if "::" in entry.path]
    (document,) = documents(entry, display_path="x")
    assert document.text == REPORT.decode()


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("memory://bucket/b", ["memory://bucket/b"]),
        ("memory://bucket/b.txt", ["memory://bucket/b.txt"]),
        ("memory://bucket/*.txt", ["memory:///bucket/b.txt", "memory:///bucket/empty.txt"]),
        ("memory://bucket/**/*.zip", ["memory:///bucket/b/a.zip"]),
        ("memory://bucket/none", []),
        ("memory://bucket/none*", []),
    ],
)
def test_patterns_and_names(bucket, given: str, found: list[str]):
    del bucket
    assert expand_url(given) == found


def test_a_root_within_another_is_listed_once(bucket):
    names = [entry.path for entry in list_urls(["memory://bucket/b", "memory://bucket", "memory://bucket/b"])]
    assert len(names) == len(set(names)) == len(bucket)
    (one,) = list_urls(["memory://bucket/b.txt"])
    assert (one.path, one.reason) == ("memory://bucket/b.txt", None)


@pytest.mark.parametrize(
    ("info", "known"),
    [
        ({"size": 3, "ETag": '"abc"'}, True),
        ({"size": 3, "ETag": '"abc"', "LastModified": "2999-01-01"}, True),
        ({"size": 3, "mtime": 1_500_000_000.5}, True),
        ({"size": 3, "LastModified": "2017-07-14T02:40:00+00:00"}, True),
        ({"size": 3, "mtime": 32_503_680_000.0}, False),  # it may change again within the same second
        ({"size": 3, "LastModified": "yesterday"}, False),
        ({"size": 3}, False),
        ({"ETag": '"abc"'}, False),
    ],
)
def test_what_shows_that_a_file_has_changed(info, known):
    state = remote._state(info)  # noqa: SLF001
    assert (state is not None) == known
    assert remote._state(dict(info)) == state  # noqa: SLF001
    if state and "ETag" in info:
        assert remote._state(info | {"ETag": '"abd"'}) != state  # noqa: SLF001


def test_a_large_file_is_read_block_by_block(bucket, monkeypatch):
    monkeypatch.setattr(remote, "_WHOLE", 16)
    with opened_url("memory://bucket/b.txt") as (file, state, content):
        assert (state().size, file.read(3), file.seek(0)) == (len(REPORT) * 3, REPORT[:3], 0)
        assert content().data == bucket["b.txt"]
    shown = [document.path for document in documents(Entry(path="memory://bucket/b/a.zip"), display_path="a.zip")]
    assert shown == ["a.zip//a.txt", "a.zip//b.txt", "a.zip"]


def test_a_file_beyond_the_limit(bucket, monkeypatch):
    monkeypatch.setattr(remote, "MAX_BYTES", len(bucket["b.txt"]) - 1)
    (document,) = documents(Entry(path="memory://bucket/b.txt"), display_path="b.txt")
    assert (document.status, document.reason) == ("quarantined", "too_large")


class Broken(Exception):
    """As the packages of object stores raise: no `OSError`."""


@contextmanager
def broken(monkeypatch, name: str):
    def fail(*_: object, **__: object) -> None:
        raise Broken("the line\nwas cut")

    with monkeypatch.context() as patched:
        patched.setattr(MemoryFileSystem, name, fail)
        yield


@pytest.mark.parametrize("name", ["info", "cat_file"])
def test_what_cannot_be_fetched_is_to_be_tried_again(bucket, monkeypatch, name: str):
    del bucket
    with broken(monkeypatch, name):
        (document,) = documents(Entry(path="memory://bucket/b.txt"), display_path="b.txt")
    assert (document.status, document.reason, document.detail) == ("quarantined", "io", "the line was cut")


def test_a_line_that_is_cut_within_a_container(bucket, monkeypatch):
    del bucket
    monkeypatch.setattr(remote, "_WHOLE", 16)

    class Cut(io.BytesIO):
        def read(self, size: int = -1, /) -> bytes:
            if self.tell() > 40:
                raise Broken("cut")
            return super().read(min(size, 41))

    monkeypatch.setattr(MemoryFileSystem, "open", lambda *_, **__: Cut(b"PK\3\4" + bytes(99)))
    found = list(documents(Entry(path="memory://bucket/b/a.zip"), display_path="a.zip"))
    assert {document.reason for document in found} == {"io"}


def test_a_folder_that_cannot_be_listed_is_told_of(bucket, monkeypatch):
    del bucket
    with broken(monkeypatch, "ls"):
        (entry,) = list_urls(["memory://bucket/b"])
    assert (entry.reason, entry.detail) == ("io", "folder: the line was cut")


def test_gone_is_only_what_is_known_to_be(bucket, monkeypatch):
    del bucket
    assert not is_gone("memory://bucket/b.txt")
    assert is_gone("memory://bucket/c.txt")
    with broken(monkeypatch, "info"):
        assert not is_gone("memory://bucket/c.txt")


def test_errors_in_one_line(monkeypatch):
    with pytest.raises(RemoteError, match=r"^nosuch://a: Protocol not known: nosuch$"):
        expand_url("nosuch://a")
    with broken(monkeypatch, "info"), pytest.raises(RemoteError, match=r"^memory://a: the line was cut$"):
        expand_url("memory://a")
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(MissingExtra, match=r"textmine\[dataset\]"):
        expand_url("memory://a")


def test_a_local_listing_needs_no_fsspec(tmp_path: Path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fsspec", None)
    (tmp_path / "a.txt").write_bytes(REPORT)
    assert [os.path.basename(entry.path) for entry in list_files([str(tmp_path)])] == ["a.txt"]  # noqa: PTH119
