"""Numbers as they are written: Arabic, full-width and Chinese digits, grouped, spaced or mixed with 万 and 亿.

`NUMERAL` finds a numeral, `parse` reads it. Nothing here looks at what follows the number.
"""

import re
from decimal import Decimal
from typing import NamedTuple

# Characters that are invisible and that crawlers leave inside numbers: ZWSP, ZWNJ, ZWJ, WJ, BOM, soft hyphen,
# Mongolian vowel separator, combining grapheme joiner, variation selector 16. Source: UTS #39, Unicode 15.
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f\ufe0f"
# Directional marks do not change the digits, but whoever reads them should know (CVE-2021-42574).
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"

_DIGIT = "[0-9０-９]"
_HIDDEN = f"[{INVISIBLE}{BIDI}]"
# A digit run may hide invisible characters; a group is a comma and exactly three digits; one decimal point.
_RUN = f"{_DIGIT}(?:{_HIDDEN}{{0,3}}{_DIGIT}){{0,80}}+"
ARABIC = (
    rf"{_RUN}"
    rf"(?:[,，]{_DIGIT}{{3}}(?!{_DIGIT})){{0,12}}+"
    rf"(?:[.．]{_RUN})?+"
)
_CHINESE_DIGITS = "零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖兩"
_CHINESE_SCALES = "十百千万亿拾佰仟萬億廿卅"
CHINESE = f"[{_CHINESE_DIGITS}{_CHINESE_SCALES}]{{1,40}}+(?:点[{_CHINESE_DIGITS}]{{1,12}}+[万亿]{{0,2}}+)?+"
NUMERAL = re.compile(f"(?P<arabic>{ARABIC})|(?P<chinese>{CHINESE})")

_DIGIT_VALUES = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")}
    | {"○": 0, "两": 2, "兩": 2}
)
_UNIT_VALUES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE_VALUES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_LARGEST = 10**20  # no Chinese numeral of a report names more
MAX_DIGITS = 38  # what fits a decimal128; longer numbers are no figures of a report


# A number that a crawler or a page broke: `2 846条`, `37. 5%`, digits before and behind a line end.
_BROKEN = re.compile(r"(?:[ \u00a0\u202f]|\r?\n|[.．] )(?=[0-9])")
_PIECE = re.compile(rf"{_DIGIT}{{1,12}}(?:[.．]{_DIGIT}{{1,12}})?")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")


class Number(NamedTuple):
    """A number that was read: its value, or ``None`` with the reason in ``flags``."""

    value: Decimal | None
    flags: tuple[str, ...] = ()


def parse(quote: str) -> Number:
    """Read one numeral that `NUMERAL` found.

    >>> parse("3,292,078.50").value
    Decimal('3292078.50')
    >>> parse("两万五千").value, parse("一百二十三").value, parse("十二点五").value
    (Decimal('25000'), Decimal('123'), Decimal('12.5'))
    >>> parse("3292,078").flags
    ('bad_grouping',)
    """
    if quote[0] in "0123456789０１２３４５６７８９":
        return _parse_arabic(quote)
    value = chinese_value(quote)
    return Number(value) if value is not None else Number(None, ("malformed",))


def _parse_arabic(quote: str) -> Number:
    if len(quote) <= MAX_DIGITS and _PLAIN.fullmatch(quote):
        return Number(Decimal(quote))
    flags = []
    if any(c in BIDI for c in quote):
        flags.append("bidi")
    if any(c in INVISIBLE for c in quote):
        flags.append("invisible")
    plain = "".join(c for c in quote if c not in INVISIBLE and c not in BIDI)
    if any(c.isspace() for c in plain):
        flags.append("spaced")
        plain = "".join(plain.split())
    ascii_form = plain.translate(_FULL_WIDTH)
    if ascii_form != plain:
        flags.append("normalised")
    whole = ascii_form.partition(".")[0]
    groups = whole.split(",")
    if len(groups) > 1 and len(groups[0]) > 3:
        flags.append("bad_grouping")
    digits = ascii_form.replace(",", "")
    if len(digits.replace(".", "").lstrip("0")) > MAX_DIGITS or len(digits) > 2 * MAX_DIGITS:
        return Number(None, (*flags, "out_of_range"))
    return Number(Decimal(digits), tuple(flags))


def broken_end(text: str, start: int, end: int) -> int:
    """Where a broken number that begins with the digits ``text[start:end]`` ends; ``end`` where it is not broken.

    Digits at the head of a line, and a year, are not joined to what follows them.

    >>> text = "公开信息2 846条"
    >>> text[4:broken_end(text, 4, 5)]
    '2 846'
    """
    before = text[start - 1 : start]
    if not before or before.isspace() or before in "|\t" or _YEAR.match(text[start:end]) or "." in text[start:end]:
        return end
    for _ in range(4):
        gap = _BROKEN.match(text, end)
        piece = _PIECE.match(text, gap.end()) if gap else None
        if piece is None:
            break
        end = piece.end()
        if "." in piece.group():
            break
    return end


def chinese_value(quote: str) -> Decimal | None:
    """The value of a Chinese numeral, or ``None`` where it has none (a scale word without a number, `亿亿`).

    >>> chinese_value("九十九万零八百六十五点二亿")
    Decimal('99086520000000.0')
    >>> chinese_value("二〇一九"), chinese_value("廿三"), chinese_value("两万三")
    (Decimal('2019'), Decimal('23'), Decimal('23000'))
    >>> chinese_value("万亿") is None
    True
    """
    quote = quote.replace("廿", "二十").replace("卅", "三十")
    integer, point, fraction = quote.partition("点")
    if point:
        digits = fraction.rstrip("万亿")
        head = _chinese_integer(integer)
        if head is None or not digits:
            return None
        value = Decimal(head) + Decimal("0." + "".join(str(_DIGIT_VALUES[c]) for c in digits))
        for scale in fraction[len(digits) :]:
            value *= _LARGE_VALUES[scale]
        return value
    integer_value = _chinese_integer(integer)
    return None if integer_value is None else Decimal(integer_value)


def _chinese_integer(quote: str) -> int | None:
    if len(quote) > 1 and all(c in _DIGIT_VALUES for c in quote):
        # Digit by digit (二〇一九); two plain digits without 零 (三四) are a vague pair, not a number.
        return int("".join(str(_DIGIT_VALUES[c]) for c in quote)) if len(quote) > 2 or "〇" in quote else None
    total, section, digit, last = 0, 0, -1, 0
    for c in quote:
        if c in _DIGIT_VALUES:
            if digit > 0:
                return None
            digit = _DIGIT_VALUES[c]
        elif c in _UNIT_VALUES:
            last = _UNIT_VALUES[c]
            if digit < 0 and (last != 10 or section % 100):
                return None
            section += (digit if digit > 0 else 1) * last
            digit = -1
        else:
            last = _LARGE_VALUES[c]
            section += max(digit, 0)
            if not section and not total:
                return None
            # 一万亿: a larger scale takes in all before it; 一亿两千万: a smaller one only its own section.
            total = (total + section) * last if total < last else total + section * last
            section, digit = 0, -1
            if total > _LARGEST:
                return None
    if digit > 0:
        # 两万三 means 23,000: a last digit without its unit counts tenths of the unit before, unless 零 stands between.
        tenths = last // 10 if last >= 100 and not set(quote) & set("零〇○") else 1
        section += digit * tenths
    return total + section
