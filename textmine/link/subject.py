"""The body that a statement is about: named in its sentence or before it in the passage, else the issuing body."""

import re

from textmine.lexicon import cached, words

_HEAD = r"(?:^|(?<=[，。；：、！？\n,;:　 ])|(?<=[一二三四五六七八九十]是))"
_SELF = re.compile(r"我(?:市|省|县|区|局|镇|委|院|厅|们|州|旗)|全(?:市|省|县|区|镇|局|州|国)|本(?:市|省|县|区|机关|单位|局)")
# After the name of a body a verb, an adverb or a comma shows that the statement is about it.
_FOLLOWS = r"(?=共|累计|已|及时|坚持|通过|组织|开展|公开|发布|公布|主动|积极|充分|加强|牵头|会同|与[\u4e00-\u9fff]{2,10}(?:等|建立)|全年|[，,]|在|将|对|认真|严格|建立|推行|推出|举办|受理|办理|收到|完成|按照|按|围绕|依托|制定|印发|新|实现|严|审结|查处|检查|把|派出|承办|立足|持续|切实|进一步|为|向|率先|先后|[0-9])"
_LONGEST = 24


@cached
def _body() -> re.Pattern[str]:
    ends = "|".join(word for word in words("frame", "bodies") if word not in ("区", "县", "市", "省", "州", "盟", "旗", "部", "院", "委", "学校", "公司", "中心", "园区"))
    return re.compile(rf"{_HEAD}(?P<name>[\u4e00-\u9fff“”]{{1,{_LONGEST}}}?(?:{ends}|(?<=[市区县省])委|[\u4e00-\u9fff]公司|[\u4e00-\u9fff]中心))(?:[、和及][\u4e00-\u9fff]{{2,12}}(?:局|办|委|厅))?{_FOLLOWS}")


_NOT_A_BODY = re.compile(r"^(?:[\u4e00-\u9fff]{0,6}(?:通过|依托|利用|根据|按照|对|在|由|向|与|为|到|和|的|了|把|经|加强|推进|建立|完善|提升|实行|深化|优化|组织|开展|召开|成立|会同|联合|要求|推动|指导|督促|加快|新建|建成|支持|落实))|各级|各部门|各单位|各(?:乡|县|市|区|镇)|村|社区|同时|其中|并|以及")


class Subjects:
    """The subject of one statement after another within a passage."""

    def __init__(self, issuer: str | None) -> None:
        self._issuer = issuer
        self._current: str | None = None

    def new_passage(self) -> None:
        """A passage speaks of the issuing body until it names another."""
        self._current = None

    def of(self, text: str, start: int, end: int) -> tuple[str | None, str]:
        """The subject at ``end`` of the sentence that begins at ``start``, and the rule that found it.

        >>> text = "区自然资源局及时公开相关信息。"
        >>> Subjects("白鹭湾新区").of(text, 0, len(text))
        ('区自然资源局', 'body named in the sentence')
        """
        found, at = None, -1
        for match in _body().finditer(text, start, end):
            name = match.group("name").strip("“”")
            if not _NOT_A_BODY.match(name) and len(name) >= 3:
                found, at = name, match.start()
                break
        own = None
        for own in _SELF.finditer(text, start, end):
            pass
        if found and not (own and own.start() > at + len(found) + 20):
            self._current = found
            return found, "body named in the sentence"
        if own:
            self._current = None
        if self._current:
            return self._current, "body named before"
        return self._issuer, "issuing body"
