"""What the numbers of one list share: the unit that only the last has, a trailing 以上 or 内, the direction of change."""

import re
from dataclasses import replace

from textmine.extract.change import change_before
from textmine.schema.figure import Figure

# Between two coordinated numbers: 、 or 和 with at most a short name of the next thing (小单3日、大单30日内).
_JOINT = re.compile(r"^[（(]?[^，。；：\n,;:]{0,16}?[)）]?[、和与及]\s*(?P<name>[^，。；：\n,;:0-9]{0,20})$")
_DIRECT_JOINT = re.compile(r"^\s*(?:、|和|与|及|以及|，和|,和|，|,)\s*$")
_JOINT_OF_CHANGES = re.compile(r"^\s*(?:、|和|与|及|以及)\s*$")
_CHANGE_LIMIT = 24
_PLAIN_JOINTS = ("、", "和", "与", "及", "，", ",")
_NEW_VALUE = re.compile(r"^(?:提高|增加|上调|调整|降低|降|减少|下调|提升|增)?(?:到|至|为)$")
_SHARED_AFTER = {"ge", "le", "lt"}
_LEADING = {"gt", "ge", "lt", "le"}


def share_over_lists(text: str, figures: list[Figure]) -> list[Figure]:
    """Give the earlier numbers of a coordinated list the trailing bound, and the later ones the change, that reign.

    `普及率分别达80%、65%、70%以上` makes all three lower bounds; `分别增长12.5%、14.2%` makes both growth.
    """
    if len(figures) < 2:
        return figures
    shared = list(figures)
    _share_points(text, shared)
    _share_trailing(text, shared)
    for i in range(1, len(shared)):
        left, right = shared[i - 1], shared[i]
        rated = "/" in left.unit and right.unit == left.unit.partition("/")[0]
        if rated and _NEW_VALUE.match(text[left.end : right.start]):
            shared[i] = right = replace(right, unit=left.unit)  # 由每月70元提高到88元
        if left.bound == "exact" and not left.change:
            continue
        if left.change and not right.change and _said_again(text, left, right):
            shared[i] = right = replace(right, change=left.change)
        bounded = left.bound in _LEADING and left.start < left.number[0]
        bounded = bounded and right.bound == "exact" and left.unit == right.unit
        changed = left.change and not right.change and _same_change(left, right)
        if (bounded or changed) and _JOINT_OF_CHANGES.match(text[left.end : right.start]):
            bound = left.bound if bounded else right.bound  # 分别突破8万亿元、13万元
            shared[i] = replace(right, bound=bound, change=left.change if changed else right.change)
    return shared


def _share_points(text: str, shared: list[Figure]) -> None:
    """The whole unit for numbers of a list that have only its first character: 分别提高2.2个、3.7个百分点."""
    for i in range(len(shared) - 1, 0, -1):
        left, right = shared[i - 1], shared[i]
        if right.unit == "{百分点}" and left.unit == "{个}" and text[left.end : right.start] in _PLAIN_JOINTS:
            at = left.number[0]  # 提升3个 of a thing is no change, 提升3个百分点 is one
            change = left.change or change_before(text, at, max(0, at - _CHANGE_LIMIT))
            shared[i - 1] = replace(left, unit=right.unit, rule=right.rule, change=change)


def _share_trailing(text: str, shared: list[Figure]) -> None:
    reached: set[int] = set()  # figures that a trailing bound has reached already
    for i in range(len(shared) - 1, 0, -1):
        right = shared[i]
        if right.bound not in _SHARED_AFTER or not (i in reached or _stands_behind(right)):
            continue
        left = shared[i - 1]
        if left.bound != "exact" or left.unit != right.unit:
            continue
        between = text[left.end : right.start]
        direct = _DIRECT_JOINT.match(between)
        if not (_JOINT.match(between) or (direct and "，" not in between)):
            continue
        if direct or right.bound in ("le", "ge"):
            shared[i - 1] = replace(left, bound=right.bound)
            reached.add(i - 1)


def _said_again(text: str, left: Figure, right: Figure) -> bool:
    """Whether ``right`` tells the amount of ``left`` in another unit: 增加351千公顷（526万亩）."""
    return text[left.end : right.start] in ("（", "(") and text[right.end : right.end + 1] in ("）", ")")


def _same_change(left: Figure, right: Figure) -> bool:
    shares = ("%", "{倍}", "{百分点}")
    return left.unit == right.unit or (left.unit in shares and right.unit in shares)


def _stands_behind(figure: Figure) -> bool:
    """Whether the bounding word stands behind the number (within the quote), so that it can govern the list."""
    return figure.quote.endswith(("以上", "以内", "内", "以下", "左右", "上下", "起"))
