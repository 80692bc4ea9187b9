"""How text enters the indexes, however long a passage is."""

from textmine.store import index
from textmine.store.index import index_words, words_in


def test_a_long_passage_is_cut_in_pieces(monkeypatch):
    cut, lengths = index.cut, []

    def noted(text: str):
        lengths.append(len(text))
        return cut(text)

    monkeypatch.setattr(index, "cut", noted)
    text = "主动公开政府信息2645条，" * 50_000
    assert index_words(words_in(text)).split()[:4] == ["主动", "公开", "政府", "信息"]
    assert sum(lengths) == len(text)
    assert max(lengths) <= 200_000 < len(text)
    assert index_words(words_in("")) == ""
