"""Readers are chosen by content; whatever is wrong is a status with a reason."""

import os
import socket
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from textmine.read import MAX_BYTES, READERS, Entry, files, read_bytes, read_entry, read_file, read_text
from textmine.read.media import media_type
from textmine.schema import Reason

TEXT = "2019年，办结364项。"


def archive_of(name: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "path", "code"),
    [
        (b"%PDF-1.7\n", "a.txt", "pdf"),
        (archive_of("word/document.xml"), "a.doc", "docx"),
        (archive_of("xl/workbook.xml"), "a", "xlsx"),
        (archive_of("OFD.xml"), "a", "ofd"),
        (archive_of("a.txt"), "a.docx", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "a.wps", "ole"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "png"),
        (b"\xff\xd8\xff\xe0", "a.txt", "jpeg"),
        (b"{\\rtf1", "a.doc", "rtf"),
        (b"MZ\0\0", "a.txt.exe", "exe"),
        (bytes(257) + b"ustar", "a", "tar"),
        (b"<!DOCTYPE html><p>x", "a.txt", "html"),
        (b"\xef\xbb\xbf\n<html>", "", "html"),
        ("<html>".encode("utf-16"), "", "html"),
        (b"<p>x", "a.HTML", "html"),
        (b"<script>alert(1)</script>", "a.txt", "text"),
        (TEXT.encode(), "a.pdf", "text"),
        (TEXT.encode(), "a.html", "text"),
        (b"", "a.pdf", "text"),
    ],
)
def test_the_content_decides_the_type(data: bytes, path: str, code: str):
    assert media_type(data, path).code == code


def test_a_type_without_a_reader_is_unsupported_and_named():
    document = read_bytes(b"GIF89a", "a.gif")
    assert (document.status, document.reason, document.detail) == ("unsupported", "type:gif", "GIF image")
    assert document.media_type == "image/gif"
    assert document.text == ""
    assert "no reader" in Reason.of(document.reason).advice


def test_a_reader_can_be_added(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(READERS, "application/pdf", lambda data, path: read_text(f"{len(data)} bytes", path))
    assert read_bytes(b"%PDF-1.7\n", "a.pdf").text == "9 bytes"


@pytest.mark.parametrize("data", [b"", b" \r\n\t", "\ufeff".encode(), " \u3000\n".encode() * 99])
def test_blank_files_are_empty(data: bytes):
    document = read_bytes(data, "a.txt")
    assert (document.status, document.reason) == ("empty", "blank")


def test_a_file_is_read_as_python_decodes_it(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(("\ufeff" + TEXT + "\r\n").encode())
    document = read_file(path)
    with path.open(encoding="utf-8", newline="") as file:
        assert document.text == file.read()
    assert (document.path, document.status) == (str(path), "ok")
    assert read_file(path, display_path="x/a.txt").path == "x/a.txt"


def test_the_same_bytes_give_the_same_document_wherever_they_lie(tmp_path: Path):
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    assert read_file(tmp_path / "a.txt", display_path="") == read_bytes(TEXT.encode(), "") == read_text(TEXT)


def test_lone_surrogates_in_a_string_become_replacement_characters():
    document = read_text("办结\ud800364项")
    assert (document.text, document.reason) == ("办结\ufffd364项", "encoding:damaged")


def test_only_regular_files_are_opened(tmp_path: Path):
    pipe, link, loop = tmp_path / "pipe", tmp_path / "link", tmp_path / "loop"
    os.mkfifo(pipe)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    link.symlink_to("a.txt")
    loop.symlink_to("loop")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        found = {
            str(path): (document.status, document.reason)
            for path in (pipe, link, loop, tmp_path, tmp_path / "socket", Path("/dev/zero"))
            for document in [read_file(path)]
        }
    assert list(found.values()) == [
        ("skipped", "not_regular"),
        ("skipped", "symlink"),
        ("skipped", "symlink"),
        ("skipped", "not_regular"),
        ("skipped", "not_regular"),
        ("skipped", "not_regular"),
    ]


@pytest.mark.parametrize("path", ["/nowhere/a.txt", "a\0b", "x" * 300])
def test_what_the_system_refuses_is_quarantined(path: str):
    document = read_file(path)
    assert (document.status, document.reason) == ("quarantined", "io")
    assert document.detail


def test_a_file_over_the_limit_is_not_read(tmp_path: Path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)  # sparse: takes no room
    document = read_file(path)
    assert (document.status, document.reason) == ("quarantined", "too_large")
    assert str(MAX_BYTES) in document.detail


def test_a_file_that_changes_while_it_is_read_is_read_again_and_reported(tmp_path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    reads = []

    def changing(path, _):
        reads.append(path)
        return TEXT.encode(), False

    monkeypatch.setattr(files, "_read_once", changing)
    document = read_file(path)
    assert len(reads) == 2
    assert (document.status, document.reason, document.text) == ("partial", "changed", TEXT)


def test_a_listed_file_that_is_not_to_be_opened_says_why(tmp_path: Path):
    document = read_entry(Entry(path=str(tmp_path), reason=Reason.HIDDEN), display_path="x")
    assert (document.path, document.status, document.reason) == ("x", "skipped", "hidden")


def test_every_reason_has_a_status_and_advice():
    assert {reason.status for reason in Reason} == {"partial", "empty", "unsupported", "skipped", "quarantined"}
    assert all(reason.advice for reason in Reason)
    assert Reason.of("type:anything") is Reason.TYPE
    assert replace(read_text(TEXT), reason=str(Reason.NUL)).reason == "nul"
