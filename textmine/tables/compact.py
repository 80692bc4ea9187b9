"""A window of text without white space and table pipes, with the way back to the text's offsets."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, starmap

from textmine.tables.markup import TAG
from textmine.tables.pagefoot import page_feet

_KEPT = re.compile(r"[^\s|｜\ufeff\u200b]+")
_NOTE = re.compile(r"\((?:(?:19|20)[0-9]{2}年?|(?=[^()]{0,90}[0-9])(?=[^()]{0,90}[\u4e00-\u9fff])[^()]{2,90})\)")
_UNLIKE = re.compile(r"[^\0-\x7f\u4e00-\u9fff]")  # neither ASCII nor a common ideograph, whose NFKC is itself


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character


def _folded(text: str) -> str:
    return _UNLIKE.sub(lambda match: _plain(match.group()), text)


@dataclass(frozen=True, slots=True)
class Compact:
    """``text`` holds the characters that are left, half-width; ``at[i]`` is where ``text[i]`` stands (code points)."""

    text: str
    at: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the original text that compact ``start:end`` stands for; ``end > start``."""
        return self.at[start], self.at[end - 1] + 1


def compact(text: str, start: int, end: int) -> Compact:
    r"""The window ``text[start:end]`` without white space, pipes and tags of tables, full-width forms made half-width.

    >>> compact("规 章 |\n（０）", 0, 9).text
    '规章(0)'
    """
    left_out = page_feet(text, start, end)
    if text.find("<", start, end) >= 0:
        left_out = sorted([*left_out, *(match.span() for match in TAG.finditer(text, start, end))])
    borders = [start, *chain.from_iterable(left_out), end]
    kept_parts = zip(borders[::2], borders[1::2], strict=True)
    runs = [match.span() for part in kept_parts for match in _KEPT.finditer(text, *part)]
    kept = "".join([text[first:last] for first, last in runs])
    return Compact(_folded(kept), tuple(chain.from_iterable(starmap(range, runs))))


def set_apart(window: Compact, at: int) -> bool:
    """Whether white space or a pipe stands before compact offset ``at``."""
    return not 0 < at < len(window.at) or window.at[at] != window.at[at - 1] + 1


def without_notes(window: Compact) -> Compact:
    """The window without the bracketed notes that name a year or explain with a number: 本年（2023）制发件数.

    >>> text = "本年(2023)制发件数(指2023年)(单位:万元)(一)"
    >>> without_notes(compact(text, 0, len(text))).text
    '本年制发件数(单位:万元)(一)'
    """
    notes = [match.span() for match in _NOTE.finditer(window.text)]
    if not notes:
        return window
    kept = list(zip([0, *(end for _, end in notes)], [*(start for start, _ in notes), len(window.text)], strict=True))
    return Compact(
        "".join(window.text[start:end] for start, end in kept),
        tuple(chain.from_iterable(window.at[start:end] for start, end in kept)),
    )


def label_key(label: str) -> str:
    """A label in the form in which `compact` shows it."""
    return _folded("".join(_KEPT.findall(label)))
