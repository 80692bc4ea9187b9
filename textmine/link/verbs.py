"""Verbs of change around the thing that changed: 固定资产投资比上年[增长]5%, [核减]政府投资3亿元."""

import re

from textmine.extract.change import object_verbs
from textmine.lexicon import cached, table
from textmine.link.phrases import SHORT, any_of

_COMPARISON = re.compile(
    r"(?:比|较|与|同|对比)(?:\x01|[^，。；]{1,10}?(?:年|期|初|底|末|月|季度|届|次|时|前|相比|水平|预算|计划))[^，。；]{0,6}$"
)
_ADVERB_WORDS = (
    *("\x01", "同比", "环比", "年均", "年平均", "平均", "整体", "总体", "名义", "实际", "分别", "均"),
    *("将", "可", "预计", "力争", "再", "又", "进一步", "大幅", "普遍", "明显", "以", "首次", "累计"),
    *("共", "比", "较", "持续", "连续"),
)
_ADVERBS = re.compile(f"{any_of(_ADVERB_WORDS)}+$")
_PER_HEAD = re.compile("[人户亩村]均(?:年)?增收$")  # 农民人均增收: the verb is part of the name
_ADVERB_ENDS = frozenset(word[-1] for word in _ADVERB_WORDS)
_SHORT_VERBS = "增减降升涨多少高低"


@cached
def _verb() -> re.Pattern[str]:
    data = table("change")
    listed = sorted({*data["up"]["words"], *data["down"]["words"]}, key=lambda word: -len(word))
    verbs = [word for word in listed if len(word) > 1]
    between = any_of([*data["between"]["words"], *data["level"]["words"]])
    heads = "".join(sorted({re.escape(word[0]) for word in (*verbs, *_SHORT_VERBS)}))
    short = rf"(?<=[比年期均初底末月再幅\x01])[{_SHORT_VERBS}]"
    return re.compile(rf"(?=[{heads}])(?:{any_of(verbs)}|{short})(?:{between}|\x01)*$")


def cut_change(phrase: str) -> str:
    r"""A phrase without the verb of change at its end and the comparison before it.

    >>> cut_change("全市工业用电量比\x01增长"), cut_change("居民消费价格涨幅控制在")
    ('全市工业用电量', '居民消费价格')
    """
    if phrase.endswith("增收") and _PER_HEAD.search(phrase):
        return phrase
    match = _verb().search(phrase)
    rest = phrase[: match.start()] if match else phrase
    if not rest.endswith("比\x01"):
        rest = _without_adverbs(rest)
    return _COMPARISON.sub("", _without_adverbs(_COMPARISON.sub("", rest)))


def _without_adverbs(rest: str) -> str:
    return _ADVERBS.sub("", rest) if rest[-1:] in _ADVERB_ENDS else rest


def object_of_change(phrase: str) -> str:
    """The thing behind the verb of change.

    >>> object_of_change("核减本级投资")
    '本级投资'
    """
    *_, last = (0, *(match.end() for match in object_verbs().finditer(phrase)))
    return phrase[last:].removeprefix("了") if last else ""


def changed_thing(name: str) -> str:
    """A name without the verb of change that it begins with; a noun of two characters keeps its verb (增加学位).

    >>> changed_thing("减少了农村贫困人口"), changed_thing("增加学位"), changed_thing("增加值")
    ('农村贫困人口', '增加学位', '增加值')
    """
    verb = object_verbs().match(name)
    thing = name[verb.end() :].removeprefix("了") if verb else ""
    return thing if len(thing) > SHORT else name
