"""An exhaustive count of the readings of a row of glued digits: what no program can tell apart.

It knows nothing of the program's own search. Every place between two digits may be cut; a cell has no leading zero; a
reading counts if the sums of the form hold. Where a row has two readings, both are fillings that satisfy every identity.
"""

from functools import cache
from itertools import combinations, pairwise

from textmine.lexicon.forms import RowLaw

LONGEST = 34  # digits of a row that are counted; the groups of a longer one have too many cuts to list


def count_readings(digits: str, law: RowLaw) -> int:
    """How many ways there are to cut ``digits`` into the cells of a row whose groups end in their totals.

    >>> from textmine.lexicon.forms import Sum
    >>> count_readings("1001011", RowLaw(kinds=("count",) * 5, sums=(Sum(parts=(0, 1, 2, 3), total=4),)))
    2
    """
    sizes = [len(item.parts) + 1 for item in sorted(law.sums, key=lambda item: item.total)]

    @cache
    def groups(start: int, end: int, size: int) -> int:
        found = 0
        for places in combinations(range(start + 1, end), size - 1):
            bounds = (start, *places, end)
            cells = [digits[a:b] for a, b in pairwise(bounds)]
            if all(cell == "0" or cell[0] != "0" for cell in cells):
                *parts, total = map(int, cells)
                found += sum(parts) == total
        return found

    @cache
    def rest(group: int, start: int) -> int:
        if group == len(sizes) - 1:
            return groups(start, len(digits), sizes[group])
        behind = sum(sizes[group + 1 :])
        return sum(
            head * rest(group + 1, end)
            for end in range(start + sizes[group], len(digits) - behind + 1)
            if (head := groups(start, end, sizes[group]))
        )

    return rest(0, 0)
