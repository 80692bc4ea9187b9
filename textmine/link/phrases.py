"""Cutting the phrase that names a thing out of the words around a number."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textmine.lexicon import cached, words

_NUMBER_AHEAD = re.compile(
    r"[0-9０-９](?![AG][\u4e00-\u9fff])|[一二两三四五六七八九十百]{1,9}(?:余|多)?[个项条件家户次批座]"
)
# By what means something was made public: 通过新闻报刊[公开信息].
_MEANS = re.compile(
    r"^通过[^，。；、]{2,20}(?=(?:主动公开|(?<!信息)公开|发布|推送|刊载|收到|接收|接到|受理|发放|办理|开展|举办)[\u4e00-\u9fff])"
)
# 5G基站, 4A级景区: no number, but a name.
_NUMBER_HEADS = frozenset("0123456789０１２３４５６７８９一二两三四五六七八九十百")
_BREAKS = "，。；：∶︰！？、,;:!?\n（）()—…"
# The rest of a list before 等 and its noun: 智能制造[、新材料等]产业基金.
_LISTED = re.compile(r"(?:、[\u4e00-\u9fff]{2,10}){1,4}?等(?=[\u4e00-\u9fff])(?!总投资)")
_AND_OVER = ("及以上", "及以下")  # 339个地级及以上城市
_QUOTES = {"“": "”", "《": "》", "‘": "’", "「": "」"}
_OPENING_OR_CLOSING = re.compile("[“”《》‘’「」（）()]")
_PARENTHESIS = re.compile(r"[（(][^）)]{0,60}[）)]$")
PHRASE_LIMIT = 48  # characters behind a number in which its noun is looked for
_SHORTEST_WITH_DOER = 6  # 市局公布公告
_SECOND_NAME = re.compile(r"(?:和|与|及|以及)[\u4e00-\u9fff]{2,12}$")
_MARKER = re.compile(r"^[一二三四五六七八九十]{1,2}、")
# What within parentheses only leads to a number (折合, 共计, 每户), and names nothing.
_AN_ASIDE = re.compile(
    r"其中|含|包括|.?|(?:折合|约合|合|共|总|累计|每|约|即|比|较|同比|环比|增长|下降|上年|去年|原|现|已|为|计|达|不|超|占|由|从).{0,2}"
)
SHORT = 2  # a noun of so few characters keeps its verb (受理案件), a longer one stands alone

# Words that end or begin with a character of the link or lead lists and are no such words themselves.
_TAIL_NOUNS = (
    "行为",
    "作为",
    "认为",
    "成为",
    "统计",
    "会计",
    "设计",
    "审计",
    "公共",
    "持有",
    "国有",
    "所有",
    "拥有",
    "享有",
    "集约",
    "节约",
    "签约",
    "条约",
    "拓展",
    "发达",
    "直达",
    "抵达",
    "制约",
    "履约",
    "违约",
    "应急",
)
_LEAD_NOUNS = (
    "有效",
    "有关",
    "有机",
    "在校",
    "在京",
    "在建",
    "在线",
    "在运",
    "在编",
    "在岗",
    "在册",
    "在职",
    "为民",
    "为老",
    "对外",
    "对口",
    "对台",
    "向导",
    "让利",
    "把关",
    "及格",
    "与会",
    "和谐",
    "和美",
    "使用",
    "拟建",
    "要素",
    "要求",
    "要案",
    "再生",
    "再就业",
    "是非",
    "将军",
    "都市",
    "均衡",
    "均等",
    "已婚",
    "有色",
    "有限",
    "有序",
    "有线",
    "有轨",
    "以工",
    "以上",
    "以下",
    "比重",
    "比例",
    "比赛",
    "比对",
    "过江",
    "过境",
    "过程",
    "到位",
    "到期",
    "等级",
    "了解",
    "着装",
    "较大",
    "的士",
    "如意",
    "即时",
    "即办",
    "即征",
    "另类",
    "并购",
    "并网",
    "并联",
    "还款",
    "还建",
    "从业",
    "从事",
    "按揭",
    "按时",
    "共同",
    "共享",
    "共建",
    "共青团",
)


def strip_tail(phrase: str) -> str:
    """A phrase without the words that link it to its number.

    >>> strip_tail("固定资产投资完成"), strip_tail("城镇化率达到")
    ('固定资产投资', '城镇化率')
    """
    phrase = phrase.strip()
    tail = _tail().match(phrase[::-1])
    return phrase[: -tail.end()] if tail else phrase


def strip_lead(phrase: str, *, keep_verb: bool = False, keep_doer: bool = False) -> str:
    """A phrase without the adverbs and light verbs before its noun; a short noun keeps its verb, and any with ``keep_verb``.

    With ``keep_doer`` what looks like a doer and a verb is a part of the noun: 医疗[中心服务]功能.

    >>> strip_lead("全年共召开新闻发布会"), strip_lead("共受理案件")
    ('新闻发布会', '受理案件')
    """
    leads = _leads()
    phrase = phrase.strip()
    if "、" in phrase[1:3]:  # 六、其他事故
        phrase = _MARKER.sub("", phrase)
    if phrase.startswith("通过"):
        phrase = _MEANS.sub("", phrase)
    if phrase[:1] in leads.heads:
        phrase = _without_adverbs(phrase)
    if not keep_doer and len(phrase) >= _SHORTEST_WITH_DOER and leads.doer.search(phrase):
        phrase = _without_doer(phrase, keep_verb=keep_verb)
    if keep_verb or phrase[:1] not in leads.verb_heads:
        return phrase
    verb = leads.verb.match(phrase)
    if verb is None or len(_COUNTING.sub("", phrase[verb.end() :])) <= SHORT:
        return phrase
    return _without_adverbs(phrase[verb.end() :])


class _Leads(NamedTuple):
    """What phrases begin with that is no part of their noun, and the characters that it begins with."""

    heads: frozenset[str]
    adverbs: re.Pattern[str]
    doer: re.Pattern[str]
    verb_heads: frozenset[str]
    verb: re.Pattern[str]


@cached
def _leads() -> _Leads:
    adverbs, verbs = words("indicators", "lead"), words("indicators", "verbs")
    return _Leads(
        frozenset(word[0] for word in adverbs),
        _run_of(adverbs, _LEAD_NOUNS, words("indicators", "begins")),
        _doer(),
        frozenset(word[0] for word in verbs),
        _light_verb(),
    )


@cached
def _tail() -> re.Pattern[str]:
    """Link words at the end of a phrase, read backwards."""
    return _run_of([word[::-1] for word in words("indicators", "link")], [word[::-1] for word in _TAIL_NOUNS])


def _run_of(listed: Sequence[str], nouns: Sequence[str], longer: Sequence[str] = ()) -> re.Pattern[str]:
    """One or more of the listed words; of a single character not where a noun begins, of several not where a longer one does."""
    several = any_of([word for word in listed if len(word) > 1])
    if longer:
        several = rf"(?!{any_of(longer)}){several}(?!以[上下内])"  # 市级[以上企业]
    single = "".join(re.escape(word) for word in listed if len(word) == 1)
    heads = "".join(sorted({re.escape(word[0]) for word in listed}))
    return re.compile(rf"(?:(?=[{heads}\s])(?:{several}|(?!{any_of(nouns)})[{single}]|\s))+")


def any_of(listed: Sequence[str]) -> str:
    """An alternation of words in their order, as tried faster by `re`: those of one first character share a branch.

    >>> any_of(["全年共", "共", "全年"])
    '(?:全(?:年共|年)|共)'
    """
    rests: dict[str, list[str]] = {}
    for word in listed:
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = [
        re.escape(head) + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})") for head, rest in rests.items()
    ]
    return f"(?:{'|'.join(branches)})"


def _without_adverbs(phrase: str) -> str:
    lead = _leads().adverbs.match(phrase)
    return phrase[lead.end() :].strip() if lead else phrase.strip()


# 建设工程, 服务总人次, 发展规划: before these the verb begins a noun.
_NOUN_GOES_ON = r"区|站|业|取|工程|项目|规划|总|率|数|量|面|水平|能力|单位|机制|人次|费|额|时间|时限|情况|事项|方面|资金|投资|任务|目标|比例|标准(?!化)|结果|的"


def _light_verb() -> re.Pattern[str]:
    verbs = any_of(words("indicators", "verbs"))
    return re.compile(rf"(?>{verbs})(?:[并和及](?>{verbs}))?(?!{_NOUN_GOES_ON})(?=.{{{SHORT + 1}}})")


# What these end is no area (城乡建设, 社区服务).
_NO_AREA = {"乡": "城", "镇": "城", "区": "社园小景地片灾山林库校矿户城", "村": "农新", "市": "城"}
_COUNTING = re.compile(r"(?:总)?(?:数量|数|量)$")


def _doer() -> re.Pattern[str]:
    # One flat alternation in which each branch begins with a character is searched for fast: guards stand behind it.
    guarded = [f"{word}(?<![{before}]{word})" for word, before in _NO_AREA.items()]
    guarded.append("项目(?!建设)")  # 重大项目建设信息
    free = any_of([word for word in words("indicators", "doers") if word not in _NO_AREA and word != "项目"])
    doers = "|".join([free.removeprefix("(?:").removesuffix(")"), *guarded])
    verbs = any_of([verb for verb in words("indicators", "verbs") if len(verb) > 1])
    return re.compile(
        rf"(?:{doers})(?P<verb>(?:进行|拟|已|将)?{verbs}|(?<!新)设(?![施备计立置区]))(?!{_NOUN_GOES_ON})(?=[\u4e00-\u9fff“《].)"
    )


def _without_doer(phrase: str, *, keep_verb: bool) -> str:
    """A phrase without who did it and the verb: 市自然资源局公布土地公告 → 土地公告; a short noun keeps its verb."""
    *_, last = _leads().doer.finditer(phrase)
    noun = phrase[last.end() :]
    if without_quotes_cut(noun) != noun or "其他" in phrase[: last.start()]:
        return phrase
    return noun if not keep_verb and len(_COUNTING.sub("", noun)) > SHORT else phrase[last.start("verb") :]


def noun_after(text: str, at: int, end: int, starts: Mapping[int, int]) -> str:
    """The noun phrase that stands behind a number, up to the verb or the mark that ends it.

    ``starts`` maps where each word of the text begins to where it ends (code points).

    >>> from textmine.segment.tokenizer import word_starts
    >>> text = "7项改革经验被中央推介"
    >>> noun_after(text, 2, len(text), word_starts(text, 0, len(text)))
    '改革经验'
    """
    here = at
    stops = _stops()
    limit = min(end, at + PHRASE_LIMIT)
    while here < limit:
        character = text[here]
        if character in _QUOTES:
            close = text.find(_QUOTES[character], here, min(end, here + 40))
            if close < 0:
                break
            here = close + 1
            continue
        if character in _BREAKS or (character in _NUMBER_HEADS and _NUMBER_AHEAD.match(text, here)):
            listed = _LISTED.match(text, here, limit)
            if not listed:
                break
            here = listed.end()
            continue
        if text.startswith(_AND_OVER, here):
            here += len(_AND_OVER[0])
            continue
        word_end = starts.get(here, here + 1)
        if text[here:word_end] in stops and not _is_noun(text, at, here, word_end):
            break
        here = min(word_end, limit)
    return tidy_noun(text, at, here)


def tidy_noun(text: str, at: int, end: int) -> str:
    """The noun phrase ``text[at:end]`` without what only joins it to the next."""
    noun = text[at:end].strip().removesuffix("及其").rstrip("和与及、")
    if text[end : end + 1] == "、":  # 8座中型水库和甲、乙等5座: the second name opens another list
        noun = _SECOND_NAME.sub("", noun)
    return noun


def _is_noun(text: str, at: int, here: int, word_end: int) -> bool:
    """Whether a word that is a verb elsewhere is part of a noun here: 社会组织, 景观提升工程, 基本农田."""
    if text.startswith(words("indicators", "begins"), here):
        return True
    compound = text[at:word_end].endswith(words("indicators", "compounds"))
    modifies = here > at and word_end - here > 1  # not 的
    return compound or (modifies and text.startswith(words("indicators", "works"), word_end))


@cached
def _stops() -> frozenset[str]:
    changes = [word for direction in ("up", "down") for word in words("change", direction) if len(word) > 1]
    return frozenset([*words("indicators", "stop"), *changes])


@cached
def may_end_noun() -> re.Pattern[str]:
    """What `noun_after` can end at or pass over; where nothing of it stands, it makes no difference where words begin."""
    marks = "".join(map(re.escape, sorted({*_QUOTES, *_BREAKS, *_NUMBER_HEADS})))
    single = "".join(sorted(word for word in _stops() if len(word) == 1))
    return re.compile(f"[{marks}{single}]|{any_of(sorted(word for word in _stops() if len(word) > 1))}")


def relative_noun(text: str, at: int, end: int, starts: Mapping[int, int]) -> str | None:
    """The noun that a relative clause behind a number describes: `29项涉及群众利益的重要文件` → `重要文件`."""
    window = text[at : min(end, at + PHRASE_LIMIT)]
    close = re.search(r"[，。；！？\n]", window)
    clause = window[: close.start()] if close else window
    of = clause.rfind("的")
    if of < 0:
        return None
    noun = noun_after(text, at + of + 1, end, starts)
    return noun if len(noun) >= SHORT else None


def without_quotes_cut(phrase: str) -> str:
    """A phrase that does not begin or end inside a quotation, nor outside the parenthesis that it ends in.

    >>> without_quotes_cut("公司”新增就业"), without_quotes_cut("信息260条（其中机构职能")
    ('新增就业', '其中机构职能')
    """
    if not _OPENING_OR_CLOSING.search(phrase):
        return phrase
    for opening, closing in [*_QUOTES.items(), ("（", "）"), ("(", ")")]:
        depth = 0
        for index, character in enumerate(phrase):
            if character == opening:
                depth += 1
            elif character == closing:
                if depth == 0:
                    return without_quotes_cut(phrase[index + 1 :])
                depth -= 1
        if depth > 0:
            at = phrase.rfind(opening)
            inside = phrase[at + 1 :]
            named = opening not in _QUOTES and not _AN_ASIDE.fullmatch(inside)
            return without_quotes_cut(inside if named else phrase[:at])
    bare = _PARENTHESIS.sub("", phrase)
    return bare if len(bare) > 1 else phrase  # 村（社区）
