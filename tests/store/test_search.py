"""Search: words are substrings, all of them have to be there, the nearest come first, any input is answered."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.store import explanation, matching_ids, open_store, reading, search
from textmine.store.index import MAX_WORDS, phrases, sentence_range, spaced


@pytest.fixture
def connection(store: Path):
    with reading(store) as opened:
        yield opened


def quotes(connection: sqlite3.Connection, query: str, limit: int = 20) -> list[str]:
    return [hit.quote for hit in search(connection, query, limit=limit)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("不动产登记 工作日", ["3个工作日", "364项"]),
        ("办结", ["90项", "364项", "3个工作日"]),
        ("产登", ["3个工作日", "364项"]),
        ("364", ["364项", "3个工作日"]),
        ("36", []),
        ("总体 办结", ["364项", "3个工作日"]),
        ("乙县 增长", ["6.1%", "120件"]),
        ("乙县 不动产", []),
        ("没有", []),
        ("", []),
        ("， 。", []),
    ],
)
def test_queries(connection, query: str, expected: list[str]):
    assert quotes(connection, query) == expected


def test_words_of_one_and_of_the_subject(connection):
    assert (
        set(quotes(connection, "局"))
        == set(quotes(connection, "测试局"))
        == {"90项", "364项", "6.1%", "120件", "3个工作日"}
    )


def test_a_hit_tells_all(connection):
    (hit,) = search(connection, "不动产 工作日", limit=1)
    assert (hit.value, hit.unit, hit.body, hit.path, hit.section) == (
        "3",
        "{working_day}",
        "测试市人民政府",
        "a.txt",
        "总体情况",
    )
    assert (hit.period_start, hit.period_end, hit.category) == ("2019-01-01", "2019-12-31", "other")
    assert hit.sentence == "不动产登记办理时间压缩至3个工作日。"
    assert hit.score == 12


def test_the_limit_holds(connection):
    assert len(quotes(connection, "测试局", limit=2)) == 2


@pytest.mark.parametrize(
    "query",
    [
        '"', '""', "'", "*", "办结*", "NEAR(办结 364)", "AND", "办结 AND", "NOT", "-办结", "办结:", "indicator:办结", "(", "^办结",
        "{indicator}: 办结", "办结 + 364", "';DROP TABLE facts;--", "\0", "办\0结", "\ud800", "\ud800办结", "办结 " * 500, "x" * 5000,
        "\u202e办结", "%", "_", "\\", "1,234.5", "🙂", "̈", "٣", "½",
    ],
)  # fmt: skip
def test_any_query_is_answered(connection, query: str):
    list(search(connection, query))


def index_of(text: str) -> sqlite3.Connection:
    index = sqlite3.connect(":memory:")
    index.execute("CREATE VIRTUAL TABLE t USING fts5 (a, tokenize = 'unicode61 remove_diacritics 0')")
    index.execute("INSERT INTO t VALUES (?)", (spaced(text),))
    return index


@given(st.text(max_size=40))
def test_phrases_are_valid_fts5(query: str):
    wanted = phrases(query)
    assert len(wanted) <= MAX_WORDS
    with closing(index_of("")) as index:
        for phrase in wanted:
            index.execute("SELECT * FROM t WHERE t MATCH ?", (phrase,)).fetchall()


@given(
    st.text(st.sampled_from("办结公开工作日"), min_size=1, max_size=4),
    st.text(st.sampled_from("办结公开工作日，364"), max_size=30),
)
def test_search_finds_what_a_scan_finds(word: str, text: str):
    with closing(index_of(text)) as index:
        found = index.execute("SELECT count(*) FROM t WHERE t MATCH ?", (phrases(word)[0],)).fetchone()[0]
    assert bool(found) == (word in text)


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
    ids = [hit.id for hit in search(connection, "测试局")]
    assert matching_ids(connection, ids[0]) == [ids[0]]
    assert matching_ids(connection, ids[0][:-1]) == sorted(other for other in ids if other.startswith(ids[0][:-1]))
    assert matching_ids(connection, "%") == []


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
