"""Numbers as they are written: Arabic, full-width and Chinese digits, grouped, spaced or mixed with 万 and 亿.

`NUMERAL` finds a numeral, `parse` reads it. Nothing here looks at what follows the number.
"""

import re
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, Clamped, Context, Decimal, Overflow, Rounded
from functools import lru_cache

_DIGIT = "[0-9０-９]"
# A group is a comma and exactly three digits; one decimal point. Nothing is given back, so that a run is read whole.
# A middle dot is a decimal point before a share or a scale (19·5％); elsewhere it stands in dates (7·21).
_POINT = rf"(?:[.．]{_DIGIT}++|·{_DIGIT}++(?=[%％‰亿万倍个]))"
_ARABIC_TAIL = rf"(?:[,，]{_DIGIT}{{3}}(?!{_DIGIT})){{0,12}}+{_POINT}?+"
ARABIC = rf"{_DIGIT}++{_ARABIC_TAIL}"
_CHINESE_DIGITS = "零〇○一二两三四五六七八九壹贰叁肆伍陆柒捌玖兩"
_CHINESE_SCALES = "十百千万亿拾佰仟萬億廿卅"
CHINESE_TAIL = f"(?:点[{_CHINESE_DIGITS}]++[万亿萬億]*+)?+"
CHINESE_CHARACTERS = f"{_CHINESE_DIGITS}{_CHINESE_SCALES}"
CHINESE = f"[{CHINESE_CHARACTERS}]++{CHINESE_TAIL}"
NUMERAL_CHARACTERS = f"0-9０-９{CHINESE_CHARACTERS}"
NUMERAL = re.compile(f"(?P<arabic>{ARABIC})|(?P<chinese>{CHINESE})")
# The same behind the first character of a numeral: a pattern that begins with a class of characters is searched for fast.
ARABIC_REST = rf"(?<={_DIGIT})(?P<arabic>{_DIGIT}*+{_ARABIC_TAIL})"
CHINESE_REST = f"(?<=[{CHINESE_CHARACTERS}])(?P<chinese>[{CHINESE_CHARACTERS}]*+{CHINESE_TAIL})"

_DIGIT_VALUES = (
    {c: i for i, c in enumerate("零一二三四五六七八九")}
    | {c: i for i, c in enumerate("〇壹贰叁肆伍陆柒捌玖")}
    | {"○": 0, "两": 2, "兩": 2}
)
_UNIT_VALUES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE_VALUES = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，·", "0123456789.,.")
_ZEROS = frozenset("零〇○")
_LARGEST = 10**20  # no Chinese numeral of a report names more
MAX_DIGITS = 38  # what fits a decimal128; longer numbers are no figures of a report
_LONGEST_CHINESE = 60  # characters; every numeral that names a number is shorter
# Arithmetic that never rounds and does not depend on the caller's context.
EXACT = Context(prec=200, Emax=MAX_EMAX, Emin=MIN_EMIN)
# Raises for a number of more than `MAX_DIGITS` digits, those behind the point of a number below one included.
_BOUNDED = Context(prec=MAX_DIGITS, Emax=MAX_DIGITS - 1, Emin=-1, traps=[Clamped, Overflow, Rounded])


# A number that a crawler or a page broke: `2 846条`, `37. 5%`, digits before and behind a line end.
_BROKEN = re.compile(r"(?:[ \u00a0\u202f]|\r?\n|[.．] )(?=[0-9])")
_PIECE = re.compile(rf"{_DIGIT}{{1,12}}(?:[.．]{_DIGIT}{{1,12}})?")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}$")
# 一亿亿: the old way of naming 10^16; read today it is as likely a slip of the pen.
_DOUBLED = re.compile(r"[万亿萬億]*([亿億])[万亿萬億]|([万萬])[万萬]")


@dataclass(frozen=True, slots=True)
class Number:
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
    return _short(quote) if len(quote) <= _SHORT else _parse(quote)


