"""Runs of digits that are no plain numeral: foreign digits, letters, powers, products, damage, wrong groups.

Nothing inside such a run is ever read as a number of its own: `32,92,078元` does not hold 92,078 yuan.
"""

import re
from typing import NamedTuple

from textmine.extract.numerals import ARABIC_REST, CHINESE_REST, MAX_DIGITS, NUMERAL, NUMERAL_CHARACTERS, parse
from textmine.lexicon import table

_SUPERSCRIPTS = "¹²³⁰⁴-⁹"
_FOREIGN = rf"[^\D0-9０-９]|[{_SUPERSCRIPTS}₀-₉¼-¾⅐-⅞]"
# Combining marks, and what a damaged file leaves: U+FFFD, lone surrogates, private use, control characters.
_MARKS = "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f"
_DAMAGE = "\ufffd\ud800-\udfff\ue000-\uf8ff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_ANY_DIGIT = rf"[\d{_SUPERSCRIPTS}₀-₉¼-¾⅐-⅞]"

# The scripts whose digits are foreign here; to look for ranges is faster than to look for \d.
_SCRIPTS = "\u0660-\u1c59\ua620-\uabf9\U000104a0-\U0001fbf9"
# Where a numeral or an odd run may begin; the class in front passes most characters at once.
PLACE_BEGINS = f"[{NUMERAL_CHARACTERS}{_SUPERSCRIPTS}₀-₉¼-¾⅐-⅞{_SCRIPTS}]"
ODD_REST = rf"(?P<odd>(?<={_FOREIGN}))"
PLACE = re.compile(f"{PLACE_BEGINS}(?:{ARABIC_REST}|{CHINESE_REST}|{ODD_REST})")
_MOST_PIECES = 16  # of a list or a grouped number
_RUN = re.compile(
    rf"(?:[.．,，_]{{0,2}}+[{_MARKS}{_DAMAGE}]*+{_ANY_DIGIT}++[{_MARKS}{_DAMAGE}]*+){{1,{_MOST_PIECES + 1}}}+"
)
_REST = re.compile(rf"(?:[.．,，_^]{{0,2}}+{_ANY_DIGIT})*+")
_POWER = re.compile(
    r"[0-9０-９.．]{1,64}+(?:[ ]?[×xX*✕][ ]?10(?:\^[ ]?[-−+]?(?P<a>[0-9]{1,9})|[⁻⁺⁰¹²³⁴-⁹]{1,9})"
    r"|[eE][-−+]?(?P<b>[0-9]{1,9})|\^[ ]?[-−+]?(?P<c>[0-9]{1,9}))"
)
_PRODUCT = re.compile(r"[0-9０-９.．]{1,64}+(?:[ ]?[×xX*✕][ ]?[0-9０-９.．]{1,64}+){1,8}+")
_OUTLINE = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2}){2,}\.?")  # 3.2.1 at the head of a line
_GROUP = 3  # digits
_FIRST_BEHIND = re.compile(
    rf"[.．,，]?{_ANY_DIGIT}|[.．]{{2}}|[.．][万亿萬億]|[_^{_MARKS}{_DAMAGE}]|[ ]?[×xX*✕][ ]?[0-9０-９]|[eE][-−+0-9]"
    r"|[零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖]"
)
_PLAIN_DIGITS = frozenset("0123456789０１２３４５６７８９")
_FOOTNOTE = re.compile(rf"(?<![0-9])[0-9]++(?:\.[0-9]++)?[¹²³](?![{_SUPERSCRIPTS}\d])")
_LETTER = re.compile(r"[A-Za-zＡ-Ｚａ-ｚ米]")
_HAN = re.compile(r"[\u3400-\u9fff]")


class Oddity(NamedTuple):
    """An odd run: where it ends (code points), and the code of what is odd, ``None`` where that is no problem."""

    end: int
    reason: str | None


