"""Dates and periods as they are written, before anything is known about the report that they stand in.

`find_raw` gives every place that names a period, with its parts as numbers; `periods.py` turns the parts into dates.
"""

import re
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
_DIGITS = "0123456789０１２３４５６７８９"
_QUOTES = "“\"「'‘"
_NUMERALS = "一二三四五六七八九十"
_GAPS = " \u3000\u00a0\n"
_TO = "-－—–~～〜至到起"
_PART = r"(?:底|末|初|中旬|上旬|下旬|中)"


class Raw(NamedTuple):
    """A period as written: the place (code points), the pattern that read it, and its parts by name."""

    start: int
    end: int
    rule: str
    parts: dict[str, str]


def _any_of(group: str, key: str = "words") -> str:
    """An alternation of a list of the vocabulary, the longest first."""
    return "|".join(sorted(table("periods")[group][key], key=lambda word: -len(word)))


def _relative() -> str:
    return f"(?:{_any_of('relative_years', 'offsets')}|当年)"


def _patterns() -> dict[str, str]:
    plans, now, whole = _any_of("plans", "years"), _any_of("now"), _any_of("whole")
    past_year = "|".join(table("periods")["past_year"]["words"])
    eras = "|".join(table("periods")["eras"]["words"])
    republic = r"(?<=民[国國])(?:元|[0-9０-９]{1,3}|[一二三四五六七八九十百零〇]{1,6})"
    year = rf"(?:(?P<era>民[国國])?(?P<y>{republic}|{_YEAR4}){_S}年|(?P<rel>(?<![础以之]){_relative()}(?!均)))(?:度)?"
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
        "bare first quarters": r"(?<!提)前(?P<q>[一二两三1-3])个?季度",
        "bare half": r"(?P<h>上|下)半年",
        "first months": rf"(?<!提)前(?P<m2>{_NUM})(?:个月|月(?![底末初]))",
        "plan": rf"(?:[{_QUOTES}](?P<p>{plans})[”\"」'’](?:计划|规划)?|(?<![一二三四五六七八九十])(?P<p2>{plans})(?=期间|时期|末|以来|规划|计划|初|期末))(?P<part>末|期末|时期末|期间|时期|以来|规划期|初)?",
        "past year": rf"(?:{past_year})",
        "term": r"(?:(?P<word>(?<![提学])(?:过去|近|最近|前|今后|未来|这|本届|上一届|往后|上|下|下一|后))的?(?P<n>[0-9]{1,2}|[一二两三四五六七八九十])(?:个)?年(?:来|间|里|时间|中)?|(?<![0-9第连前近后])(?P<n2>[五5三3四4两])年(?P<word2>来|间|多来)|(?<=以来的)(?P<n4>[三四五六两])年(?![来间])|(?<![0-9第连前近后过几十多续期])(?P<n3>[五5三3四4两])年(?:内(?=[，,全])|(?=平均|累计|共|建成|新增|实际|实现|增长|城镇|年均|翻|转移|完成|解决|总|投|下降|净增|减少|提高|增加|引进|改造|新建)))",
        "whole": rf"(?<![0-9０-９一二三四五六七八九十两几])(?:{whole})",
        "now": rf"(?:{now}|以来[，,]?(?:已)?累计|已累计|累计已)",
        "bare part": r"(?<![0-9０-９月每中岁])(?P<part>年底|年末|年初|月底|月末)",
        "same period": r"(?:上年|去年|上一年)?同期",
        "recurring": r"(?:按|每|逐)(?:个)?(?P<per>半年|季度|季|年|月|周|日|天)(?![处产供])",
    }


# The digits of a year in any form, up to what follows them: most numbers are told from years by it.
_YEAR_DIGITS = rf"(?:民[国國])?[0-9０-９一二三四五六七八九十百零〇○元]{{1,6}}+{_S}"
_YEAR_NEAR = r"(?=(?:民[国國].|[0-9０-９一二])[^，。；]{0,12}?年|[去今上本当明来次前下])"


