"""Finds text that was read in a wrong charset and saved so. It is only reported: the text stays as the file has it."""

from __future__ import annotations

import re
from collections.abc import Callable

# Charsets as which Chinese in UTF-8 is misread, by the place that damaged it: Cyrillic and Western systems, GBK.
_MISREAD_AS = ("mac_cyrillic", "cp1251", "koi8_r", "cp1252", "latin-1", "cp437", "gb18030")
_SAMPLE = 4096  # characters
_MIN_FOREIGN = 30  # fewer characters outside ASCII prove nothing
_HEALTHY, _REPAIRED, _MIN_KEPT = 0.5, 0.7, 0.1
_SOUND, _EVERY = 0.8, 8  # where of every eighth character so many are common, the others need not be looked at
_UNICODE_REPLACED_IN_GBK = "锟斤拷"  # two U+FFFD in UTF-8, read as GBK
_ASCII = re.compile(r"[\0-\x7f]+")


def mojibake(text: str, common_share: Callable[[str], float]) -> str | None:
    """What happened to the text, in words, or ``None`` if it is sound; ``common_share`` judges how Chinese a text is.

    >>> from textmine.read.charset import common_share
    >>> mojibake("政府信息公开工作年度报告".encode().decode("mac_cyrillic") * 3, common_share)
    'UTF-8 read as mac_cyrillic'
    >>> mojibake("政府信息公开工作年度报告" * 3, common_share) is None
    True
    """
    head = text[: 4 * _SAMPLE]
    if text.isascii() or (common_share(head[::_EVERY]) >= _SOUND and _UNICODE_REPLACED_IN_GBK not in head):
        return None
    sample = _ASCII.sub("", head)[:_SAMPLE]
    if _UNICODE_REPLACED_IN_GBK * 2 in sample:
        return "characters lost in GBK (锟斤拷)"
    if len(sample) < _MIN_FOREIGN or common_share(sample) >= _HEALTHY:
        return None
    for charset in _MISREAD_AS:
        repaired = _ASCII.sub("", sample.encode(charset, "ignore").decode("utf-8", "ignore"))
        if len(repaired) >= _MIN_KEPT * len(sample) and common_share(repaired) >= _REPAIRED:
            return f"UTF-8 read as {charset}"
    return None
