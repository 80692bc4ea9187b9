"""The body that a statement is about: named in its sentence or before it in the passage, else the issuing body."""

import re
from collections.abc import Sequence

from textmine.lexicon import cached, words

_HEAD = r"(?:^|(?<=[，。；：、！？\n,;:\u3000 ])|(?<=[一二三四五六七八九十]是))"
_SELF = re.compile(
    r"[我全本](?<![通过在向对为由把将于从给与].)(?:(?<=我)[市省县区局镇委院厅们州旗国]|(?<=全)[市省区县镇局州国]"
    r"|(?<=本)(?:[市省县区局]|机关|单位))"
)
# After the name of a body a verb, an adverb or a comma shows that the statement is about it.
_FOLLOWS = (
    r"(?=共|累计|已|及时|坚持|通过|组织|开展|公开|发布|公布|主动|积极|充分|加强|牵头|会同|与[\u4e00-\u9fff]{2,10}(?:等|建立)|全年|[，,]|在|将|对|认真"
    r"|严格|建立|推行|推出|举办|受理|办理|收到|完成|按照|按|围绕|依托|制定|印发|新|实现|审结|查处|检查|把|派出|承办|立足|持续|切实|进一步|为|向|率先|先后)"
)
# A body's name begins with its area or rank; a name of a town is a name by itself.
_AREA = r"(?:[\u4e00-\u9fff]{2,8}?(?:省|市|县|区|州|旗|自治区)|[省市区县州旗]|国家|国务院)"
_LONGEST = 14


@cached
def _ends() -> tuple[str, ...]:
    """The words that the name of a body ends with; names of areas and of parts of bodies end with others as well."""
    areas = (
        "区",
        "县",
        "市",
        "省",
        "州",
        "盟",
        "旗",
        "部",
        "院",
        "委",
        "学校",
        "公司",
        "中心",
        "园区",
        "镇",
        "乡",
        "街道",
        "联盟",
    )
    return tuple(word for word in words("frame", "bodies") if word not in areas)


@cached
def _body() -> re.Pattern[str]:
    named = rf"{_AREA}[\u4e00-\u9fff]{{0,{_LONGEST}}}?(?:{'|'.join(_ends())}|(?<=[市区县省])委|中心)"
    town = r"[\u4e00-\u9fff]{2,3}(?:镇|乡|街道)"
    return re.compile(rf"{_HEAD}(?P<name>{named}|{town})(?:[、和及][\u4e00-\u9fff]{{2,12}}(?:局|办|委|厅))?{_FOLLOWS}")


@cached
def _end_of_body() -> re.Pattern[str]:
    """The last character of any name of a body and what follows it: nine sentences in ten hold none, and no body."""
    last = re.escape("".join(sorted({word[-1:] for word in (*_ends(), "委", "中心", "镇", "乡", "街道")})))
    return re.compile(rf"[{last}](?:[、和及]|{_FOLLOWS})")


@cached
def _no_name() -> re.Pattern[str]:
    """Words that no name of a body holds: light verbs, adverbs, prepositions."""
    verbs = [verb for verb in words("indicators", "verbs") if len(verb) > 1]
    others = [
        "通过",
        "依托",
        "利用",
        "根据",
        "按照",
        "坚持",
        "加强",
        "完善",
        "提升",
        "深化",
        "优化",
        "会同",
        "联合",
        "要求",
        "推动",
        "指导",
        "督促",
        "加快",
        "各级",
        "各部",
        "各单",
        "同时",
        "其中",
        "以及",
        "无需",
        "等方",
        "实现",
        "全国",
        "全省",
        "全市",
        "全区",
        "今年",
        "去年",
        "我",
        "把",
        "为",
        "由",
        "对",
        "在",
        "的",
        "等",
        "让",
        "使",
        "从",
        "成为",
        "进入",
        "城镇",
        "乡镇",
    ]
    return re.compile("|".join(map(re.escape, [*verbs, *others])))


class Subjects:
    """The subject of one statement after another within a passage."""

    def __init__(self, issuer: str | None) -> None:
        self._issuer = issuer
        self._current: str | None = None

    def new_passage(self) -> None:
        """A passage speaks of the issuing body until it names another."""
        self._current = None

    def read(self, text: str, start: int, end: int) -> None:
        """Take in a sentence without figures: a body that it opens with is what the next ones are about."""
        match = _body().match(text, start, end)
        if match and not _no_name().search(match.group("name")):
            self._current = match.group("name")

    def over(self, text: str, start: int, places: Sequence[int]) -> list[tuple[str | None, str]]:
        """The subject at each place of the sentence that begins at ``start``, with the rule that found it.

        ``places`` are code point offsets in ascending order.

        >>> text = "区自然资源局及时公开相关信息。"
        >>> Subjects("白鹭湾新区").over(text, 0, [len(text)])
        [('区自然资源局', 'body named in the sentence')]
        """
        end = places[-1]
        found = self._named(text, start, end) if _end_of_body().search(text, start, end) else None
        own = [match.start() for match in _SELF.finditer(text, start, end)]
        if found is None and not own:
            return [self._known()] * len(places)
        return [self._at(place, found, max((at for at in own if at < place), default=-1)) for place in places]

    def _at(self, place: int, found: tuple[str, int] | None, own: int) -> tuple[str | None, str]:
        if found and own <= found[1] < place:
            self._current = found[0]
            return found[0], "body named in the sentence"
        if own >= 0:
            self._current = None
        return self._known()

    def _known(self) -> tuple[str | None, str]:
        if self._current:
            return self._current, "body named before"
        return self._issuer, "issuing body"

    def _named(self, text: str, start: int, end: int) -> tuple[str, int] | None:
        for match in _body().finditer(text, start, end):
            name = match.group("name")
            if not _no_name().search(name):
                return name, match.start()
        return None
