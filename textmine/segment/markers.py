"""Heading markers: `一、` `（一）` `1.` `（1）` `①` `——` `第一部分`, where they stand and whether they can open a heading."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from textmine.lexicon import cached, words

_SPACE = r" \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # every space of Unicode (category Zs) and the tab
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_DASH = "—―─－-"  # the characters that stand for a long dash; a hyphen counts from two on
_YEAR = "(?:19|20)[0-9]{2}年"
# The group names the kind and ends with the marker; a figure behind the kind tells groups of one kind apart. It begins
# behind the marker's first character (see lines.py). What stands behind that character passes half of them before any
# group is tried.
_MARKER = re.compile(
    rf"[第一二三四五六七八九十（(0-9０-９①-⒛㈠-㈩{_DASH}]"
    rf"(?:(?=[一二三四五六七八九十0-9０-９、．.）)])(?:"
    rf"(?<=第)(?P<part>{_HAN_NUMBER}部分)[{_SPACE}、：:]{{0,2}}"
    rf"|(?<=[一二三四五六七八九十])(?P<one>[一二三四五六七八九十]{{0,2}}[、．.])[{_SPACE}]{{0,2}}"
    rf"|(?<=[（(])(?:(?P<two>{_HAN_NUMBER}[）)])|(?P<four>[0-9０-９]{{1,2}}[）)]))[、{_SPACE}]{{0,2}}"
    rf"|(?<=[0-9０-９])(?<![0-9０-９.．][0-9０-９])(?:(?P<three>[0-9０-９]?[.．、])(?!(?!{_YEAR})[0-9０-９])"
    rf"|(?P<four1>[0-9０-９]?[）)]))[{_SPACE}]{{0,2}})"
    rf"|(?<=[①-⒛㈠-㈩{_DASH}])(?:(?<![①-⒛㈠-㈩])(?P<dash>[{_DASH}]{{1,3}}(?![{_DASH}])|(?<=—)(?=[\u4e00-\u9fff]))"
    rf"|(?<=[①-⑳])(?P<circle>)|(?<=[⑴-⒇])(?P<four2>)|(?<=[⒈-⒛])(?P<three1>)|(?<=[㈠-㈩])(?P<two1>))[{_SPACE}]{{0,2}})"
)
_KINDS = {"four1": "four", "four2": "four", "three1": "three", "two1": "two"}
LEVELS = {"part": 1, "one": 1, "two": 2, "dash": 2, "three": 3, "row": 3, "four": 4, "circle": 4}
_DIGITS = re.compile(r"[0-9０-９]+")
_HAN = re.compile(_HAN_NUMBER)
_LINE_HEAD = re.compile(rf"(?:(?:^|[\r\n])[{_SPACE}]*|\u3000{{2,4}})$")
_COMMENT = re.compile(r"<!--[^<>\n]{0,40}-->")  # what Word leaves around its automatic numbers in a page
_SENTENCE_END = "。！？；!?;”）)>：: \u3000\t.．"
_FULL_STOP = re.compile(rf"[。！？!?][”’）)]?[{_SPACE}]*$")
# A note of its own behind a sentence, such as who is responsible for it: 。（财政部牵头，各有关单位按职责分工负责）
_NOTE = re.compile(rf"[。！？!?][（(][^。（）()]{{4,160}}[）)][{_SPACE}]*$")
_LONGEST_NOTE = 170
_BEFORE_DASH = re.compile(rf"[。！？；：!?;:][”’）)]?[{_SPACE}]*$")
_CLAUSE_OF_LAW = re.compile(r"(?:条|款|第|项|附件|见|和|至|、)[ ]?$")
_VALUES = {c: i for i, c in enumerate("一二三四五六七八九", 1)}


@dataclass(slots=True)
class Marker:
    """A candidate: its span (code points), where the text behind it begins, its kind, number, and whether it opens a line."""

    start: int
    end: int
    behind: int
    kind: str
    number: int
    line: bool


def ordinal(marker: str) -> int:
    """The number that a marker counts with.

    >>> ordinal("（十二）"), ordinal("3."), ordinal("④"), ordinal("㈤"), ordinal("——"), ordinal("三一、")
    (12, 3, 4, 5, 0, 31)
    """
    if "①" <= marker[0] <= "⒛" or "㈠" <= marker[0] <= "㈩":
        return int(unicodedata.numeric(marker[0]))
    digits = _DIGITS.search(marker)
    if digits:
        return int(digits.group())
    han = _HAN.search(marker)
    if not han:
        return 0
    tens, ten, units = han.group().rpartition("十")
    if not ten:
        return _read_off(units)
    return _read_off(tens or "一") * 10 + _read_off(units)


def _read_off(digits: str) -> int:
    """Han digits side by side, such as a heading may have by its own count or by mistake (三一、)."""
    value = 0
    for digit in digits:
        value = value * 10 + _VALUES.get(digit, 1)
    return value


def find_markers(text: str, start: int, end: int) -> Iterator[Marker]:
    """Every place of ``text[start:end]`` that could open a heading, in order; what a sentence holds is left out."""
    for match in _MARKER.finditer(text, start, end):
        group = match.lastgroup or ""
        kind = _KINDS.get(group, group)
        at = match.start()
        line = at == start or (text[at - 1].isspace() and bool(_LINE_HEAD.search(text, max(start, at - 12), at)))
        if not line and (group == "four1" or not _may_open(text, match, kind, start)):
            continue
        marker_end = match.end(group)
        if kind == "dash" and not _is_dash(text, at, marker_end):
            continue
        behind = match.end()
        if text.startswith("<!--", behind) and (comment := _COMMENT.match(text, behind, end)):
            behind = comment.end()
        yield Marker(at, marker_end, behind, kind, ordinal(text[at:marker_end]), line)


def _is_dash(text: str, at: int, end: int) -> bool:
    """Whether a run of dash characters is a long dash: hyphens are one only before a word (not in `-->` or `--2025`)."""
    return text[at] != "-" or "\u4e00" <= text[end : end + 1] <= "\u9fff"


def _may_open(text: str, match: re.Match[str], kind: str, start: int) -> bool:
    """Whether a marker inside a line may open a heading there."""
    behind = text[match.end() : match.end() + 2]
    if not behind or (behind[0] in "，、。；：！？,;:!?)）和及" and behind != "及时"):
        return False
    if kind == "circle":
        return True
    if kind == "dash":  # in a sentence a dash stands between words, at the head of an item behind the end of another
        return bool(_BEFORE_DASH.search(text, max(start, match.start() - 6), match.start()))
    before = text[max(start, match.start() - 3) : match.start()]
    if _CLAUSE_OF_LAW.search(before):
        return False
    if kind in ("two", "four") and behind[0] in "项款条号批期":
        return False
    return not (kind == "one" and behind[0] in _VALUES and behind[1:2] in ("、", "级", "类", "等", "是"))


def after_sentence(text: str, at: int, start: int) -> bool:
    """Whether a sentence, a parenthesis or white space ends directly before ``at``."""
    return at <= start or text[at - 1] in _SENTENCE_END


def after_full_stop(text: str, at: int, start: int) -> bool:
    """Whether a sentence ends before ``at``, with nothing but a closing mark, a note and white space between.

    >>> after_full_stop("已办结。 （二）", 5, 0), after_full_stop("下列材料：（二）", 5, 0)
    (True, False)
    >>> after_full_stop("优化流程。（市财政局负责）（二）", 13, 0)
    True
    """
    return (
        at <= start
        or bool(_FULL_STOP.search(text, max(start, at - 6), at))
        or (text[at - 1] in "）) \u3000" and bool(_NOTE.search(text, max(start, at - _LONGEST_NOTE), at)))
    )


def form_title(text: str, at: int) -> str | None:
    """The longest title of the official forms that stands at ``at``.

    >>> form_title("总体情况2021年，", 0)
    '总体情况'
    """
    match = _form_titles().match(text, at)
    return match.group() if match else None


@cached
def _form_titles() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("headings", "form"))))
