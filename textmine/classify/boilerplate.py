"""Passages that are no news: formulas that say nothing of their own, and passages that a report repeats."""

import re
from collections.abc import Sequence

from textmine.lexicon.loader import cached, table

_NOISE = re.compile(r"[\W_]+")
_LONGEST = 80  # characters of a passage that may be a formula
_LEAST = 6  # characters of a passage whose repetition tells anything


def is_boilerplate(text: str) -> bool:
    """Whether a passage is a formula that says nothing of its own.

    >>> [is_boilerplate(text) for text in ("暂无其他需要说明的事项。", "特此报告。", "无行政复议案件。")]
    [True, True, False]
    """
    return len(text) <= _LONGEST and _formulas().fullmatch(_NOISE.sub("", text)) is not None


@cached
def _formulas() -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{pattern})" for group in table("boilerplate").values() for pattern in group["patterns"])
    )


def repeated(texts: Sequence[str]) -> list[int | None]:
    """For each text the number of the first earlier one that says the same, apart from white space.

    >>> repeated(["本区公开信息。", "网站改版。", "本区 公开信息。"])
    [None, None, 0]
    """
    first: dict[str, int] = {}
    found: list[int | None] = []
    for number, text in enumerate(texts):
        key = "".join(text.split())
        earlier = first.setdefault(key, number) if len(key) >= _LEAST else number
        found.append(earlier if earlier < number else None)
    return found
