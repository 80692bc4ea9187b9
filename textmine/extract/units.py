"""What stands after a number: scale words, the unit, and rates such as 元/平方米."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from textmine.lexicon import cached, table, words

_GAP = re.compile(r"[ \t\u3000\u00a0]{0,3}(?:\r?\n[ \t\u3000]{0,4})?")


# A unit is none where the next character makes it another word: 14亿人口, 三分之一, 10部门.
_GUARDS = {
    "人": "口民才员群",
    "分": "之钟别布离类",
    "部": "门分队委署",
    "单": "位元独",
    "处": "理罚分置级",
    "条": "例",
    "台": "商资湾胞",
    "本": "级市省区县",
    "场": "所地馆次",
    "口": "岸",
    "站": "点",
    "件": "次",
    "家": "庭",
    "队": "伍",
    "节": "约能",
    "课": "题",
    "版": "权",
    "门": "类户诊",
    "组": "织",
    "支": "部队持",
    "道": "路",
    "列": "入",
    "期": "间",
    "面": "积向对临试板粉料包条世",
    "把": "关",
    "班": "子",
    "首": "批次",
    "席": "位",
    "包": "括",
    "方": "面式米案法向针便",
    "升": "级至到",
    "天": "然津",
    "位": "数",
    "周": "年岁边期",
}


_GAPS = frozenset(" \t\u3000\u00a0\r\n")
RATE_MARKS = frozenset("/／每")
_LARGE_SCALES = {"万": Decimal(10**4), "萬": Decimal(10**4), "亿": Decimal(10**8), "億": Decimal(10**8)}
_SCALE_HEADS = frozenset("万亿億萬千百十")


_ONE = Decimal(1)
_WORD_ENDS = re.compile(r"(?![A-Za-z0-9])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, its identifier and kind, and the characters that make it another word."""

    surface: str
    unit: str
    kind: str
    not_before: frozenset[str]


@dataclass(slots=True)
class UnitMatch:
    """A unit found behind a number: where it ends, its identifier, the words as written, its kind, and the scale."""

    end: int
    unit: str
    surface: str
    kind: str
    scale: Decimal
    inside: bool  # a 多/余 stood within the numeral
    scaled: bool = False


@cached
def unit_table() -> dict[str, tuple[str, str]]:
    """Every unit as written, with its identifier and its kind (``counter time share money measure``)."""
    found = {word: (f"{{{word}}}", "counter") for word in words("units", "counters")}
    for kind in ("time", "share", "money", "measure"):
        found |= {word: (unit, kind) for word, unit in table("units")[kind]["words"].items()}
    return found


@cached
def units() -> tuple[dict[str, Unit], dict[str, tuple[int, ...]]]:
    """The units as written, and the lengths of those that begin with a character, the longest first."""
    found: dict[str, Unit] = {}
    lengths: dict[str, set[int]] = {}
    for surface, (unit, kind) in unit_table().items():
        found[surface] = Unit(surface, unit, kind, frozenset(_GUARDS.get(surface, "")))
        lengths.setdefault(surface[0], set()).add(len(surface))
    return found, {head: tuple(sorted(each, reverse=True)) for head, each in lengths.items()}


@cached
def _scales() -> dict[str, tuple[tuple[str, Decimal], ...]]:
    """The scale words by their first character, the longest first."""
    listed = table("units")["scale"]["words"]
    found: dict[str, list[tuple[str, Decimal]]] = {head: [] for head in _SCALE_HEADS}
    for word in sorted(listed, key=lambda word: -len(word)):
        if word[0] in _SCALE_HEADS:
            found[word[0]].append((word, Decimal(listed[word])))
    return {head: tuple(words) for head, words in found.items()}


@cached
def inside_words() -> frozenset[str]:
    """Words within the numeral that make it a lower bound (60多条)."""
    return frozenset(table("bounds")["inside"]["gt"])


@cached
def unit_heads() -> frozenset[str]:
    """The characters that a unit can begin with."""
    return frozenset(word[0] for word in unit_table())


def unit_at(text: str, at: int) -> Unit | None:
    """The longest unit that starts at ``at``."""
    listed, lengths = units()
    for length in lengths.get(text[at : at + 1], ()):
        unit = listed.get(text[at : at + length])
        if unit and text[at + length : at + length + 1] not in unit.not_before:
            return unit
    return None


def skip_gap(text: str, at: int) -> int:
    """Past spaces and at most one line end, as a crawler or a PDF leaves them between number and unit."""
    if text[at : at + 1] not in _GAPS:
        return at
    match = _GAP.match(text, at)
    return match.end() if match else at


