"""What each figure of a sentence measures: the noun before it, the noun behind it, or what the sentence spoke of last."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from textmine.lexicon import cached, table, words
from textmine.link.distribute import split_names
from textmine.link.phrases import noun_after, relative_noun, strip_lead, strip_tail, without_quotes_cut
from textmine.link.time import Sentence
from textmine.schema.figure import Figure

_CLAUSE = re.compile(r"[，。；：！？,;:!?\n]|——|　　")
_COORDINATE = re.compile(r"^\s*(?:、|和|与|及|以及|，|,)\s*")
_RESPECTIVELY = re.compile(r"分别|各自|依次")
_SHARE = re.compile(r"占(?P<whole>[^，。；：占]{0,24}?)(?:的)?(?:比重|比例|份额)?(?:约|达|达到|为|近|超过|的|了|提高到|上升到|已达|超)?$")
_CHANGE_NOUN = re.compile(r"(?:增速|增幅|涨幅|降幅|减幅|跌幅|幅度|整体|总体)$")
_MOVE = re.compile(r"(?:由|从)(?:原来|原先|过去|最初|上年|去年|[0-9]{4}年)?的?$")
_TIME_NOUN = ("{working_day}", "d", "h", "min", "mo", "wk")
_MIN_NAME = 2
_MONEY_OR_MEASURE = re.compile(r"^(?:CNY|USD|HKD|EUR|JPY|GBP|m|m2|m3|km|km2|har|\{亩\}|t|kg|kW|MW|kW\.h)(?:/|$)")
_OF_KIND = re.compile(r"^的")
_TOTAL = re.compile(r"(?:总数|总量|总额|总数量|总规模|总人数|余额|总值)$")


@dataclass
class Memory:
    """What the passage has spoken of so far, figure by figure."""

    names: list[tuple[Figure, str]] = field(default_factory=list)

    def last_level(self) -> str | None:
        """The name of the last figure that was a level and no change."""
        return next((name for figure, name in reversed(self.names) if not figure.change), self.last())

    def last(self) -> str | None:
        return self.names[-1][1] if self.names else None


@dataclass(frozen=True, slots=True)
class Named:
    """The indicator of a figure and the rule that found it."""

    indicator: str | None
    rule: str


def name_figures(text: str, sentence: Sentence, memory: Memory, mentions: Sequence[tuple[int, int]]) -> list[Named]:
    """An indicator for every figure of a sentence, in order; ``mentions`` are the spans of its words of time."""
    named: list[Named] = []
    figures = sentence.figures
    respectively = _respectively(text, sentence, memory)
    for index, figure in enumerate(figures):
        if index in respectively:
            found = Named(respectively[index], "respectively")
        else:
            floor = figures[index - 1].end if index else sentence.start
            ceiling = figures[index + 1].start if index + 1 < len(figures) else sentence.end
            found = _name(text, figure, sentence, floor, ceiling, memory, mentions, first=index == 0)
        named.append(found)
        if found.indicator:
            memory.names.append((figure, found.indicator))
    return named


def _respectively(text: str, sentence: Sentence, memory: Memory) -> dict[int, str]:
    """Names for the figures that a 分别 distributes over, by their place in the sentence."""
    found: dict[int, str] = {}
    figures = sentence.figures
    for index, figure in enumerate(figures):
        floor = figures[index - 1].end if index else sentence.start
        before = text[floor : figure.start]
        word = None
        for match in _RESPECTIVELY.finditer(before):
            word = match
        if word is None or index in found:
            continue
        run = [index]
        while run[-1] + 1 < len(figures) and _COORDINATE.fullmatch(text[figures[run[-1]].end : figures[run[-1] + 1].start]) and figures[run[-1] + 1].unit == figure.unit:
            run.append(run[-1] + 1)
        if len(run) < 2:
            continue
        clause = _CLAUSE.split(before[: word.start()])[-1]
        suffix = _between_noun(before[word.end() :])
        names = _distributed(clause, suffix, len(run))
        if names is None:
            levels = [name for f, name in memory.names if not f.change] + [found[i] for i in sorted(found) if not figures[i].change]
            earlier = _earlier_levels(text, sentence, index, memory, len(run))
            names = earlier if len(earlier) == len(run) else levels[-len(run) :] if len(levels) >= len(run) else None
        if names:
            found |= dict(zip(run, names, strict=True))
    return found


def _between_noun(words_behind: str) -> str:
    """A noun between 分别 and the number (分别完成投资499亿元)."""
    phrase = strip_tail(words_behind)
    phrase = re.sub(r"(?:实际|同比|比上年|较上年)?(?:增长|下降|提高|上升|减少|降低|增加|压缩|缩短|回落|上涨)[了约]?$", "", phrase)
    return phrase if len(phrase) >= _MIN_NAME and not phrase.startswith(("比", "较", "同比")) else ""


def _distributed(clause: str, suffix: str, count: int) -> list[str] | None:
    clause = re.sub(r"(?:同比|比上年(?:同期)?|较上年(?:同期)?|比去年(?:同期)?|年均|年平均|预计)$", "", clause.strip())
    names = split_names(strip_lead(clause), count) if len(clause) >= _MIN_NAME else None
    if names is None:
        return None
    cleaned = [strip_lead(strip_tail(name)) + suffix for name in names]
    return cleaned if all(len(name) >= 1 for name in cleaned) else None


def _earlier_levels(text: str, sentence: Sentence, index: int, memory: Memory, count: int) -> list[str]:
    """The levels just before the clause of 分别: 签约资金423亿元，到位资金180亿元，同比分别增长78.5%、97.2%."""
    candidates = [f for f in sentence.figures[:index] if not f.change and _same_kind(f, sentence.figures[:index])]
    named = {id(f): name for f, name in memory.names}
    return [named[id(f)] for f in candidates[-count:] if id(f) in named]


def _same_kind(figure: Figure, figures: Sequence[Figure]) -> bool:
    return bool(figures) and figure.unit == next(f.unit for f in reversed(figures) if not f.change) if any(not f.change for f in figures) else False


def _name(
    text: str,
    figure: Figure,
    sentence: Sentence,
    floor: int,
    ceiling: int,
    memory: Memory,
    mentions: Sequence[tuple[int, int]],
    *,
    first: bool,
) -> Named:
    phrase, coordinated = _phrase_before(text, figure, floor, mentions)
    share = _SHARE.search(phrase)
    if share and not figure.change and figure.unit in ("%", "1", "{成}"):
        base = strip_lead(phrase[: share.start()]) or memory.last_level() or ""
        if phrase[: share.start()].endswith(("新增", "其")):
            base = memory.last_level() or base
        return Named(f"{base}占比" if base else None, "share of a whole")
    if figure.change:
        return _name_of_change(text, figure, phrase, memory, sentence, mentions)
    behind = _noun_behind(text, figure, ceiling, sentence.end)
    bare = strip_tail(phrase)
    name = strip_lead(bare)
    if _MOVE.search(text[max(floor, figure.start - 8) : figure.start]):
        name = strip_lead(_MOVE.sub("", phrase).strip())
        if len(name) >= _MIN_NAME:
            return Named(_trim(name), "old value")
    if _is_new_value(text, figure, floor) and memory.names:
        return Named(memory.last(), "new value")
    if behind and _prefers_behind(text, figure, name, phrase):
        return Named(_trim(behind), "noun behind")
    if _TOTAL.fullmatch(name) and memory.last_level():
        return Named(f"{_without_new(memory.last_level() or '')}{name}", "total of the last noun")
    if len(name) >= _MIN_NAME and not _level_only(name):
        return Named(_trim(name), "noun before")
    if behind:
        return Named(_trim(behind), "noun behind")
    if coordinated and memory.last():
        return Named(memory.last(), "coordinated")
    if not first or not name:
        earlier = _earlier_clause(text, figure, floor, sentence) if not _level_only(bare) or first else None
        last = memory.last_level()
        if last and (not earlier or _level_only(bare)):
            return Named(last, "carried on")
        if earlier:
            return Named(earlier, "clause before")
    return Named(_trim(name) or memory.last_level(), "carried on")


def _phrase_before(text: str, figure: Figure, floor: int, mentions: Sequence[tuple[int, int]]) -> tuple[str, bool]:
    """The words of the clause before the figure, words of time taken out; whether they continue a coordination."""
    start = floor
    for match in _CLAUSE.finditer(text, floor, figure.start):
        if not _inside_quotes(text, floor, match.start()):
            start = match.end()
    coordinated = False
    segment = text[start : figure.start]
    joint = _COORDINATE.match(segment)
    if start == floor and joint:
        segment, coordinated = segment[joint.end() :], True
        start += joint.end()
    for low, high in reversed(mentions):
        if start <= low and high <= figure.start:
            left, right = text[start:low], segment[high - start :]
            segment = right if len(left.strip()) <= 4 or right.strip() == "" and False else (left + right if len(strip_tail(right)) < _MIN_NAME else right)
            if segment is right:
                break
    return without_quotes_cut(segment.strip().replace("\n", "")), coordinated


def _inside_quotes(text: str, low: int, at: int) -> bool:
    window = text[low:at]
    return window.count("“") > window.count("”") or window.count("《") > window.count("》")


def _name_of_change(
    text: str, figure: Figure, phrase: str, memory: Memory, sentence: Sentence, mentions: Sequence[tuple[int, int]]
) -> Named:
    bare = _cut_verb(phrase)
    name = strip_lead(strip_tail(_CHANGE_NOUN.sub("", bare)))
    if bare != phrase and not name and phrase:
        after = _object_of_change(phrase)
        if after:
            return Named(_trim(after), "object of the change")
    if len(name) >= _MIN_NAME and not _level_only(name):
        return Named(_trim(name), "what changed")
    return Named(memory.last_level() or _earlier_clause(text, figure, sentence.start, sentence), "change of the last level")


@cached
def _change_verbs() -> re.Pattern[str]:
    data = table("change")
    listed = sorted({*data["up"]["words"], *data["down"]["words"]}, key=lambda word: -len(word))
    verbs = "|".join(re.escape(word) for word in listed if len(word) > 1)
    between = "|".join(map(re.escape, [*data["between"]["words"], *data["level"]["words"]]))
    compare = r"(?:(?:同比|环比|比|较|与)[^，。；]{0,12}?(?:年|期|初|底|末|月|届|比|相比|同期|水平|五年|高峰时?|最低时)?)?"
    adverbs = r"(?:年均|年平均|平均|整体|总体|名义|实际|分别|均|将|可|预计|约|力争|再|又|进一步|大幅|普遍|明显|同比|环比|以年均|按可比价(?:格)?(?:计算)?|首次|连续|累计|共)*"
    return re.compile(rf"{compare}{adverbs}(?:{verbs}|[增减降升涨多少高低])(?:{between})*$")


def _cut_verb(phrase: str) -> str:
    """A phrase without the verb of change at its end and the comparison before it."""
    match = _change_verbs().search(phrase)
    if match:
        rest = phrase[: match.start()]
        return re.sub(r"(?:同比|环比|(?:比|较)(?:上年|去年|上届|上年同期|去年同期|[0-9]{4}年)?|年均|年平均|实际|名义|分别|整体|预计|以)+$", "", rest)
    return phrase


def _object_of_change(phrase: str) -> str:
    """The thing behind the verb of change: 核减市本级政府投资."""
    for direction in ("down", "up"):
        for verb in table("change")["with_object"][direction]:
            at = phrase.rfind(verb)
            if at >= 0 and len(phrase) > at + len(verb):
                return strip_tail(phrase[at + len(verb) :])
    return ""


def _noun_behind(text: str, figure: Figure, ceiling: int, end: int) -> str:
    limit = min(max(ceiling, figure.end), end)
    at = figure.end
    of = _OF_KIND.match(text[at : at + 1])
    if of:
        at += 1
    noun = noun_after(text, at, limit)
    if of and len(noun) < _MIN_NAME:
        return ""
    if not of and _starts_relative(text, at):
        return relative_noun(text, at, limit) or noun
    return noun if len(noun) >= 1 else ""


def _starts_relative(text: str, at: int) -> bool:
    return text.startswith(("涉及", "具有", "关系", "事关", "符合", "位于", "承担", "来自", "影响", "由", "与"), at)


def _prefers_behind(text: str, figure: Figure, name: str, phrase: str) -> bool:
    """Whether the noun behind names the figure rather than the one before it."""
    if figure.unit.startswith("{") or figure.unit == "1" or "/" in figure.unit:
        return True
    if _MONEY_OR_MEASURE.match(figure.unit):
        return len(name) < _MIN_NAME or phrase.endswith(tuple(words("indicators", "verbs")))
    return len(name) < _MIN_NAME


def _is_new_value(text: str, figure: Figure, floor: int) -> bool:
    """Whether the words since the last figure are only a verb that leads to a new level (…提高到)."""
    segment = text[floor : figure.start]
    return bool(re.fullmatch(r"\s*(?:[（(][^）)]*[）)])?(?:左右|以上)?[,，]?(?:进一步)?(?:增加|提高|减少|压缩|缩短|下降|上升|提升|拓展|扩大|增长|精简|缩减|调整|优化|发展|降低|回落|减|增|降|升|压减|跃升|攀升|扩展|改|变|合并|缩小)?(?:到|至|为|成|在)了?\s*(?:[0-9]{4}年的?)?", segment))


@cached
def _level_words() -> frozenset[str]:
    return frozenset(words("indicators", "level_only"))


def _level_only(name: str) -> bool:
    return name in _level_words() or not name


def _earlier_clause(text: str, figure: Figure, floor: int, sentence: Sentence) -> str | None:
    """The noun that the clause before this one opened with."""
    window = text[max(floor, sentence.start) : figure.start]
    clauses = [clause for clause in _CLAUSE.split(window)[:-1] if clause.strip()]
    for clause in reversed(clauses):
        name = strip_lead(strip_tail(clause.strip()))
        if len(name) >= _MIN_NAME:
            return _trim(name)
    return None


def _without_new(name: str) -> str:
    return re.sub(r"^(?:新增|新建|新认定|新发展)", "", name)


_MIDDLE = re.compile(r"(?:共|累计|先后|全年|主动|平台|网站|已|共同|组织)(?:公开|发布|公布|公示|举办|召开|开展|受理|收到|接收|完成|办理|推送|制定|出台|印发|编制|新增|实现|建成|投入|争取|签约|清理|梳理|培训|解决|发放|审结)(?=[\u4e00-\u9fff“《]{2})")
_LONG = 16


def _trim(name: str) -> str:
    """The shortest phrase that still names the thing: without what stands before its verb, its 等 or its 的."""
    name = without_quotes_cut(name.strip(" 、，：:“”" if name.count("“") != name.count("”") else " 、，：:"))
    middle = None
    for middle in _MIDDLE.finditer(name):
        pass
    if middle and len(name) - middle.end() >= _MIN_NAME:
        name = name[middle.end() :]
    if len(name) > _LONG:
        for word in ("等", "的"):
            head, _, tail = name.rpartition(word)
            if head and len(tail) >= 3:
                name = tail
                break
    return strip_lead(name) if len(strip_lead(name)) >= _MIN_NAME else name
