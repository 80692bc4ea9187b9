"""What the report says of itself: kind, body, year of speaking, statistical period."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from textmine.extract.context import find_enclosures
from textmine.extract.dates import part_number
from textmine.extract.periods import read_periods
from textmine.extract.resolve import PeriodContext
from textmine.lexicon import cached, table
from textmine.lexicon.places import find_places
from textmine.schema.document import Document
from textmine.schema.period import Period, PeriodMention, year_span
from textmine.schema.structure import Section

Kind = Literal["work_report", "annual"]

_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[ ]?年|([一二][〇○零九][〇○零一二三四五六七八九]{2})年")
_SPAN_WORDS = re.compile(r"统计(?:期限|时限|时段|时间|周期|期间|范围|数据)[^。；\n]{0,12}")
_MEETING = re.compile(
    r"((?:19|20)[0-9]{2})年[ ]?[0-9]{1,2}月[ ]?[0-9]{1,2}日[^。\n]{0,6}在[^。\n]{0,40}(?:会议|大会)上"
)
_NUMBER_YEAR = re.compile(r"[〔\[【]((?:19|20)[0-9]{2})[〕\]】]")
_YEARS = "[2-9二三四五六七八九十两]"
_TERM = re.compile(rf"过去的?(?P<n>{_YEARS})年|(?P<n2>{_YEARS})年来|[本上]届政府|前五年|五年(?:工作|政府工作)")
_SINCE = re.compile(r"((?:19|20)[0-9]{2})年(?:[0-9]{1,2}月)?以来")
_PAST_YEAR = re.compile(r"(?:预计|初步核算|初步统计|据统计)[，,]?(?:到)?((?:19|20)[0-9]{2})年")
_PARTS_OF_YEAR = ("half", "quarter", "first quarters", "month range", "month")
_UNKNOWN = PeriodContext(report=year_span(2000), local=year_span(2000), speaking_year=None)
_HEAD = 5000  # characters in which the area that a report speaks for is looked for
_AHEAD = ("今后", "未来", "目标", "任务", "规划")
_CHINESE_YEAR = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "○": "0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The report's own frame: ``year`` is the year in which it speaks (今年), ``period`` what its figures are about."""

    kind: Kind
    issuer: str | None
    year: int | None
    period: Period

    def context(self, local: Period | None = None) -> PeriodContext:
        """What relative words of time are read against in a section of period ``local``."""
        return PeriodContext(report=self.period, local=local or self.period, speaking_year=self.year)


def read_frame(document: Document, title: str | None, sections: Sequence[Section]) -> Frame:
    """The frame of a report from its title, preamble, headings and text; unknown parts are ``None``.

    >>> from textmine.read import read_text
    >>> frame = read_frame(read_text("…"), "2025年福建省政府工作报告", [])
    >>> frame.kind, frame.issuer, frame.year, str(frame.period)
    ('work_report', '福建省人民政府', 2025, '2024-01-01/2024-12-31')
    """
    body = document.text[document.body[0] : document.body[1]]
    kind = _kind(title, body)
    if kind == "work_report":
        year = _speaking_year(title, body, sections)
        period = (_part_of_year(title) or _reviewed(year, body, sections)) if year else Period(start=None, end=None)
    else:
        period = _statistical(document, title, body, sections)
        year = period.end.year if period.end else None
    return Frame(kind=kind, issuer=_issuer(document, title, body, kind), year=year, period=period)


def _kind(title: str | None, body: str) -> Kind:
    data = table("frame")["work_report"]
    if title and any(word in title for word in data["title"]) and "信息公开" not in title:
        return "work_report"
    opening = body[:600]
    if re.search(r"我(?:受|代表)[^。]{0,20}(?:政府|国务院)", opening) and any(
        word in opening for word in data["opening"]
    ):
        return "work_report"
    return "annual"


def years_in(text: str) -> list[int]:
    """The years written in a text, in order.

    >>> years_in("二〇一九年和2020年")
    [2019, 2020]
    """
    return [int(arabic or "".join(_CHINESE_YEAR.get(c, c) for c in chinese)) for arabic, chinese in _YEAR.findall(text)]


