"""Dimensions: which units compare, and how many base units each of them is."""

from dataclasses import dataclass
from fractions import Fraction

from textmine.errors import LexiconError
from textmine.lexicon.loader import cached, table

_KEYS = {"base", "source", "units"}  # any other key of a dimension is a group of units with a source of its own


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a unit measures: ``name`` (`time`), ``base`` (`h`), and how many of ``base`` one of the unit is."""

    name: str
    base: str
    factor: Fraction


@cached
def dimensions() -> dict[str, Dimension]:
    """Every unit code that compares with others, with its dimension.

    Raises `LexiconError` where an entry is incomplete.

    >>> dimensions()["{working_day}"].factor
    Fraction(24, 1)
    """
    found: dict[str, Dimension] = {}
    for name, entry in table("dimensions").items():
        try:
            for group in (entry, *(entry[key] for key in entry if key not in _KEYS)):
                units = group["units"]
                found |= {code: Dimension(name, entry["base"], _number(text)) for code, text in units.items()}
        except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
            raise LexiconError(f"dimensions.toml, {name}: {error!r}") from error
    return found


def dimension(code: str) -> Dimension | None:
    """The dimension of a unit code, also of a rate whose two sides have one; ``None`` for a unit of its own.

    >>> dimension("km/h").name, dimension("km/d").factor, dimension("{件}")
    ('length/time', Fraction(125, 3), None)
    """
    known = dimensions()
    if code in known:
        return known[code]
    parts = code.split("/")
    sides = [known.get(part) for part in parts]
    if len(parts) != 2 or sides[0] is None or sides[1] is None:
        return None
    above, below = sides[0], sides[1]
    return Dimension(f"{above.name}/{below.name}", f"{above.base}/{below.base}", above.factor / below.factor)


def _number(text: str) -> Fraction:
    above, _, below = text.partition("/")
    return Fraction(above) / Fraction(below or "1")
