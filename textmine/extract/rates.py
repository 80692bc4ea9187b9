"""Figures of a form of their own: rates (每季度一次, 日处理900吨), shares in words (三分之一, 百分之五, 三成), ratios."""

import re
from decimal import Decimal
from typing import NamedTuple

from textmine.extract.bounds import bound_after, bound_before
from textmine.extract.change import change_before
from textmine.extract.numerals import ARABIC, CHINESE, NUMERAL_CHARACTERS, parse
from textmine.extract.units import rate_at, unit_table
from textmine.schema.figure import Figure

_NUMBER = rf"(?:{ARABIC}|{CHINESE})"
_PERIOD_WORDS = r"(?P<per>半年|季度|学期|学年|季|年|月|周|日|天|小时)"
_FREQUENCY = re.compile(
    rf"每(?:个)?{_PERIOD_WORDS}(?P<words>[^0-9０-９一二两三四五六七八九十，。；、：,;:\s]{{0,8}})(?P<number>{_NUMBER})(?P<unit>次|期|场|轮|批)"
)
_FREQUENCY_REVERSED = re.compile(rf"(?P<per>[一1])(?P<unit_of_time>季度|季|年|月|周|日|天)(?P<number>{_NUMBER})次")
_PERCENT_WORDS = re.compile(rf"百分之(?P<number>{_NUMBER})(?P<inside>[多余])?")
_PER_MILLE_WORDS = re.compile(rf"千分之(?P<number>{_NUMBER})")
# A numeral is tried only where it begins: a long one that 分之 does not follow is read once, not once a character.
_FRACTION = re.compile(rf"(?<![{NUMERAL_CHARACTERS}])(?P<below>{_NUMBER})分之(?P<above>{_NUMBER})")
_SLASH = re.compile(
    r"(?<=[的占近约超过达足逾少减增加为到])(?P<above>[1-9][0-9]?)/(?P<below>[1-9][0-9]?)(?![0-9/年月日号])"
)
_TENTHS = re.compile(
    r"(?P<number>[0-9一二两三四五六七八九](?:\.[0-9])?)成(?P<half>[半一二三四五六七八九])?(?![立为员果功绩效长人都本型立套])"
)
_HALF = re.compile(
    r"(?:(?<=提前)|(?<![0-9一二三四五六七八九十两个大上下前后多过]))半个?(?P<unit>小时|工作日|个工作日|(?<=个)月)"
)
_RATIO = re.compile(
    r"(?P<first>[0-9]{1,3}(?:\.[0-9]{1,4})?)(?:[:：∶︰](?P<second>[0-9]{1,3}(?:\.[0-9]{1,4})?))(?:[:：∶︰](?P<third>[0-9]{1,3}(?:\.[0-9]{1,4})?))?(?![0-9:：︰])"
)
# A word for a ratio, or the old ratio that the new one follows (调整为43:57).
_RATIO_BEFORE = re.compile(
    r"(?:(?:比例?|结构|之比|构成|比重|配比|占比)[^，。；\n]{0,14}|[:：∶︰][0-9]{1,3}(?:\.[0-9]{1,4})?[\u4e00-\u9fff]{0,4}[为到至成](?:[今本][年期]的)?)$"
)
_DAY_BEFORE = re.compile(r"[0-9日]\s+\Z")
_PER_UNITS = {
    "半年": "{半年}",
    "季度": "{quarter}",
    "季": "{quarter}",
    "学期": "{学期}",
    "学年": "{学年}",
    "年": "a",
    "月": "mo",
    "周": "wk",
    "日": "d",
    "天": "d",
    "小时": "h",
}
# `日处理900吨`, `年产100万吨`: a rate whose time word stands before the number. 全年, 今年, 每年 are no rates.
_VERB = "处理|产|生产|加工|供水|供气|供电|发电|吞吐|屠宰|出栏|输送|净化|消纳|冶炼|开采|提供|转运|焚烧|供热|人均|供"
_RATE_BEFORE = re.compile(
    r"(?<![全今去上本当明前后近每历往常整半多几来生学周成青中末初一二三四五六七八九十0-9])(?P<per>日|年|月)"
    rf"(?P<verb>{_VERB})(?:能力|能)?(?:达到|达|为)?$"
)
_PER = "平方公里|平方米|立方米|个工作日|公里|公顷|公斤|季度|学期|学年|小时|千瓦时|半年|月|年|日|天|周|亩|吨|米|斤|度"
_PER_BEFORE = re.compile(rf"每(?:个)?(?P<per>{_PER})$")
# The last characters of both; `$` matches before a line end too.
RATE_ENDS = frozenset(word[-1] for word in f"{_VERB}|{_PER}|能力|能|达到|达|为|\n".split("|"))


