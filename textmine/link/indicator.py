"""What each figure of a sentence measures: the noun before it, the noun behind it, or what the sentence spoke of last."""

import re

from textmine.lexicon import cached, words
from textmine.link.behind import LIMITS, LISTED_BEFORE, noun_behind, opens_an_item, prefers_behind, takes
from textmine.link.clause import Clause, clause_before
from textmine.link.distribute import respectively
from textmine.link.memory import Memory, Named
from textmine.link.phrases import strip_lead, strip_tail
from textmine.link.time import Sentence
from textmine.link.trim import LEAST, trim
from textmine.link.verbs import changed_thing, cut_change, object_of_change
from textmine.schema.figure import Figure

_SHARE = re.compile(
    r"占(?!有率|用)(?P<whole>[^，。；：占]{0,24}?)(?:的)?(?:比重|比例|份额)?(?:约|达|达到|为|近|超过|的|了|提高到|上升到|已达|超)?$"
)
_MOVE = re.compile(
    r"(?:由|从)(?:原来|原先|原定|过去|最初|上年|去年|法定|现行|\x01|每[人户年月]{0,4}|[\u4e00-\u9fff]{2,8}[前后初末])?的?约?$|法定$"
)
_FRAGMENT = re.compile(r"(?:整体|总体|幅度)$")
_TOTAL = re.compile(r"(?:总数|总量|总额|总数量|总规模|总人数|余额|总值)$")
_AGAINST_OTHERS = re.compile("(?:涨幅|降幅|增速|增幅|跌幅)?(?:[高低快慢好优多少]于|高出)")
_AGAINST_BEHIND = re.compile(
    "(?:分别)?(?:(?:[高低快慢]于|[高低](?=全))[^，。；]{2,16}|(?<!占)[比较][^，。；]{1,20}[高低快慢多少]出?)$"
)
_NEW_VALUE = re.compile(
    r"\s{0,9}(?:[（(][^）)]{0,60}[）)])?(?:左右|以上)?[\u4e00-\u9fff]{0,4}?[,，]?(?:进一步|逐步|分别)?"
    r"(?:增加|提高|减少|压缩|缩短|下降|上升|提升|拓展|扩大|增长|精简|缩减|调整|优化|发展|降低|回落|减|增|降|升|压减|跃升|攀升|扩展|改|变|合并|缩小|归并|整合|演进|演变|转变)?"
    r"(?:到|至|为|成|在)了?\s{0,9}(?:(?:\x01|现在|目前)的?)?(?:每[人户月年]{0,4})?(?:约|近)?"
)
_DONE = (
    "完成",
    "建成",
    "形成",
    "达成",
    "促成",
    "，为",
    ",为",
    "组成",
    "构成",
)  # end so and are no change to a new value
_REACHED = re.compile(r"[,，]已?达到?了?(?:约|近)?")  # 面积增加21万亩，达到近300万亩
_BEFORE_NEW_VALUE = frozenset("达到至为成在了\x01的每人户月年约近")  # what `_NEW_VALUE` can end with
# What went on for years: 连续9年获评宜居城市; what only stayed as it was (连续三年保持第一) is of what was named before.
_LASTED = re.compile(
    r"(?:在[\u4e00-\u9fff]{2,10}?[中上里]|在|被)?(?!保持|稳定|位?居|位?列|全[国省市区县]|增|快于|超过|高于|优于|好于|领先)([\u4e00-\u9fff“”《》]{2,24})"
)
_OF_WHICH = ("中，", "中,")
# From when a limit runs says not what it is for; the deed behind does: 自申请之日起4个工作日内实现供电.
_RUNS_FROM = re.compile(r"(?:[自从][^，。；,;]{1,16}起|的)$")
_DEED = re.compile(r"(?:实现|完成|予以|作出|给予|进行)?([\u4e00-\u9fff]{2,8})(?=[，。；、,;\n（(]|$)")
_LEFT_OVER = re.compile(r"(?:依法|按规定|将|延期|已)?((?:结转|顺延|转入)[\u4e00-\u9fff]{2,10})")
_IS_OF_KIND = re.compile(r"(?:均|都)?(?:为|是|属于|系)([\u4e00-\u9fff“”]{2,16})(?=[，。；、,;\n]|$)")  # 4件为网上申请
_CASES = ("{件}", "{条}", "{起}", "{宗}", "{份}", "{例}", "{项}")
_MARKS = ("，", "；", "、", ",", ";", "。", "\n")
_BECAME = "what became of them"
_PERSONS = ("{人}", "{户}", "{名}", "{人次}")
# Who gives money and that it is given names nothing: what it is for stands in the clause before.
_GIVEN = re.compile(
    r"(?:中央|省级|市级|各级|本级|国家|政府|财政|首期|首批|每年|共|累计|一次性){0,4}(?:拟|将|已|再)?"
    r"(?:安排|投入|下达|拨付|补助|补贴|增发|筹集|落实)$"
)
_GIVEN_ENDS = frozenset("排入达付助贴发集实")
# 由十年前的不足百个发展到目前的: the old value is no number.
_FROM_VAGUE = re.compile(
    r"(?:由|从)[^，。；]{2,16}(?:发展|增加|提高|扩大|上升|下降|减少|压缩|缩短|提升|扩展)(?:到(?:目前|现在|今天|\x01)?|\x01)的?$"
)
_SPANS = ("a", "mo", "{quarter}")
_RATIOS = ("{倍}", "%")
_OPEN_ENDS = _GIVEN_ENDS.union("的")  # what a name ends with that may need what stands behind
_NAMED_BEFORE = ("%", "CNY", "USD")
_MEASURED = ("t", "kW", "MW", "km", "m2", "m3", "km2", "har")
_WITH_NOUN = (*_MEASURED, "CNY", "USD")  # 中央财政的400亿元补贴资金
_CLAUSE_MARKS = ("，", "；", ",", ";")
_EARLY = "提前"
_BARE_CHANGES = ("增加", "减少", "新增", "净增", "压减", "削减", "核减", "精简")
_MULTIPLE_OF = re.compile(r"(?:^|[，,；;])\s*(?:仅|则|分别)?(?:是|为|相当于)[^，。；]{0,24}的$")
_IS_MULTIPLE = re.compile(r"(?:是|相当于)[^，。；是]{0,24}的$")  # 销售面积是上一个五年的8倍
_RATE_NOUN = ("涨幅", "降幅", "增速", "增幅", "跌幅")
# What became of a thing, behind its name: 覆盖面[逐步扩大], 粮食产量[屡创历史新高].
# Of what was named before, too: 收入28亿元，超额完成年初任务，增长24%.
_SAID_OF_IT = re.compile(
    r"(?:增速|增幅|涨幅|降幅|跌幅)|(?:超额|提前|圆满|如期)+(?:[一二三四五六七八九十两0-9]{1,3}[个年月天季度]{1,3})?完成|(?:再|屡|均)?创(?:历史|同期)?新高|(?:均?居|稳居|位居|位列|排名?)全"
)
_PREDICATE = re.compile(
    r"(?:屡创|再创|首次|连续|不断|持续|稳步|逐步|明显|显著|大幅|进一步|快速|平稳|稳定)[\u4e00-\u9fff]{2,5}$"
)
_RISES = re.compile("在|的?地位|规模|实力|稳步|不断|持续|继续|进一步|快速|蓬勃|迅速|较快|加快|发展")
_EACH = re.compile("^.*分别[为是](?=..)")
_DOUBLED = re.compile(
    r"(?:[一二三四五六七八九十两0-9]{1,2}年)?(?:实现|比|较)?翻(?:了)?(?:[一二两三四1-4]番|番)"
)  # 五年翻了一番多 is said of what was named before
# What a clause is about that tells what was done to it: 对现行有效的规范性文件进行全面清理，废止6件.
_DONE_TO = re.compile(r"(?:对|将|把)(?P<thing>[^，。；]{2,40}?)(?:进行|开展|予以|加以|作出|实施)")
_AT_RATE = re.compile("^.*汇率(?:计算|折算|折合|换算)")  # 30960元，按平均汇率折算达4985美元
_LIVESTOCK = frozenset("猪牛羊马驴骡兔鸡鸭鹅")  # 生猪19万头、牛2505头、羊1.12万只
_HEADS = ("{头}", "{只}", "{匹}", "{羽}")
_LONG_NOUN = 12  # characters of a noun that is worth to be taken over