def _speaking_year(title: str | None, body: str, sections: Sequence[Section]) -> int | None:
    """The year in which a work report is given: from the title, the meeting, the headings, or the year that it reviews."""
    if title and years_in(title):
        return years_in(title)[0]
    meeting = _MEETING.search(body[:1000])
    if meeting:
        return int(meeting.group(1))
    data = table("frame")
    for section in sections:
        years = years_in(section.title)
        if years and any(word in section.title for word in data["review"]["words"]):
            return max(years) + 1
        if years and any(word in section.title for word in data["plan"]["words"]):
            return min(years)
    for section in sections:
        named = _plan().search(section.title)
        plan = table("periods")["plans"]["years"][named.group("plan")] if named else None
        if plan and any(word in section.title for word in data["review"]["words"]):
            return int(plan) + 5
    expected = _PAST_YEAR.search(body)
    if expected:
        return int(expected.group(1)) + 1
    counted = Counter(years_in(body[: len(body) // 2 + 400]))
    return counted.most_common(1)[0][0] + 1 if counted else None


def _reviewed(year: int, body: str, sections: Sequence[Section]) -> Period:
    """The period that a work report reviews: the year before, or the past term where a first heading says so."""
    for section in sections:
        if section.level != 1:
            continue
        term, title = past_term(section.title), section.title
        reviews = any(word in title for word in table("frame")["review"]["words"])
        if term and (reviews or not any(word in title for word in _AHEAD)):
            return term_period(term, year, body[:2500])
        break
    return year_span(year - 1)


def past_term(title: str) -> re.Match[str] | None:
    """The term of years that the heading of a review names, to be read by `term_period`; years come before a plan.

    >>> past_term("“十一五”规划执行情况和过去六年工作回顾").group()
    '过去六年'
    """
    return _TERM.search(title) or _plan().search(title)


@cached
def _plan() -> re.Pattern[str]:
    names = "|".join(map(re.escape, table("periods")["plans"]["years"]))
    return re.compile(rf"[“\"](?P<plan>{names})[”\"](?!(?:良好|圆满|精彩)?(?:开局|收官))")


def term_period(term: re.Match[str], year: int, opening: str) -> Period:
    """The years of a term named by a heading of a report given in ``year``."""
    parts = term.groupdict()
    plan = parts.get("plan")
    if plan:
        first = table("periods")["plans"]["years"][plan]
        return year_span(first, first + 4)
    count = part_number(parts.get("n") or parts.get("n2") or "五")
    if "届政府" in term.group():
        since = _SINCE.search(opening)
        if since and year - 6 <= int(since.group(1)) < year:
            return year_span(int(since.group(1)), year - 1)
    return year_span(year - count, year - 1)


def _line_end(body: str, at: int) -> int:
    """The end of the line that holds ``at``; no quotation or title goes on behind it."""
    end = body.find("\n", at)
    return len(body) if end < 0 else end


def _statistical(document: Document, title: str | None, body: str, sections: Sequence[Section]) -> Period:
    """The statistical period: as the preamble states it, else the title's year, else that of the headings or the text."""
    matches = list(_SPAN_WORDS.finditer(body[:6000]))
    enclosures = find_enclosures(body[: _line_end(body, matches[-1].end() + 60)]) if matches else None
    for match in matches:
        end = min(len(body), match.end() + 60)
        for mention in read_periods(body, _UNKNOWN, start=match.start(), end=end, enclosures=enclosures):
            if (
                isinstance(mention, PeriodMention)
                and mention.period.start
                and mention.rule in ("day range", "month range across years", "year")
            ):
                return Period(start=mention.period.start, end=mention.period.end)
    if title and years_in(title):
        return _part_of_year(title) or year_span(years_in(title)[0])
    for section in sections:
        if section.level <= 1 and years_in(section.title):
            return year_span(years_in(section.title)[0])
    number = _NUMBER_YEAR.search(document.text[: document.body[0] + 200])
    if number:
        return year_span(int(number.group(1)))
    counted = Counter(year for year in years_in(body) if 1949 <= year <= 2099)
    if counted:
        best = max(counted.values())
        return year_span(max(year for year, n in counted.items() if n == best))
    if document.metadata.published:
        try:
            return year_span(date.fromisoformat(document.metadata.published[:10]).year)
        except ValueError:
            pass
    return Period(start=None, end=None)


def _part_of_year(title: str | None) -> Period | None:
    """The months or quarters of a year that a title names: 2024年前三季度工作情况."""
    if not title or not any(word in title for word in ("季度", "月", "半年")):
        return None
    for mention in read_periods(title, _UNKNOWN):
        if isinstance(mention, PeriodMention) and mention.rule in _PARTS_OF_YEAR:
            return Period(start=mention.period.start, end=mention.period.end)
    return None


_SPEAKS_FOR = re.compile(r"我代表(?P<level>省|自治区|市|县|区|州|旗)(?=人民政府|政府)")
_SIGNATURE = re.compile(
    r"(?:^|[\s。])(?P<name>[\u4e00-\u9fff]{3,22}(?:办公室|办公厅|局|委员会|人民政府|管委会|厅))\s{0,10}(?:[0-9]{4}|二〇)[^。]{0,20}日"
)
_GOVERNMENT = re.compile(r"[\u4e00-\u9fff]{2,20}?人民政府(?=关于|[0-9]{4})")
# 2019年青崖市水务局政府信息公开工作年度报告: the body behind the year of a title.
_YEAR_FIRST = re.compile(
    r"[0-9]{4}年?度?(?P<name>[\u4e00-\u9fff]{2,26}?(?:局|厅|委|办|办公室|办公厅|人民政府|委员会|管委会|中心|法院|检察院|大学|学院))"
    r"(?=政府信息公开|信息公开|政务公开|法治政府|依法行政|工作)"
)
_PLACE_TAIL = re.compile(
    r"^(?:[\u4e00-\u9fff]{0,8}?(?:台商投资区|综合实验区|开发区|高新区|新区|实验区|投资区|示范区|管理区|保税区|自贸区|工业园区|园区))"
)


def _place(title: str | None, body: str) -> str | None:
    """The area that the report speaks for: named in the title, else the place that the text names most."""
    if title:
        match = re.match(
            r"(?:[0-9]{4}年度?)?(?P<name>[\u4e00-\u9fff]{2,12}?(?:自治区|自治州|省|市|县|旗|盟|新区|实验区|投资区|开发区|高新区|区|州|镇|乡|街道))",
            title,
        )
        if match:
            return match.group("name")
    counted: Counter[str] = Counter()
    first: dict[str, int] = {}
    for start, end, place in find_places(body[:_HEAD]):
        tail = _PLACE_TAIL.match(body[end : end + 12])
        name = body[start:end] + tail.group() if tail else place
        counted[name] += 1
        first.setdefault(name, start)
    level = _SPEAKS_FOR.search(body[:400])
    if level:  # of the places named only one of its level can be the speaker's own
        counted = Counter({name: n for name, n in counted.items() if name.endswith(level["level"])})
    ranked = sorted(counted, key=lambda n: (-counted[n], first[n]))
    return ranked[0] if ranked else level["level"] if level else None


def _issuer(document: Document, title: str | None, body: str, kind: Kind) -> str | None:
    if kind == "work_report":
        if "国务院" in (title or "") or re.search(r"我代表国务院|代表国务院", body[:600]):
            return "国务院"
        named = _GOVERNMENT.match(title or "")
        if named:
            return named.group()
        place = _place(title, body)
        if place:
            return f"{place}人民政府"
    if title:
        match = re.match(r"(?!关于)(?P<name>[\u4e00-\u9fff]{2,30}?)(?=关于|[0-9]{4}|二〇)", title)
        match = match or _YEAR_FIRST.match(title)
        if match:
            return match.group("name")
    if document.metadata.issuer:
        return document.metadata.issuer
    asked = re.search(
        r"(?:请|可)(?:与|向|致电|咨询)(?P<name>[\u4e00-\u9fff]{3,24}?)(?:政府信息与?政?务?公开[\u4e00-\u9fff]{0,12}|信息公开[\u4e00-\u9fff]{0,8})?(?:联系|反映|咨询|[（(])",
        body[:3000],
    )
    if asked:
        return asked.group("name")
    signed = _SIGNATURE.search(body[-200:])
    return signed.group("name") if signed else _place(title, body)
