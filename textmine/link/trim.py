"""The shortest phrase that still names a thing."""

import re

from textmine.lexicon import cached, words
from textmine.link.phrases import strip_lead, without_quotes_cut

LEAST = 2  # characters of a name
_SHORT_NAME = 6  # characters of a name that holds no adverb, verb and noun
_LONG = 16
# What is told before the name in one clause with it: 产业园启动建设、[签约项目]163个.
_DONE_BEFORE = re.compile(
    r"^.*(?:(?:顺利|扎实|加快|有序|稳步|全面|持续|深入)(?:推进|实施|展开)|启动建设|开工建设|建成投用|建成投产|获批|揭牌|挂牌|投用|投产|通车|竣工|落地|全覆盖|正式发布|上线运行|投入运营)、"
    r"(?=[^、]{2,}$)"
)
_FOOTNOTE = re.compile(r"\[[0-9]{1,2}\]")  # 普惠性幼儿园[3]
# 因政府信息公开被申请行政复议, 因公开引起的行政诉讼案件
_BROUGHT = re.compile("^.*(?:申请|提起|引起的?|引发的?|发生的?)(?=行政(?:复议|诉讼))")
# 第一产业[实现]增加值, 造林[完成年度任务的]113%
_ACHIEVED = re.compile(
    r"(?<=[业济企区镇乡村港县市州旗理造程目厂团司])(?:共|累计|预计)?(?:实现|完成)"
    r"(?=[\u4e00-\u9fff]{0,8}(?:值|额|量|利润|税收|收入|利税|投资|面积)$)"
)
# 困难学生[发放]助学金, 免费[开展]技能培训
_GIVEN_TO = re.compile(
    r"^[^、]{2,}(?:发放|提供|解决(?!好|了))(?=[\u4e00-\u9fff“][^、]{1,}$)(?!.*(?:标准|情况|工作|人数|额度|系统|机构|方式)$)"
)
_WAY = re.compile(
    r"(?:免费|精准|规范|高质量|高标准|高水平|重点|规划|提质|常态化|联合|同步|线上线下|集中|广泛)"
    r"(?:开展|建设|推进|实施|打造|培育|组织|举办|推广|新建|引进)(?!项目|工程|任务|用地|方案|计划|规划|单位|企业|投资|资金)(?=[\u4e00-\u9fff“]{2})"
)
_HAS_DONE = re.compile(
    "^.{2,}(?:发布|推出|出台|制定|开展|举办|建成|组织|建立|新建|印发|成立|实施)了(?=..)"
)  # 围绕重点工作发布了作品
_WON = re.compile("^.{2,}(?:荣获|获评|获得|获)(?=[^、]{0,8}(?:奖|奖项|称号|荣誉|冠军|金牌|奖牌)$)")  # 运动会获一等奖
_OF_PLAN = re.compile("(?<=..)完成[^，。；]{0,6}(?:目标|任务|计划|预算)数?的$")
_MIDDLE = re.compile(
    r"(?:共|共计|累计|先后|全年|主动|平台|网站|已|共同|组织)(?:公开|发布|公布|公示|举办|召开|开展|受理|收到|接收|完成|办理|推送|制定|出台|印发"
    r"|编制|新增|实现|建成|投入|争取|签约|清理|梳理|培训|解决|发放|审结)(?=[\u4e00-\u9fff“《]{2})"
)


@cached
def _counted() -> re.Pattern[str]:
    """Who did it and that it was counted: 区行政服务中心累计[收件]."""
    doers = "|".join(map(re.escape, words("indicators", "doers")))
    return re.compile(rf"(?:{doers})(?:共同)?(?:累计|共计|共(?![享通青建同治产和]))")


def trim(name: str, *, keep_verb: bool = False, doerless: bool = False) -> str:
    """The shortest phrase that still names the thing: without what stands before its verb, its 等 or its 的.

    ``doerless`` says that no doer stands before its verb: behind a figure none does, and `strip_lead` may have been there.

    >>> trim("门户网站公开环境信息"), trim("市级重点项目建设")
    ('环境信息', '重点项目')
    """
    if "[" in name:
        name = _FOOTNOTE.sub("", name)
    name = without_quotes_cut(name.replace("\x01", "").strip(" 、，：:.。"))
    if len(name) > _SHORT_NAME and "其他" not in name and _MIDDLE.search(name):
        *_, middle = _MIDDLE.finditer(name)
        if len(name) - middle.end() > LEAST:
            name = name[middle.end() :]
    name = _without_deed(name)
    if "、" in name:
        name = _DONE_BEFORE.sub("", name)
    if len(name) > _LONG:
        for word in ("等", "的"):
            head, _, tail = name.rpartition(word)
            if head and len(tail) > LEAST:
                name = tail
                break
    if name.endswith(("项目建设", "工程建设")):
        name = name.removesuffix("建设")
    counted = _counted().search(name) if len(name) > _SHORT_NAME and ("共" in name or "累计" in name) else None
    if counted and len(name) - counted.end() >= LEAST:
        name = name[counted.end() :]
    stripped = strip_lead(name, keep_verb=keep_verb, keep_doer=doerless)
    return stripped if len(stripped) >= LEAST else name


def _without_deed(name: str) -> str:
    """A name without the verb of what was done to the thing, and with it who it was done for or how."""
    if "完成" in name or "实现" in name:
        name = _ACHIEVED.sub("", _OF_PLAN.sub("", name))
    if "发放" in name or "提供" in name or "解决" in name:
        name = _GIVEN_TO.sub("", name)
    if "获" in name:
        name = _WON.sub("", name)
    if "了" in name:
        name = _HAS_DONE.sub("", name)
    if "行政" in name:
        name = _BROUGHT.sub("", name)
    way = _WAY.match(name)
    return name[way.end() :] if way else name
