"""Cutting the phrase that names a thing out of the words around a number."""

import re

from textmine.lexicon import cached, words

_NUMBER_AHEAD = re.compile(r"[0-9０-９]|[一二两三四五六七八九十百]+(?:余|多)?[个项条件家户次批座]")
_BREAKS = "，。；：！？、,;:!?\n（）()—…"
_QUOTES = {"“": "”", "《": "》", "‘": "’", "「": "」"}
_NUMERIC_TAIL = re.compile(r"(?:[0-9.]+[%％]?|[（(][^）)]*[）)])$")
_PHRASE_LIMIT = 48


def strip_tail(phrase: str) -> str:
    """A phrase without the words that link it to its number.

    >>> strip_tail("城镇化率已经达到"), strip_tail("固定资产投资完成")
    ('城镇化率已经', '固定资产投资')
    """
    return _strip(phrase, words("indicators", "link"), tail=True)


def strip_lead(phrase: str) -> str:
    """A phrase without the adverbs, bodies and light verbs before its noun.

    >>> strip_lead("全年共召开新闻发布会")
    '新闻发布会'
    """
    phrase = _strip(phrase, words("indicators", "lead"), tail=False)
    for verb in words("indicators", "verbs"):
        rest = phrase[len(verb) :]
        if phrase.startswith(verb) and len(rest) >= 2 and not rest.startswith(_never_after_verb()):
            return _strip(rest, words("indicators", "lead"), tail=False)
    return phrase


@cached
def _never_after_verb() -> tuple[str, ...]:
    # 建设工程, 服务总人次, 发展规划: here the verb begins a noun.
    return ("工程", "项目", "规划", "总", "率", "数", "量", "面", "水平", "能力", "单位", "机制", "人次", "费", "额", "时间", "时限", "情况", "事项", "方面")


def _strip(phrase: str, listed: tuple[str, ...], *, tail: bool) -> str:
    phrase = phrase.strip()
    changed = True
    while changed and phrase:
        changed = False
        for word in listed:
            matches = phrase.endswith(word) if tail else phrase.startswith(word)
            if matches and len(phrase) >= len(word):
                rest = phrase[: -len(word)] if tail else phrase[len(word) :]
                if len(word) == 1 and not _single_may_go(phrase, word, rest, tail=tail):
                    continue
                phrase, changed = rest.strip(), True
                break
    return phrase


_TAIL_NOUNS = ("行为", "作为", "认为", "成为", "总计", "合计", "统计", "会计", "设计", "审计", "预计", "公共", "与共", "持有", "国有", "所有", "拥有", "享有", "集约", "节约", "签约", "条约", "最近", "就近", "拓展", "发达", "直达", "抵达", "以为", "制约", "续约", "履约", "违约", "渔船和", "应急")
_LEAD_NOUNS = ("有效", "有关", "有机", "在校", "在建", "在线", "在运", "为民", "对外", "对口", "向导", "让利", "把关", "把手", "及格", "与会", "和谐", "使用", "由头", "拟建", "要素", "要求", "要案", "在编", "在岗", "再生", "再就业", "是非", "将军", "都市", "均衡", "均等", "已婚", "有色", "有限", "有序", "有线", "以工", "对台", "比重", "比例", "比赛", "比对", "过江", "过境", "过程", "到位", "到期", "等级", "了解", "着装", "较大", "的士", "如意", "即时", "即办", "即征", "即来", "另类", "并购", "并网", "并联", "还款", "还建", "又", "从业", "从事", "向上", "按揭", "按时", "使馆", "在册", "在职", "共同", "共享", "共建", "共青团", "为老", "有轨", "有机", "有组织")


def _single_may_go(phrase: str, word: str, rest: str, *, tail: bool) -> bool:
    if tail:
        return not phrase.endswith(_TAIL_NOUNS)
    return not phrase.startswith(_LEAD_NOUNS)


def noun_after(text: str, at: int, end: int) -> str:
    """The noun phrase that stands behind a number, up to the verb or the mark that ends it.

    >>> text = "7项改革经验被中央推介"
    >>> noun_after(text, 2, len(text))
    '改革经验'
    """
    here = at
    stops, keeps = _stops(), _keeps()
    limit = min(end, at + _PHRASE_LIMIT)
    while here < limit:
        character = text[here]
        if character in _QUOTES:
            close = text.find(_QUOTES[character], here, min(end, here + 40))
            if close < 0:
                break
            here = close + 1
            continue
        if character in _BREAKS or _NUMBER_AHEAD.match(text, here):
            break
        if here > at or character in "被向均已":
            kept = keeps.match(text, here)
            if kept:
                here = kept.end()
                continue
            if stops.match(text, here):
                break
        here += 1
    return text[at:here].strip().rstrip("和与及、")


@cached
def _stops() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("indicators", "stop"))))


@cached
def _keeps() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("indicators", "not_stop"))))


def relative_noun(text: str, at: int, end: int) -> str | None:
    """The noun that a relative clause behind a number describes: `29项涉及群众利益的重要文件` → `重要文件`."""
    window = text[at : min(end, at + _PHRASE_LIMIT)]
    close = re.search(r"[。；，！？\n]", window)
    clause = window[: close.start()] if close else window
    of = clause.rfind("的")
    if of < 0:
        return None
    noun = noun_after(text, at + of + 1, end)
    return noun if len(noun) >= 2 else None


def without_quotes_cut(phrase: str) -> str:
    """A phrase that does not begin or end inside a quotation or a parenthesis.

    >>> without_quotes_cut("公司”新增就业")
    '新增就业'
    """
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
            return without_quotes_cut(phrase[: phrase.rfind(opening)])
    return _NUMERIC_TAIL.sub("", phrase) if phrase.endswith((")", "）")) else phrase
