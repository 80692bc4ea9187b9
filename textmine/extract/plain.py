"""The common case in one match: an Arabic number with its unit directly behind it, and nothing beside it to be asked about.

Most figures are as plain as `投资12.3亿元。`: the characters on both sides can belong to no date, name, range, rate or bound.
`places` finds the numerals of a text and reads such a figure at once. Every other one goes the long way in `figures.py`,
which would read the plain ones as well and to the same end; a test holds the two together.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from textmine.extract.accept import ASKED, GRADE_HEADS, chinese_followers
from textmine.extract.assemble import SIGNS, assembled
from textmine.extract.bounds import bound_after, bound_before, step_words, words_before, words_behind
from textmine.extract.context import trap_neighbours
from textmine.extract.numerals import ARABIC_REST, CHINESE_CHARACTERS, CHINESE_TAIL, EXACT, NUMERAL_CHARACTERS
from textmine.extract.odd import ODD_REST, PLACE_BEGINS, odd_behind
from textmine.extract.units import RATE_MARKS, gaps_and_words, units
from textmine.lexicon import cached
from textmine.schema.figure import Bound, Figure

DASHES = frozenset(" -－—–~～〜至到")  # between the two numbers of a range
_SCALES = {"万": Decimal(10**4), "亿": Decimal(10**8)}
_NUMERAL = re.compile(f"[{NUMERAL_CHARACTERS}]")


def _any_character(listed: Iterable[str]) -> str:
    return "".join(map(re.escape, sorted(set(listed))))


def _any_unit(listed: Iterable[str]) -> str:
    """An alternation by the first character and the longest first; it holds the guards of the units."""
    by_head: dict[str, list[str]] = {}
    for surface in sorted(listed, key=len, reverse=True):
        guard = units()[0][surface].not_before
        ends = f"(?![{_any_character(guard)}])" if guard else ""
        by_head.setdefault(surface[0], []).append(re.escape(surface[1:]) + ends)
    return "|".join(f"{re.escape(head)}(?:{'|'.join(rests)})" for head, rests in by_head.items())


@cached
def places() -> re.Pattern[str]:
    """Where a numeral or an odd run begins; one of the group ``plain`` is a figure with its ``number`` and ``unit``."""
    trap_before, trap_behind = trap_neighbours()
    no_head = trap_behind | DASHES | gaps_and_words() | RATE_MARKS
    scales = set(_SCALES) - no_head
    listed: list[str] = []
    asked: list[str] = []
    for surface in units()[0]:
        plain = surface[0] not in no_head | scales and surface not in ASKED and not odd_behind(surface)
        plain = (
            plain
            and not surface.startswith(("个多", "个半"))
            and not _NUMERAL.search(surface.replace("百", "").replace("千", ""))
        )
        (listed if plain else asked).append(surface)
    before = _any_character([*trap_before, *SIGNS, ","])
    behind = _any_character([*DASHES, *RATE_MARKS, *GRADE_HEADS, *(word[0] for word in step_words())])
    not_asked = f"(?!{'|'.join(map(re.escape, sorted(asked)))})"
    # The first digit is behind us: no row number begins so (01), and none too long for any scale.
    number = rf"(?:(?<=[^{before}][1-9])[0-9]{{0,14}}+|(?<=[^{before}]0)(?![0-9]))(?:\.[0-9]{{1,8}}+)?+(?P<number>)"
    scale = f"{not_asked}(?:(?P<scale>[{_any_character(scales)}]){not_asked})?+"
    unit = f"(?P<unit>(?>{_any_unit(listed)}))(?=[^{behind}{NUMERAL_CHARACTERS}])"
    figure = f"(?P<plain>{number}{scale}{unit})"
    return re.compile(f"{PLACE_BEGINS}(?:{figure}|{ARABIC_REST}|{_counting_chinese()}|{ODD_REST})")


def _counting_chinese() -> str:
    """The rest of a Chinese numeral that may count by the character behind it; most are part of a word (统一, 万众).

    At the end of what is searched that character is not known. Where the pattern fails it is tried again at each numeral
    within, to the same end; a long numeral is taken as it is, so that no place is tried again and again.
    """
    followers = _any_character(chinese_followers())
    character = f"[{CHINESE_CHARACTERS}]"
    counting = f"{character}{{0,64}}+(?!{character}){CHINESE_TAIL}(?=[{followers}]|\\Z)"
    return f"(?<={character})(?P<chinese>{counting}|{character}{{65,}}+{CHINESE_TAIL})"


def plain_figure(text: str, match: re.Match[str]) -> Figure:
    """The figure of a match of the group ``plain``.

    >>> text = "，完成投资12.3亿元。"
    >>> figure = plain_figure(text, places().search(text))
    >>> figure.quote, str(figure.value), figure.unit
    ('12.3亿元', '1230000000.0', 'CNY')
    """
    start, end = match.span()
    scale, surface = match.group("scale", "unit")
    value = Decimal(text[start : match.end("number")])
    if scale:
        value = EXACT.multiply(value, _SCALES[scale])
    unit = units()[0][surface]
    bound: Bound = "exact"
    begin = start
    if text[start - 1] in words_before() and (before := bound_before(text, start)):
        begin, bound = before.start, before.bound
    if text[end : end + 1] in words_behind() and (after := bound_after(text, end, unit.kind)):
        end, bound = after.end, after.bound
    return assembled(text, (begin, end), start, value, None, bound, unit.unit, unit.kind, surface, ())
