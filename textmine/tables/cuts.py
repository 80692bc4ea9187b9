"""The ways to cut the glued digits of one row into cells: `640020470` is `64 0 0 2 0 4 70`.

A row is given as the pieces that stand between white space or pipes; each holds one cell or several glued ones. Cells
are numbers without a leading zero, or a sign for a blank. Where the form says that some cells add up to the next one, the
search goes by that total: numbers and the sum of their digits leave the same remainder when divided by nine, however the
digits are cut, which rules out most totals at once; of the rest, the size of what is left to add up decides early.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from textmine.lexicon.forms import RowLaw, Sum
from textmine.tables.cells import is_blank, plain_count

Row = tuple[str, ...]
_Half = tuple[int, int, Row]  # a place in the digits, the sum of some cells, the cells

_WHOLE = r"(?:0|[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*)"
_BLANK = r"/|无|[—－–−-]{1,2}"
_KINDS = {
    "count": re.compile(rf"{_WHOLE}|{_BLANK}"),
    "change": re.compile(rf"[-+−]?{_WHOLE}(?:/[-+−]?{_WHOLE})?|{_BLANK}"),
    "amount": re.compile(rf"{_WHOLE}(?:\.[0-9]+)?(?:亿|万)?元?|{_BLANK}"),
}
_LONGEST = 200  # characters; the longest row of a form has 15 cells of six digits and more in its totals
_STEPS = 200_000  # of the search in one row, about a fifth of a second
_MOST_STEPS = 400_000  # of the search in all rows of a table
_CELL_STEPS = 5  # what a step of the search without sums costs in those of the other
_MOST = 5_000  # readings of a row that are worth keeping


class TooManyError(Exception):
    """The search was given up: more readings than are worth trying."""


class Budget:
    """Counts the steps of a search, and ends it when there are too many; those of a row count for its ``table`` too."""

    def __init__(self, steps: int = _MOST_STEPS, table: "Budget | None" = None) -> None:
        self._left = steps
        self._table = table

    def spend(self, steps: int = 1) -> None:
        """Raise `TooManyError` where there are not as many steps left."""
        self._left -= steps
        if self._left < 0:
            raise TooManyError
        if self._table is not None:
            self._table.spend(steps)


def cuts(pieces: Sequence[str], law: RowLaw, table: Budget | None = None) -> list[Row] | None:
    """Every way to cut ``pieces`` into cells so that ``law`` holds; ``None`` where there are too many to try.

    ``table`` is what the search may cost in all rows of a table.

    >>> cuts(["640020470"], RowLaw(kinds=("count",) * 7, sums=(Sum(parts=(0, 1, 2, 3, 4, 5), total=6),)))
    [('64', '0', '0', '2', '0', '4', '70')]
    """
    digits = "".join(pieces)
    if len(digits) < law.width or len(pieces) > law.width:
        return []
    if len(digits) > _LONGEST:
        return None
    budget = Budget(_STEPS, table)
    try:
        if law.sums and digits.isdecimal() and digits.isascii():
            return list(_Sums(digits, _walls(pieces), law.sums, budget).readings())
        if len(pieces) == 1 and digits.isdecimal() and digits.isascii() and _ways(digits, law.width) > _MOST:
            return None
        return [row for row in _Cells(pieces, law.kinds, budget).readings([], 0, 0) if holds(row, law)]
    except TooManyError:
        return None


def _ways(digits: str, cells: int) -> int:
    """How many ways there are to cut digits into numbers without a leading zero.

    >>> _ways("1203", 3), _ways("1111", 2)
    (2, 3)
    """
    ways = [0] * len(digits) + [1]  # to cut what begins at each place into the cells so far
    for _ in range(cells):
        longer, behind = [0] * len(ways), 0
        for at in range(len(digits) - 1, -1, -1):
            behind += ways[at + 1]
            longer[at] = ways[at + 1] if digits[at] == "0" else behind
        ways = longer
    return ways[0]


def holds(row: Row, law: RowLaw) -> bool:
    """Whether the counts of a row obey its law, and its blanks have one sign; a blank counts nothing in a sum."""
    if len({cell for cell in row if is_blank(cell)}) > 1:
        return False
    for item in law.sums:
        parts = [plain_count(row[part]) for part in item.parts]
        total = plain_count(row[item.total])
        if sum(part or 0 for part in parts) != (total or 0) or (total is None and any(p is not None for p in parts)):
            return False
    for low, high in law.at_most:
        less, more = plain_count(row[low]), plain_count(row[high])
        if less is not None and more is not None and less > more:
            return False
    return True


def may_lack(row: Row, law: RowLaw) -> bool:
    """Whether two neighbours of a row could be one number, and one of its cells a blank that is lost.

    >>> law = RowLaw(kinds=("count",) * 3)
    >>> may_lack(("0", "0", "7"), law), may_lack(("1", "0", "7"), law)
    (False, True)
    """
    return any(
        _KINDS[kind].fullmatch(one + other) is not None
        for at, (one, other) in enumerate(pairwise(row))
        for kind in law.kinds[at : at + 2]
    )


def _walls(pieces: Sequence[str]) -> list[int]:
    """For each place of the joined pieces the end of the piece that it stands in: no cell goes past it."""
    found: list[int] = []
    for piece in pieces:
        found += [len(found) + len(piece)] * len(piece)
    return found


class _Sums:
    """Cuts of a row that is made of groups, each some cells and their total."""

    def __init__(self, digits: str, walls: list[int], sums: Sequence[Sum], budget: Budget) -> None:
        self._digits = digits
        self._walls = walls
        self._groups = [len(item.parts) for item in sorted(sums, key=lambda item: item.total)]
        self._nines = [0]
        for digit in digits:
            self._nines.append(self._nines[-1] + int(digit))
        self._budget = budget
        self._kept = 0

    def readings(self) -> Iterator[Row]:
        yield from self._from(0, 0)

    def _from(self, group: int, start: int) -> Iterator[Row]:
        """The readings of the groups from ``group`` on, in the digits from ``start`` on."""
        last = group == len(self._groups) - 1
        parts = self._groups[group]
        cells_behind = sum(other + 1 for other in self._groups[group + 1 :])
        size = len(self._digits)
        for end in [size] if last else range(start + parts + 1, size - cells_behind + 1):
            for head in self._ended(start, end, parts):
                if last:
                    self._kept += 1
                    if self._kept > _MOST:
                        raise TooManyError
                    yield head
                else:
                    for rest in self._from(group + 1, end):
                        yield head + rest

    def _ended(self, start: int, end: int, parts: int) -> Iterator[Row]:
        """The readings of ``digits[start:end]`` as ``parts`` cells and their total."""
        digits, nines = self._digits, self._nines
        for at in range(end - 1, start + parts - 1, -1):
            if (digits[at] == "0" and at < end - 1) or self._walls[at] < end:
                continue
            length, given = end - at, at - start
            # Parts are no longer than their total; the largest of them is shorter by one digit at most (six parts).
            if given > parts * length or given - (parts - 1) < length - 1:
                continue
            if (nines[end] - nines[at] - nines[at] + nines[start]) % 9:
                continue
            for cells in self._adding_up(start, at, parts, int(digits[at:end])):
                yield (*cells, digits[at:end])

    def _adding_up(self, start: int, end: int, parts: int, total: int) -> Iterator[Row]:
        """The cuts of ``digits[start:end]`` into ``parts`` cells whose sum is ``total``.

        What the first half of the cells lacks to the total is looked up among the second halves, which begin where it
        ends: seven cells of seven digits each have 117,649 cuts, and twice 343 halves.
        """
        given = end - start
        longest = len(str(total))
        if 10 ** (given - parts + 1) <= total // parts:
            return  # even the longest cell that is possible is below the average
        near = parts // 2
        far = parts - near
        low, high = end - far * longest, end - far  # where the second half may begin
        behind: dict[tuple[int, int], list[Row]] = {}
        for at, found, cells in self._tails(start + near, end, far, total, longest):
            behind.setdefault((at, total - found), []).append(cells)
        for at, found, cells in self._heads(start, near, total, longest, (low, high)) if behind else ():
            if rests := behind.get((at, found)):
                for rest in sorted(rests, key=lambda rest: [*map(len, rest)]):
                    yield (*cells, *rest)

    def _heads(self, start: int, count: int, total: int, longest: int, ends: tuple[int, int]) -> list[_Half]:
        """The ways to cut ``count`` cells from ``start`` on, that end between ``ends``: where, their sum, the cells."""
        digits, walls = self._digits, self._walls
        found: list[_Half] = [(start, 0, ())]
        for left in range(count - 1, -1, -1):
            more: list[_Half] = []
            for at, value, cells in found:
                most = at + 1 if digits[at] == "0" else min(at + longest, walls[at], ends[1] - left)
                for stop in range(max(at + 1, ends[0] - left * longest), most + 1):
                    if (whole := value + int(digits[at:stop])) > total:
                        break
                    more.append((stop, whole, (*cells, digits[at:stop])))
            self._budget.spend(len(more))
            found = more
        return found

    def _tails(self, low: int, end: int, count: int, total: int, longest: int) -> list[_Half]:
        """The ways to cut ``count`` cells that end at ``end`` and begin at ``low`` or later: where, their sum, the cells."""
        digits, walls = self._digits, self._walls
        found: list[_Half] = [(end, 0, ())]
        for left in range(count - 1, -1, -1):
            more: list[_Half] = []
            for at, value, cells in found:
                for begin in range(at - 1, max(low + left, at - longest) - 1, -1):
                    if walls[begin] < at:
                        break
                    if digits[begin] == "0" and begin < at - 1:
                        continue
                    if (whole := value + int(digits[begin:at])) > total:
                        break
                    more.append((begin, whole, (digits[begin:at], *cells)))
            self._budget.spend(len(more))
            found = more
        return found


class _Cells:
    """Cuts of a row of which nothing is known but the kinds of its cells."""

    def __init__(self, pieces: Sequence[str], kinds: Sequence[str], budget: Budget) -> None:
        self._pieces = pieces
        self._kinds = [_KINDS[kind] for kind in kinds]
        self._rest = [sum(map(len, pieces[piece:])) for piece in range(len(pieces) + 1)]
        self._budget = budget

    def readings(self, cells: list[str], piece: int, at: int) -> Iterator[Row]:
        """The readings that begin with ``cells`` and go on at ``at`` of a piece."""
        self._budget.spend(_CELL_STEPS)
        left = len(self._kinds) - len(cells)
        if left == 0 and piece == len(self._pieces):
            yield tuple(cells)
        if left == 0 or len(self._pieces) - piece > left or self._rest[piece] - at < left:
            return
        whole, kind = self._pieces[piece], self._kinds[len(cells)]
        for end in range(at + 1 if left > 1 else len(whole), len(whole) + 1):
            if kind.fullmatch(whole, at, end):
                done = end == len(whole)
                yield from self.readings([*cells, whole[at:end]], piece + done, 0 if done else end)