def _parse(quote: str) -> Number:
    if len(quote) <= MAX_DIGITS and quote.isascii() and quote.replace(".", "", 1).isdigit():
        return Number(Decimal(quote))
    if quote[0] in "0123456789０１２３４５６７８９":
        return _parse_arabic(quote)
    if len(quote) > _LONGEST_CHINESE:
        return Number(None, ("out_of_range",))
    if len(quote) > 1 and _DIGIT_VALUES.keys() >= set(quote) and not _ZEROS & set(quote):
        return Number(None, ("vague",))  # 三四, 一二三: digits side by side name no number, except in a year
    value = chinese_value(quote)
    if value is not None:
        return Number(value)
    if not _DOUBLED.search(quote):
        return Number(None, ("malformed",))
    return Number(None, ("no_coefficient" if set(quote) <= _LARGE_VALUES.keys() else "non_canonical",))


_SHORT = 4
_short = lru_cache(maxsize=4096)(_parse)  # 一, 三, 10, 100: more than half of all numerals


def scaled(value: Decimal, scale: Decimal) -> Decimal | None:
    """The exact product, or ``None`` where it has more digits than `MAX_DIGITS`.

    >>> scaled(Decimal("12.3"), Decimal(10**8)), scaled(Decimal(10**37), Decimal(10**8))
    (Decimal('1230000000.0'), None)
    """
    try:
        return _BOUNDED.multiply(value, scale)
    except (Clamped, Overflow, Rounded):
        return None


def negated(value: Decimal) -> Decimal:
    """The number with the other sign; there is no negative zero.

    >>> negated(Decimal("5.3")), negated(Decimal("0.0"))
    (Decimal('-5.3'), Decimal('0.0'))
    """
    return EXACT.minus(value)


def _parse_arabic(quote: str) -> Number:
    flags = []
    plain = quote
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
    if len(digits.lstrip("0").replace(".", "")) > MAX_DIGITS:
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
        digits = fraction.rstrip("万亿萬億")
        head = _chinese_integer(integer)
        if head is None or not digits or _DOUBLED.search(fraction):
            return None
        value = Decimal(f"{head}." + "".join(str(_DIGIT_VALUES[c]) for c in digits))
        for scale in fraction[len(digits) :]:
            value = EXACT.multiply(value, Decimal(_LARGE_VALUES[scale]))
        return value
    integer_value = _chinese_integer(integer)
    return None if integer_value is None else Decimal(integer_value)


def _chinese_integer(quote: str) -> int | None:
    if len(quote) > 1 and quote[0] in _ZEROS:
        return None  # zero stands between digits
    if len(quote) > 1 and all(c in _DIGIT_VALUES for c in quote):
        # Digit by digit (二〇一九); two plain digits without 零 (三四) are a vague pair, not a number.
        return int("".join(str(_DIGIT_VALUES[c]) for c in quote)) if len(quote) > 2 or "〇" in quote else None
    total = section = 0
    digit, last, smaller = -1, 0, _LARGEST  # ``smaller``: the last 千, 百 or 十 of the section; they descend
    zero = False  # since the last scale word
    for c in quote:
        if c in _DIGIT_VALUES:
            if digit > 0:
                return None
            digit = _DIGIT_VALUES[c]
            zero = zero or digit == 0
        elif c in _UNIT_VALUES:
            last = _UNIT_VALUES[c]
            if last >= smaller or (digit <= 0 and last != 10):
                return None
            section += (digit if digit > 0 else 1) * last
            digit, smaller, zero = -1, last, False
        else:
            last = _LARGE_VALUES[c]
            section += max(digit, 0)
            if not section and (not total or total >= last):
                return None
            # 一万亿: a larger scale takes in all before it; 一亿两千万: a smaller one only its own section.
            total = (total + section) * last if total < last else total + section * last
            section, digit, smaller, zero = 0, -1, _LARGEST, False
            if total > _LARGEST:
                return None
    if digit > 0:
        # 两万三 means 23,000: a last digit without its unit counts tenths of the unit before, unless 零 stands between.
        section += digit * (last // 10 if last >= 100 and not zero else 1)
    return total + section