def read_unit(text: str, at: int) -> UnitMatch | None:
    """Read scale words and unit from ``at`` (a code point offset just behind a numeral).

    >>> match = read_unit("1.2万余件", 3)
    >>> match.unit, match.scale, match.inside
    ('{件}', Decimal('10000'), True)
    >>> read_unit("2000元/平方米", 4).unit
    'CNY/m2'
    >>> read_unit("0.5吨标准煤/万元", 3).unit, read_unit("0.5吨标准煤/万元", 3).scale
    ('{吨标准煤}/CNY', Decimal('0.0001'))
    >>> read_unit("3，", 1) is None
    True
    """
    found = _read_scaled(text, at)
    if found is None:
        return None
    if text[found.end : found.end + 1] not in RATE_MARKS:
        return found
    return _with_rate(text, found)


_NO_BOUND = ("来源", "来自", "来信", "来访", "来电", "来函")  # 15:50来源


def _read_scaled(text: str, at: int) -> UnitMatch | None:
    inside, here = False, at
    if text[at : at + 1] in gaps_and_words():
        here = skip_gap(text, at)
        if text[here : here + 1] in inside_words() and not text.startswith(_NO_BOUND, here):
            inside, here = True, skip_gap(text, here + 1)
    unit = unit_at(text, here)
    if unit and unit.surface not in ("千", "百", "万"):
        inside = inside or unit.surface.startswith("个多")
        return UnitMatch(here + len(unit.surface), unit.unit, unit.surface, unit.kind, _ONE, inside)
    for word, scale in _scales().get(text[here : here + 1], ()):
        if text.startswith(word, here):
            return _behind_scale(text, here + len(word), scale, inside=inside)
    if inside:
        return UnitMatch(here, "1", "", "none", _ONE, inside)
    return None


@cached
def gaps_and_words() -> frozenset[str]:
    """What may stand between a number and its unit, scale words aside."""
    return _GAPS | inside_words()


def _behind_scale(text: str, end: int, scale: Decimal, *, inside: bool) -> UnitMatch:
    """The unit behind a scale word that ends at ``end``; there may be none."""
    behind = end
    if text[end : end + 1] in gaps_and_words():
        behind = skip_gap(text, end)
        if text[behind : behind + 1] in inside_words() and not text.startswith(("多种", "多样", "余额"), behind):
            inside, end = True, behind + 1
            second = _LARGE_SCALES.get(text[end : end + 1], 0)
            if second > scale:  # 4万多亿元
                end, scale = end + 1, scale * second
            behind = skip_gap(text, end)
    unit = unit_at(text, behind)
    if unit:
        return UnitMatch(behind + len(unit.surface), unit.unit, unit.surface, unit.kind, scale, inside, scaled=True)
    code = _scaled_only().get(text[behind : behind + 1])
    if code and _WORD_ENDS.match(text, behind + 1):
        return UnitMatch(behind + 1, code, text[behind], "measure", scale, inside, scaled=True)
    return UnitMatch(end, "1", "", "none", scale, inside, scaled=True)


@cached
def _scaled_only() -> dict[str, str]:
    return dict(table("units")["scaled"]["words"])


@cached
def _rates() -> dict[str, str]:
    return dict(table("units")["rates"]["words"])


def rate_at(text: str, at: int) -> tuple[str, str] | None:
    """The word of a rate at ``at`` (`平方米` of 元/平方米) and its identifier."""
    rates = _rates()
    for length in range(min(4, len(text) - at), 0, -1):
        word = text[at : at + length]
        if word in rates:
            return word, rates[word]
    return None


_BEHIND_RATE = ("", *"，。、；,;的）)")  # what stands behind 元每平方米


def _with_rate(text: str, found: UnitMatch) -> UnitMatch:
    """A unit with the units behind its slash, or behind a 每; a scale word there divides (吨/万元)."""
    while text[found.end : found.end + 1] in ("/", "／") and found.kind != "none":
        per = _denominator(text, found.end + 1)
        if per is None:
            break
        end, unit, scale = per
        found = replace(found, end=end, unit=f"{found.unit}/{unit}", scale=found.scale / scale)
    if found.kind in ("money", "measure") and text.startswith("每", found.end):
        word = rate_at(text, found.end + 1)
        end = found.end + 1 + len(word[0]) if word else found.end
        if word and text[end : end + 1] in _BEHIND_RATE:
            found = replace(found, end=end, unit=f"{found.unit}/{word[1]}")
    return found


def _denominator(text: str, at: int) -> tuple[int, str, Decimal] | None:
    """The unit at ``at`` that another is told by: where it ends, its identifier, and its scale."""
    word = rate_at(text, at)
    if word:
        return at + len(word[0]), word[1], _ONE
    for scale, factor in _scales().get(text[at : at + 1], ()):
        word = rate_at(text, at + len(scale)) if text.startswith(scale, at) else None
        if word:
            return at + len(scale) + len(word[0]), word[1], factor
    return None
