"""Search: words are substrings, all of them have to be there, the nearest come first, any input is answered."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from textmine.errors import StoreFormatError
from textmine.store import explanation, matching_ids, open_store, reading, search
from textmine.store.filters import dimension_names
from textmine.store.index import phrase, sentence_range, spaced
from textmine.store.query import FIELDS, lowered


def test_a_filter_by_unit_does_not_disturb_the_order_of_a_passage(tmp_path: Path, reports, records, monkeypatch):
    """The index by unit and value hands out the facts of a passage by value: blocks must not end in between."""
    monkeypatch.setattr("textmine.store.few.FEW", 0)
    monkeypatch.setattr("textmine.store.blocks.BLOCK", 2)
    with open_store(tmp_path / "facts.db", program="test") as writer:
        for number in range(30):
            report = reports("a.txt", f"第{number}号办结9件，办理7件，受理5件，审结3件，立案1件，另8项，又2%。\n")
            writer.record(records(report, f"{number}.txt"), report)
    with reading(tmp_path / "facts.db") as connection:
        connection.execute("PRAGMA query_only = OFF")
        found = [hit.id for hit in search(connection, "号 unit:件", limit=1000).hits]
    assert len(found) == len(set(found)) == 150


@pytest.fixture
def connection(store: Path):
    with reading(store) as opened:
        yield opened


def quotes(connection: sqlite3.Connection, query: str, limit: int = 20) -> list[str]:
    return [hit.quote for hit in search(connection, query, limit=limit).hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("不动产登记 工作日", ["3个工作日", "364项"]),
        ("办结", ["90项", "364项", "3个工作日"]),
        ("产登", ["3个工作日", "364项"]),
        ("364", ["364项", "3个工作日"]),
        ("36", ["364项", "3个工作日"]),
        ("总体 办结", ["364项", "3个工作日"]),
        ("总体", ["364项", "3个工作日"]),
        ("乙县 增长", ["6.1%", "120件"]),
        ("乙县 不动产", []),
        ("没有", []),
        ("", []),
        ("， 。", []),
        ('"公开信息"', ["120件", "6.1%"]),
        ("“公开信息”", ["120件", "6.1%"]),
        ("公开 OR 办结", ["90项", "364项", "120件", "6.1%", "3个工作日"]),
        ("公开 OR 办结 信息", ["120件", "6.1%"]),
        ("OR 公开", ["120件", "6.1%"]),
        ("办结 -另有", ["364项", "3个工作日"]),
        ("-办结 OR 增长 乙县", ["6.1%", "120件"]),
        ("unit:{working_day}", ["3个工作日"]),
        ("unit:个工作日", ["3个工作日"]),
        ("unit:项", ["364项", "90项"]),
        ("-unit:项 unit:%", ["6.1%"]),
        ("unit:% OR unit:件", ["120件", "6.1%"]),
        ("value:<=6.1", ["3个工作日", "6.1%"]),
        ("value:>6.1 value:<100", ["90项"]),
        ("value:90..120", ["120件", "90项"]),
        ("value:120", ["120件"]),
        ("value:无", []),
        ("time:<=72h", ["3个工作日"]),
        ("time:≤3天", ["3个工作日"]),
        ("time:<71小时", []),
        ("time:<=5件", []),
        ("dimension:share", ["6.1%"]),
        ("办结 value:>=100", ["364项"]),
        ("year:2019 unit:%", ["6.1%"]),
        ("year:2018", []),
        ("year:>=2020", []),
        ("year:2018..2020 unit:%", ["6.1%"]),
        ("period:2019-06..2019-07 unit:%", ["6.1%"]),
        ("period:<=2018-12", []),
        ("body:测试市 unit:%", ["6.1%"]),
        ("body:甲县", []),
        ("title:乙县 unit:%", ["6.1%"]),
        ("place:乙县 unit:%", ["6.1%"]),
        ("subject:测试 unit:%", ["6.1%"]),
        ("indicator:办结", ["364项", "90项"]),
        ("section:总体", ["3个工作日", "364项"]),
        ("category:oth* unit:%", ["6.1%"]),
        ("status:actual unit:%", ["6.1%"]),
        ("change:up", []),
        ("file:b.txt unit:%", ["6.1%"]),
        ("办结:", ["90项", "364项", "3个工作日"]),
        ("measure:request.*", []),
    ],
)
def test_queries(connection, query: str, expected: list[str]):
    assert quotes(connection, query) == expected


def test_a_hit_tells_all(connection):
    (hit,) = search(connection, "不动产 工作日", limit=1).hits
    assert (hit.value, hit.unit, hit.body, hit.path, hit.section) == (
        "3",
        "{working_day}",
        "测试市人民政府",
        "a.txt",
        "总体情况",
    )
    assert (hit.period_start, hit.period_end, hit.category) == ("2019-01-01", "2019-12-31", "other")
    assert (hit.dimension, hit.value_base) == ("time", 72.0)
    assert hit.sentence == "不动产登记办理时间压缩至3个工作日。"


@pytest.mark.parametrize(
    "query", ["年 OR 办 OR 公", "unit:项 OR unit:件 OR unit:%", "乙县 公开 OR 办结 OR 增长", "总体", "value:>0"]
)
def test_pages_make_up_the_whole(connection, query: str, monkeypatch):
    monkeypatch.setattr("textmine.store.blocks.BLOCK", 2)
    monkeypatch.setattr("textmine.store.few.FEW", 1)
    whole = search(connection, query)
    found, after = [], None
    while True:
        page = search(connection, query, limit=1, after=after)
        found += page.hits
        after = page.after
        if after is None:
            break
    assert found == list(whole.hits)
    assert len({hit.id for hit in found}) == len(found) > 1


@pytest.mark.parametrize("after", ["", "1", "x.y", "1.2.3.4.5.6", "1.2.3.4.99999999999999999999999", "１.2.3.4.x"])
def test_what_is_no_place_of_a_page_is_told(connection, after: str):
    with pytest.raises(ValueError, match=r".+"):
        search(connection, "办结", after=after)


@pytest.mark.parametrize(
    "query",
    [
        '"', '""', "'", "*", "办结*", "NEAR(办结 364)", "AND", "办结 AND", "NOT", "-办结", "办结:", "indicator:办结", "(", "^办结",
        "{indicator}: 办结", "办结 + 364", "';DROP TABLE facts;--", "\0", "办\0结", "\ud800", "\ud800办结", "办结 " * 500, "x" * 5000,
        "\u202e办结", "%", "_", "\\", "1,234.5", "🙂", "̈", "٣", "½", "OR OR", "- -", "--", "unit:", "value:<=", "value:..", "time:..5h",
        "year:99999", "period:2019-99", "category:[", "file:*", "value:1e400", "time:<=" + "9" * 80, "place:-",
    ],
)  # fmt: skip
def test_any_query_is_answered(connection, query: str):
    search(connection, query)


_PIECES = st.sampled_from(
    [
        *FIELDS,
        *dimension_names(),
        ":",
        "：",
        "-",
        "OR",
        '"',
        " ",
        "..",
        "<=",
        ">",
        "办结",
        "公开",
        "3",
        "h",
        "个工作日",
        "*",
        "2019",
    ]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(query=st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=12).map("".join)))
def test_any_input_is_answered(connection, query: str):
    page = search(connection, query, limit=3)
    assert len(page.hits) <= 3


def index_of(text: str) -> sqlite3.Connection:
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE t USING fts5 (a, tokenize = 'ascii')")
    index.execute("INSERT INTO t VALUES (?)", (spaced(text),))
    return index


# Characters that FTS5, LIKE and Python might take for each other: cases, widths, marks, blanks.
_TRICKY = "办结公开日，364 aAéÉeEİıſKkＡａ①½٣\u0301\u200b\u3000\n\t%_*\"'ß々〇\U00020000\U0002ceb0\u9fef\U0001f642\x00"


@settings(max_examples=400)
@given(
    st.text(st.sampled_from(_TRICKY.replace("\x00", "")), min_size=1, max_size=4),
    st.text(st.sampled_from(_TRICKY), max_size=30),
)
def test_search_finds_what_a_scan_finds(word: str, text: str):
    with closing(index_of(text)) as index:
        found = index.execute("SELECT count(*) FROM t WHERE t MATCH ?", (phrase(word),)).fetchone()[0]
    assert bool(found) == (lowered(word) in lowered(text))


@given(st.text(st.sampled_from("办结。！\n 364"), max_size=60), st.data())
def test_a_sentence_holds_its_figure(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = sentence_range(text, start, end, (0, len(text)))
    assert 0 <= first <= start <= end <= last <= len(text)


def test_sentences_of_a_text_without_stops_are_bounded():
    text = "办结" * 10_000
    first, last = sentence_range(text, 10_000, 10_002, (0, len(text)))
    assert last - first < 500


def test_ids_by_prefix(connection):
    ids = [hit.id for hit in search(connection, "subject:测试局").hits]
    assert len(ids) == 5
    assert matching_ids(connection, ids[0]) == [ids[0]]
    assert matching_ids(connection, ids[0][:-1]) == sorted(other for other in ids if other.startswith(ids[0][:-1]))
    assert matching_ids(connection, "%") == []


@pytest.mark.parametrize("table", ["units", "manners", "periods"])
def test_a_fact_that_speaks_of_a_row_that_is_not_there_is_damage(store: Path, reports, records, table: str):
    report = reports("a.txt", "受理20件，办结12件。\n")
    with open_store(store, program="test") as writer:
        writer.record(records(report), report)
    with closing(sqlite3.connect(store)) as damaged, damaged:
        damaged.execute(f"DELETE FROM {table}")  # noqa: S608  # our own tables
    with reading(store) as connection, pytest.raises(StoreFormatError, match="damaged"):
        search(connection, "受理")


def test_an_explanation_has_rules_place_and_links(store: Path, reports, records):
    report = reports("a.txt", "受理20件，办结12件。\n")
    with open_store(store, program="test") as writer:
        writer.record(records(report), report)
    with reading(store) as connection:
        found = explanation(connection, report.facts[0].id)
        sentence = found.fact["sentence"]
        assert sentence[found.fact["start"] - found.fact["sentence_start"] :].startswith("20件")
        assert found.rules == {"value": "arabic", "unit": "counter"}
        assert [(link.rel, link.forward, link.quote) for link in found.links] == [("changed_to", True, "12件")]
        with pytest.raises(LookupError):
            explanation(connection, "nothing")
