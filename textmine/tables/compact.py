"""A window of text without white space and table pipes, with the way back to the text's offsets."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_KEPT = re.compile(r"[^\s|｜\ufeff\u200b]")


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


@dataclass(frozen=True, slots=True)
class Compact:
    """``text`` holds the characters that are left, half-width; ``at[i]`` is where ``text[i]`` stands (code points)."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the original text that compact ``start:end`` stands for; ``end > start``."""
        return self.at[start], self.at[end - 1] + 1


def compact(text: str, start: int, end: int) -> Compact:
    r"""The window ``text[start:end]`` without white space and pipes, full-width forms made half-width.

    >>> compact("规 章 |\n（０）", 0, 9).text
    '规章(0)'
    """
    found = [(match.group(), match.start()) for match in _KEPT.finditer(text, start, end)]
    return Compact("".join(_plain(character) for character, _ in found), tuple(place for _, place in found))


def label_key(label: str) -> str:
    """A label in the form in which `compact` shows it."""
    return "".join(_plain(character) for character in label if _KEPT.match(character))
