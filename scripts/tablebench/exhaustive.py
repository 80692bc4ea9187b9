"""An exhaustive count of the readings of a row of glued digits: what no program can tell apart.

It knows nothing of the program's own search. Every place between two digits may be cut; a cell has no leading zero; a
reading counts if the sums of the form hold. Where a row has two readings, both are fillings that satisfy every identity.
"""

from collections import Counter
from collections.abc import Iterator

from textmine.lexicon.forms import RowLaw


def count_readings(digits: str, law: RowLaw) -> int:
    """How many ways there are to cut ``digits`` into the cells of a row whose groups end in their totals.

    >>> from textmine.lexicon.forms import Sum
    >>> count_readings("1001011", RowLaw(kinds=("count",) * 5, sums=(Sum(parts=(0, 1, 2, 3), total=4),)))
    2
    """
    ways = Counter({0: 1})  # how many readings of the groups so far end at a place
    for item in sorted(law.sums, key=lambda item: item.total):
        ways_on: Counter[int] = Counter()
        for start, before in ways.items():
            for end, readings in _groups(digits, start, len(item.parts)).items():
                ways_on[end] += before * readings
        ways = ways_on
    return ways[len(digits)]


def _groups(digits: str, start: int, parts: int) -> Counter[int]:
    """How many groups of ``parts`` cells and their total begin at ``start``, by where they end."""
    sums: dict[int, Counter[int]] = {start: Counter({0: 1})}  # of the cells so far, by where they end
    for _ in range(parts):
        longer: dict[int, Counter[int]] = {}
        for at, found in sums.items():
            for end in _ends(digits, at):
                counter = longer.setdefault(end, Counter())
                for total, ways in found.items():
                    counter[total + int(digits[at:end])] += ways
        sums = longer
    ended: Counter[int] = Counter()
    for at, found in sums.items():
        for end in _ends(digits, at):
            ended[end] += found[int(digits[at:end])]
    return +ended


def _ends(digits: str, at: int) -> Iterator[int]:
    """Where a cell that begins at ``at`` may end."""
    last = len(digits) if digits[at : at + 1] != "0" else at + 1
    yield from range(at + 1, last + 1)
