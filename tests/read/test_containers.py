"""Containers: what comes out, under which names, and what hostile ones end as."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.read import Columns, Entry, documents, read_bytes
from textmine.read.containers import CONTAINER
from textmine.read.containers.limits import MAX_MEMBERS

TEXT = "2019年，全市办结364项。\n"
LONG = TEXT * 20


def rows(folder: Path, name: str, content: bytes, **columns: str) -> list[tuple[str, str, str | None]]:
    path = folder / name
    path.write_bytes(content)
    found = list(documents(Entry(path=str(path)), display_path=name, columns=Columns(**columns)))
    return [(each.path, each.status, each.reason) for each in found if each.media_type != CONTAINER]


def test_every_container_has_a_row_behind_its_documents(tmp_path: Path):
    inner = tar(("x.txt", TEXT.encode(), {}), mode="w:gz")
    members = {"1.txt": TEXT.encode(), "b.tar.gz": inner, "2.pdf": b"%PDF-"}
    (tmp_path / "a.zip").write_bytes(zipped(**members))
    found = list(documents(Entry(path=str(tmp_path / "a.zip")), display_path="a.zip"))
    assert [(each.path, each.status) for each in found] == [
        ("a.zip//1.txt", "ok"),
        ("a.zip//b.tar.gz//x.txt", "ok"),
        ("a.zip//b.tar.gz", "ok"),
        ("a.zip//2.pdf", "quarantined"),
        ("a.zip", "ok"),
    ]
    assert [each.path for each in found if each.media_type == CONTAINER] == ["a.zip//b.tar.gz", "a.zip"]


def tar(*members: tuple[str, bytes, dict[str, object]], mode: str = "w") -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        for name, content, fields in members:
            header = tarfile.TarInfo(name)
            header.size = len(content)
            for field, value in fields.items():
                setattr(header, field, value)
            archive.addfile(header, io.BytesIO(content))
    return file.getvalue()


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


MEMBERS = (
    ("2019/年报.txt", TEXT.encode(), {}),
    ("../../up.txt", TEXT.encode(), {}),
    ("/etc/passwd", TEXT.encode(), {}),
    ("folder", b"", {"type": tarfile.DIRTYPE}),
    ("link.txt", b"", {"type": tarfile.SYMTYPE, "linkname": "/etc/passwd"}),
    ("hard.txt", b"", {"type": tarfile.LNKTYPE, "linkname": "2019/年报.txt"}),
    ("null", b"", {"type": tarfile.CHRTYPE}),
    ("pipe", b"", {"type": tarfile.FIFOTYPE}),
    (".DS_Store", b"x", {}),
    ("2019/年报.txt", b"", {}),
)
NAMED = [
    ("a//2019/年报.txt", "ok", None),
    ("a//up.txt", "ok", None),
    ("a//etc/passwd", "ok", None),
    ("a//link.txt", "skipped", "symlink"),
    ("a//hard.txt", "skipped", "symlink"),
    ("a//null", "skipped", "not_regular"),
    ("a//pipe", "skipped", "not_regular"),
    ("a//.DS_Store", "skipped", "hidden"),
    ("a//2019/年报 (2).txt", "empty", "blank"),
]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_tar(tmp_path: Path, mode: str):
    assert rows(tmp_path, "a", tar(*MEMBERS, mode=mode)) == NAMED


def test_names_in_gbk(tmp_path: Path):
    name = "统计公报.txt".encode("gbk").decode("utf-8", "surrogateescape")
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=tarfile.GNU_FORMAT, errors="surrogateescape") as archive:
        archive.addfile(tarfile.TarInfo(name))
    assert rows(tmp_path, "a.tar", file.getvalue()) == [("a.tar//统计公报.txt", "empty", "blank")]


def test_a_tar_that_is_cut_gives_what_it_has_and_says_so(tmp_path: Path):
    whole = tar(("a.txt", TEXT.encode(), {}), ("b.txt", LONG.encode() * 9, {}))
    cut = rows(tmp_path, "a.tar", whole[:2000])
    assert cut == [("a.tar//a.txt", "ok", None), ("a.tar", "partial", "truncated")]
    assert rows(tmp_path, "b.tar", whole[:1024]) == [("b.tar//a.txt", "ok", None), ("b.tar", "partial", "truncated")]
    broken = bytearray(whole)
    broken[1024 + 100] ^= 255
    assert rows(tmp_path, "c.tar", bytes(broken)) == [("c.tar//a.txt", "ok", None), ("c.tar", "quarantined", "parse")]
    squeezed = gzip.compress(whole)
    assert rows(tmp_path, "d.tar.gz", squeezed[: len(squeezed) - 30])[-1] == ("d.tar.gz", "partial", "truncated")


def test_a_sparse_member_of_holes(tmp_path: Path):
    fields = {"pax_headers": {"GNU.sparse.size": str(2**40), "GNU.sparse.map": "0,8", "GNU.sparse.numblocks": "1"}}
    found = rows(tmp_path, "a.tar", tar(("hole.txt", b"12345678", fields)))
    assert found == [("a.tar//hole.txt", "quarantined", "ratio")]


def test_zip_in_tar_in_gzip(tmp_path: Path):
    table = f'标题,正文\n年报,"{LONG}"\n'.encode()
    inner = zipped(**{"in.txt": TEXT.encode(), "r.csv": table})
    content = tar(("b.zip", inner, {}), ("c.txt.gz", gzip.compress(TEXT.encode()), {}), mode="w:gz")
    assert rows(tmp_path, "a.tgz", content) == [
        ("a.tgz//b.zip//in.txt", "ok", None),
        ("a.tgz//b.zip//r.csv//1", "ok", None),
        ("a.tgz//c.txt.gz", "ok", None),
    ]


def test_archives_within_archives(tmp_path: Path):
    content = b"x"
    for _ in range(60):
        content = zipped(**{"n.zip": content})
    assert rows(tmp_path, "n.zip", content) == [("n.zip//n.zip//n.zip//n.zip", "quarantined", "depth")]
    for _ in range(6):
        content = gzip.compress(content)
    assert rows(tmp_path, "n.gz", content) == [("n.gz", "quarantined", "depth")]


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path, compress):
    zeros = bytes(30_000_000)
    assert rows(tmp_path, "a", compress(zeros)) == [("a", "quarantined", "ratio")]
    found = rows(tmp_path, "b", compress(tar(("z.txt", zeros, {}))))
    assert found == [
        ("b//z.txt", "quarantined", "ratio"),
        ("b", "quarantined", "ratio"),
    ]  # what follows is not read either


def test_too_many_members(tmp_path: Path):
    found = rows(tmp_path, "a.tar", tar(*((f"{number}.txt", b"1", {}) for number in range(MAX_MEMBERS + 5))))
    assert len(found) == MAX_MEMBERS + 1
    assert found[-1] == ("a.tar", "quarantined", "too_many")


@pytest.mark.parametrize(
    "content", [zipped(), tar(("d", b"", {"type": tarfile.DIRTYPE})), gzip.compress(b""), b'{"text": ""}\n']
)
def test_a_container_of_nothing_has_a_row_all_the_same(tmp_path: Path, content: bytes):
    ((_, status, reason),) = rows(tmp_path, "a", content)
    assert (status, reason) == ("empty", "blank")


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_report_is_that_report(tmp_path: Path, compress):
    path = tmp_path / "a.txt.gz"
    path.write_bytes(compress(TEXT.encode("gb18030")))
    (found,) = documents(Entry(path=str(path)), display_path="a.txt.gz")
    plain = read_bytes(TEXT.encode("gb18030"), "a.txt")
    assert (found.text, found.sha256, found.status, found.path) == (plain.text, plain.sha256, "ok", "a.txt.gz")
    assert read_bytes(path.read_bytes(), "a.txt.gz") == found


def test_a_compressed_report_that_is_cut(tmp_path: Path):
    lines = "".join(f"第{number}项办结{number * 7}件。\n" for number in range(9000))
    content = gzip.compress(lines.encode())
    assert rows(tmp_path, "a.txt.gz", content[: len(content) // 2]) == [("a.txt.gz", "partial", "truncated")]
    document = read_bytes(content[: len(content) // 2], "a.txt.gz")
    assert lines.startswith(document.text[:-1])
    assert len(document.text) > 10_000


def test_a_zip_that_is_cut_or_locked(tmp_path: Path):
    whole = zipped(**{"a.txt": LONG.encode()})
    assert rows(tmp_path, "a.zip", whole[:60]) == [("a.zip", "quarantined", "parse")]
    locked = bytearray(whole)
    locked[6] |= 1
    locked[whole.index(b"PK\1\2") + 8] |= 1
    assert rows(tmp_path, "b.zip", bytes(locked)) == [("b.zip//a.txt", "quarantined", "encrypted")]


def test_a_file_that_is_not_there_or_not_to_be_opened(tmp_path: Path):
    assert [d.reason for d in documents(Entry(path=str(tmp_path / "no")), display_path="no")] == ["io"]
    assert [d.reason for d in documents(Entry(path=str(tmp_path)), display_path="folder")] == ["not_regular"]


@given(
    st.binary(max_size=3000),
    st.sampled_from([b"", b"PK\3\4", b"\x1f\x8b\x08\0", b"BZh9", b"\xfd7zXZ\0", b'{"a": ', b"PAR1"]),
)
def test_never_raises(tmp_path_factory, data: bytes, opening: bytes):
    folder = tmp_path_factory.mktemp("any")
    for name in ("a", "a.csv"):
        assert rows(folder, name, opening + data)


@given(st.integers(0, 4000), st.integers(0, 255), st.booleans())
def test_never_raises_on_a_damaged_archive(tmp_path_factory, place: int, value: int, squeezed: bool):  # noqa: FBT001
    content = bytearray(
        tar(*MEMBERS, ("b.zip", zipped(**{"x.txt": LONG.encode()}), {}), mode="w:gz" if squeezed else "w")
    )
    content[place % len(content)] = value
    assert rows(tmp_path_factory.mktemp("any"), "a", bytes(content))


def test_json_of_one_report_a_file_is_read_as_its_row(tmp_path: Path):
    content = json.dumps({"title": "甲县年报", "text": TEXT}, ensure_ascii=False).encode()
    assert rows(tmp_path, "a.json", content) == [("a.json//1", "ok", None)]
    assert rows(tmp_path, "a.json", content, text="body") == [("a.json", "unsupported", "column")]
