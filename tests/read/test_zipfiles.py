"""ZIP archives: names are labels, bytes are counted as they come, and no member shares bytes with another."""

import io
import stat
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.read import zipfiles
from textmine.read.files import SetAside
from textmine.read.zipfiles import Budget, open_archive
from textmine.read.zipnames import harmless

TEXT = "2019年，办结364项。".encode()


def packed(items: Iterable[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", method) as archive:
        warnings.simplefilter("ignore")  # zipfile warns of equal names
        for name, data in items:
            entry = zipfile.ZipInfo(name) if isinstance(name, str) else name  # of 1980, not of now
            archive.writestr(entry, data, None if name is entry else method)
    return file.getvalue()


def named(raw: bytes) -> bytes:
    """An archive with one member whose name is these bytes, without the flag for UTF-8."""
    return packed([("A" * len(raw), TEXT)], zipfile.ZIP_STORED).replace(b"A" * len(raw), raw)


def with_mode(mode: int) -> bytes:
    entry = zipfile.ZipInfo("x")
    entry.create_system = 3
    entry.external_attr = mode << 16
    return packed([(entry, b"/etc/passwd")])


def refused(data: bytes, budget: Budget | None = None) -> str | None:
    """The reason for which the archive or its first member is refused."""
    try:
        with open_archive(data, budget=budget) as archive:
            archive.read(archive.members[0])
    except SetAside as error:
        return error.reason
    return None


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_come_in_order_with_their_bytes(method: int):
    items = [("b/二.txt", TEXT), ("a.txt", b""), ("b/", b""), ("c.bin", bytes(range(256)) * 999)]
    for source in (packed(items, method), io.BytesIO(packed(items, method))):
        with open_archive(source) as archive:
            assert [(member.name, member.kind) for member in archive.members] == [
                ("b/二.txt", "file"),
                ("a.txt", "file"),
                ("b", "folder"),
                ("c.bin", "file"),
            ]
            assert [archive.read(member) for member in archive.members] == [data for _, data in items]
            assert archive.members[0].size == len(TEXT)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("统计公报2019.txt".encode("gbk"), "统计公报2019.txt"),
        ("𠮷林.txt".encode("gb18030"), "𠮷林.txt"),
        ("乗.txt".encode("gbk"), "乗.txt"),
        ("统计公报.txt".encode(), "统计公报.txt"),  # macOS writes UTF-8 and does not say so
        ("café.txt".encode("cp437"), "café.txt"),
        (b"..\\..\\w.txt", "w.txt"),
        (b"C:\\x\\w.txt", "x/w.txt"),
        (b"/etc/passwd", "etc/passwd"),
        (b"a/../../b.txt", "a/b.txt"),
        (b"\x1b[2J.txt", "\ufffd[2J.txt"),
        (b"..", "unnamed"),
    ],
)
def test_names_are_decoded_and_harmless(raw: bytes, shown: str):
    with open_archive(named(raw)) as archive:
        assert [member.name for member in archive.members] == [shown]
        assert archive.read(archive.members[0]) == TEXT


def test_the_names_without_a_charset_decide_it_together():
    # 联通 in GBK is valid UTF-8 by accident.
    raw = ["联通.txt".encode("gbk"), "统计公报.txt".encode("gbk")]
    data = packed([(letter * len(name), TEXT) for letter, name in zip("AB", raw, strict=True)], zipfile.ZIP_STORED)
    for letter, name in zip((b"A", b"B"), raw, strict=True):
        data = data.replace(letter * len(name), name)
    with open_archive(data) as archive:
        assert [member.name for member in archive.members] == ["联通.txt", "统计公报.txt"]


def test_a_name_in_the_unicode_path_field_counts_if_its_checksum_is_right():
    for shift, shown in ((0, "年報.txt"), (1, "nb.txt")):
        entry = zipfile.ZipInfo("nb.txt")
        content = b"\1" + (zlib.crc32(b"nb.txt") + shift).to_bytes(4, "little") + "年報.txt".encode()
        entry.extra = struct.pack("<HH", 0x7075, len(content)) + content
        with open_archive(packed([(entry, TEXT)])) as archive:
            assert archive.members[0].name == shown


def test_equal_names_are_told_apart():
    names = ["a.txt", "a.txt", "../a.txt", "x/b", "x/b", ".c", ".c"]
    with open_archive(packed([(name, str(at).encode()) for at, name in enumerate(names)])) as archive:
        assert [member.name for member in archive.members] == [
            *("a.txt", "a (2).txt", "a (3).txt", "x/b", "x/b (2)", ".c", ".c (2)"),
        ]
        assert [archive.read(member) for member in archive.members] == [str(at).encode() for at in range(7)]


@given(st.text())
def test_no_name_leads_outside(name: str):
    shown = harmless(name)
    assert shown
    assert not shown.startswith("/")
    assert not {"", ".", ".."} & set(shown.split("/"))
    assert "\\" not in shown


