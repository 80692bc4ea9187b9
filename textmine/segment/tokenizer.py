"""Words: jieba's segmentation at the speed of its Rust port.

rjieba looks for words in longer stretches than jieba does, so the text is first split at the characters that jieba never
joins to a word (`jieba.Tokenizer.cut` of jieba 0.42.1, `re_han_default`): hyphens, underscores, points that are no
decimal points, and ideographs outside U+4E00-9FD5. Each of them is a word of its own. A number of three parts (1.2.3)
stays one word here. With a user dictionary the reference implementation itself is used, as a private tokenizer, since
`jieba`'s module-level one is shared by a process.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

# Lone surrogates stand here because Rust has no string that holds one. One class comes first: a search for it is quick.
_APART = re.compile(
    "([-_.\u3400-\u4dff\u9fd6-\u9fff\ud800-\udfff\uf900-\ufaff\U00010000-\U0010ffff]"
    "(?:(?<!\\.)|(?<![0-9]\\.)|(?![0-9])))"
)

# Characters that jieba joins to words; a text cut between two of them may have other words than a part of it.
_JOINED = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]{2}")

_MARKS = frozenset("\n\r \u3000，。；：、！？")  # the most frequent of the others: looked at first

_BETWEEN = "\0"  # is joined to no other character, and stands in hardly any text

Cutter = Callable[[str], list[str]]


@cache
def _rjieba() -> Cutter:
    import rjieba

    cutter: Cutter = rjieba.cut
    return cutter


@cache
def _jieba(dictionary: str) -> Cutter:
    import jieba

    tokenizer = jieba.Tokenizer()
    with Path(dictionary).open("rb") as words:
        tokenizer.load_userdict(words)
    cutter: Cutter = tokenizer.lcut
    return cutter


def cut(text: str, *, dictionary: Path | None = None) -> list[str]:
    """The words of a text, white space and punctuation included: ``"".join(cut(text)) == text``.

    ``dictionary`` is a jieba user dictionary (UTF-8, one word a line).

    >>> cut("主动公开政府信息2645条。")
    ['主动', '公开', '政府', '信息', '2645', '条', '。']
    """
    cutter = _jieba(str(dictionary)) if dictionary else _rjieba()
    words: list[str] = []
    for index, piece in enumerate(_APART.split(text)):
        if index % 2:
            words.append(piece)
        elif piece:
            words += cutter(piece)
    return words


def cut_each(texts: Sequence[str]) -> list[list[str]]:
    """The words of several texts, as `cut` gives them one by one, in less time.

    >>> cut_each(["主动公开", "", "政府信息。"])
    [['主动', '公开'], [], ['政府', '信息', '。']]
    """
    joined = _BETWEEN.join(texts)
    if len(texts) < 2 or joined.count(_BETWEEN) >= len(texts):
        return [cut(text) for text in texts]
    words = cut(joined)
    found = []
    start = 0
    for _ in range(len(texts) - 1):
        end = words.index(_BETWEEN, start)
        found.append(words[start:end])
        start = end + 1
    found.append(words[start:])
    return found


def word_starts(text: str, start: int, end: int) -> dict[int, int]:
    """The words of ``text[start:end]`` as a mapping from where each begins to where it ends (code points).

    >>> word_starts("公开政府信息", 2, 6)
    {2: 4, 4: 6}
    """
    return dict(pairwise(accumulate(map(len, cut(text[start:end])), initial=start)))


class PartWords:
    """The words of parts of a text for whoever wants those of their openings first and all of them later: none is cut twice.

    >>> words = PartWords("公开信息，政府网站。")
    >>> words.openings([(0, 5)]), words.of(0, 10)
    ([['公开', '信息', '，']], ['公开', '信息', '，', '政府', '网站', '。'])
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[int, tuple[int, list[str]]] = {}

    def openings(self, parts: Sequence[tuple[int, int]]) -> list[list[str]]:
        """The words of some half-open ranges of the text."""
        found = cut_each([self._text[start:end] for start, end in parts])
        self._known.update((start, (end, words)) for (start, end), words in zip(parts, found, strict=True))
        return found

    def of(self, start: int, end: int) -> list[str]:
        """What `cut` gives for ``text[start:end]``."""
        opening, words = self._known.get(start, (start, []))
        if opening == end:
            return words
        if start < opening < end and not inside(self._text, opening):
            return words + cut(self._text[opening:end])
        return cut(self._text[start:end])


def inside(text: str, place: int) -> bool:
    """Whether a place in a text (code points) may lie inside what jieba cuts as one stretch.

    >>> [inside("公开。信息", place) for place in (0, 1, 2, 3)]
    [False, True, False, False]
    """
    return place > 0 and text[place - 1] not in _MARKS and _JOINED.match(text, place - 1) is not None
