"""Whether a numeral with what stands behind it is a figure: counters, nouns, durations, ranks, bare ratios."""

import re
from dataclasses import replace
from decimal import Decimal

from textmine.extract.bounds import bound_after, bound_before
from textmine.extract.change import change_before
from textmine.extract.numerals import Number
from textmine.extract.units import UnitMatch, inside_words, read_unit, unit_heads
from textmine.lexicon import cached, table, words

# 整合为一个环节: here 一 counts and is no article.
_MERGED = re.compile(r"(?:整合|合并|压减|压缩|缩减|精简|减少|集成|归并|降|减|优化)(?:为|到|至|成)$")
_CHINESE_ONLY_SCALE = re.compile(r"[百千万亿佰仟萬億]+")
_FORMAL_DIGIT = frozenset("壹贰叁肆伍陆柒捌玖")  # alone they are names (陆家村, 伍先生); in sums a scale word follows
_SESSION = re.compile(
    r"(?:历次)?(?:[、和][一二三四五六七八九十]{1,3}次){0,4}(?:全会|全体|会议|党代会|人代会|代表大会|常委会)"
)
_RATE_OF_TWO = re.compile(r"(?:比|之比|倍差|系数|指数|强度|密度|值)[^，。；\n]{0,12}(?:到|至|为|达|的|由|从|于|是)$")
_AFTER_SHORT_NOUN = "，。；、,;的入上获被）)共列均有实已成完全开建参"
_AFTER_BARE = re.compile(r"[，。；、,;）)\n 。]|$|以|左|上")
_INDEX = re.compile(
    r"(?:系数|指数|得分|评分|分数|比值|综合分|密度|PMI|pH值|比例为|容积率)(?:达到|达|为|是|至|上升到|降到|提高到|超过)?$"
)
# 不予公开信息数1402。: the name itself says that things are counted, and a mark shows that no unit follows.
_COUNT_NAME = re.compile(r"[\u4e00-\u9fff]{2}数(?:量)?(?:分别)?(?:达到|达|为|是|共|有)?$")
_MARKS = frozenset("，。；、,;）)")
# 分别高4.2和0.7个百分点: only the last number of the list has its unit written.
_SHARED = re.compile(r"(?:(?:[、和与及]|以及)[0-9]{1,9}(?:\.[0-9]{1,6})?){1,9}")
_JOINTS = frozenset("、和与及以")
_SHARING = 24  # characters before a number in which its 分别 stands
# Chinese numerals count only with these counters; with others they are names or idioms (四处, 一口).
_CHINESE_COUNTERS = frozenset(
    "个项条件次户人场类家份名位篇批所座台套种组例门支款只届起宗本张辆间栋册轮枚块根株头匹艘架"
)
_YEARS = frozenset({"年", "个年头"})
_TIMES_AND_RANKS = frozenset("日天周期位名")
ASKED = _YEARS | _TIMES_AND_RANKS  # units that make a figure only in some surroundings
_GRADES = ("级", "制的", "式的")  # 3米级: a name
GRADE_HEADS = frozenset(word[0] for word in _GRADES)
_NO_DURATION = re.compile(r"以来|来|间|度|前|后|期间|初|末|底|级|第|版|[0-9]|行动|计划|规划|攻坚")
_YEARS_CONTEXT = re.compile(
    r"(?:连续|已连续|为期|历时|长达|延长|缩短|提前|超过|不少于|不超过|不低于|至少|最长|服务|工作|任期|有效期|刑期|免费|平均|约|用了|耗时|累计|合计|减少|增加|提高|实施|达|不满|未满|年限|寿命)(?:了|至|到|为|达|约)?$"
)


@cached
def chinese_followers() -> frozenset[str]:
    """What can stand behind a Chinese numeral that counts: a unit, 多 or 余, white space, a dash of a range, a digit, a noun."""
    return (
        unit_heads()
        | inside_words()
        | frozenset(" \u3000\n-－—–~～〜至到.．0123456789０１２３４５６７８９")
        | {n[0] for n in table("units")["nouns"]["spelled"]}
    )


def chinese_counts(text: str, start: int, end: int) -> bool:
    """Whether a Chinese numeral is no ordinal (第三), no vague number (数十) and no scale word or name by itself."""
    quote = text[start:end]
    if quote in _FORMAL_DIGIT or _CHINESE_ONLY_SCALE.fullmatch(quote):
        return False
    before, after, neighbours = _vague()
    if text[start - 1 : start] not in neighbours and text[end : end + 1] not in neighbours:
        return True
    return not (text.endswith(before, max(0, start - 2), start) or text.startswith(after, end))


@cached
def _vague() -> tuple[tuple[str, ...], tuple[str, ...], frozenset[str]]:
    """The words before and behind a numeral that make it vague, and their characters beside it."""
    data = table("traps")
    before, after = (*data["vague_before"]["words"], "届", "第"), tuple(data["vague_after"]["words"])
    return before, after, frozenset(word[-1] for word in before) | {word[0] for word in after}


@cached
def _nouns() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("units", "nouns"))))


@cached
def _people() -> re.Pattern[str]:
    heads = "|".join(map(re.escape, words("units", "people")))
    return re.compile(rf"[\u4e00-\u9fff“”]{{0,8}}?(?:{heads})(?!币)")