@pytest.mark.parametrize(
    ("mode", "kind", "reason"),
    [
        (stat.S_IFLNK | 0o777, "symlink", "symlink"),
        (stat.S_IFIFO | 0o644, "other", "not_regular"),
        (stat.S_IFREG | 0o644, "file", None),
    ],
)
def test_links_and_devices_are_told_and_not_read(mode: int, kind: str, reason: str | None):
    data = with_mode(mode)
    with open_archive(data) as archive:
        assert (archive.members[0].kind, archive.members[0].reason) == (kind, reason)
    assert refused(data) == reason


def changed(data: bytes, local: int, central: int, value: bytes) -> bytes:
    """The archive with a field of its first member changed, in its own header and in the directory."""
    edited = bytearray(data)
    directory = data.index(b"PK\1\2")
    if local:
        edited[local : local + len(value)] = value
    edited[directory + central : directory + central + len(value)] = value
    return bytes(edited)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (changed(packed([("a", TEXT)]), 6, 8, b"\1\0"), "encrypted"),
        (changed(packed([("a", TEXT)]), 8, 10, b"\x09\0"), "type"),  # Deflate64
        (packed([("a", TEXT)], zipfile.ZIP_BZIP2), "type"),  # unpacks without a limit in zipfile
        (packed([("a", TEXT)], zipfile.ZIP_LZMA), "type"),
        (changed(packed([("a", TEXT)]), 14, 16, b"\0\0\0\0"), "parse"),  # the checksum
        (changed(packed([("a", TEXT)]), 22, 24, struct.pack("<I", 4)), "parse"),  # claims to be shorter
        (changed(packed([("a", TEXT)]), 0, 42, struct.pack("<I", 7)), "parse"),  # begins elsewhere
        (changed(packed([("a", TEXT)]), 18, 20, struct.pack("<I", 900)), "overlap"),
        (packed([("a", bytes(10_000_000))]), "ratio"),
        (changed(packed([("a", bytes(10_000_000))]), 22, 24, struct.pack("<I", 10)), "parse"),
        (changed(packed([("a", bytes(10_000_000))]), 22, 24, struct.pack("<I", 2**31)), "ratio"),
        (packed([("a", bytes(2**20))]), None),  # a high ratio means nothing in a small file
        (packed([(str(at), b"") for at in range(10_001)]), "too_many"),
        (packed([("a", TEXT)])[:-30], "parse"),
        (packed([("a", TEXT)])[9:], "parse"),
        (b"", "parse"),
        (b"PK\3\4", "parse"),
    ],
    ids=str,
)
def test_what_is_damaged_or_an_attack_is_refused_with_its_reason(data: bytes, reason: str | None):
    assert refused(data) == reason


def test_members_that_share_their_bytes_are_refused():
    data = packed([("a", b"0" * 1000)])
    directory, end = data.index(b"PK\1\2"), data.index(b"PK\5\6")
    entry = data[directory:end]
    many = data[:directory] + entry * 50
    many += struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 50, 50, len(entry) * 50, directory, 0)
    assert refused(many) == "overlap"


def test_the_directory_is_not_read_beyond_its_limit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(zipfiles, "_MAX_DIRECTORY", 1000)
    assert refused(packed([("a" * 1000, TEXT)])) == "too_many"


def test_reading_stops_at_a_limit_whatever_the_size_says():
    data = changed(packed([("a", TEXT * 5000)]), 22, 24, struct.pack("<I", 2**31))
    with open_archive(data) as archive, pytest.raises(SetAside) as caught:
        archive.read(archive.members[0], max_bytes=100_000)
    assert caught.value.reason == "too_large"


def test_archives_share_a_budget():
    budget = Budget(3 * len(TEXT))
    data = packed([("a", TEXT)])
    assert [refused(data, budget) for _ in range(4)] == [None, None, None, "too_large"]


def test_what_stands_before_an_archive_does_not_matter():
    assert refused(b"#!/bin/sh\n" * 9 + packed([("a", TEXT)])) is None


SOUND = packed([("a.txt", TEXT), ("b.txt", TEXT * 9), ("c/", b"")])


@given(
    st.one_of(
        st.binary(max_size=200).map(lambda data: b"PK\3\4" + data),
        st.tuples(st.integers(0, len(SOUND) - 1), st.binary(min_size=1, max_size=4)).map(
            lambda edit: SOUND[: edit[0]] + edit[1] + SOUND[edit[0] + len(edit[1]) :]
        ),
    )
)
def test_any_bytes_are_read_or_set_aside(data: bytes):
    reasons = set()
    try:
        with open_archive(data) as archive:
            for member in archive.members:
                try:
                    archive.read(member)
                except SetAside as error:
                    reasons.add(error.reason)
    except SetAside as error:
        reasons.add(error.reason)
    assert reasons <= {"parse", "overlap", "encrypted", "type", "symlink", "not_regular"}
