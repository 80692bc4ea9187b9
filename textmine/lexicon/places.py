"""The places of China: administrative divisions down to the county and the functional zones named after them."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from textmine.errors import LexiconError
from textmine.lexicon.loader import cached, table, words

_COLUMNS = ("name", "short", "level", "parent", "code", "source")
_SHORT = 2  # characters of most short forms
_RANK = {"province": 0, "prefecture": 1, "region": 2, "county": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One administrative division; ``parent`` is the code of the division above, ``short`` may be empty."""

    name: str
    short: str
    level: str
    parent: str
    code: str
    source: str


@cached
def places() -> tuple[Place, ...]:
    """All places of ``places.csv`` and of ``places.toml``, provinces first.

    Raises `LexiconError` where a row lacks a column or has an unknown level.

    >>> [place.name for place in places() if place.short == "长沙" and place.level == "prefecture"]
    ['长沙市']
    """
    text = (files("textmine.lexicon") / "data" / "places.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    rows = [*csv.DictReader(lines), *table("places").get("place", [])]
    found = []
    for row in rows:
        if any(not isinstance(row.get(column), str) for column in _COLUMNS) or row["level"] not in _RANK:
            raise LexiconError(f"places: a row needs {', '.join(_COLUMNS)} and a level of {', '.join(_RANK)}: {row}")
        found.append(Place(**{column: row[column] for column in _COLUMNS}))
    return tuple(sorted(found, key=lambda place: _RANK[place.level]))


@dataclass(frozen=True, slots=True)
class _Index:
    """Names by their first two characters, longest first; ``None`` for a guard, which is read but reports nothing.

    ``head`` finds where a name may begin, ``zones`` are the zone words by their first character.
    """

    head: re.Pattern[str]
    by_head: dict[str, tuple[tuple[str, Place | None], ...]]
    zones: dict[str, tuple[str, ...]]


@cached
def _index() -> _Index:
    names: dict[str, Place | None] = {}
    for place in places():
        names.setdefault(place.name, place)
        if place.short:
            names.setdefault(place.short, place)
    names.update(dict.fromkeys(table("places")["guards"]["words"]))
    by_head: dict[str, list[tuple[str, Place | None]]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        by_head.setdefault(name[:2], []).append((name, names[name]))
    zones: dict[str, list[str]] = {}
    for word in words("places", "zones"):
        zones.setdefault(word[0], []).append(word)
    return _Index(
        _heads(names, zones),
        {head: tuple(listed) for head, listed in by_head.items()},
        {first: tuple(listed) for first, listed in zones.items()},
    )


def _heads(names: Mapping[str, Place | None], zones: Iterable[str]) -> re.Pattern[str]:
    """Where a name may begin, by the characters that names have in their first three places.

    Two characters are enough for a guard and for the short form of a province or a prefecture, which count alone; every
    other name goes on or has a zone word behind it. A report looks so at one character in twenty.
    """
    short = [name for name, place in names.items() if len(name) == _SHORT and not _needs_zone(name, place)]
    thirds = {name[_SHORT] for name in names if len(name) > _SHORT}.union(zones)
    firsts, seconds = ({name[at] for name in names if len(name) >= _SHORT} for at in (0, 1))
    alone = "".join(_one_of(name[at] for name in short) for at in (0, 1))
    return re.compile(f"{_one_of(firsts)}(?={_one_of(seconds)}(?:{_one_of(thirds)}|(?<={alone})))")


def _one_of(characters: Iterable[str]) -> str:
    return f"[{re.escape(''.join(sorted(set(characters))))}]"


def _needs_zone(name: str, place: Place | None) -> bool:
    """Whether a name is the short form of a county, which is an ordinary word unless a functional zone bears it."""
    return place is not None and place.level == "county" and name != place.name


# 北京路, 河南中路, 滨河南路: a short name before these is that of a street.
_STREET = re.compile("[东南西北中]?(?:路|街|大道|巷|弄)")


def find_places(text: str) -> list[tuple[int, int, str]]:
    """Places named in ``text``, left to right without overlap, the longest at each point: start, end, official name.

    Offsets are 0-based code points, half-open. A functional zone is named as it stands (`漳州台商投资区`). The short form of
    a county counts only before a zone word, because many are ordinary words as well. Linear in the length of the text.

    >>> find_places("长沙与漳州台商投资区")
    [(0, 2, '长沙市'), (3, 10, '漳州台商投资区')]
    """
    index = _index()
    found: list[tuple[int, int, str]] = []
    free = 0
    for match in index.head.finditer(text):
        start = match.start()
        if start < free:
            continue
        for name, place in index.by_head.get(text[start : start + 2], ()):
            if not text.startswith(name, start):
                continue
            end = start + len(name)
            zone = _zone_at(text, end, index.zones) if place else ""
            street = place is not None and name != place.name and _STREET.match(text, end)
            if not zone and (street or _needs_zone(name, place)):
                continue
            free = end + len(zone)
            if place:
                found.append((start, free, text[start:free] if zone else place.name))
            break
    return found


def _zone_at(text: str, at: int, zones: dict[str, tuple[str, ...]]) -> str:
    """The longest word that makes a functional zone of a place name ending at ``at`` (`台商投资区`), or nothing."""
    for word in zones.get(text[at : at + 1], ()):
        if text.startswith(word, at):
            return word
    return ""
