"""The noun behind a figure (12类55件民生实事), and when it names the figure rather than the noun before."""

import re
from typing import NamedTuple

from textmine.lexicon import cached, words
from textmine.link.clause import Clause
from textmine.link.phrases import PHRASE_LIMIT, may_end_noun, noun_after, relative_noun, tidy_noun
from textmine.link.time import Sentence
from textmine.link.trim import LEAST
from textmine.schema.figure import Figure
from textmine.segment.tokenizer import word_starts

# Units in which limits of time are told.
LIMITS = ("{working_day}", "d", "h", "min", "mo", "wk", "s", "a")
_CAPACITIES = ("V", "kV", "kV.A", "MV.A", "MW", "kW")  # what stands behind has it: 220千伏变电站
_RATED = re.compile(r"[年日月](?:产|处理|加工|供)")  # 年产40万吨合成纤维项目
_OF_NO_THING = re.compile(
    "目标|水平|任务|要求|速度|幅度|增速|增幅|比例|比重|份额|标准|高位|高增长|同比|年均|平均|预期|既定|区间|规模|成绩|底线|红线|年度|情况|刚性"
)
_OR_THE_LIKE = re.compile(r"[（(][^（）()，。]{1,14}[）)]")
_OTHER_COUNTER = re.compile(r"[（(][套件个份部]{1,2}[）)]|新(?=的)")  # 32万台（套）农机; 三项新的任务
_SHARES = ("率", "量", "度", "比", "比例", "比重")  # 含油量66%的品种
_ISSUED = "增发"  # with an object before or behind it; 新增发电量 is no issue
# What joins a thing to the one before it in a list.
LISTED_BEFORE = ("、", "和", "与", "及")
_NO_NOUN = frozenset("，。；：∶︰、！？,;:!?.． \n\u3000）)（(和与及") | {""}
_RELATIVE = (
    "涉及",
    "优化",
    "促进",
    "支持",
    "具有",
    "关系",
    "事关",
    "符合",
    "位于",
    "承担",
    "来自",
    "影响",
    "由",
    "以",
    "不",
)
_SIZED = re.compile(r"(?:[十百千]?[万亿]元|规模|限额)以[上下]")
_POINTS = re.compile(r"点(?=[，。；、,;）)]|$)")  # 指数达到849.8点
_BEFORE_VERB = re.compile("(?<=..)(?:计划总?|累计|新|总|共|已)$")
_SIZES = ("km", "m", "m2", "km2", "har", "t", "m3")
_SIZE_NAMES = tuple(
    "积程长量产速容每路道线管地田林高宽深米吨到于"
)  # what ends so is measured, and the noun behind is not
_AREAS = tuple("镇乡村县区市省州")
_TAKES = ("把", "将")  # 把八成的财政支出用于民生
_OPENING = "“《‘「"
_MARK = re.compile(f"[，。；：！？,;:!?（）()—…{_OPENING}]")


def noun_behind(text: str, sentence: Sentence, index: int) -> str:
    """The noun behind a figure, or behind those that follow it at once: 12类55件民生实事."""
    figures = sentence.figures
    at, ahead = figures[index].end, figures[index + 1 :]
    limit = sentence.end
    for other in ahead:
        if other.start > at:
            limit = min(limit, other.start)
            break
        at = max(at, other.end)
    aside = _OTHER_COUNTER.match(text, at)
    if aside:
        at = aside.end()
    of = text.startswith("的", at)
    if of:
        at += 1
    if text[at : at + 1] in _NO_NOUN or _POINTS.match(text, at):
        return ""
    stop = min(limit, at + PHRASE_LIMIT)
    if not of and text.startswith(_RELATIVE, at):
        starts = word_starts(text, at, stop)
        return relative_noun(text, at, limit, starts) or noun_after(text, at, limit, starts)
    sized = _SIZED.match(text, at, stop)
    if sized:  # 1200个亿元以上项目
        noun = noun_after(text, sized.end(), limit, word_starts(text, sized.end(), stop))
        return sized.group() + noun if noun else ""
    mark = _MARK.search(text, at, stop)
    if mark and mark.group() not in _OPENING:  # no noun goes on behind it, so no words are cut there
        stop = limit = mark.start()
    if may_end_noun().search(text, at, stop):
        noun = noun_after(text, at, limit, word_starts(text, at, stop))
    else:
        noun = tidy_noun(text, at, stop)
    if ahead and len(noun) > LEAST and at + len(noun) == limit == other.start:
        noun = _before_verb(text, at, limit)
    if len(noun) == 1:  # 25个省（自治区、直辖市）
        alike = _OR_THE_LIKE.match(text, at + 1, sentence.end)
        noun += alike.group() if alike else ""
    return noun if len(noun) >= LEAST or not of else ""


def _before_verb(text: str, at: int, end: int) -> str:
    """The noun between two numbers without the verb that joins it to the second: 52个[部门]挂钩帮扶31个村."""
    verbs = _joining()
    for start, word_end in word_starts(text, at, end).items():
        if (start - at >= LEAST or text[at:start] in _AREAS) and text[start:word_end] in verbs:
            return _BEFORE_VERB.sub("", text[at:start])
    return text[at:end]


@cached
def _joining() -> frozenset[str]:
    return frozenset(words("indicators", "joining"))


def prefers_behind(figure: Figure, name: str, phrase: str, of_it: str = "") -> bool:
    """Whether the noun behind names the figure rather than the one before it; ``of_it`` is what stands behind 的, if it does."""
    if figure.unit.partition("/")[0] in _CAPACITIES or _RATED.match(figure.quote):
        return True
    if figure.unit == "%" and of_it and not name.endswith(_SHARES) and not _OF_NO_THING.match(of_it):
        return True  # 三级医院50%的号源
    if figure.unit in LIMITS or not (figure.unit.startswith("{") or figure.unit == "1"):
        if figure.unit in _SIZES and not of_it and not name.endswith(_SIZE_NAMES):
            return True  # 某公司120万吨乙烯项目
        return len(name) < LEAST or takes(phrase)
    return True


def takes(phrase: str) -> bool:
    """Whether the words before a figure make it an object: what it is of stands behind."""
    takers = _takers()
    return phrase[-1:] in takers.ends and phrase.endswith(takers.words)


class _Takers(NamedTuple):
    """What takes a figure with its noun behind as its object, and the characters that these words end with."""

    words: tuple[str, ...]
    ends: frozenset[str]


@cached
def _takers() -> _Takers:
    listed = (*_TAKES, _ISSUED, *words("indicators", "verbs"))
    return _Takers(listed, frozenset(word[-1] for word in listed))


def opens_an_item(figure: Figure, clause: Clause) -> bool:
    """Whether a figure is the first word of an item of a list: 核电一期、40万吨铜冶炼项目."""
    return (
        figure.unit not in LIMITS
        and figure.unit not in ("%", "{百分点}", "{倍}")
        and clause.since.endswith(LISTED_BEFORE)
    )
