"""From bytes to text: byte order marks, then strict UTF-8, then the charset that gives the most common characters.

A short Chinese text in GB18030 is often valid Big5 and the other way round, but read in the wrong one it is made of rare
characters; the share of common ones (lexicon/data/common_han.toml) tells them apart where detectors guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from textmine.errors import UndecodableText
from textmine.lexicon import cached, table
from textmine.read.mojibake import mojibake
from textmine.schema import Reason

REPLACEMENT = "\ufffd"

_MARKS = (  # the codec drops the mark, except that UTF-8 and GB18030 keep it as U+FEFF, as plain decoding does
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_MULTIBYTE = ("gb18030", "cp950", "big5hkscs")
_WIDE = ("utf-16-le", "utf-16-be")
_SAMPLE = 100_000  # characters that are looked at to judge a charset
_PLAUSIBLE = 0.4  # below this share of common characters a text is not taken for Chinese (Korean reaches 0.3)
_POSSIBLE = 0.15  # likewise for a text that is short
_CONVINCING = 0.8  # from this share on even bytes that are valid UTF-8 may be something else
_HALF = 0.5  # likewise where the UTF-8 reading has NULs, which UTF-16 is full of
_SHORT, _CLEAR = 12, 0.25  # below 12 characters the runner-up must lie this far behind
_MAX_REPLACED = 0.3  # share of unreadable characters from which a file is set aside
_MAX_CONTROLS = 0.3  # share of control characters from which a file is binary
_TOLERATED = 0.001  # share of U+FFFD in a file from which it is no longer `ok`

_ASCII = re.compile(r"[\0-\x7f]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text, the charset it was in (``mixed`` for several), and what was wrong with it, if anything."""

    text: str
    encoding: str
    reason: Reason | None = None
    detail: str = ""


class _Reading(NamedTuple):
    share: float
    encoding: str
    text: str


def decode(data: bytes) -> Decoded:
    r"""The text of a file, unchanged but for a byte order mark of UTF-16 or UTF-32, and NUL, which becomes U+FFFD.

    What is valid in one charset comes out as Python's decoder gives it: line ends stay, a UTF-8 byte order mark stays as
    U+FEFF. A file in several charsets is read line by line. Raises `UndecodableText` with reason ``encoding`` or
    ``binary`` for bytes that are no text in any charset known here.

    >>> decode("办结364项".encode("gb18030"))
    Decoded(text='办结364项', encoding='gb18030', reason=None, detail='')
    """
    found = _marked(data) or _unicode(data) or _legacy(data) or _line_by_line(data)
    return _without_nul(_checked(found, data))


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return Decoded(text=data.decode(encoding), encoding=encoding)
            except UnicodeDecodeError as error:
                damaged = data.decode(encoding, errors="replace")
                if damaged.count(REPLACEMENT) <= _MAX_REPLACED * len(damaged):
                    return Decoded(text=damaged, encoding=encoding, reason=Reason.DAMAGED, detail=_at(error.start))
    return None


def _unicode(data: bytes) -> Decoded | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if not _HAN.search(text) and (_CONTROLS.search(text) or not text.isascii()):
        # Valid UTF-8 without a Chinese character: a short text in another charset, or one in UTF-16, may look so.
        other = max(_readings(data), default=None, key=lambda reading: reading.share)
        enough = _HALF if "\0" in text else _CONVINCING
        if other is not None and other.share >= enough and _HAN.search(other.text):
            return Decoded(text=other.text, encoding=other.encoding)
    if (broken := mojibake(text, common_share)) is not None:
        return Decoded(text=text, encoding="utf-8", reason=Reason.MOJIBAKE, detail=broken)
    return Decoded(text=text, encoding="utf-8")


def _legacy(data: bytes) -> Decoded | None:
    ranked = sorted(_readings(data), key=lambda reading: -reading.share)
    if not ranked:
        return None
    best, others = ranked[0], [other for other in ranked[1:] if other.text != ranked[0].text]
    short = len(_foreign(best.text)) < _SHORT
    if best.share < (_POSSIBLE if short else _PLAUSIBLE):
        return None
    if best.share < _PLAUSIBLE or (short and others and best.share - others[0].share < _CLEAR):
        detail = f"read as {best.encoding}" + (f", but {others[0].encoding} fits as well" if others else "")
        return Decoded(text=best.text, encoding=best.encoding, reason=Reason.UNCERTAIN, detail=detail)
    return Decoded(text=best.text, encoding=best.encoding)


