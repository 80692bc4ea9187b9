"""Coordinations with 分别: each value gets its own name (城区、郊区居民人均可支配收入分别增长5%、7%)."""

import re
from collections.abc import Callable, Sequence

from textmine.lexicon import table
from textmine.link.clause import COORDINATE
from textmine.link.phrases import strip_lead, strip_tail
from textmine.link.time import Sentence
from textmine.link.verbs import cut_change
from textmine.schema.figure import Figure

_RESPECTIVELY = re.compile(r"分别|各自|依次")
_CLAUSE = re.compile(r"[，。；：！？,;:!?\n]")
_COMPARISON = re.compile(
    r"(?:同比|环比|(?<!占)(?:比|较)(?:上年|去年|上届|同期|[0-9]{4}年)?(?:同期)?|年均|年平均|预计|实际)+$"
)
# 贷款增速比各项贷款平均增速[分别高…]: a difference from others, whose names are none of the list.
_HIGHER = re.compile("[高低快慢]")
_AGAINST = re.compile(r"(?:增速|增幅|涨幅|降幅)?(?:(?<!占)[比较][^，。；]{2,16})?$")
_JOINT = re.compile(r"、|和|与|及(?!其)|以及")
# A name ending like this can stand alone; what does not is completed by the tail of the last name.
_COMPLETE = re.compile(
    r"(?:率|额|值|收入|支出|投资|产值|面积|量|数|户|比重|占比|余额|总量|指数|能耗|浓度|价格|存款|贷款|水平|出口|进口|外资|外贸|利润|税收|财政|就业|密度|价|金|费|GDP|系数|增加值|排放|人数|总产|工资|规模|时间|时限|消费)$"
)
# Words that name a measure and not of what: alone in a list they are of the thing named first.
# Per unit of output: it holds for all measures of the list (单位国内生产总值能耗、用水量).
_PER = re.compile(r"(?:单位|万元)(?:(?:国内|地区)?生产总值|GDP|工业增加值)")
# Measures that several things share: 二氧化硫、化学需氧量[排放量].
_MEASURE = re.compile(
    r"(?<=..)(?:主要污染物)?(?:排放总?量|产量|销售量|使用量|消费量|周转量|吞吐量|播种面积|平均浓度|参保率|覆盖率|普及率|入学率|合格率|处理率|利用率|达标率)$"
)
_BARE = re.compile(
    r"(?:资产|收入|支出|利润|利润总额|总额|产值|税收|产量|面积|金额|人数|人次|批次|户数|件数|数量|销量|存量|总量|总数|规模)$"
)
_ORDINAL = re.compile("第?[一二三]")
_TO = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:到|至|为)\s*")
_SHARE = re.compile(r"占[^，。；]{0,16}$")
_OTHER_WAY = re.compile(r"\s{0,9}(?:[、，,]|和|与)?[\u4e00-\u9fff]{2,3}")
_LONGEST_JOINT = 20  # what `COORDINATE` can span
_SHORT = 2  # characters of a name that is only the head of one (城镇和农村人均住房面积)
_RATES = ("%", "{倍}", "{百分点}")
# The predicate of a clause that says only that its things grew.
_MOVED = re.compile(
    r"(?:均|都|双双|也)?(?:实现|保持|呈现)?(?:了)?(?:快速|较快|平稳|稳定|稳步|大幅|持续|明显)*(?:增长|提高|提升|增加|上升|下降|减少|回落)$"
    r"|(?:增速|增幅|涨幅|降幅)(?:最|较|更)[大快高小]$"
)
_GLUE = re.compile(r"(?:年均|年平均|同比|比上年|较上年|预计|将|实际|已|均|各)+$")