class RateMatch(NamedTuple):
    """A rate word before a number: its unit and where it starts."""

    unit: str
    start: int


def rate_before(text: str, at: int, kind: str) -> RateMatch | None:
    """The rate that stands directly before a number at ``at``; ``kind`` is that of the unit behind the number.

    >>> rate_before("日处理900吨", 3, "measure")
    RateMatch(unit='d', start=0)
    """
    if text[at - 1 : at] not in RATE_ENDS:
        return None
    before = text[max(0, at - 10) : at]
    match = _PER_BEFORE.search(before) if "每" in before else None
    if match and kind in ("money", "measure", "counter"):
        word = match.group("per")
        found = rate_at(word, 0)
        identifier = _PER_UNITS.get(word) or (found[1] if found else None)
        if identifier:
            return RateMatch(identifier, at - len(before) + match.start())
    match = _RATE_BEFORE.search(before)
    if match and kind in ("measure", "money", "counter") and not (match.group("verb") == "产" and kind == "money"):
        return RateMatch(_PER_UNITS[match.group("per")], at - len(before) + match.start("per"))
    return None


# The character that every figure of a kind holds, with what must stand beside it: few texts hold any.
_SIGN = re.compile(
    rf"[每次之/成半:：∶︰](?:(?<=每)(?=个?[半季学年月周日天小])|(?<=[{NUMERAL_CHARACTERS}]次)|(?<=分之)"
    rf"|(?<=[0-9]/)(?=[0-9])|(?<=[{NUMERAL_CHARACTERS}]成)|(?<=半)(?=个?[小工]|个月)|(?<=[0-9][:：∶︰])(?=[0-9]))"
)


def find_special(text: str, start: int, end: int) -> list[Figure]:
    """Figures that are not a numeral with a unit behind it, in order of their kind.

    >>> [(f.quote, str(f.value), f.unit) for f in find_special("每季度发布一次,缩短三分之一,三成五以上", 0, 21)]
    [('每季度发布一次', '1', '{次}/{quarter}'), ('三分之一', '0.333333', '1'), ('三成五以上', '35', '%')]
    """
    found: list[Figure] = []
    signs = set(_SIGN.findall(text, start, end))
    if not signs:
        return found
    if "每" in signs:
        found += [_frequency(text, m) for m in _FREQUENCY.finditer(text, start, end)]
    if "次" in signs:
        found += [_frequency(text, m) for m in _FREQUENCY_REVERSED.finditer(text, start, end)]
    if "之" in signs:
        found += [f for m in _PERCENT_WORDS.finditer(text, start, end) if (f := _share(text, m, "%"))]
        found += [f for m in _PER_MILLE_WORDS.finditer(text, start, end) if (f := _share(text, m, "[ppth]"))]
        found += [f for m in _FRACTION.finditer(text, start, end) if (f := _fraction(text, m))]
    if "/" in signs:
        found += [f for m in _SLASH.finditer(text, start, end) if (f := _fraction(text, m))]
    if "成" in signs:
        found += [f for m in _TENTHS.finditer(text, start, end) if (f := _tenths(text, m))]
    if "半" in signs:
        found += [_half(text, m) for m in _HALF.finditer(text, start, end)]
    if not signs.isdisjoint(":：∶︰"):
        for match in _RATIO.finditer(text, start, end):
            found += _ratio(text, match)
    return found


