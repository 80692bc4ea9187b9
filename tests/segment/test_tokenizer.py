"""Words: the same as jieba's own on every report of the sample archive, and nothing is ever lost."""

from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textmine.segment.tokenizer import PartWords, cut, cut_each, word_starts

REPORTS = sorted((Path(__file__).parents[2] / "corpora/reports").glob("*.txt"))


@pytest.fixture(scope="module")
def reference(tmp_path_factory):
    tokenizer = jieba.Tokenizer()
    tokenizer.tmp_dir = str(tmp_path_factory.mktemp("jieba"))
    return tokenizer


def hyphens_apart(words: list[str]) -> list[str]:
    """Jieba keeps a run of hyphens together, which are no words here."""
    return [piece for word in words for piece in (word if set(word) == {"-"} else [word])]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_cuts_the_sample_archive_like_jieba(path, reference):
    text = path.read_bytes().decode()
    assert cut(text) == hyphens_apart(reference.lcut(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\r\n",
        "A-B_C 3.5% 2+1",
        "第1.2版",
        "１２３项",
        "12.",
        ".5",
        "C++与C#",
        "\u3000\u3000一、总体情况\t",
        "🙂办结",
        "𠮷林省",
        "a\u200bb",
    ],
    ids=repr,
)
def test_cuts_odd_texts_like_jieba(text, reference):
    assert cut(text) == reference.lcut(text)


@given(st.text(st.sampled_from("政务公开办结率12.5%件 \n\u3000A-b_+#&，。、\ud800𠮷"), max_size=60))
def test_words_make_up_the_text(text):
    words = cut(text)
    assert "".join(words) == text
    assert all(words)


@given(st.lists(st.text(st.sampled_from("政府信息公开a1.-\r\n \0，㐀𠀀"), max_size=8), max_size=5))
def test_words_of_several_texts_are_those_of_each(texts):
    assert cut_each(texts) == [cut(text) for text in texts]


def test_word_starts_are_the_words_in_place():
    text = "全年主动公开信息364条。"
    found = list(word_starts(text, 2, len(text)).items())
    assert [text[a:b] for a, b in found] == cut(text[2:])
    assert found[0][0] == 2
    assert word_starts(text, 2, 2) == {}


def test_a_user_dictionary(tmp_path):
    words = tmp_path / "words.txt"
    words.write_text("一网通办率 1000 n\n", encoding="utf-8")
    assert "一网通办率" not in cut("提升一网通办率")
    assert cut("提升一网通办率", dictionary=words) == ["提升", "一网通办率"]


PIECES = [
    "公开信息",
    "2019年",
    "。",
    "\n",
    " ",
    "1.2万件",
    "-",
    "a_b",
    "不动产登记",
    "，",
    "一、",
    "\u3400",
    "％",
    "总体情况",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.data())
def test_words_of_a_part_are_those_of_the_part_alone(pieces, data):
    text = "".join(pieces)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    opening = data.draw(st.integers(start, end))
    words = PartWords(text)
    assert words.openings([(start, opening)]) == [cut(text[start:opening])]
    assert words.of(start, end) == cut(text[start:end])