def name_figures(text: str, sentence: Sentence, memory: Memory) -> list[Named]:
    """An indicator for every figure of a sentence, in order."""
    named: list[Named] = []
    shared: dict[int, str] = {}
    memory.whole = None
    for index, figure in enumerate(sentence.figures):
        floor = sentence.figures[index - 1].end if index else sentence.start
        clause = clause_before(text, figure, floor, sentence)
        if named and named[-1].rule == "noun behind":
            _without_noun(clause, named[-1].indicator or "")
        if index not in shared:
            shared |= respectively(text, sentence, index, floor, memory.levels_before)
        if index in shared:
            found = Named(trim(shared[index]), "respectively")
        else:
            found = _name(text, figure, sentence, clause, index, memory)
        named.append(found)
        if found.indicator and found.rule != _BECAME and found.indicator not in _word_set("became"):
            memory.add(figure, found.indicator, found.noun)
    return named


def _without_noun(clause: Clause, noun: str) -> None:
    """Cut off the noun behind the figure before: 8件[实事、]总投资3亿元."""
    rest = clause.phrase[len(noun) :]
    if noun and clause.phrase.startswith(noun) and rest.startswith(LISTED_BEFORE):
        clause.phrase = rest[1:]


def _name(text: str, figure: Figure, sentence: Sentence, clause: Clause, index: int, memory: Memory) -> Named:
    if figure.change:
        return _behind_a_change(text, sentence, index, clause) or _name_of_change(figure, clause.phrase, memory, clause)
    phrase = clause.phrase
    told = (
        _of_a_whole(figure, phrase, clause, memory)
        or _of_a_multiple(figure, clause, memory)
        or _of_a_move(figure, sentence, clause, memory)
    )
    if told:
        return told
    name = strip_lead(strip_tail(phrase))
    if name.endswith("的") and figure.unit.startswith("{") and "为" not in phrase:  # 已签订合同的有5个
        name = strip_lead(strip_tail(phrase), keep_verb=True)
    if "汇率" in name:
        name = _AT_RATE.sub("", name)
    told = _of_a_duration(text, figure, sentence, phrase, name)
    if told:
        return told
    if clause.since.endswith(_OF_WHICH) and memory.names:
        memory.whole = memory.last()
    if _is_told(text, figure, clause, name):
        return _of_noun(figure, name, "", clause, memory)
    behind = noun_behind(text, sentence, index)
    if not behind:
        return _what_became_of_them(text, figure, sentence, clause, name) or _of_noun(figure, name, "", clause, memory)
    if memory.whole and not name and not behind.endswith(memory.whole[-LEAST:]):
        return Named(memory.whole, "what the list is of")
    of_it = behind if text.startswith("的", figure.end) else ""
    if prefers_behind(figure, name, phrase, of_it) or opens_an_item(figure, clause):
        return Named(trim(behind, doerless=True), "noun behind")
    if name.endswith("的") and "由" not in name and (figure.unit in _WITH_NOUN or figure.unit.startswith("{")):
        return Named(trim(behind, doerless=True), "noun behind")  # 全国最大的25万吨聚合物项目
    return _of_noun(figure, name, behind, clause, memory)


