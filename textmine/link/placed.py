"""Figures as linking sees them: with their fact id, indicator, passage and sentence."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from textmine.schema.fact import Relation
from textmine.schema.figure import Figure
from textmine.schema.period import Period

RUN = 24  # figures before and behind one that are looked at
FEWEST_PARTS = 2  # that a total can have
CLAUSE_MARK = re.compile(r"[，。；：,;:]")


@dataclass(slots=True)
class Placed:
    """A figure with what linking needs to know of it: its fact id, indicator, passage, sentence span (code points), time."""

    id: str
    figure: Figure
    indicator: str
    passage: str | None
    sentence: tuple[int, int]
    share: bool
    borrowed: bool  # the name is that of the figure before
    period: Period


class FoundLink(NamedTuple):
    """A link with the rule that found it."""

    rel: Relation
    source: str
    target: str
    rule: str


def same_kind(left: str, right: str) -> bool:
    """Whether two names end alike, as those of one list do.

    >>> same_kind("货物进出口总额", "服务进出口总额"), same_kind("城建类", "提案")
    (True, False)
    """
    return len(left) > 1 and left[-2:] == right[-2:]