def odd_run(text: str, match: re.Match[str]) -> Oddity | None:
    """The odd run that begins with a match of `PLACE`, or ``None`` where the numeral is a plain one.

    >>> text = "投资32,92,078元"
    >>> odd_run(text, PLACE.search(text))
    Oddity(end=11, reason='malformed')
    >>> text = "投资5×10^8元"
    >>> odd_run(text, PLACE.search(text))
    Oddity(end=8, reason='sci')
    """
    start, end = match.span()
    if match.lastgroup == "chinese":
        return _chinese(text, start, end)
    if match.lastgroup == "odd":
        if match.group() in "¹²³" and _LETTER.match(text, start - 1):
            return Oddity(end, None)  # m², and footnotes of words
        return Oddity(_end_of_run(text, start, end), "odd_digits")
    if not _FIRST_BEHIND.match(text, end) or _FOOTNOTE.match(text, start):
        return None
    power = _POWER.match(text, start)
    if power:
        size = int(power.group("a") or power.group("b") or power.group("c") or 0)
        return Oddity(_end_of_run(text, start, power.end()), "out_of_range" if size > MAX_DIGITS else "sci")
    product = _PRODUCT.match(text, start)
    if product:
        if product.group() in table("traps")["products"]["words"]:
            return Oddity(product.end(), None)
        return Oddity(_end_of_run(text, start, product.end()), "product")
    run = _RUN.match(text, start)
    reason = _reason(run.group(), end - start) if run else None
    if reason == "malformed" and not _HAN.match(text, start - 1) and _OUTLINE.fullmatch(run.group()):  # type: ignore[union-attr]
        return Oddity(_end_of_run(text, start, end), None)
    if reason:
        return Oddity(_end_of_run(text, start, max(end, run.end() if run else end)), reason)
    if text[end] in ".．" and _HAN.match(text, start - 1) and text[end + 1 : end + 2] in tuple("万亿萬億"):
        return Oddity(end + 1, "malformed")  # 5.亿元; at the head of a line it is the marker of a heading
    chinese = NUMERAL.match(text, end)
    if chinese and chinese.lastgroup == "chinese" and text[end] not in "十百千万亿":
        return Oddity(chinese.end(), "malformed")
    return None


def odd_behind(word: str) -> bool:
    """Whether a number before the word would be a part of an odd run (`e`, `三`)."""
    return _FIRST_BEHIND.match(word) is not None


def _end_of_run(text: str, start: int, end: int) -> int:
    run = _RUN.match(text, start)
    return _REST.match(text, max(end, run.end() if run else end)).end()  # type: ignore[union-attr]  # matches ""


def _reason(run: str, plain: int) -> str | None:
    """What is odd about a run of digits and their signs, of which the first ``plain`` characters are a numeral."""
    if re.search(f"[{_MARKS}]", run):
        return "combining"
    if re.search(f"[{_DAMAGE}]", run):
        return "damaged"
    if re.search(_FOREIGN, run):
        return "odd_digits"
    if len(run) == plain:
        return None
    if "_" in run or run.count(".") + run.count("．") > 1:
        return "malformed"
    pieces = re.split("[,，]", re.split("[.．]", run)[0])
    if len(pieces) > _MOST_PIECES or (_GROUP in map(len, pieces[1:]) and {_GROUP} != set(map(len, pieces[1:]))):
        return "malformed"
    return "out_of_range" if len(pieces) > 1 and set(map(len, pieces[1:])) == {_GROUP} else None


def _chinese(text: str, start: int, end: int) -> Oddity | None:
    """亿亿 without a number; an Arabic numeral stuck to a Chinese one (十5元), but 统一3个 and 周五3场 are two words."""
    if text[start] in "万亿萬億" and parse(text[start:end]).flags == ("no_coefficient",):
        return Oddity(end, "no_coefficient")
    if text[end : end + 1] not in _PLAIN_DIGITS or (text[end - 1] not in "十百千" and end - start < 2):
        return None
    arabic = NUMERAL.match(text, end)
    return Oddity(arabic.end(), "malformed") if arabic else None
