"""Why a file is not simply ``ok``: the reason codes, what status each gives, and what a user can do about it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from textmine.schema.document import Status


class Reason(StrEnum):
    """A reason code; ``status`` is what it makes of the file, ``advice`` one English clause for the user.

    A reader may refine a code after a colon (``type:pdf``): `Reason.of` finds the reason behind it.

    >>> Reason.of("type:pdf").status
    'unsupported'
    >>> Reason.of("encoding:mixed").status
    'partial'
    """

    status: Status
    advice: str

    def __new__(cls, code: str, status: Status, advice: str) -> Self:
        """Give the code its status and its advice."""
        reason = str.__new__(cls, code)
        reason._value_ = code
        reason.status = status
        reason.advice = advice
        return reason

    BLANK = "blank", "empty", "there is no text in it; nothing was lost"
    NEEDS_OCR = "needs_ocr", "empty", "its pages are pictures; install textmine[ocr], or recognise them first"
    MIXED = "encoding:mixed", "partial", "each line was read in its own charset; check the lines named"
    DAMAGED = "encoding:damaged", "partial", "what fits no charset became U+FFFD; fetch the original again"
    UNCERTAIN = "encoding:uncertain", "partial", "too short to be sure of the charset; convert it to UTF-8"
    MOJIBAKE = "encoding:mojibake", "partial", "it was once read in a wrong charset and saved so; fetch the original"
    NUL = "nul", "partial", "each NUL became U+FFFD; fetch the original again"
    CHANGED = "changed", "partial", "it changed while it was read; run again when it is written"
    TEXT_LOST = "text_lost", "partial", "a part of its text could not be read; compare it with the original"
    TRUNCATED = "truncated", "partial", "its end is missing; fetch the original again"
    LIMIT = "limit", "partial", "only its beginning was read; split it"
    TYPE = "type", "unsupported", "no reader for this type is installed; convert it to text"
    EXTRA = "extra", "unsupported", "its reader is an extra that is not installed; install it and run again"
    COLUMN = "column", "unsupported", "name the column that holds the reports with --text-column"
    ENCODING = "encoding", "quarantined", "no charset known here fits; convert it to UTF-8"
    BINARY = "binary", "quarantined", "it is not text; take it out of the archive or convert it"
    TOO_LARGE = "too_large", "quarantined", "split it into reports"
    PARSE = "parse", "quarantined", "it is damaged; fetch the original again"
    ENCRYPTED = "encrypted", "quarantined", "save it without a password"
    DEPTH = "depth", "quarantined", "its parts lie too deep within each other; save it anew from its program"
    RATIO = "ratio", "quarantined", "it unpacks to far more than its size, as attacks do; unpack it by hand"
    OVERLAP = "overlap", "quarantined", "its members share bytes, as attacks do; unpack it by hand"
    TOO_MANY = "too_many", "quarantined", "it holds more parts than a report has; unpack or split it by hand"
    TIMEOUT = "timeout", "quarantined", "it took too long; split it, or raise the limit"
    MEMORY = "memory", "quarantined", "it took too much memory; split it, or raise the limit"
    IO = "io", "quarantined", "make it readable and run again"
    CRASH = "crash", "quarantined", "textmine failed on it; please report this with the file"
    NOT_REGULAR = "not_regular", "skipped", "only regular files are opened"
    SYMLINK = "symlink", "skipped", "links are not followed; name what it points to"
    HIDDEN = "hidden", "skipped", "names that begin with a dot are passed over; name it to read it"
    STORE = "store", "skipped", "it belongs to the fact store"

    @classmethod
    def of(cls, code: str) -> Reason:
        """The reason behind a code that may be refined after a colon; `KeyError` for an unknown one."""
        known = {str(reason): reason for reason in cls}
        return known[code] if code in known else known[code.partition(":")[0]]
