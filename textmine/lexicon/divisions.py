"""Which code an administrative division had in a year: codes change as counties become districts and move between cities."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from textmine.errors import LexiconError
from textmine.lexicon.loader import cached

_COLUMNS = ("name", "code", "from", "until", "successor", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """A code that a division bore from the end of ``first`` to the end of ``last`` (years; `None`: open) and what followed it."""

    name: str
    code: str
    first: int | None
    last: int | None
    successor: str | None

    def holds(self, year: int) -> bool:
        """Whether the code was valid at the end of a year."""
        return (self.first is None or self.first <= year) and (self.last is None or year <= self.last)


@cached
def validities() -> tuple[Validity, ...]:
    """The codes of ``division_codes.csv``; every other code of ``places.csv`` was valid in all years from 2008 on.

    Raises `LexiconError` where a row is malformed.
    """
    text = (files("textmine.lexicon") / "data" / "division_codes.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    try:
        return tuple(
            Validity(
                name=row["name"],
                code=row["code"],
                first=int(row["from"]) if row["from"] else None,
                last=int(row["until"]) if row["until"] else None,
                successor=row["successor"] or None,
            )
            for row in rows
        )
    except (KeyError, ValueError) as error:
        raise LexiconError(f"division_codes: a row needs {', '.join(_COLUMNS)}: {error}") from error


@cached
def _by_code() -> dict[str, tuple[Validity, ...]]:
    found: dict[str, list[Validity]] = {}
    for each in validities():
        found.setdefault(each.code, []).append(each)
    return {code: tuple(listed) for code, listed in found.items()}


@cached
def _by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for each in validities():
        found.setdefault(each.name, []).append(each.code)
    return {name: tuple(dict.fromkeys(codes)) for name, codes in found.items()}


def codes_in(name: str, known: Iterable[str], year: int) -> list[str]:
    """The codes that divisions of a name had in a year, given those known of the name, which may be of other years.

    A name that was out of use in the year stands for what followed.

    >>> codes_in("简阳市", ["510185"], 2014), codes_in("简阳市", ["510185"], 2018), codes_in("长乐市", ["350182"], 2020)
    (['512081'], ['510185'], ['350112'])
    """
    codes = dict.fromkeys([*known, *_by_name().get(name, ())])
    valid = [code for code in codes if _holds(name, code, year)]
    return valid or list(dict.fromkeys(_later(code, year) for code in codes))


def _holds(name: str, code: str, year: int) -> bool:
    """A code whose years are not told was always valid; one that is told by another name alone counts as that."""
    told = _by_code().get(code, ())
    named = [each for each in told if each.name == name] or told
    return not named or any(each.holds(year) for each in named)


def _later(code: str, year: int) -> str:
    """The code that a division had in a year, if it had left the given one by then."""
    for _ in range(len(_by_code())):
        ended = [each for each in _by_code().get(code, ()) if each.last is not None and each.last < year]
        onward = next((each.successor for each in ended if each.successor not in (None, code)), None)
        if onward is None or any(each.holds(year) for each in _by_code().get(code, ())):
            return code
        code = onward
    return code


def earlier(codes: Iterable[str]) -> list[str]:
    """The codes, and all that the same divisions bore before.

    >>> earlier(["350112"])
    ['350112', '350182']
    """
    found = list(dict.fromkeys(codes))
    for code in found:
        found += [each.code for each in validities() if each.successor == code and each.code not in found]
    return found
