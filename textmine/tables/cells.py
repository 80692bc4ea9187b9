"""What a single cell says: a number, a count, or nothing."""

import re
import unicodedata
from decimal import Decimal

COUNTERS = "件条项次个宗起户人份"  # that may stand behind the number in a cell
_NUMBER = re.compile(
    rf"([-+−]|[增减]加?少?)?((?:[0-9]{{1,3}}(?:[,，][0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?)(万亿|亿|万)?(?:元|%|[{COUNTERS}])?"
)
_CHANGES = re.compile(r"(?<![0-9])([-+−]?[0-9]++)/([-+−]?[0-9]++)")  # added and removed
_COUNT = re.compile(rf"([0-9]+(?:,[0-9]{{3}})*)[{COUNTERS}]?")
_LED_BY_ZERO = re.compile(r"[-+−]?0[0-9]")  # no number is written so, but two that are glued may be
_BLANK = re.compile(r"[-−–—－/／]*|无")
LONGEST = 4_000  # characters of a cell from which on it is no count: Python neither reads nor writes 4,300 digits
_SCALE = {"万": Decimal(10**4), "亿": Decimal(10**8), "万亿": Decimal(10**12)}


def cell_value(text: str) -> Decimal | None:
    """The number in a cell, scale words multiplied in; ``None`` where the cell is not a number.

    >>> cell_value("1.2万元"), cell_value("－"), cell_value("3,292"), cell_value("减3"), cell_value("8件")
    (Decimal('12000.0'), None, Decimal('3292'), Decimal('-3'), Decimal('8'))
    """
    match = _NUMBER.fullmatch((text if text.isascii() else unicodedata.normalize("NFKC", text)).strip())
    if match is None:
        return None
    sign, digits, scale = match.groups()
    value = Decimal(digits.replace(",", "").replace("，", "")) * _SCALE.get(scale or "", Decimal(1))
    return -value if sign and sign[0] in "-−减" else value


def rounding(text: str) -> Decimal:
    """What one unit in the last place of the number in a cell is worth.

    >>> rounding("12.50"), rounding("1.2万元"), rounding("3,292")
    (Decimal('0.01'), Decimal('1000.0'), Decimal('1'))
    """
    match = _NUMBER.fullmatch((text if text.isascii() else unicodedata.normalize("NFKC", text)).strip())
    if match is None:
        return Decimal(1)
    digits, scale = match.group(2), match.group(3)
    return Decimal(1).scaleb(-len(digits.partition(".")[2])) * _SCALE.get(scale or "", Decimal(1))


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