def _is_told(text: str, figure: Figure, clause: Clause, name: str) -> bool:
    """Whether the words before a share or an amount of money name it whatever stands behind: of most it need not be read."""
    return (
        figure.unit in _NAMED_BEFORE
        and len(name) >= LEAST
        and name[-1] not in _OPEN_ENDS
        and "分别" not in name
        and not text.startswith("的", figure.end)
        and not clause.since.endswith(LISTED_BEFORE)
        and not takes(clause.phrase)
        and not _names_nothing(name)
        and name not in _word_set("became")
    )


def _behind_a_change(text: str, sentence: Sentence, index: int, clause: Clause) -> Named | None:
    """What stands behind a bare verb of change and its amount: 增加1万个停车位, 提前3个月完成任务."""
    figure = sentence.figures[index]
    verb = clause.phrase.removesuffix("了")
    ahead = _DEED.match(text, figure.end, sentence.end) if verb == _EARLY else None
    if ahead and figure.unit in (*LIMITS, "a"):
        return Named(ahead[1], "what was done early")
    counted = figure.unit.startswith("{") and verb in _BARE_CHANGES
    behind = noun_behind(text, sentence, index) if counted else ""
    return Named(trim(behind, doerless=True), "noun behind") if behind else None


def _of_a_duration(text: str, figure: Figure, sentence: Sentence, phrase: str, name: str) -> Named | None:
    """What lasted, and what is to be done within a limit: both stand behind."""
    if figure.unit in _SPANS and len(name) < LEAST and phrase.endswith("连续"):
        lasted = _LASTED.match(text, figure.end, sentence.end)
        if lasted:
            return Named(lasted[1], "what lasted")
    if figure.bound == "le" and figure.unit in LIMITS and _RUNS_FROM.search(phrase):
        deed = _DEED.match(text, figure.end, sentence.end)
        if deed:
            return Named(deed[1], "what the limit is for")
    return None


