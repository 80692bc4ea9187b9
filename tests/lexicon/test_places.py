"""Places: longest match, short forms, functional zones, words that only look like places."""

import time

import pytest

from textmine.lexicon import words
from textmine.lexicon.places import find_places, places


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("长沙市", ["长沙市"]),
        ("前往长沙考察", ["长沙市"]),
        ("北京市海淀区", ["北京市", "海淀区"]),
        ("恩施土家族苗族自治州", ["恩施土家族苗族自治州"]),
        ("漳州台商投资区管委会", ["漳州台商投资区"]),
        ("平潭综合实验区2019年", ["平潭综合实验区"]),
        ("平潭的工作", []),
        ("国家长治久安", []),
        ("望江区滨河南路88号", []),
        ("北京路步行街", []),
        ("上海市路灯改造", ["上海市"]),
        ("人均衡水平", []),
        ("隆重庆祝", []),
        ("精简文山会海", []),
        ("制定西部规划", []),
        ("", []),
        ("市", []),
    ],
)
def test_names_places(text: str, names: list[str]) -> None:
    assert [name for _, _, name in find_places(text)] == names


def test_every_place_is_found_by_its_name_unless_that_is_an_ordinary_word() -> None:
    names = {place.name for place in places()}.difference(words("places", "guards"))
    assert len(names) > 3000
    assert [name for name in names if find_places(name) != [(0, len(name), name)]] == []


def test_offsets_cover_the_words_in_the_text() -> None:
    text = "会议在福州召开，厦门、漳州台商投资区参加"
    assert [text[start:end] for start, end, _ in find_places(text)] == ["福州", "厦门", "漳州台商投资区"]


def test_every_row_has_a_source_and_parents_exist() -> None:
    codes = {place.code for place in places()}
    assert len(places()) > 3000
    assert all(place.source for place in places())
    assert all(place.parent in codes for place in places() if place.parent)


def test_a_long_line_without_places_is_quick() -> None:
    def spent(size: int) -> float:
        text = "政府工作报告" * size
        begin = time.thread_time()
        assert find_places(text) == []
        return time.thread_time() - begin

    # Ten times the text takes ten times the time; a quadratic walk would take a hundred times as long.
    assert spent(200_000) < 30 * max(spent(20_000), 0.01)
