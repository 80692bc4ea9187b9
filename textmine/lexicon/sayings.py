"""What sentences and neighbouring years say of the cells of a form: the vocabulary of measures.toml beyond the form itself."""

import re
from dataclasses import dataclass
from typing import Any

from textmine.errors import LexiconError
from textmine.lexicon.loader import cached, table


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Words around a figure that name a measure; ``#`` stands for the figure in the ``pattern``.

    ``within`` is the domain of a figure before it in the sentence, where the words alone are not enough. ``sure`` says that
    the words name the whole number of the form, so that another value contradicts it.
    """

    pattern: re.Pattern[str]
    measure: str
    within: str
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OverYears:
    """A relation of a form to that of the year before: ``whole`` = sum of ``before`` + ``plus`` - ``minus``.

    A star in an id stands for the same words in all of them.
    """

    name: str
    whole: str
    before: tuple[str, ...]
    plus: tuple[str, ...]
    minus: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sayings:
    """The rows of sayings, the fillers before a figure, words of a part, and measures that are sums of a form's cells."""

    rows: tuple[Saying, ...]
    filler: re.Pattern[str]
    part: re.Pattern[str]
    sums: dict[str, tuple[str, ...]]


@cached
def sayings() -> Sayings:
    """The sayings of the vocabulary file; raises `LexiconError` where one is incomplete or no pattern.

    >>> next(row.measure for row in sayings().rows if row.pattern.search("现行有效行政规范性文件#"))
    'document.normative.in_force'
    """
    data = table("measures")["narrative"]
    try:
        return Sayings(
            rows=tuple(_saying(row) for row in data["rows"]),
            filler=re.compile(f"(?:{'|'.join(map(re.escape, data['fillers']))})+#"),
            part=re.compile(data["parts"]),
            sums={measure: tuple(parts) for measure, parts in data["sums"].items()},
        )
    except (KeyError, TypeError, re.error) as error:
        raise LexiconError(f"measures.toml: narrative: {error!r}") from error


def _saying(row: dict[str, Any]) -> Saying:
    return Saying(
        pattern=re.compile(row["clause"]), measure=row["id"], within=row.get("within", ""), sure=row.get("sure", False)
    )


@cached
def over_years() -> tuple[OverYears, ...]:
    """The relations between the forms of two years; raises `LexiconError` where one is incomplete.

    >>> over_years()[0].before
    ('request.carried_out.*',)
    """
    try:
        return tuple(
            OverYears(
                name=row["name"],
                whole=row["is"],
                before=tuple(row["before"]),
                plus=tuple(row.get("plus", ())),
                minus=tuple(row.get("minus", ())),
            )
            for row in table("measures")["over_years"]["rows"]
        )
    except (KeyError, TypeError) as error:
        raise LexiconError(f"measures.toml: over_years: {error!r}") from error
