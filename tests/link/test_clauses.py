"""The clause before a figure is found from behind; read from the front it would be the same."""

from hypothesis import given
from hypothesis import strategies as st

from textmine.link.clause import CLAUSE, _clause_start, _inside_quotes
from textmine.link.status import _BACKWARDS

WORDS = st.text("完成投资a2，。；：！？,;:!?—\u3000.“”《》\x01\n ", max_size=24)


@given(WORDS)
def test_the_last_clause_begins_where_the_last_cut_outside_quotes_ends(words):
    cuts = [cut.end() for cut in CLAUSE.finditer(words) if not _inside_quotes(words[: cut.start()])]
    assert _clause_start(words) == (cuts[-1] if cuts else 0)


@given(WORDS)
def test_the_words_near_a_figure_end_its_clause(words):
    clause = words[max(words.rfind(mark) for mark in "。；;！？") + 1 :]
    near = clause[max(clause.rfind(mark) for mark in "，,：:") + 1 :]
    read = _BACKWARDS.match(words[::-1])
    assert (words[len(words) - read.end() :], words[len(words) - read.end(1) :]) == (clause, near)
