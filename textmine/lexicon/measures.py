"""Measures: one id for one thing that the disclosure forms count, whatever the form of the year calls it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.errors import LexiconError
from textmine.lexicon.loader import cached, table

_MARKER = re.compile(
    r"其中[:：]?|[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十]{1,2}[)）]|[0-9]{1,2}[.、．]"
)
_TOTAL, _ALL_YEARS = "total", "all_years"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What an id stands for: names in Chinese and English, the forms that have it, where its definition changed."""

    id: str
    zh: str
    en: str
    forms: tuple[str, ...]
    changed: str = ""


@cached
def measures() -> dict[str, Measure]:
    """Every measure by its id, those broken down by applicant or result included.

    Raises `LexiconError` where an entry is incomplete.

    >>> measures()["request.received.natural_person"].zh
    '本年新收政府信息公开申请数量/自然人'
    >>> measures()["review.upheld"].en
    'administrative reviews: upheld'
    """
    data = table("measures")
    found: dict[str, Measure] = {}
    try:
        for identifier, row in data["parts"].items():
            base = Measure(
                id=identifier,
                zh=row["zh"],
                en=row["en"],
                forms=tuple(row["forms"]),
                changed=row.get("changed", ""),
            )
            found[identifier] = base
            if identifier.startswith(("request.received", "request.carried", "request.outcome")):
                found |= _broken_down(base, data["applicants"])
            elif identifier.startswith(("review", "litigation")):
                found |= _broken_down(base, data["results"] | {_TOTAL: {"zh": "总计", "en": "total"}})
        for row in data["sheet"]["rows"]:
            found |= _broken_down(found[row["id"]], {_ALL_YEARS: {"zh": "历年累计", "en": "since the first year"}})
    except (KeyError, TypeError) as error:
        raise LexiconError(f"measures.toml: {error!r}") from error
    return found


def of_all_years(identifier: str | None) -> str | None:
    """The measure of the column beside a year's number that counts from the first year on.

    >>> of_all_years("disclosure.proactive")
    'disclosure.proactive.all_years'
    """
    return identifier and f"{identifier}.{_ALL_YEARS}"


def _broken_down(base: Measure, by: dict[str, dict[str, str]]) -> dict[str, Measure]:
    return {
        f"{base.id}.{name}": Measure(
            id=f"{base.id}.{name}",
            zh=f"{base.zh}/{words['zh']}",
            en=f"{base.en}: {words['en']}",
            forms=base.forms,
            changed=base.changed,
        )
        for name, words in by.items()
    }


@cached
def _sheet_rows() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    rows = table("measures")["sheet"]["rows"]
    return tuple((re.compile(row["label"]), row.get("under", ""), row["id"]) for row in rows)


def sheet_measure(path: Sequence[str]) -> str | None:
    """The measure that a row of an older statistics sheet counts, by its labels from the top; ``None`` for an unknown one.

    >>> sheet_measure(["四、行政复议数量", "(一)维持具体行政行为数"]), sheet_measure(["2、网上申请数"])
    ('review.upheld', 'request.channel.online')
    """
    *above, label = (_unmarked(part) for part in path)
    for pattern, under, identifier in _sheet_rows():
        if pattern.fullmatch(label) and (not under or any(under in part for part in above)):
            return identifier
    return None


def _unmarked(label: str) -> str:
    marker = _MARKER.match(label)
    return label[marker.end() :] if marker else label