def _what_became_of_them(text: str, figure: Figure, sentence: Sentence, clause: Clause, name: str) -> Named | None:
    """全年4859人脱贫, 9件结转下年度办理: not what was counted before."""
    if figure.unit in _CASES and text[figure.start - 1 : figure.start] in _MARKS:
        kind = _IS_OF_KIND.match(text, figure.end, sentence.end)
        if kind:
            return Named(kind[1], _BECAME)
    if _says(name):
        return None
    left = _LEFT_OVER.match(text, figure.end, sentence.end)
    deed = left or (_DEED.match(text, figure.end, sentence.end) if _opens_with_persons(figure, clause) else None)
    return Named(deed[1], _BECAME) if deed else None


def _says(name: str) -> bool:
    """Whether the words before a figure name anything: 另有 does not."""
    return len(name) >= LEAST and not _names_nothing(name)


def _opens_with_persons(figure: Figure, clause: Clause) -> bool:
    return figure.unit in _PERSONS and (clause.opens or clause.since.strip() in _CLAUSE_MARKS)


def _of_a_whole(figure: Figure, phrase: str, clause: Clause, memory: Memory) -> Named | None:
    """A share of a whole, or a difference from others."""
    share = _SHARE.search(phrase) if figure.unit in ("%", "1") else None
    if share:
        base = strip_lead(phrase[: share.start()])
        if not base and clause.opens:  # 民营经济地位上升，占生产总值的80%
            base = _RISES.split(strip_lead(next(clause.earlier(), "")))[0]
            if len(base) >= LEAST:
                return Named(f"{trim(base)}占比", "share of a whole")
        base = memory.last_thing() or base if not base or _TOTAL.fullmatch(base) or _names_nothing(base) else base
        return Named(f"{trim(base)}占比" if base else None, "share of a whole")
    if _AGAINST_OTHERS.match(phrase) and memory.names:
        return Named(memory.last(), "difference of the last figure")
    against = _AGAINST_BEHIND.search(phrase) if figure.unit == "{百分点}" else None
    if against:
        name = strip_lead(cut_change(phrase[: against.start()]))
        if len(name) >= LEAST:
            return Named(trim(name), "difference of what stands before")
        return Named(memory.last(), "difference of the last figure") if memory.names else None
    return None


def _of_a_multiple(figure: Figure, clause: Clause, memory: Memory) -> Named | None:
    """是2010年的2.6倍, 为年度计划的123%: of what was named last, whatever is said of it between (创历史新高)."""
    if figure.unit not in _RATIOS or not clause.phrase.endswith("的"):
        return None
    if memory.names and _MULTIPLE_OF.search(clause.since):
        return Named(memory.last_level(), "multiple of the last level")
    multiple = _IS_MULTIPLE.search(clause.phrase) if figure.unit == "{倍}" else None
    name = strip_lead(strip_tail(clause.phrase[: multiple.start()])) if multiple else ""
    return Named(trim(name), "noun before") if len(name) >= LEAST else None


def _of_a_move(figure: Figure, sentence: Sentence, clause: Clause, memory: Memory) -> Named | None:
    """The old or the new value of a move."""
    phrase = clause.phrase
    moved = _MOVE.search(phrase) if "由" in phrase or "从" in phrase or phrase.endswith("法定") else None
    if moved:
        doing = figure.unit in LIMITS  # what takes time is the doing: 办理营业执照由15个工作日压缩为0.5个工作日
        name = strip_lead(strip_tail(phrase[: moved.start()]), keep_verb=doing)
        if len(name) >= LEAST:
            return Named(trim(name, keep_verb=doing), "old value")
    vague = _FROM_VAGUE.search(phrase) if "由" in phrase or "从" in phrase else None
    if vague and vague.start() >= LEAST:
        return Named(trim(strip_lead(strip_tail(phrase[: vague.start()]))), "value of today")
    if (
        clause.since.rstrip()[-1:] in _BEFORE_NEW_VALUE
        and figure is not sentence.figures[0]
        and _is_new_value(clause.since)
    ):
        return Named(memory.last(), "new value")
    return None


def _is_new_value(since: str) -> bool:
    """Whether the words since the last figure say that it became this one; 完成 and 建成 do not."""
    if _REACHED.fullmatch(since):
        return True
    return _NEW_VALUE.fullmatch(since) is not None and not since.endswith(_DONE)