def _make(
    text: str,
    start: int,
    end: int,
    number: tuple[int, int],
    value: Decimal,
    unit: str,
    rule: str,
    *,
    kind: str = "share",
) -> Figure:
    """A figure with the bounds and the change that its surroundings give it."""
    before = bound_before(text, start)
    after = bound_after(text, end, kind)
    change = change_before(text, before.start if before else start, max(0, start - 40))
    if after:
        end = after.end
    if before:
        start = before.start
    return Figure(
        start=start,
        end=end,
        quote=text[start:end],
        value=value,
        bound=after.bound if after else before.bound if before else "exact",
        unit=unit,
        change=change,
        number=number,
        rule=rule,
    )


def _frequency(text: str, match: re.Match[str]) -> Figure:
    value = parse(match.group("number")).value or Decimal(1)
    per = match.groupdict().get("unit_of_time") or match.group("per")
    counter = match.groupdict().get("unit") or "次"
    bound = bound_before(text, match.start("number"))
    return Figure(
        start=match.start(),
        end=match.end(),
        quote=match.group(),
        value=value,
        bound=bound.bound if bound else "exact",
        unit=f"{{{counter}}}/{_PER_UNITS[per]}",
        number=match.span("number"),
        counter=counter,
        rule="frequency",
    )


def _half(text: str, match: re.Match[str]) -> Figure:
    word = match.group("unit")
    unit = unit_table()["个月" if word == "月" else word][0]
    return _make(text, match.start(), match.end(), match.span(), Decimal("0.5"), unit, "half", kind="time")


def _share(text: str, match: re.Match[str], unit: str) -> Figure | None:
    value = parse(match.group("number")).value
    if value is None:
        return None
    return _make(text, match.start(), match.end(), match.span("number"), value, unit, "share in words")


def _fraction(text: str, match: re.Match[str]) -> Figure | None:
    below, above = parse(match.group("below")).value, parse(match.group("above")).value
    if match.group("below") in ("百", "千", "万") or not below or above is None or above > below:
        return None
    value = (above / below).quantize(Decimal("0.000001"))
    return _make(text, match.start(), match.end(), match.span(), value, "1", "fraction")


def _tenths(text: str, match: re.Match[str]) -> Figure | None:
    before = text[max(0, match.start() - 1) : match.start()]
    if before in ("第", "万", "十", "百", "千", "0", ".", "一", "二", "五") or before.isdigit():
        return None
    value = parse(match.group("number")).value
    half = match.group("half")
    if value is None:
        return None
    extra = Decimal(0) if not half else Decimal(5) if half == "半" else parse(half).value or Decimal(0)
    return _make(text, match.start(), match.end(), match.span("number"), value * 10 + extra, "%", "tenths")


def _ratio(text: str, match: re.Match[str]) -> list[Figure]:
    """Each number of `11.2:44.5:44.3` is a figure of unit 1, where the words before say that it is a ratio."""
    if match.group("third") is None and not _RATIO_BEFORE.search(text[max(0, match.start() - 20) : match.start()]):
        return []
    if match.start() and (text[match.start() - 1].isalnum() and text[match.start() - 1].isascii()):
        return []
    if _DAY_BEFORE.search(text, max(0, match.start() - 4), match.start()):
        return []  # 2021-03-29 11:30:01
    found = []
    for name in ("first", "second", "third"):
        quote = match.group(name)
        if quote is not None:
            start, end = match.span(name)
            found.append(
                Figure(start=start, end=end, quote=quote, value=Decimal(quote), number=(start, end), rule="ratio")
            )
    return found