def respectively(
    text: str, sentence: Sentence, index: int, floor: int, levels: Callable[[Sequence[Figure], int], list[str]]
) -> dict[int, str]:
    """Names for the figures that a 分别 before figure ``index`` distributes over, by their place in the sentence.

    Without a 分别 names are distributed where as many whole names as figures stand side by side (A额和B额增长5%和7%).
    ``levels`` gives the names of the last so many levels, for a 分别 that follows them (…180亿元，同比分别增长78%、97%).
    """
    figures = sentence.figures
    if index + 1 >= len(figures) or not _follows(text, figures[index], figures[index + 1]):
        return {}
    before = text[floor : figures[index].start]
    found = list(_RESPECTIVELY.finditer(before))
    if not found and not _goes_on(text, figures[index], figures[index + 1]):
        return {}
    if not found and not figures[index].change and not _JOINT.search(before):
        return {}
    run = [index, index + 1]
    goes_on = _follows if found else _goes_on
    while run[-1] + 1 < len(figures) and goes_on(text, figures[run[-1]], figures[run[-1] + 1]):
        run.append(run[-1] + 1)
    if not found:
        names = _side_by_side(before, len(run)) or _of_levels(before, figures, run, levels)
        return dict(zip(run, names, strict=True)) if names else {}
    *earlier, clause = _CLAUSE.split(before[: found[-1].start()])
    clause = _COMPARISON.sub("", clause.strip())
    if _HIGHER.match(before, found[-1].end()):
        clause = _AGAINST.sub("", clause)
    if len(clause) <= 1 and earlier:  # 甲收入和乙收入均较快增长，同比分别增收…
        clause = _MOVED.sub("", earlier[-1].strip())
    suffix = _noun_between(before[found[-1].end() :])
    names = split_names(strip_lead(clause), len(run)) if len(clause) > 1 else None
    if not names and "、" in clause:  # 调解、审查和受理案件数: the first of the list is a verb
        names = split_names(strip_lead(clause, keep_verb=True), len(run))
    names = [strip_lead(strip_tail(name)) + suffix for name in names] if names else levels(figures[:index], len(run))
    if not names or not all(names):
        return {}
    found_names = dict(zip(run, names, strict=True))
    return found_names | _new_values(text, figures, run, names)


def _of_levels(
    before: str, figures: Sequence[Figure], run: Sequence[int], levels: Callable[[Sequence[Figure], int], list[str]]
) -> list[str] | None:
    """The names of as many levels directly before changes that name nothing: 存款9亿元、贷款6亿元，比上年增加2亿元和1亿元."""
    count, first = len(run), run[0]
    if (
        first < count
        or not all(figures[i].change for i in run)
        or any(f.change for f in figures[first - count : first])
    ):
        return None
    clause = cut_change(_CLAUSE.split(before)[-1].strip())
    names = [] if clause else levels(figures[first - count : first], count)
    return names if len(set(names)) == count else None


def _side_by_side(before: str, count: int) -> list[str] | None:
    """As many names as values: whole ones, or those of one measure (甲产业、乙产业增加值增长5%、7%)."""
    clause = _GLUE.sub("", strip_tail(cut_change(_CLAUSE.split(before)[-1].strip())))
    names = [strip_lead(part) for part in _split_outside_quotes(clause)]
    if len(names) != count or not all(names):
        return None
    if all(_COMPLETE.search(name) for name in names):
        return names
    measure = _MEASURE.search(names[-1]) or _COMPLETE.search(names[-1])
    short = all(len(name) <= _SHORT for name in names[:-1])
    tail = measure and ((short and _shared_tail(names)) or measure[0])
    return [*(name + tail for name in names[:-1]), names[-1]] if tail else None


def _new_values(text: str, figures: Sequence[Figure], run: Sequence[int], names: Sequence[str]) -> dict[int, str]:
    """The same names for the new values of 分别由A、B提高到C、D."""
    new = range(run[-1] + 1, run[-1] + 1 + len(run))
    if new.stop > len(figures) or not _TO.fullmatch(text[figures[run[-1]].end : figures[new.start].start]):
        return {}
    joined = all(_goes_on(text, figures[i], figures[i + 1]) for i in new[:-1])
    return dict(zip(new, names, strict=True)) if joined else {}


def _goes_on(text: str, left: Figure, right: Figure) -> bool:
    if right.start - left.end > _LONGEST_JOINT:
        return False
    same = left.unit == right.unit or (left.unit in _RATES and right.unit in _RATES)
    if not same:  # 原油、天然气产量达到1253万吨、9亿立方米
        measures = not left.change and not right.change and left.rule == right.rule == "number+measure"
        return measures and text[left.end : right.start] in ("、", "和")
    return bool(COORDINATE.fullmatch(text, left.end, right.start))


def _follows(text: str, left: Figure, right: Figure) -> bool:
    """Whether a list of values goes on, also with a move of its own (分别增长3%、下降2%)."""
    if _goes_on(text, left, right):
        return True
    rates = left.unit in _RATES and right.unit in _RATES
    if not left.change or not right.change or not (rates or left.unit == right.unit):
        return False
    return right.start - left.end <= _LONGEST_JOINT and bool(_OTHER_WAY.fullmatch(text, left.end, right.start))


