"""Where a body has its seat: the administrative division that it governs, or the functional zone that it runs."""

from dataclasses import dataclass

from textmine.lexicon.divisions import codes_in, earlier
from textmine.lexicon.loader import cached, words
from textmine.lexicon.places import Place, find_places, places


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """``division`` is the code of an administrative division (GB/T 2260), ``zone`` the name of a functional zone.

    A zone has no code of its own; ``division`` is then that of the division it lies in.
    """

    division: str | None = None
    zone: str | None = None


@cached
def _named() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in places():
        found.setdefault(place.name, []).append(place)
    return found


def seat_of(body: str, year: int | None = None) -> Seat:
    """The seat of an issuing body, by the codes that were valid at the end of a year (`None`: by those of today).

    The last place in the name counts; where several divisions bear its name, the one that lies in the place named before
    it, and none if that does not decide.

    >>> seat_of("福建省漳州市人民政府"), seat_of("漳州台商投资区管理委员会")
    (Seat(division='350600', zone=None), Seat(division='350600', zone='漳州台商投资区'))
    >>> seat_of("简阳市人民政府", 2014), seat_of("简阳市人民政府", 2018)
    (Seat(division='512081', zone=None), Seat(division='510185', zone=None))
    """
    found = find_places(body)
    if not found:
        return Seat()
    name = found[-1][2]
    zone = name if any(name.endswith(word) for word in words("places", "zones")) and name not in _named() else None
    above = [code for _, _, place in found[:-1] for code in _codes(place, [], year)]
    codes = _codes(_host(name) if zone else name, above, year)
    return Seat(division=codes[0] if len(codes) == 1 else None, zone=zone)


def ruled_by(body: str) -> str:
    """The name of a functional zone for the committee that runs it; any other name as it is.

    A zone's reports name it now with 管理委员会 or 管委会 and now without: it is one body.

    >>> ruled_by("漳州台商投资区管理委员会"), ruled_by("漳州台商投资区管委会"), ruled_by("北京市城市管理委员会")
    ('漳州台商投资区', '漳州台商投资区', '北京市城市管理委员会')
    """
    for words_of in words("places", "committees"):
        zone = body.removesuffix(words_of)
        if zone != body and zone.endswith(words("places", "zones")):
            return zone
    return body


def _host(zone: str) -> str:
    """The place that a zone is named after: the longest known name, official or short, that it begins with."""
    begins = [place.name for place in places() if zone.startswith(place.name)]
    short = [place.name for place in places() if place.short and zone.startswith(place.short)]
    return max(begins, key=len) if begins else (short[0] if short else "")


def _codes(name: str, above: list[str], year: int | None) -> list[str]:
    codes = [place.code for place in _named().get(name, ()) if place.code]
    if year is not None:
        codes = codes_in(name, codes, year)
    inside = [code for code in codes if any(code.startswith(_stem(outer)) for outer in above)]
    return list(dict.fromkeys(inside or codes))


def _stem(code: str) -> str:
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def stems(place: str) -> tuple[str, ...]:
    """What the codes of a place and of all divisions in it begin with, for each place of this name, official or short.

    The codes that it had before are among them.

    >>> stems("漳州"), stems("长乐区")
    (('3506',), ('350112', '350182'))
    """
    codes = [one.code for one in places() if place in (one.name, one.short) and one.code]
    return tuple(dict.fromkeys(map(_stem, earlier(codes))))
