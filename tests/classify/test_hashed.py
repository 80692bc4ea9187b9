"""Words by their hashes: the rows that a model has for them are those of the words that a part of a text has by itself."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.strings import get_string_id

from textmine.classify import load_model
from textmine.classify.current import shipped_model
from textmine.classify.hashed import HashedWords, RowsByHash
from textmine.components import WordTokenizer
from textmine.segment.tokenizer import cut, cut_each, inside

REPORTS = sorted((Path(__file__).parents[2] / "corpora/reports").glob("*.txt"))
MODEL = load_model(shipped_model())
ROWS = MODEL.rows["text"]
TOKENIZER = WordTokenizer(spacy.blank("zh").vocab)
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


def rows_of(text: str, parts: list[tuple[int, int]]) -> list[list[int]]:
    doc = TOKENIZER(text)
    starts, hashes = doc.to_array(["IDX", "ORTH"]).T
    words = HashedWords(
        text=text, starts=starts.astype("int64"), hashes=hashes, hash_of=get_string_id, inside=inside, cut=cut_each
    )
    known = words.known(parts, MODEL)
    return [known.rows[start:end].tolist() for start, end in pairwise([0, *known.ends.tolist()])]


def by_themselves(text: str, parts: list[tuple[int, int]]) -> list[list[int]]:
    return [[ROWS[word] for word in cut(text[start:end]) if word in ROWS] for start, end in parts]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12), st.data())
def test_parts_have_the_rows_of_the_part_alone(pieces, data):
    text = "".join(pieces)
    place = st.integers(0, len(text))
    parts = sorted(tuple(sorted(data.draw(st.tuples(place, place)))) for _ in range(data.draw(st.integers(1, 6))))
    assert rows_of(text, parts) == by_themselves(text, parts)


@pytest.mark.parametrize("path", REPORTS[:5], ids=lambda path: path.stem)
def test_lines_of_the_sample_archive(path):
    text = path.read_text("utf-8")
    ends = [at for at, character in enumerate(text) if character == "\n"]
    parts = [(start + 1, end) for start, end in pairwise([-1, *ends])]
    assert rows_of(text, parts) == by_themselves(text, parts)


@given(st.dictionaries(st.integers(0, 2**64 - 1), st.integers(1, 9), min_size=1, max_size=40), st.sampled_from([0, 40]))
def test_every_hash_is_found_however_many_begin_alike(rows, shift):
    rows = {each >> shift: row for each, row in rows.items()}  # shifted, all begin with the same bits
    table = RowsByHash({str(each): row for each, row in rows.items()}, hash_of=int)
    asked = [*rows, 2**63, 1]
    assert table.find(np.array(asked, np.uint64)).tolist() == [rows.get(each, 0) for each in asked]
