"""Repetition: a sentence or a figure that a report gives again links to where it stands first."""

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal

from textmine.link.placed import FoundLink, Placed

_SENTENCE = 12  # characters; a shorter sentence may be repeated by chance
# What says of a noun that it was counted or received, and nothing of what it is.
_BESIDE_NOUN = re.compile(r"^(?:共|新)?(?:收到|受理|接收|新收|收|开设)|总?(?:数量|数|量)$|的")
_TOO_WIDE = frozenset(("信息", "项目", "企业", "事项", "单位"))  # nouns that end the names of many things
_ECONOMY = ("经济", "国民经济")
_NAMES = 200  # that one number is told of, with one end; more only a made text has
_CHANCE = 10  # up to which two counts are equal by chance; a share or a rate tells by its digits


def repeated(text: str, placed: Sequence[Placed]) -> list[FoundLink]:
    """``same_as`` from what is said again to its first occurrence: whole sentences, then figures of one name and time."""
    found = _sentences(text, placed)
    linked = {link.source for link in found}
    return [*found, *_figures([item for item in placed if item.id not in linked])]


def _sentences(text: str, placed: Sequence[Placed]) -> list[FoundLink]:
    """A sentence that stands twice in the report: its figures repeat the first ones."""
    found = []
    firsts: dict[str, int] = {}  # the number of the first figure of each sentence
    known: dict[int, dict[int, Placed]] = {}  # of one that is repeated, the figures by where they stand in it
    at = 0
    while at < len(placed):
        own = _of_one_sentence(placed, at)
        low, high = own[0].sentence
        sentence = "".join(text[low:high].split())
        first = firsts.setdefault(sentence, at) if len(sentence) >= _SENTENCE else at
        if first != at:
            if first not in known:
                known[first] = {}
                for item in reversed(_of_one_sentence(placed, first)):
                    known[first][item.figure.start - item.sentence[0]] = item
            for item in own:
                earlier = known[first].setdefault(item.figure.start - low, item)
                if earlier is not item:
                    found.append(FoundLink("same_as", item.id, earlier.id, "repeated sentence"))
        at += len(own)
    return found


def _of_one_sentence(placed: Sequence[Placed], first: int) -> list[Placed]:
    """The figures that stand in one sentence with ``placed[first]``, from there on."""
    low = placed[first].sentence[0]
    return list(
        itertools.takewhile(lambda item: item.sentence[0] == low, map(placed.__getitem__, range(first, len(placed))))
    )


def _figures(placed: Sequence[Placed]) -> list[FoundLink]:
    """A figure given again, in other words: equal as written, in change and end of time, and named alike."""
    found = []
    firsts: dict[tuple[object, ...], Placed] = {}
    # Where something was told twice: by the end of the name, as names that mean one thing end alike.
    named: dict[tuple[object, ...], dict[str, list[tuple[str, Placed]]]] = {}
    for item in placed:
        if item.borrowed or item.share:
            continue
        figure = item.figure
        key = (figure.quote, figure.unit, figure.change, item.period.end)
        first = firsts.setdefault(key, item)
        if first is item or not _telling(figure.value):
            continue
        if key not in named:
            named[key] = {}
            _alike(named[key], first)
        again = _alike(named[key], item)
        if again is not None:
            found.append(FoundLink("same_as", item.id, again.id, "told again"))
    return found


def _alike(named: dict[str, list[tuple[str, Placed]]], item: Placed) -> Placed | None:
    """The first figure that is named alike in another sentence: one name is the other, perhaps with more words before it.

    What is named like none of the earlier ones joins them.
    """
    name = _meant(item.indicator)
    if len(name) <= 1 or name in _TOO_WIDE:
        return None
    earlier = named.setdefault(name[-2:], [])
    for other, first in earlier:
        if (other.endswith(name) or name.endswith(other)) and first.sentence != item.sentence:
            return first
    if len(earlier) < _NAMES:
        earlier.append((name, item))
    return None


def _meant(name: str) -> str:
    """A name without what is beside its noun; what grows as 经济 is the product."""
    name = _BESIDE_NOUN.sub("", name)
    return "生产总值" if name in _ECONOMY else name


def _telling(value: Decimal) -> bool:
    """Whether a value hardly meets another by chance: above ten, and no round hundred; or with digits behind the point."""
    return len(value.normalize().as_tuple().digits) > 1 or _CHANCE < value < 100
