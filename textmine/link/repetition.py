"""Repetition: a sentence or a figure that a report gives again links to where it stands first."""

import re
from collections.abc import Sequence
from decimal import Decimal

from textmine.link.placed import FoundLink, Placed

_SENTENCE = 12  # characters; a shorter sentence may be repeated by chance
# What says of a noun that it was counted or received, and nothing of what it is.
_BESIDE_NOUN = re.compile(r"^(?:共|新)?(?:收到|受理|接收|新收|收|开设)|总?(?:数量|数|量)$|的")
_TOO_WIDE = frozenset(("信息", "项目", "企业", "事项", "单位"))  # nouns that end the names of many things
_ECONOMY = ("经济", "国民经济")
_CHANCE = 10  # up to which two counts are equal by chance; a share or a rate tells by its digits


def repeated(text: str, placed: Sequence[Placed]) -> list[FoundLink]:
    """``same_as`` from what is said again to its first occurrence: whole sentences, then figures of one name and time."""
    found = _sentences(text, placed)
    linked = {link.source for link in found}
    return [*found, *_figures([item for item in placed if item.id not in linked])]


def _sentences(text: str, placed: Sequence[Placed]) -> list[FoundLink]:
    """A sentence that stands twice in the report: its figures repeat the first ones."""
    found = []
    sentences: dict[str, dict[int, Placed]] = {}
    low = -1
    first: dict[int, Placed] | None = None
    for item in placed:
        if item.sentence[0] != low:
            low = item.sentence[0]
            sentence = "".join(text[low : item.sentence[1]].split())
            first = sentences.setdefault(sentence, {}) if len(sentence) >= _SENTENCE else None
        if first is not None:
            earlier = first.setdefault(item.figure.start - low, item)
            if earlier is not item:
                found.append(FoundLink("same_as", item.id, earlier.id, "repeated sentence"))
    return found


def _figures(placed: Sequence[Placed]) -> list[FoundLink]:
    """A figure given again, in other words: equal as written, in change and end of time, and named alike."""
    found = []
    firsts: dict[str, list[Placed]] = {}
    for item in placed:
        if item.borrowed or item.share:
            continue
        earlier = firsts.get(item.figure.quote)
        if earlier is None:
            firsts[item.figure.quote] = [item]
            continue
        first = next((other for other in earlier if _tells_the_same(other, item)), None)
        if first is None:
            earlier.append(item)
        else:
            found.append(FoundLink("same_as", item.id, first.id, "told again"))
    return found


def _tells_the_same(first: Placed, item: Placed) -> bool:
    """Whether two figures of one wording mean one thing: the same name, or one is the other with more words before it."""
    left_figure, right_figure = first.figure, item.figure
    if left_figure.unit != right_figure.unit or left_figure.change != right_figure.change:
        return False
    if first.period.end != item.period.end or first.sentence == item.sentence or not _telling(right_figure.value):
        return False
    left, right = (_meant(name) for name in (first.indicator, item.indicator))
    if min(len(left), len(right)) <= 1 or _TOO_WIDE.intersection((left, right)):
        return False
    return left.endswith(right) or right.endswith(left)


def _meant(name: str) -> str:
    """A name without what is beside its noun; what grows as 经济 is the product."""
    name = _BESIDE_NOUN.sub("", name)
    return "生产总值" if name in _ECONOMY else name


def _telling(value: Decimal) -> bool:
    """Whether a value hardly meets another by chance: above ten, and no round hundred; or with digits behind the point."""
    return len(value.normalize().as_tuple().digits) > 1 or _CHANCE < value < 100
