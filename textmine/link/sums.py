"""Totals and the figures that add up to them: behind them, or listed in another passage."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from textmine.link.placed import CLAUSE_MARK, FEWEST_PARTS, Placed

_OPENING = frozenset("（(")
_CLOSING = re.compile("[）)]")
_REACH = 400  # characters over which parts may stand behind their whole
_BETWEEN = 4  # figures of the same unit that may stand between a total and its parts
_NEXT = 20  # figures behind a total among which its parts are looked for
_FAR = 80  # figures back to which a list looks for its total
_HEADS = 400  # passages behind a total whose first figures may add up to it
_FEWEST = 20  # what the first figures of passages add up to by no chance
_ROUND = 100  # the figures of a sentence, if it is more and no multiple of this
_APART = 2  # marks between the two parts of a total of two
_SAME = {"{宗}": "{件}"}  # 收到申请235宗，予以公开84件…
_NO_SUM = frozenset(("%", "1", "a", "{百分点}", "{倍}"))  # units whose figures are no amounts that add up


@dataclass(slots=True)
class Sum:
    """A total and the run of figures that adds up to it; ``skipped`` figures of the unit stand between."""

    whole: Placed
    parts: list[Placed]
    skipped: int


def sums(items: Sequence[Placed], text: str) -> list[Sum]:
    """Totals of a passage with the figures behind them that add up to them (受理200起,立案182起,不予受理18起).

    A figure or two of the same unit may stand between the total and its parts; then three parts are asked for.
    """
    if len(items) <= FEWEST_PARTS:
        return []
    found = []
    for same in _by_unit(items).values():
        found += [group for at in range(len(same) - FEWEST_PARTS) if (group := _sum_at(text, same, at))]
    return found


def _by_unit(items: Sequence[Placed]) -> dict[str, list[tuple[int, Placed]]]:
    by_unit: dict[str, list[tuple[int, Placed]]] = {}
    for index, item in enumerate(items):
        if not item.figure.change and not item.share and item.figure.unit not in _NO_SUM:
            unit = item.figure.unit
            by_unit.setdefault(_SAME.get(unit, unit), []).append((index, item))
    return by_unit


def _sum_at(text: str, same: Sequence[tuple[int, Placed]], at: int) -> Sum | None:
    """The run behind ``same[at]`` that adds up to it; ``same`` holds figures of one unit with their numbers in order."""
    index, whole = same[at]
    if whole.figure.value_high is not None or whole.figure.value <= 0:
        return None
    behind = [
        other
        for number, other in same[at + 1 : at + _NEXT]
        if number < index + _NEXT and other.figure.start - whole.figure.end <= _REACH
    ]
    found = _sum_of(text, whole, behind)
    if found is None and text[whole.figure.end : whole.figure.end + 1] in _OPENING:
        closed = _CLOSING.search(text, whole.figure.end, whole.figure.end + _REACH)
        past = [other for other in behind if closed and other.figure.start >= closed.end()]
        return _sum_of(text, whole, past)  # 3995人（含…），城镇3266人，农村729人
    return found


def _sum_of(text: str, whole: Placed, behind: Sequence[Placed]) -> Sum | None:
    for skipped in range(min(_BETWEEN, len(behind) - 1)):
        if not behind[skipped].figure.value:
            continue
        run = _adding_up(behind[skipped:], whole.figure.value)
        if len(run) == FEWEST_PARTS and whole.figure.unit.isalpha() and text.startswith("、", whole.figure.end):
            continue  # sums of money side by side: 增值税12.8亿元、土地税9.5亿元、建设税3.3亿元
        if len(run) > FEWEST_PARTS or (len(run) == FEWEST_PARTS and not skipped and _together(text, *run)):
            return Sum(whole, run, skipped)
    return None


def _adding_up(candidates: Sequence[Placed], wanted: Decimal) -> list[Placed]:
    total, run = Decimal(0), []
    for other in candidates:
        run.append(other)
        total += other.figure.value
        if total >= wanted:
            return run if total == wanted else []
    return []


def _together(text: str, left: Placed, right: Placed) -> bool:
    """Whether two figures stand side by side, so that it is no chance that they add up."""
    return len(CLAUSE_MARK.findall(text, left.figure.end, right.figure.start)) <= _APART


def far_sums(placed: Sequence[Placed], passages: Sequence[Sequence[Placed]]) -> list[Sum]:
    """Lists of at least three figures that add up to one in a passage before them.

    ``passages`` holds the figures ``placed`` by passage. A list is all figures of its unit in one sentence, or the first
    figures of passages that follow each other (（一）…8项…（二）…3项…).
    """
    return [*_sums_of_sentences(placed), *_sums_of_passages(passages)]


def _sums_of_sentences(placed: Sequence[Placed]) -> Iterator[Sum]:
    first = 0
    while first < len(placed):
        end = first + 1
        while end < len(placed) and placed[end].sentence == placed[first].sentence:
            end += 1
        if end - first > FEWEST_PARTS and first:
            for same in _by_unit(placed[first:end]).values():
                total = (
                    sum((item.figure.value for _, item in same), Decimal(0)) if len(same) > FEWEST_PARTS else Decimal(0)
                )
                if total > _ROUND and total % _ROUND:
                    parts = [item for _, item in same]
                    yield from (
                        Sum(whole, parts, 0) for whole in _equal(placed[max(0, first - _FAR) : first], total, parts[0])
                    )
        first = end


def _equal(before: Sequence[Placed], total: Decimal, part: Placed) -> Iterator[Placed]:
    """The nearest figure that is so much of the unit of ``part``."""
    for other in reversed(before):
        if other.figure.value == total and other.figure.unit == part.figure.unit and not other.figure.change:
            yield other
            return


def _sums_of_passages(passages: Sequence[Sequence[Placed]]) -> Iterator[Sum]:
    heads = [passage[0] for passage in passages]
    ends = _ends_of_runs(heads)
    for behind, passage in enumerate(passages[:-1], 1):
        unit = heads[behind].figure.unit
        if unit in _NO_SUM or ends[behind] - behind <= FEWEST_PARTS:
            continue
        for whole in reversed(passage):
            if whole.figure.unit != unit or whole.figure.change or whole.figure.value < _FEWEST:
                continue
            run = _adding_up(heads[behind : min(ends[behind], behind + _HEADS)], whole.figure.value)
            if len(run) > FEWEST_PARTS:
                yield Sum(whole, run, 0)
                break


def _ends_of_runs(heads: Sequence[Placed]) -> list[int]:
    """For each figure, up to where those that follow it have its unit."""
    ends: list[int] = []
    for _, run in itertools.groupby(heads, key=lambda item: item.figure.unit):
        count = len(list(run))
        ends += [len(ends) + count] * count
    return ends