def _of_noun(figure: Figure, name: str, behind: str, clause: Clause, memory: Memory) -> Named:
    """The noun before, the one behind, or one that was named before; ``name`` and ``behind`` may be empty."""
    if not behind and name[-1:] in _GIVEN_ENDS and _GIVEN.fullmatch(name):
        given_for = _of_earlier_clause(clause)
        if given_for:
            return Named(object_of_change(given_for) or given_for, "clause before")
    if _TOTAL.fullmatch(name) and memory.last_thing():
        last = re.sub("^新(?:增|建|认定|发展)", "", memory.last_thing() or "")
        return Named(f"{last}{name}", "total of the last noun")
    if not behind and (name.endswith("的") or name in _word_set("became") or name in _word_set("verbs")):
        became = _what_became(name, figure, clause, memory)
        if became:
            return became
    if "分别" in name:  # 结果分别为维持48件
        name = _EACH.sub("", name)
    if name in _LIVESTOCK and figure.unit in _HEADS:
        return Named(name, "noun before")
    if len(name) >= LEAST and (not _names_nothing(name) or not (figure.unit.startswith("{") or _is_level_word(name))):
        return Named(trim(name, doerless=True), "noun before")
    return Named(trim(behind, doerless=True), "noun behind") if behind else _carried(name, clause, memory)


def _what_became(name: str, figure: Figure, clause: Clause, memory: Memory) -> Named | None:
    """A bare verb or attribute says which of the things counted last are meant: 收到申请28件，办结21件, 逾期的2件."""
    if clause.opens and name in _word_set("verbs"):
        return None
    last = memory.last_level(figure.unit)
    noun = memory.nouns.get(last, last) if last else _done_to(clause)
    if not noun or len(noun) > _LONG_NOUN or noun.startswith(name):
        return None
    return Named(name + noun, "which of the last noun", noun)


def _names_nothing(name: str) -> bool:
    """Whether a phrase only leads to its number (总数达) or is a bare verb (保留): then an earlier noun is meant."""
    if "\x01" in name:
        name = name.replace("\x01", "")
    return _is_level_word(name) or name in _word_set("verbs")


def _is_level_word(name: str) -> bool:
    return name in _word_set("level_only")


@cached
def _word_set(group: str) -> frozenset[str]:
    return frozenset(words("indicators", group))


def _carried(name: str, clause: Clause, memory: Memory) -> Named:
    """A figure whose clause names nothing: the clause before it, or what the passage spoke of last."""
    if clause.coordinated and memory.last():
        return Named(memory.last(), "coordinated")
    if memory.whole and not name:
        return Named(memory.whole, "what the list is of")
    last = memory.last_level()
    earlier = _of_earlier_clause(clause) if clause.opens or not (last and name) else None
    if last and name and not earlier:
        return Named(last, "carried on")
    if earlier:
        return Named(earlier, "clause before")
    return Named(last or trim(name) or None, "carried on")


def _name_of_change(figure: Figure, phrase: str, memory: Memory, clause: Clause) -> Named:
    rest = cut_change(phrase)
    thing = memory.last_thing() if rest.startswith("占") and _SHARE.match(rest) else None
    if thing:
        return Named(f"{trim(thing)}占比", "share of a whole")
    name = strip_lead(strip_tail(_FRAGMENT.sub("", rest)))
    if len(name) >= LEAST and not _names_nothing(name):
        return Named(trim(changed_thing(name)), "what changed")
    thing = object_of_change(phrase)
    if thing:
        return Named(trim(strip_tail(thing)), "object of the change")
    changed = bool(memory.names) and memory.names[-1][0].change is not None
    of_last = (changed and phrase.startswith(_RATE_NOUN)) or (figure.unit == "{百分点}" and memory.last_is_share())
    last = memory.last() if of_last else memory.last_level()
    return Named(_of_earlier_clause(clause) or last, "change of the last level")


def _of_earlier_clause(clause: Clause) -> str | None:
    """The noun of the nearest clause between the last figure and this one."""
    for earlier in clause.earlier():
        if _SAID_OF_IT.match(earlier):
            continue
        doubled = _DOUBLED.search(earlier) if "番" in earlier else None
        thing = cut_change(earlier[: doubled.start()]) if doubled else _thing_done_to(earlier) or earlier
        name = strip_lead(strip_tail(thing))
        moved = _PREDICATE.search(name)
        if moved and moved.start() >= LEAST:
            name = cut_change(name[: moved.start()])
        if len(name) >= LEAST and not _names_nothing(name):
            return trim(name)
    return None


def _done_to(clause: Clause) -> str | None:
    """What the clause before tells that something was done to: 对规范性文件进行清理，继续有效20件."""
    return next((trim(thing) for thing in map(_thing_done_to, clause.earlier()) if thing), None)


def _thing_done_to(words_before: str) -> str:
    match = _DONE_TO.match(words_before)
    return match["thing"].rpartition("的")[2] if match else ""