def _readings(data: bytes) -> list[_Reading]:
    """The strict readings of the bytes in each candidate, in the order of preference."""
    found = []
    for encoding in (*_MULTIBYTE, *_WIDE):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        found.append(_Reading(common_share(text), encoding, text))
    return found


def _line_by_line(data: bytes) -> Decoded:
    lines = re.split(rb"(?<=\n)", data)
    shares = {encoding: common_share(data.decode(encoding, errors="ignore")) for encoding in ("utf-8", *_MULTIBYTE)}
    order = sorted(shares, key=lambda encoding: -shares[encoding])
    readings = [_line(line, order) for line in lines]
    text = "".join(reading.text for reading in readings)
    replaced = text.count(REPLACEMENT)
    if common_share(text) < _PLAUSIBLE or replaced > _MAX_REPLACED * len(_foreign(text)):
        binary = b"\0" in data
        raise UndecodableText(
            "no text in any charset" if binary else f"neither UTF-8 nor {', '.join((*_MULTIBYTE, *_WIDE))}",
            reason=Reason.BINARY if binary else Reason.ENCODING,
        )
    used = [encoding for encoding in order if any(reading.encoding == encoding for reading in readings)]
    return Decoded(
        text=text,
        encoding=used[0] if len(used) == 1 else "mixed",
        reason=Reason.DAMAGED if replaced else Reason.MIXED,
        detail=f"{replaced} unreadable places" if replaced else _runs(lines, readings, main=used[0]),
    )


def _line(line: bytes, order: list[str]) -> _Reading:
    if line.isascii():
        return _Reading(1.0, "", line.decode("ascii"))
    try:
        return _Reading(1.0, "utf-8", line.decode("utf-8"))
    except UnicodeDecodeError:
        readings = [(line.decode(encoding, errors="replace"), encoding) for encoding in order]
        return max((_Reading(common_share(text), encoding, text) for text, encoding in readings), key=lambda r: r.share)


def _runs(lines: list[bytes], readings: list[_Reading], *, main: str) -> str:
    """The byte ranges that were not read in the main charset, the first three of them."""
    runs, at = [], 0
    for encoding, group in groupby(zip(lines, readings, strict=True), key=lambda pair: pair[1].encoding):
        end = at + sum(len(line) for line, _ in group)
        if encoding not in ("", main):
            runs.append(f"bytes {at}-{end} as {encoding}")
        at = end
    return f"mostly {main}, " + ", ".join(runs[:3]) + (f" and {len(runs) - 3} more places" if len(runs) > 3 else "")


def _checked(found: Decoded, data: bytes) -> Decoded:
    controls = len(_CONTROLS.findall(found.text))
    if controls > _MAX_CONTROLS * len(found.text):
        raise UndecodableText(f"{controls} control characters in {len(data)} bytes", reason=Reason.BINARY)
    replaced = found.text.count(REPLACEMENT)
    if found.reason is None and replaced > _TOLERATED * len(found.text):
        detail = f"the file itself holds U+FFFD {replaced} times"
        return Decoded(text=found.text, encoding=found.encoding, reason=Reason.DAMAGED, detail=detail)
    return found


def _without_nul(found: Decoded) -> Decoded:
    """NUL cuts strings short in databases: it becomes U+FFFD, which keeps every offset."""
    count = found.text.count("\0")
    if not count:
        return found
    text = found.text.replace("\0", REPLACEMENT)
    if found.reason is not None:
        return Decoded(text=text, encoding=found.encoding, reason=found.reason, detail=found.detail)
    return Decoded(text=text, encoding=found.encoding, reason=Reason.NUL, detail=f"{count} NULs")


def _at(byte: int) -> str:
    return f"first unreadable byte at {byte}"


def _foreign(text: str) -> str:
    return _ASCII.sub("", text)


@cached
def _common() -> frozenset[str]:
    return frozenset("".join("".join(group["characters"]) for group in table("common_han").values()))


def common_share(text: str) -> float:
    """The share of common Chinese characters and punctuation among the characters that are not ASCII (0 if none).

    >>> common_share("办结364项。"), common_share("鍔炵粨364椤")
    (1.0, 0.0)
    """
    sample = _foreign(text)[:_SAMPLE]
    common = _common()
    return sum(map(common.__contains__, sample)) / len(sample) if sample else 0.0
