"""Numbers as Word writes them in automatic numbering: `一`, `壹`, `甲`, `①`, `iv`. Formats: ECMA-376 part 1, 17.18.59."""

from __future__ import annotations

from collections.abc import Callable

_MAX = 32767  # the greatest number of an item in Word
_HAN = "〇一二三四五六七八九"
_POSITIONAL = "○一二三四五六七八九"
_LEGAL_SIMPLIFIED, _LEGAL_TRADITIONAL = "零壹贰叁肆伍陆柒捌玖", "零壹貳參肆伍陸柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def numeral(number: int, style: str) -> str:
    """A number in one of Word's formats; in decimal digits where the format is unknown or does not reach so far.

    >>> [numeral(12, style) for style in ("chineseCountingThousand", "ideographTraditional", "lowerRoman")]
    ['十二', '12', 'xii']
    """
    if style == "none":
        return ""
    write = _FORMATS.get(style)
    return (write(number) if write and 0 < number <= _MAX else "") or str(number)


def _counted(digits: str, units: str = "十百千万", zero: str = "零") -> Callable[[int], str]:
    def written(number: int) -> str:
        high, low = divmod(number, 10_000)
        groups = written(high) + units[3] if high else ""
        text, gap = "", high > 0 and low < 1000
        for place in (3, 2, 1, 0):
            digit = low // 10**place % 10
            if not digit:
                gap = gap or bool(text)
                continue
            text += (zero if gap else "") + digits[digit] + (units[place - 1] if place else "")
            gap = False
        return groups + text

    return written


def _chinese(number: int) -> str:
    """With 十 and so on; ten to nineteen begin with 十.

    >>> [_chinese(number) for number in (9, 10, 15, 20, 101, 110, 1001, 20010)]
    ['九', '十', '十五', '二十', '一百零一', '一百一十', '一千零一', '二万零一十']
    """
    text = _counted(_HAN)(number)
    return text[1:] if 10 <= number < 20 else text


def _short_chinese(number: int) -> str:
    """With 十 up to 99, then digit by digit."""
    return _chinese(number) if number < 100 else _digits(_POSITIONAL)(number)


def _digits(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(number))


def _one_of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1 : number]


def _from(first: str, count: int) -> Callable[[int], str]:
    return _one_of("".join(chr(ord(first) + offset) for offset in range(count)))


def _letters(number: int) -> str:
    """A to Z, then AA, BB and so on."""
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number <= 780 else ""


def _roman(number: int) -> str:
    text = ""
    for amount, sign in _ROMAN:
        text += sign * (number // amount)
        number %= amount
    return text


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": _short_chinese,
    "chineseCountingThousand": _chinese,
    "chineseLegalSimplified": _counted(_LEGAL_SIMPLIFIED, "拾佰仟万"),
    "ideographLegalTraditional": _counted(_LEGAL_TRADITIONAL, "拾佰仟萬"),
    "taiwaneseCounting": _short_chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _digits(_HAN),
    "taiwaneseDigital": _digits(_POSITIONAL),
    "japaneseDigitalTenThousand": _digits(_HAN),
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "ideographZodiacTraditional": lambda number: (
        _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if number <= 60 else ""
    ),
    "ideographEnclosedCircle": _from("㊀", 10),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalZero": lambda number: f"{number:02}",
    "numberInDash": lambda number: f"- {number} -",
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
}