def _guards() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What must stand at a place before the rules of a group are tried there, so that most are passed at once."""
    return (
        (r"(?=[^0-9０-９去今上本第前下每“两过全])", ("other calendar",)),
        (
            rf"(?=[0-9]{{1,4}}[-/.][0-9]|[12一二].{{0,2}}{_LETTER_O}|[03-9][0-9]?日)",
            ("letter year", "numeric day range", "numeric day", "day first", "impossible day"),
        ),
        (
            rf"(?=(?:{_YEAR_DIGITS}年|{_relative()})度?{_S}的?[第前上下0-9０-９{_NUMERALS}]){_YEAR_NEAR}",
            (
                *("day range", "month range across years", "day", "month range", "month", "quarter", "week"),
                *("first quarters", "half"),
            ),
        ),
        (
            rf"(?={_YEAR_DIGITS}[年、和及与{re.escape(_TO)}]|[去今上本当明来次前下]){_YEAR_NEAR}",
            ("year range", "year list", "year"),
        ),
        (
            rf"(?=[0-9０-９{_NUMERALS}]{{1,3}}{_S}[月季{re.escape(_TO)}]|[第前上下])",
            ("bare month range", "bare day range", "bare day", "bare month", "bare quarter", "bare first quarters"),
        ),
        (r"(?=[上下前])", ("bare half", "first months")),
        (rf"(?=[{_QUOTES}一二三四五六七八九十])", ("plan",)),
        ("", ("past year",)),
        (r"(?=[过近最前今未这本上往下后三四五六两0-9])", ("term",)),
        ("", ("whole", "now", "bare part", "same period", "recurring")),
    )


# What follows the first digit of a mention: more digits and a unit or a joint, or the rest of 2019-01-10, 10/1/2019, 20O9.
_AFTER_DIGIT = (
    rf"[0-9０-９]{{0,4}}+{_S}(?:[年月日季{re.escape(_TO)}]|[、和及与][0-9０-９一二])"
    rf"|[0-9]{{3}}[-/.][0-9]{{1,2}}[-/.]|[0-9]?/[0-9]{{1,2}}/|[0-9零〇○一二三四五六七八九]{{0,2}}{_LETTER_O}"
)


def _listed() -> list[str]:
    """The words of the vocabulary that a mention can begin with."""
    data = table("periods")
    listed = [*data["relative_years"]["offsets"], *data["plans"]["years"], *data["eras"]["words"]]
    return listed + [word for group in ("now", "whole", "past_year") for word in data[group]["words"]]


@cached
def _beginnings() -> frozenset[str]:
    """The pairs of characters that a mention can begin with, and what words of one character there are."""
    data = table("periods")
    pairs = {word[:2] for word in _listed()}
    numbers = [*_DIGITS, *_NUMERALS, "两"]
    for firsts, seconds in (
        (_DIGITS, [*_DIGITS, *_NUMERALS, *"零〇○年月日季、和及与./OoＯоО", *_GAPS, *_TO]),
        (_NUMERALS, [*_NUMERALS, *"百零〇○年月季OoＯоО", *_GAPS, *_TO]),
        (_QUOTES, {word[:1] for word in data["plans"]["years"]}),
        ("农農阴旧夏", "历曆"),
        ("闰閏", numbers),
        ("第", [*numbers, "〇", "零"]),
        ("前近这上下后", [*numbers, "的"]),
        ("按每逐", "个半季年月周日天"),
        ("年月", "底末初"),
    ):
        pairs |= {first + second for first in firsts for second in seconds}
    single = "民国 民國 公元 上年 上一 去年 当年 同期 上半 下半 下一 过去 最近 今后 未来 本届 往后 两年 以来 已累 累计"
    return frozenset(pairs.union(single.split()))


@cached
def _sieve() -> re.Pattern[str]:
    """Where a mention may begin, by its first two characters: nearly all of a text is passed without a trial."""
    pairs = _beginnings()
    firsts = "".join(sorted({pair[0] for pair in pairs}))
    seconds = "".join(sorted({pair[1:] for pair in pairs if pair[0] not in _DIGITS} - set(_DIGITS)))
    alone = "".join(f"|(?<={re.escape(word)})" for word in pairs if len(word) == 1)
    # Of quotation marks and of 第 there are many more than of plans in them and of quarters.
    often = "".join(sorted({*_QUOTES, "第"}.difference(word[0] for word in _listed())))
    rare = f"(?:(?<![{often}])|(?={_any_of('plans', 'years')}|.季度))" if often else ""
    return re.compile(
        f"[{re.escape(firsts)}](?=[{re.escape(seconds)}]|{_AFTER_DIGIT}|(?<![0-9０-９])[0-9０-９]{alone}){rare}"
    )


@cached
def _scanner() -> re.Pattern[str]:
    """Every rule in the order of precedence, each marked by a group of its number."""
    unnamed = {name: re.sub(r"\(\?P<[a-z0-9]+>", "(?:", pattern) for name, pattern in _patterns().items()}
    names = {name: f"r{i}" for i, name in enumerate(unnamed)}
    groups = []
    for guard, rules in _guards():
        listed = "|".join(f"(?P<{names[rule]}>{unnamed[rule]})" for rule in rules)
        groups.append(f"{guard}(?:{listed})")
    return re.compile("|".join(groups))


@cached
def _single() -> dict[str, tuple[str, re.Pattern[str]]]:
    """The name of each rule and its pattern with the parts named, by its group in the scanner."""
    return {f"r{i}": (name, re.compile(pattern)) for i, (name, pattern) in enumerate(_patterns().items())}


def find_raw(text: str, start: int = 0, end: int | None = None) -> list[Raw]:
    """Every place of ``text`` that names a period, in order and without overlaps.

    >>> [(raw.rule, text[raw.start:raw.end]) for text in ["2019年5月至7月,“十三五”期间"] for raw in find_raw(text)]
    [('month range', '2019年5月至7月'), ('plan', '“十三五”期间')]
    """
    limit = len(text) if end is None else end
    scan, pairs, single = _scanner().match, _beginnings(), _single()
    found: list[Raw] = []
    read_to = start
    for candidate in _sieve().finditer(text, start, limit):
        here = candidate.start()
        if here < read_to or (text[here : here + 2] not in pairs and text[here] not in pairs):
            continue
        match = scan(text, here, limit)
        if match is None:
            continue
        read_to = match.end()
        rule, pattern = single[match.lastgroup or ""]
        exact = pattern.match(text, here)
        if exact:
            parts = {name: part for name, part in exact.groupdict().items() if part is not None}
            found.append(Raw(here, exact.end(), rule, parts))
    return found


def part_number(quote: str) -> int:
    """A year, month or day as written (`２０１９`, `二〇一九`, `十二`) as an integer.

    >>> part_number("十二"), part_number("二〇一九"), part_number("０５")
    (12, 2019, 5)
    """
    if quote[0] in "0123456789０１２３４５６７８９":
        return int(quote)
    value = chinese_value(quote)
    return int(value) if value is not None else 0
