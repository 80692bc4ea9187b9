"""The time that a figure speaks of."""

from datetime import date
from functools import lru_cache
from typing import Literal

from textmine.schema.record import record

PeriodKind = Literal["interval", "as_of", "recurring"]
Basis = Literal["explicit", "inherited", "default"]
Role = Literal["reign", "single", "compare", "attribute"]


@record
class Period:
    """A closed interval of days; ``start`` is ``None`` for a state *as of* ``end``.

    >>> from datetime import date
    >>> str(Period(start=date(2019, 1, 1), end=date(2019, 12, 31)))
    '2019-01-01/2019-12-31'
    """

    start: date | None
    end: date | None
    kind: PeriodKind = "interval"
    basis: Basis = "default"

    def __str__(self) -> str:
        return f"{self.start or '..'}/{self.end or '..'}"

    def __contains__(self, other: "Period") -> bool:
        """Whether ``other`` lies wholly within this period."""
        if self.start is None or self.end is None or other.end is None:
            return False
        return self.start <= (other.start or other.end) and other.end <= self.end


@lru_cache(maxsize=1024)  # most periods of a report are whole years, and few
def year_span(first: int, last: int | None = None) -> Period:
    """The period of whole years.

    >>> str(year_span(2016, 2020))
    '2016-01-01/2020-12-31'
    """
    return Period(start=date(first, 1, 1), end=date(last or first, 12, 31))


@record
class PeriodMention:
    """A place in the text that names a period.

    ``start`` and ``end`` are 0-based code point offsets; ``rule`` names the rule that read it. ``role`` says what the
    words do in their sentence: ``reign`` governs the figures after it, ``single`` only the next one
    (`由2010年的310项减少到240项`), ``compare`` names the other side of a comparison
    (`比上年`), ``attribute`` belongs to the name of a thing (`2018年财政决算`).
    """

    start: int
    end: int
    quote: str
    period: Period
    rule: str
    role: Role = "reign"
