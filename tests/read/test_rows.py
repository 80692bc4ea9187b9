"""Tables of reports: JSON lines, CSV and Parquet give the same documents; which column holds the text; damaged rows."""

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from textmine.read import Columns, Entry, documents, read_text
from textmine.read.containers import CONTAINER
from textmine.schema import Document

LONG = "2019年，全市办结364项，受理申请12件。\n" * 20
NAMES = ["编号", "标题", "发布时间", "正文"]
ROWS = [
    ["甲1", "甲县2019年年报", "2020-01-02", LONG],
    ["乙/2", "", "", '=HYPERLINK("http://x","5项")\n@SUM(A1)，-5.3%' + LONG],
    ["甲1", "丙县年报", "", ""],
]


def as_csv(charset: str = "utf-8", delimiter: str = ",") -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows([NAMES, *ROWS])
    return file.getvalue().encode(charset)


def as_jsonl() -> bytes:
    return "".join(json.dumps(dict(zip(NAMES, row, strict=True))) + "\n" for row in ROWS).encode()


def as_parquet() -> bytes:
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    file = io.BytesIO()
    columns = {name: [row[at] for row in ROWS] for at, name in enumerate(NAMES)}
    parquet.write_table(pa.table(columns), file)
    return file.getvalue()


def found(folder: Path, name: str, content: bytes, **columns: str) -> list[Document]:
    (folder / name).write_bytes(content)
    read = documents(Entry(path=str(folder / name)), display_path=name, columns=Columns(**columns))
    return [document for document in read if document.media_type != CONTAINER]


FORMS = {
    "a.jsonl": as_jsonl,
    "a.csv": as_csv,
    "b.csv": lambda: as_csv("utf-8-sig"),
    "c.csv": lambda: as_csv("gb18030", ";"),
    "d.csv": lambda: as_csv("utf-16"),
    "a.tsv": lambda: as_csv(delimiter="\t"),
    "a.parquet": as_parquet,
}


@pytest.mark.parametrize("name", FORMS)
def test_each_form_gives_the_same_reports(tmp_path: Path, name: str):
    first, second, third = found(tmp_path, name, FORMS[name](), text="正文", id="编号")
    assert [d.path for d in (first, second, third)] == [f"{name}//甲1", f"{name}//乙/2", f"{name}//甲1 (2)"]
    assert [d.text for d in (first, second)] == [ROWS[0][3], ROWS[1][3]]
    assert (first.metadata.title, first.metadata.published) == ("甲县2019年年报", "2020-01-02")
    assert (first.status, second.status, third.status) == ("ok", "ok", "empty")
    assert second.sha256 == read_text(ROWS[1][3]).sha256  # nothing but the text: the same report as a file of it
    assert first.sha256 != read_text(ROWS[0][3]).sha256  # facts may depend on the title


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.parquet"])
def test_the_column_of_long_texts_is_found(tmp_path: Path, name: str):
    assert [d.path for d in found(tmp_path, name, FORMS[name]())] == [f"{name}//{number}" for number in (1, 2, 3)]


@pytest.mark.parametrize(
    ("header", "row", "text", "words"),
    [
        ("a,b", f'"{LONG}","{LONG}"', None, "2 of 2 columns may hold the texts: 1, 2"),
        ("a,b", "1,2", None, "none of 2 columns holds long texts"),
        ("a,b", "1,2", "c", "no column c among 2"),
        (f'"{LONG}"', "1", None, "its first row does not name the columns"),
    ],
)
def test_no_column_stands_out(tmp_path: Path, header: str, row: str, text: str | None, words: str):
    columns = {} if text is None else {"text": text}
    (document,) = found(tmp_path, "a.csv", f"{header}\n{row}\n".encode(), **columns)
    assert (document.path, document.status, document.reason) == ("a.csv", "unsupported", "column")
    assert document.detail == words


def test_a_name_decides_where_lengths_do_not(tmp_path: Path):
    (document,) = found(tmp_path, "a.csv", "id,正文\n1,办结364项\n".encode())
    assert document.text == "办结364项"


def test_bad_lines_are_told_by_number_and_the_rest_is_read(tmp_path: Path):
    lines = [
        '{"text": "办结1项"}',
        "no",
        "[1]",
        '{"text": 5}',
        '{"text": null}',
        "[" * 100_000,
        '{"text": "\\ud800"}',
        '{"text": ' + "9" * 5000 + "}",
    ]
    documents = found(tmp_path, "a.jsonl", "\n".join(lines).encode(), text="text")
    assert [(d.path.partition("//")[2], d.status, d.reason) for d in documents] == [
        ("1", "ok", None),
        ("2", "quarantined", "parse"),
        ("3", "quarantined", "parse"),
        ("4", "quarantined", "parse"),
        ("5", "empty", "blank"),
        ("6", "quarantined", "parse"),
        ("7", "partial", "encoding:damaged"),
        ("8", "quarantined", "parse"),
    ]
    assert "办结" not in "".join(d.detail for d in documents)


def test_a_row_of_another_length_is_no_longer_ok(tmp_path: Path):
    content = f"标题,正文\n年报,{LONG.strip().replace(chr(10), '')},多出\n短\n年报,{'好' * 300}\n".encode()
    first, second, third = found(tmp_path, "a.csv", content)
    assert (first.status, first.reason, first.detail) == ("partial", "text_lost", "3 cells under 2 names of columns")
    assert (second.status, second.reason) == ("quarantined", "parse")
    assert third.status == "ok"


def test_rows_in_another_charset_are_read_in_it(tmp_path: Path):
    content = (
        b"id,text\n1,"
        + "全年办结364项，公开信息。".encode() * 20
        + b"\n2,"
        + "全年办结12项，公开信息。".encode("gb18030") * 20
        + b"\n"
    )
    first, second = found(tmp_path, "a.csv", content)
    assert first.text == "全年办结364项，公开信息。" * 20
    assert second.text == "全年办结12项，公开信息。" * 20
    assert second.encoding == "gb18030"


def test_parquet_without_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (document,) = found(tmp_path, "a.parquet", b"PAR1" + bytes(50) + b"PAR1")
    assert (document.status, document.reason) == ("unsupported", "extra")
    assert document.detail == "run: pip install 'textmine[parquet]'"


def test_damaged_parquet(tmp_path: Path):
    content = as_parquet()
    for cut in (content[:-9], content[: len(content) // 2], content[:4] + bytes(90) + content[-60:]):
        (document,) = found(tmp_path, "a.parquet", cut)
        assert (document.status, document.reason) == ("quarantined", "parse")


def test_parquet_that_repeats_one_row_for_ever(tmp_path: Path):
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    file = io.BytesIO()
    parquet.write_table(pa.table({"text": pa.array([LONG] * 20_000).dictionary_encode()}), file)
    last = found(tmp_path, "a.parquet", file.getvalue())[-1]
    assert (last.path, last.status, last.reason) == ("a.parquet", "quarantined", "ratio")
