"""What a single cell says: a number, a count, or nothing."""

import re
import unicodedata
from decimal import Decimal

from textmine.lexicon.loader import cached, table
from textmine.schema.figure import Bound

COUNTERS = "件条项次个宗起户人份"  # that may stand behind the number in a cell
_NUMBER = re.compile(
    r"(?:同比|[比较]上年)?([-+−–－]|增长|增加?|上升|提高|减少?|下降|降低)?"
    r"((?:[0-9]{1,3}(?:[,，][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?: ?(万亿|亿|万)?(?P<unit>[^0-9\s()]{1,8})?)?"
    r"(?:\([\u4e00-\u9fff]{1,6}\))?"  # 561.2（预计）
)
_NOTE_MARKS = re.compile(
    r"(?:[①-⑳⓪¹²³⁰⁴-⁹*＊※]|[\[［〔][0-9]{1,2}[\]］〕])+$"
)  # what NFKC would make digits of the number
_CHANGES = re.compile(r"(?<![0-9])([-+−]?[0-9]++)/([-+−]?[0-9]++)")  # added and removed
_COUNT = re.compile(rf"([0-9]+(?:,[0-9]{{3}})*)[{COUNTERS}]?")
_LED_BY_ZERO = re.compile(r"[-+−]?0[0-9]")  # no number is written so, but two that are glued may be
_BLANK = re.compile(r"[-−–—－/／]*|…{1,2}|\.{3,6}|无")
LONGEST = 4_000  # characters of a cell from which on it is no count: Python neither reads nor writes 4,300 digits
_BARE = re.compile(r"[0-9%％‰]$")
_DATES = {"年", "日", "岁", "周", "周岁", "周年"}
_DIGIT = re.compile(r"\d")
_LONGEST_NUMBER = 60  # characters of a number with its unit and the words that bound it
_SCALE = {"万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}


def cell_value(text: str) -> Decimal | None:
    """The number in a cell, scale words multiplied in; ``None`` where the cell is not a number with its unit at most.

    >>> cell_value("1.2万元"), cell_value("－"), cell_value("3,292"), cell_value("减3"), cell_value("8件")
    (Decimal('12000.0'), None, Decimal('3292'), Decimal('-3'), Decimal('8'))
    >>> cell_value("1832.6平方公里"), cell_value("2020年"), cell_value("2个在建")
    (Decimal('1832.6'), None, None)
    >>> cell_value("561.2①"), cell_value("下降3.5%"), cell_value("561.2（预计）")
    (Decimal('561.2'), Decimal('-3.5'), Decimal('561.2'))
    """
    match = _number(text)
    if match is None:
        return None
    sign, digits, scale = match.group(1, 2, 3)
    value = Decimal(digits.replace(",", "").replace("，", "")) * _SCALE.get(scale or "", Decimal(1))
    return -value if sign and sign[0] in "-−–减下降" else value


def rounding(text: str) -> Decimal:
    """What one unit in the last place of the number in a cell is worth.

    >>> rounding("12.50"), rounding("1.2万元"), rounding("3,292")
    (Decimal('0.01'), Decimal('1000.0'), Decimal('1'))
    """
    match = _number(text)
    if match is None:
        return Decimal(1)
    digits, scale = match.group(2, 3)
    return Decimal(1).scaleb(-len(digits.partition(".")[2])) * _SCALE.get(scale or "", Decimal(1))


def cell_bound(text: str) -> Bound:
    """How what stands around the number in a cell bounds it.

    >>> cell_bound("≥95%"), cell_bound("6%左右"), cell_bound("约3万人"), cell_bound("12")
    ('ge', 'approx', 'approx', 'exact')
    """
    return "exact" if text[:1].isdigit() and text[-1].isdigit() else _bounded(text.strip())[1]


def _number(text: str) -> re.Match[str] | None:
    if not text.isascii() and (len(text) > _LONGEST_NUMBER or _DIGIT.search(text) is None):
        return None
    if (marks := _NOTE_MARKS.search(text)) and marks.start() and text[marks.start() - 1] not in "m米里":
        text = text[: marks.start()]
    plain = (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()
    if plain[-1:].isdigit() and plain[0].isdigit():
        return _NUMBER.fullmatch(plain)
    match = _NUMBER.fullmatch(_bounded(plain)[0])
    return match if match and (match["unit"] is None or match["unit"] in _units()) else None


def _bounded(text: str) -> tuple[str, Bound]:
    """A number without the word or sign that bounds it, or the brackets around a sum of several years ([12]).

    以上 counts behind a share and a bare number alone: 300人以上 is a class of bodies.
    """
    if text[:1] in "[［〔" and text[-1:] in "]］〕":
        text = text[1:-1]
    before, behind = _bounds()
    for word, bound in before:
        if text.startswith(word):
            return text[len(word) :].strip(), bound
    for word, bound in behind:
        if text.endswith(word) and (bound == "approx" or _BARE.search(text.removesuffix(word))):
            return text.removesuffix(word), bound
    return text, "exact"


@cached
def _bounds() -> tuple[tuple[tuple[str, Bound], ...], tuple[tuple[str, Bound], ...]]:
    """The words and signs that bound a number before it, and those behind it."""
    data = table("bounds")

    def listed(*groups: str) -> tuple[tuple[str, Bound], ...]:
        kinds: tuple[Bound, ...] = ("approx", "gt", "ge", "lt", "le")
        found = [(word, kind) for group in groups for kind in kinds for word in data[group].get(kind, ())]
        return tuple(sorted(found, key=lambda item: -len(item[0])))

    return listed("before", "signs"), listed("after")


@cached
def _units() -> frozenset[str]:
    """The units that may stand behind the number in a cell: not those that make it a date or an age."""
    data = table("units")
    found = {"元", *data["counters"]["words"]}
    for kind in ("share", "money", "measure", "time"):
        found |= {unicodedata.normalize("NFKC", word) for word in data[kind]["words"]}
    return frozenset(found - _DATES)


def plain_count(text: str | None) -> int | None:
    """The number in a cell that is a plain count, as the identities of a form need it; else ``None``."""
    if text is None or len(text) >= LONGEST:
        return None
    match = _COUNT.fullmatch(text)
    return count(match.group(1)) if match else None


def fits(kind: str, text: str) -> bool:
    """Whether what stands in a cell is of the kind that its form asks for (`textmine.lexicon.forms.KINDS`), or a blank.

    >>> fits("count", "1,282"), fits("count", "37/46"), fits("change", "+3/-2"), fits("amount", "0574")
    (True, False, True, False)
    """
    if is_blank(text):
        return True
    if _LED_BY_ZERO.match(text):
        return False
    if kind == "count":
        return plain_count(text) is not None
    return cell_value(text) is not None or (kind == "change" and _CHANGES.fullmatch(text) is not None)


def is_blank(text: str | None) -> bool:
    """Whether a cell is known to be empty: nothing, a dash, a stroke or 无."""
    return text is not None and _BLANK.fullmatch(text) is not None


def count(text: str) -> int:
    """The number in a cell that holds a count, thousands separators or not."""
    return int(text.replace(",", ""))
