"""Numbers written with digits and scale words in turn (1万5千, 3亿2000万) and sums of yuan, jiao and fen (3元5角)."""

import re
from decimal import Decimal
from typing import NamedTuple

from textmine.extract.numerals import Number, parse, scaled
from textmine.extract.units import UnitMatch

_DIGITS = r"[0-9０-９]{1,8}+"
_SCALE = r"(?:万亿|千万|百万|十万|[万亿萬億百]|千(?![瓦米克伏卡]))"
_MIXED = re.compile(
    rf"{_DIGITS}(?:[.．]{_DIGITS})?{_SCALE}(?=[零]?[0-9０-９])(?:[零]?{_DIGITS}{_SCALE}){{0,3}}(?:[零]?{_DIGITS})?"
)
_PIECE = re.compile(r"(?P<zero>零?)(?P<digits>[0-9０-９.．]+)(?P<scale>[万亿萬億千百十]*)")
MAX_ROOM = 20  # no number of a report has more places before its point
_DATE_BEHIND = re.compile(r"[ ]?[年月日时:：]|[.．,，][0-9]")
_SCALES = {"百": 2, "千": 3, "万": 4, "萬": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "億": 8, "万亿": 12}
_CENTS = re.compile(
    r"(?:(?P<jiao>[0-9０-９一二两三四五六七八九壹贰叁肆伍陆柒捌玖])角)?零?(?:(?P<fen>[0-9０-９一二两三四五六七八九壹贰叁肆伍陆柒捌玖])分)?(?![之钟别])"
)
_WHOLE_YUAN = frozenset({"元", "圆", "块"})
_HALF = Decimal("0.5")
_NOTHING = Decimal(0)


class Mixed(NamedTuple):
    """A number of several pieces: what it says, and where it ends (code points)."""

    number: Number
    end: int


def read_mixed(text: str, start: int) -> Mixed | None:
    """The mixed number that begins at ``start``, or ``None`` where there is none of at least two pieces.

    Each piece must be smaller than the scale before it, and a last piece without a scale must fill its places.

    >>> read_mixed("1万5千元", 0), read_mixed("2万3456元", 0).number.value, read_mixed("1万5元", 0).number.flags
    (Mixed(number=Number(value=Decimal('15000'), flags=()), end=4), Decimal('23456'), ('malformed',))
    """
    match = _MIXED.match(text, start)
    if match is None or _DATE_BEHIND.match(text, match.end()):
        return None
    total, room = Decimal(0), MAX_ROOM
    for piece in _PIECE.finditer(match.group()):
        scale = _SCALES.get(piece["scale"], 0)
        value = parse(piece["digits"]).value
        if value is None or (not scale and not piece["zero"] and len(piece["digits"]) != room):
            return Mixed(Number(None, ("malformed",)), match.end())
        value = scaled(value, Decimal(10**scale))
        if value is None or value >= 10**room:
            return Mixed(Number(None, ("malformed",)), match.end())
        total, room = total + value, scale
    return Mixed(Number(total), match.end())


def cents(text: str, unit: UnitMatch) -> tuple[Decimal, int]:
    """What 角 and 分 behind a sum in yuan, or the half of 个半月, add to it, and where they end.

    >>> from textmine.extract.units import read_unit
    >>> cents("123元5角2分", read_unit("123元5角2分", 3))
    (Decimal('0.52'), 8)
    """
    if unit.surface.startswith("个半"):
        return _HALF, unit.end
    whole = unit.surface in _WHOLE_YUAN and unit.unit == "CNY" and not unit.scaled
    match = _CENTS.match(text, unit.end) if whole else None
    if match is None or not (match["jiao"] or match["fen"]):
        return _NOTHING, unit.end
    jiao, fen = (parse(match[name]).value or Decimal(0) if match[name] else Decimal(0) for name in ("jiao", "fen"))
    return jiao.scaleb(-1) + fen.scaleb(-2), match.end()
