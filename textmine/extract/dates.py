"""Dates and periods as they are written, before anything is known about the report that they stand in.

`find_raw` gives every place that names a period, with its parts as numbers; `periods.py` turns the parts into dates.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from textmine.extract.numerals import chinese_value
from textmine.lexicon import cached, table

_YEAR4 = r"(?:[0-9０-９][0-9０-９]{2,4}|[一二][〇○零九八][〇○零一二三四五六七八九]{2}|(?<![0-9０-９])[0-9]{2}(?=\s?年\s?[0-9]{1,2}\s?月))"
_NUM = r"(?:[0-9０-９]{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_S = r"[ \u3000\u00a0\n]{0,2}"
_DASH = r"(?:--|[-－—–~～〜至到]{1,2}|起至|起到)"
_QUARTER = r"(?:[一二三四1-4]|(?<=第)[〇零五六七八九十05-9])"  # a fifth quarter is told as a problem
_LETTER_O = "[OoＯоО]"  # Latin and Cyrillic, written for 0
_NUMERIC = r"(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})"
_NUMERIC_2 = re.sub("<([ymd])>", r"<\g<1>2>", _NUMERIC)
_ALONE, _ENDS = r"(?<![0-9A-Za-z./_-])", r"(?![0-9A-Za-z/_]|[-.][0-9])"
_PART = r"(?:底|末|初|中旬|上旬|下旬|中)"


class Raw(NamedTuple):
    """A period as written: the place (code points), the pattern that read it, and its parts by name."""

    start: int
    end: int
    rule: str
    parts: dict[str, str]


def _patterns() -> dict[str, str]:
    relative = "|".join(sorted(table("periods")["relative_years"]["offsets"], key=lambda w: -len(w)))
    now = "|".join(sorted(table("periods")["now"]["words"], key=lambda w: -len(w)))
    whole = "|".join(sorted(table("periods")["whole"]["words"], key=lambda w: -len(w)))
    past_year = "|".join(table("periods")["past_year"]["words"])
    eras = "|".join(table("periods")["eras"]["words"])
    republic = r"(?<=民[国國])(?:元|[0-9０-９]{1,3}|[一二三四五六七八九十百零〇]{1,6})"
    year = rf"(?:(?P<era>民[国國])?(?P<y>{republic}|{_YEAR4}){_S}年|(?P<rel>(?<![础以之])(?:{relative}|当年)(?!均)))(?:度)?"
    plans = "|".join(sorted(table("periods")["plans"]["years"], key=lambda w: -len(w)))
    return {
        "other calendar": rf"(?:[农農阴旧夏][历曆](?:{_YEAR4}年)?[闰閏]?(?:{_NUM}|正|腊|冬)月|[闰閏]{_NUM}月)(?:初?{_NUM}|廿[一二三四五六七八九]?)?日?|(?:公元前|{eras})(?:元|[0-9]{{1,4}}|[一二三四五六七八九十百]{{1,6}})年",
        "letter year": rf"[12一二](?=.{{0,2}}{_LETTER_O})(?:{_LETTER_O}|[0-9零〇○一二三四五六七八九]){{3}}{_S}年(?:度|{_S}{_NUM}{_S}月(?:{_S}{_NUM}{_S}日)?)?",
        "numeric day range": rf"{_ALONE}{_NUMERIC}{_S}{_DASH}{_S}{_NUMERIC_2}{_ENDS}",
        "numeric day": rf"{_ALONE}{_NUMERIC}{_ENDS}",
        "day first": rf"{_ALONE}(?P<d>[0-9]{{1,2}})/(?P<m>[0-9]{{1,2}})/(?P<y>[0-9]{{4}}){_ENDS}",
        "impossible day": r"(?:^|(?<=[，。；：\n]))(?:3[2-9]|[4-9][0-9]|0)日(?=[，,])",
        "day range": rf"{year}{_S}(?P<m>{_NUM}){_S}月{_S}(?P<d>{_NUM}){_S}日?{_S}{_DASH}{_S}(?:(?P<y2>{_YEAR4}){_S}年{_S})?(?:(?P<m2>{_NUM}){_S}月{_S})?(?P<d2>{_NUM}){_S}日",
        "month range across years": rf"{year}{_S}(?P<m>{_NUM}){_S}月份?{_S}{_DASH}{_S}(?P<y2>{_YEAR4}){_S}年{_S}(?P<m2>{_NUM}){_S}月份?(?P<part>底|末)?",
        "day": rf"{year}{_S}(?P<m>{_NUM}){_S}月{_S}(?P<d>{_NUM}){_S}日",
        "month range": rf"{year}{_S}的?(?P<m>{_NUM}){_S}月?份?{_S}{_DASH}{_S}(?P<next>次年|翌年)?{_S}(?P<m2>{_NUM}){_S}月份?",
        "month": rf"{year}{_S}(?P<m>{_NUM}){_S}月份?(?P<part>{_PART})?",
        "quarter": rf"{year}{_S}的?第?(?P<q>{_QUARTER}){_S}季度(?P<part>末)?",
        "week": rf"{year}{_S}第(?P<w>{_NUM})周",
        "first quarters": rf"{year}{_S}前(?P<q>[一二两三1-3])个?季度",
        "half": rf"{year}{_S}(?P<h>上|下)半年",
        "year range": rf"(?P<y>{_YEAR4}){_S}(?:年)?{_S}{_DASH}{_S}(?P<y2>{_YEAR4}){_S}年(?:度|间|期间)?",
        "year list": rf"(?P<y>{_YEAR4}){_S}年?(?:、|和|及|与)(?P<y2>{_YEAR4})(?:{_S}年?(?:、|和|及|与)(?P<y3>{_YEAR4}))?{_S}年(?:度)?",
        "year": rf"{year}(?P<part>末|底|初|以来|起|至今|以后|期间)?",
        "bare month range": rf"(?<![0-9０-９年.])(?P<m>{_NUM}){_S}月?份?{_S}{_DASH}{_S}(?P<next>次年|翌年)?{_S}(?P<m2>{_NUM}){_S}月份?",
        "bare day range": rf"(?<![0-9０-９年.])(?P<m>{_NUM}){_S}月{_S}(?P<d>{_NUM}){_S}日?{_S}{_DASH}{_S}(?:(?P<m2>{_NUM}){_S}月{_S})?(?P<d2>{_NUM}){_S}日",
        "bare day": rf"(?<![0-9０-９年.个])(?P<m>{_NUM}){_S}月{_S}(?P<d>{_NUM}){_S}日",
        "bare month": rf"(?<![0-9０-９年.个])(?P<m>{_NUM}){_S}月(?:份)?(?P<part>{_PART})?(?![球亮饼])",
        "bare quarter": rf"第?(?P<q>{_QUARTER})季度(?P<part>末)?",
        "bare first quarters": r"前(?P<q>[一二两三1-3])个?季度",
        "bare half": r"(?P<h>上|下)半年",
        "first months": rf"前(?P<m2>{_NUM})个月",
        "plan": rf"(?:[“\"「'‘](?P<p>{plans})[”\"」'’](?:计划|规划)?|(?<![一二三四五六七八九十])(?P<p2>{plans})(?=期间|时期|末|以来|规划|计划|初|期末))(?P<part>末|期末|期间|时期|以来|规划期|初)?",
        "past year": rf"(?:{past_year})",
        "term": r"(?:(?P<word>(?<!提)(?:过去|近|最近|前|今后|未来|这|本届|上一届|往后|上|下|下一|后))的?(?P<n>[0-9]{1,2}|[一二两三四五六七八九十])(?:个)?年(?:来|间|里|时间|中)?|(?<![0-9第连前近后])(?P<n2>[五5三3四4两])年(?P<word2>来|间|多来)|(?<![0-9第连前近后过几十多续期])(?P<n3>[五5三3四4两])年(?=平均|累计|共|建成|新增|实际|实现|增长|城镇|年均|翻|转移|完成|解决|总|投|下降|净增|减少|提高|增加|引进|改造|新建))",
        "whole": rf"(?:{whole})",
        "now": rf"(?:{now}|以来[，,]?(?:已)?累计|已累计|累计已)",
        "bare part": r"(?<![0-9０-９月每中岁])(?P<part>年底|年末|年初|月底|月末)",
        "same period": r"(?:上年|去年|上一年)?同期",
        "recurring": r"(?:按|每|逐)(?:个)?(?P<per>半年|季度|季|年|月|周|日|天)(?![处产供])",
    }


# What must stand at a place before the rules of a group are tried there, so that most characters are passed at once.
_GUARDS = (
    (r"(?=[^0-9０-９去今上本第前下每“两过全])", ("other calendar",)),
    (
        rf"(?=[0-9]{{1,4}}[-/.][0-9]|[12一二].{{0,2}}{_LETTER_O}|[03-9][0-9]?日)",
        ("letter year", "numeric day range", "numeric day", "day first", "impossible day"),
    ),
    (
        r"(?=(?:民[国國].|[0-9０-９一二])[^，。；]{0,12}?年|[去今上本当明来次前下])",
        (
            *("day range", "month range across years", "day", "month range", "month", "quarter", "week"),
            *("first quarters", "half"),
        ),
    ),
    (
        r"(?=(?:民[国國].|[0-9０-９一二])[^，。；]{0,12}?年|[去今上本当明来次前下])",
        ("year range", "year list", "year"),
    ),
    (
        r"(?=[0-9０-９一二三四五六七八九十]{1,3}[ \u3000\u00a0\n]{0,2}(?:月|[-－—–~～〜至到]|起|季)|[第前上下])",
        ("bare month range", "bare day range", "bare day", "bare month", "bare quarter", "bare first quarters"),
    ),
    (r"(?=[上下前])", ("bare half", "first months")),
    (r"(?=[“\"「'‘一二三四五六七八九十])", ("plan",)),
    ("", ("past year",)),
    (r"(?=[过近最前今未这本上往下后五三四两0-9])", ("term",)),
    ("", ("whole", "now", "bare part", "same period", "recurring")),
)


def _heads() -> str:
    """The characters that a mention can begin with, for a character class."""
    data = table("periods")
    listed = [*data["relative_years"]["offsets"], *data["plans"]["years"], *data["eras"]["words"]]
    listed += [word for group in ("now", "whole", "past_year") for word in data[group]["words"]]
    return "".join(
        sorted(
            {word[0] for word in listed}
            | set(
                "0123456789０１２３４５６７８９一二三四五六七八九十公民第前上下“\"「'‘过近最今未这本往后两年月同按每逐以已累当农農阴旧夏闰閏"
            )
        )
    )


@cached
def _scanner() -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    patterns = _patterns()
    unnamed = {name: re.sub(r"\(\?P<[a-z0-9]+>", "(?:", pattern) for name, pattern in patterns.items()}
    names = {name: f"r{i}" for i, name in enumerate(patterns)}
    groups = []
    for guard, rules in _GUARDS:
        listed = "|".join(f"(?P<{names[rule]}>{unnamed[rule]})" for rule in rules)
        groups.append(f"{guard}(?:{listed})")
    return re.compile(f"(?=[{_heads()}])(?:{'|'.join(groups)})"), {
        names[name]: re.compile(pattern) for name, pattern in patterns.items()
    }


@cached
def _rule_names() -> dict[str, str]:
    return {f"r{i}": name for i, name in enumerate(_patterns())}


def find_raw(text: str, start: int = 0, end: int | None = None) -> Iterator[Raw]:
    """Every place of ``text`` that names a period, in order and without overlaps.

    >>> [(raw.rule, text[raw.start:raw.end]) for text in ["2019年5月至7月,“十三五”期间"] for raw in find_raw(text)]
    [('month range', '2019年5月至7月'), ('plan', '“十三五”期间')]
    """
    scanner, single = _scanner()
    names = _rule_names()
    for match in scanner.finditer(text, start, len(text) if end is None else end):
        group = match.lastgroup or ""
        exact = single[group].match(text, match.start())
        if exact is None:
            continue
        yield Raw(
            exact.start(), exact.end(), names[group], {k: v for k, v in exact.groupdict().items() if v is not None}
        )


def part_number(quote: str) -> int:
    """A year, month or day as written (`２０１９`, `二〇一九`, `十二`) as an integer.

    >>> part_number("十二"), part_number("二〇一九"), part_number("０５")
    (12, 2019, 5)
    """
    if quote[0] in "0123456789０１２３４５６７８９":
        return int(quote)
    value = chinese_value(quote)
    return int(value) if value is not None else 0
