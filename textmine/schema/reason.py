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
    MIXED = "encoding:mixed", "partial", "each line was read in its own charset; check the lines named"
    DAMAGED = "encoding:damaged", "partial", "what fits no charset became U+FFFD; fetch the original again"
    UNCERTAIN = "encoding:uncertain", "partial", "too short to be sure of the charset; convert it to UTF-8"
    MOJIBAKE = "encoding:mojibake", "partial", "it was once read in a wrong charset and saved so; fetch the original"
    NUL = "nul", "partial", "each NUL became U+FFFD; fetch the original again"
    CHANGED = "changed", "partial", "it changed while it was read; run again when it is written"
    TYPE = "type", "unsupported", "no reader for this type is installed; convert it to text"
    ENCODING = "encoding", "quarantined", "no charset known here fits; convert it to UTF-8"
    BINARY = "binary", "quarantined", "it is not text; take it out of the archive or convert it"
    TOO_LARGE = "too_large", "quarantined", "split it into reports"
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
