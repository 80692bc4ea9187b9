"""Characters that a Word document stores as places in a symbol font: box and tick marks of forms, signs of formulas."""

from __future__ import annotations

import re

_PRIVATE = 0xF000  # where Word stores the characters of symbol fonts
# Sources: Unicode's mapping of Wingdings (L2/11-052R), and of Adobe Symbol (MAPPINGS/VENDORS/ADOBE/symbol.txt).
_FONTS = {
    "wingdings": {
        0x6C: "●", 0x6E: "■", 0x6F: "□", 0x75: "◆", 0x9F: "•", 0xA7: "▪", 0xA8: "□", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒",
        0xFE: "☑",
    },
    "wingdings 2": {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□"},
    "symbol": {0xA3: "≤", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈"},
}  # fmt: skip


def symbol(font: str, code: str) -> str:
    """The character with that hexadecimal code in that font; as it stands where the font is no known symbol font.

    >>> symbol("Wingdings 2", "F052"), symbol("Wingdings", "00FE"), symbol("宋体", "2611"), symbol("宋体", "D800")
    ('☑', '☑', '☑', '')
    """
    if not re.fullmatch("[0-9A-Fa-f]{1,4}", code):
        return ""
    place = int(code, 16)
    known = _FONTS.get(font.lower(), {}).get(place - _PRIVATE if place >= _PRIVATE else place)
    return known or ("" if place < 0x20 or 0xD800 <= place < 0xE000 else chr(place))
