"""Whether a body's forms follow on each other: what one year hands over, the next year takes in."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from textmine.schema import Check
from textmine.schema.codec import decimal_text

OUT, IN = "request.carried_out.", "request.carried_in."


class Carried(NamedTuple):
    """A cell of requests carried over: whose, of which year, how many, and where it stands.

    ``path`` and ``report`` name its file and report, ``start`` and ``end`` are code points of the report's text.
    """

    path: str
    report: str
    body: str
    year: int
    measure: str
    value: Decimal
    start: int
    end: int


def continuity(cells: Iterable[Carried]) -> Iterator[tuple[Carried, Check]]:
    """For each cell of requests taken in, of a body whose form of the year before is known, the check of both.

    Bodies are told apart by name; of several forms of one body and year the first counts.

    >>> cell = Carried("a", "甲", "柳河区", 2020, OUT + "total", Decimal(3), 5, 6)
    >>> later = Carried("b", "乙", "柳河区", 2021, IN + "total", Decimal(4), 7, 8)
    >>> [(check.rule, check.expected, check.actual, check.ok) for _, check in continuity([cell, later])]
    [('2020年结转下年度=2021年上年结转 [total]', '3', '4', False)]
    """
    listed = list(cells)
    handed: dict[tuple[str, int, str], Carried] = {}
    for cell in listed:
        if cell.measure.startswith(OUT):
            handed.setdefault((cell.body, cell.year, cell.measure.removeprefix(OUT)), cell)
    for cell in listed:
        applicant = cell.measure.removeprefix(IN)
        before = handed.get((cell.body, cell.year - 1, applicant))
        if before is None or not cell.measure.startswith(IN):
            continue
        yield (
            cell,
            Check(
                rule=f"{before.year}年结转下年度={cell.year}年上年结转 [{applicant}]",
                expected=decimal_text(before.value) or "",
                actual=decimal_text(cell.value) or "",
                ok=before.value == cell.value,
                places=((cell.start, cell.end),),
            ),
        )
