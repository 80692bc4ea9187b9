"""Where a number stands: quotations, titles and traps that make it no figure."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

from textmine.lexicon import cached, table

_PAIRS = {"“": "”", "《": "》", "〈": "〉", "「": "」", "‘": "’"}
_INSIDE = "[^“”《》〈〉「」‘’\n。]*+"
# An opening mark, with all up to its closing mark where no other one stands between them.
_OPENING = re.compile("[“《〈「‘](?:" + "|".join(f"(?<={a}){_INSIDE}{b}" for a, b in _PAIRS.items()) + ")?")
_NESTED = 5  # enclosures within each other that are looked at
_MARK = re.compile("[“”《》〈〉「」‘’\n。]")
_NUMBER_OF_DOCUMENT = re.compile(r"[〔\[【（(][12][0-9]{3}[〕\]】）)]\s{0,2}$")


@dataclass(frozen=True, slots=True)
class Enclosures:
    """The quoted names and titles of a text, as parallel tuples of starts, ends (code points) and kinds."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    kinds: tuple[str, ...]
    reach: tuple[int, ...]  # the farthest end so far: no enclosure up to this one goes beyond it

    def around(self, at: int) -> tuple[str, int] | None:
        """The innermost enclosure around a place: its opening mark and its length, or ``None``."""
        index = bisect_right(self.starts, at) - 1
        if index < 0 or self.reach[index] <= at:
            return None
        for each in range(index, max(index - _NESTED, -1), -1):
            if self.ends[each] > at:
                return self.kinds[each], self.ends[each] - self.starts[each] - 2
        return None


def find_enclosures(text: str) -> Enclosures:
    """Quotations and book titles, each within one sentence; nesting is followed to any depth in linear time."""
    found: list[tuple[int, int, str]] = []
    stack: list[tuple[str, int]] = []
    match = _OPENING.search(text)
    while match:
        mark = match.group()
        if len(mark) > 1:
            found.append((match.start(), match.end(), mark[0]))
        elif mark in _PAIRS:
            if len(stack) < 32:
                stack.append((mark, match.start()))
        elif mark in "\n。":
            stack = [item for item in stack if mark == "。" and item[0] in "《“" and match.start() - item[1] < 60]
        else:
            while stack:
                opening, start = stack.pop()
                if _PAIRS[opening] == mark:
                    found.append((start, match.end(), opening))
                    break
        match = (_MARK if stack else _OPENING).search(text, match.end())
    if not found:
        return Enclosures((), (), (), ())
    starts, ends, kinds = zip(*sorted(found), strict=True)
    return Enclosures(starts, ends, kinds, tuple(accumulate(ends, max)))


@cached
def _fixed_names() -> dict[str, tuple[tuple[str, int], ...]]:
    """The set phrases by every two characters that stand side by side in them, and where these stand in the phrase."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name in table("traps")["fixed_names"]["words"]:
        for at in range(len(name)):
            found.setdefault(name[at : at + 2], []).append((name, at))
    return {pair: tuple(names) for pair, names in found.items()}


def in_fixed_name(text: str, start: int) -> bool:
    """Whether a set phrase of official language covers the place (三个代表).

    >>> in_fixed_name("学习三个代表", 2), in_fixed_name("三个项目", 0)
    (True, False)
    """
    names = _fixed_names()
    for pair in (text[start : start + 2], text[start]):  # the place is the last character of the phrase, or it is not
        for name, at in names.get(pair, ()):
            if at <= start and text.startswith(name, start - at):
                return True
    return False


@cached
def _ordinal_words() -> tuple[tuple[str, ...], ...]:
    data = table("traps")
    return tuple(tuple(data[group]["words"]) for group in ("ordinal_before", "ordinal_after", "letters_before"))


# Letters of other scripts look like digits (О5, Ｏ５) or make a name of the number.
_LETTER_RANGES = (("A", "Z"), ("a", "z"), ("À", "Ö"), ("Ø", "ö"), ("ø", "ʯ"), ("Ͱ", "ӿ"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
_LETTERS = frozenset(chr(code) for first, last in _LETTER_RANGES for code in range(ord(first), ord(last) + 1))
_MARKS_BEFORE = "@#&_=/."
_ASCII_UNIT = re.compile(r"(?:k?m[2²³]|km|kg|mm|cm|kV|MW|kW|[TGP]B|[MG]bps|TEU)(?![A-Za-z])")


@cached
def trap_neighbours() -> tuple[frozenset[str], frozenset[str]]:
    """The characters directly before a numeral, and those directly behind it, without which it is no trap."""
    before, after, _ = _ordinal_words()
    closing = "〕]】）)"  # of the number of a document
    spaces = filter(str.isspace, map(chr, range(0x3001)))
    return (
        _LETTERS.union(_MARKS_BEFORE, "-－+＋", closing, spaces, (word[-1] for word in before)),
        _LETTERS.union("-－+＋ ", (word[0] for word in after)),
    )


def is_trap(text: str, start: int, end: int, *, dashed: bool = False) -> bool:
    """Whether the bare numeral ``text[start:end]`` is an ordinal, a part of a name or of an identifier.

    ``dashed`` says that the dash before it belongs to a range and does not join it to a name (3-5个).

    >>> is_trap("第12批", 1, 3), is_trap("H5页面", 1, 2), is_trap("1号楼", 0, 1), is_trap("共12批", 1, 3)
    (True, True, True, False)
    """
    suspect_before, suspect_after = trap_neighbours()
    if text[start - 1 : start] not in suspect_before and text[end : end + 1] not in suspect_after:
        return False
    before = text[max(0, start - 12) : start] or "\n"
    after = text[end : end + 8] or "\n"
    if before[-1] in _MARKS_BEFORE or (before[-1] in _LETTERS and not before.endswith(_ordinal_words()[2])):
        return True
    if not dashed and before[-1:] in "-－" and before[-2:-1] and before[-2:-1].isascii() and before[-2:-1].isalnum():
        return True
    if after[:1] in "-－" and after[1:2].isdigit() and len(text[start:end]) == 4 and text[start] == "0":
        return True  # a telephone number with its area code
    before_words, after_words, _ = _ordinal_words()
    if before.rstrip(" \u3000").endswith(before_words) or after.lstrip(" ").startswith(after_words):
        return True
    if after[0] in _LETTERS and not _ASCII_UNIT.match(after):
        return True
    if _NUMBER_OF_DOCUMENT.search(before):
        return True
    return bool(after[:1] in "+＋" or (before[-1:] in "+＋" and before[-2:-1].isdigit()))


@cached
def _name_limit() -> int:
    return int(table("traps")["quote_limit"]["characters"])


def quoted(enclosures: Enclosures, at: int) -> bool:
    """Whether the place is inside a title, or inside a quotation short enough to be a name."""
    around = enclosures.around(at)
    if around is None:
        return False
    mark, length = around
    return mark in "《〈" or length <= _name_limit()