def people_at(text: str, at: int) -> bool:
    """Whether persons are counted without a counter, with a word before their noun (384万农村居民)."""
    return _people().match(text, at) is not None


def noun_at(text: str, at: int) -> str | None:
    match = _nouns().match(text, at)
    return match.group() if match else None


def bare_unit(text: str, start: int, end: int, number: Number, *, arabic: bool) -> UnitMatch | None:
    """A number without a unit: a noun counted without a counter (20余部门), a ratio, an index."""
    noun = noun_at(text, end)
    if noun and arabic and "." not in text[start:end]:
        if end - start == 4 and text[start:end][:2] in ("19", "20"):
            return None
        if number.value == 1 or (len(noun) == 1 and text[end + 1 : end + 2] not in _AFTER_SHORT_NOUN):
            return None
        return UnitMatch(end, "{个}", noun, "noun", Decimal(1), inside=False)
    if not arabic:
        spelled = next((noun for noun in table("units")["nouns"]["spelled"] if text.startswith(noun, end)), None)
        counted = spelled and (number.value or 0) > 1
        return (
            UnitMatch(end, "{个}", spelled, "noun", Decimal(1), inside=False, scaled=True)
            if spelled and counted
            else None
        )
    if text[end : end + 1] in _JOINTS and text.find("分别", max(0, start - _SHARING), start) >= 0:
        others = _SHARED.match(text, end)
        shared = read_unit(text, others.end()) if others else None
        if shared and shared.kind != "time":  # 分别于3、5日: days of a month
            return replace(shared, end=end)
    if _AFTER_BARE.match(text, end):
        before = text[max(0, start - 12) : start]
        if _INDEX.search(before) or (text[end : end + 1] in _MARKS and _COUNT_NAME.search(before)):
            return UnitMatch(end, "1", "", "index", Decimal(1), inside=False)
    if (
        "." in text[start:end]
        and _RATE_OF_TWO.search(text[max(0, start - 24) : start])
        and not text[end : end + 1].isdigit()
    ):
        return UnitMatch(end, "1", "", "index", Decimal(1), inside=False)
    return None


def unit_counts(text: str, start: int, number: Number, unit: UnitMatch, *, arabic: bool) -> bool:
    """Whether number and unit together are a figure."""
    if unit.kind == "none" and not unit.scaled and not unit.inside:
        return False
    if unit.kind != "counter" and text.startswith(_GRADES, unit.end):
        return False
    if unit.surface in _YEARS:
        return _years_count(text, start, unit.end)
    if unit.surface in _TIMES_AND_RANKS and not _time_or_rank_counts(text, start, unit, arabic=arabic):
        return False
    if arabic:
        return unit.kind != "noun" or number.value not in _hotlines()
    if unit.kind == "counter":
        if unit.surface not in _CHINESE_COUNTERS and len(unit.surface) == 1:
            return False
        if number.value == 1 and not _MERGED.search(text[max(0, start - 5) : start]):
            return False
        if unit.surface in ("次", "届") and _SESSION.match(text, unit.end):
            return False
    elif number.value == 1 and unit.kind in ("time", "none", "noun") and not unit.scaled:
        return bool(bound_after(text, unit.end, unit.kind) or bound_before(text, start))
    if unit.kind in ("none", "noun") and not arabic:
        return unit.scaled or unit.inside
    return not (unit.kind == "measure" and len(unit.surface) == 1 and number.value == 1 and text[start] == "一")


@cached
def _hotlines() -> frozenset[Decimal]:
    return frozenset(map(Decimal, table("traps")["hotlines"]["numbers"]))


def _years_count(text: str, start: int, end: int) -> bool:
    """`9年` is a figure as a duration (连续9年), not as a date or in a name (三年行动)."""
    before = text[max(0, start - 6) : start]
    if _NO_DURATION.match(text, end):
        return False
    if "." in text[start:end]:
        return len(text[start:end].partition(".")[2]) <= len("50年")
    return bool(bound_after(text, end, "time")) or bool(_YEARS_CONTEXT.search(before))


def _time_or_rank_counts(text: str, start: int, unit: UnitMatch, *, arabic: bool) -> bool:
    before = text[max(0, start - 3) : start] or "\n"
    behind = text[unit.end : unit.end + 2] or "\n"
    if unit.surface == "日":
        return (
            before[-1:] != "月"
            and not (before[-1:] in ("、", "至", "-") and behind[:1] not in ("内", "以"))
            and not behind.startswith(("游", "在", "召", "电", "讯"))
        )
    if unit.surface == "周":
        return (arabic and behind[:1] not in ("年", "岁", "边", "期", "一")) or bool(
            bound_after(text, unit.end, "time")
        )
    if unit.surface == "期":
        return arabic and not behind.startswith(("工", "项", "建", "规"))
    if unit.surface in ("位", "名"):
        clause = text[max(0, start - 24) : start].rpartition("，")[2]
        ranked = any(before.rstrip().endswith(word) for word in table("traps")["rank_before"]["words"])
        ranked = ranked or any(word in clause for word in table("traps")["rank_clause"]["words"])
        return not ranked or change_before(text, start, max(0, start - 8)) is not None  # 位次上升5位
    return True