def _noun_between(words_behind: str) -> str:
    """A noun between 分别 and the number (分别完成投资499亿元); a share of a whole is one too (分别占全市的48%)."""
    if _SHARE.match(words_behind):
        return "占比"
    if _HIGHER.match(words_behind):  # 分别高于全省2.2个和3.7个百分点
        return ""
    phrase = cut_change(strip_tail(words_behind))
    return phrase if len(phrase) > 1 and not phrase.startswith(("比", "较", "同比")) else ""


def split_names(phrase: str, count: int) -> list[str] | None:
    """The names that a coordinated phrase gives to ``count`` values, or ``None`` where it does not name so many.

    >>> split_names("城镇居民、农村居民人均可支配收入", 2)
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    >>> split_names("厦门、福州机场旅客吞吐量", 2)
    ['厦门机场旅客吞吐量', '福州机场旅客吞吐量']
    >>> split_names("城乡居民人均可支配收入", 2)
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    >>> split_names("乡镇企业产值、利润总额", 2)
    ['乡镇企业产值', '乡镇企业利润总额']
    """
    phrase = _GLUE.sub("", phrase.strip("，、"))
    parts = [part for part in _split_outside_quotes(phrase) if part]
    if len(parts) > count:
        parts = _regroup(phrase, count)
    if len(parts) == 1:
        return _pair(parts[0]) if count == 2 else None
    if len(parts) != count:
        return None
    per = _PER.match(parts[0])
    if per and per.end() < len(parts[0]) and not any(map(_PER.match, parts[1:])):
        return [parts[0], *(per.group() + part for part in parts[1:])]
    tail = _shared_tail(parts)
    if not tail:
        head = _shared_head(parts)
        return [parts[0], *(head + part for part in parts[1:])]
    return [part if index == count - 1 else part + tail for index, part in enumerate(parts)]


def _split_outside_quotes(phrase: str) -> list[str]:
    parts, last, depth = [], 0, 0
    for index, character in enumerate(phrase):
        depth += character in "“（《("
        depth -= character in "”）》)"
        if depth == 0:
            joint = _JOINT.match(phrase, index)
            if joint and index >= last:
                parts.append(phrase[last:index])
                last = joint.end()
    parts.append(phrase[last:])
    return parts


def _regroup(phrase: str, count: int) -> list[str]:
    """Fewer values than names: 和 and 与 then join names within an item, 、 separates the items."""
    parts = [part for part in phrase.split("、") if part]
    if len(parts) == count:
        return parts
    pieces = _split_outside_quotes(phrase)
    return pieces[-count:] if len(pieces) >= count else []


def _pair(phrase: str) -> list[str] | None:
    for word, members in table("indicators")["pairs"]["words"].items():
        if word in phrase:
            return [phrase.replace(word, member, 1) for member in members]
    return None


def _shared_head(parts: list[str]) -> str:
    """What the first name has before its last word and the others lack (市直企业资产、收入), if those name nothing alone."""
    first = _BARE.search(parts[0])
    return parts[0][: first.start()] if first and all(_BARE.fullmatch(part) for part in parts[1:]) else ""


def _shared_tail(parts: list[str]) -> str:
    """What the earlier names lack and the last one has: the part behind what the last name has in their place."""
    last, first = parts[-1], parts[0]
    ordinal = _ORDINAL.match(last)
    if ordinal and all(map(_ORDINAL.fullmatch, parts[:-1])):  # 第二、第三产业占比
        return last[ordinal.end() :]
    of = last.rfind("的")
    if of > 0 and not any("的" in part for part in parts[:-1]):  # 科技、文化事业的支出
        return last[of:]
    if all(_COMPLETE.search(part) for part in parts[:-1]) and not any(len(part) <= 2 for part in parts[:-1]):
        return ""
    measure = _MEASURE.search(last)
    # 二氧化硫、化学需氧量…, not 厦门、福州机场旅客…; nor 食品、药品抽检合格率.
    if measure and len(first) >= measure.start() - (0 if measure.group().endswith("率") else 2):
        return measure.group()
    complete = _COMPLETE.search(last) if len(first) <= _SHORT and _JOINT.search(last) else None
    if complete:  # 衣着、居住、生活用品及服务价格
        return complete.group()
    for size in range(min(len(first), 4), 0, -1):
        ending = first[-size:]
        at = last.find(ending)
        if at >= 0 and at + size < len(last):
            return last[at + size :]
        if size > 1 and last.endswith(ending):  # 现代服务业和营利性服务业
            return ""
    # Names of equal kind have about equal length: 厦门、福州机场… ; 肉、蛋、奶产量.
    rest = last[len(first) :]
    return rest if len(rest) >= 1 and len(first) < len(last) else ""
