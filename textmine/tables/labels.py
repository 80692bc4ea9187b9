"""Where the labels of a form stand in a window of text, as printed, shortened or misspelt."""

import re
from collections.abc import Sequence
from functools import lru_cache

import regex

from textmine.tables.compact import Compact, label_key

_OPTIONAL = {
    "(": r"\(?",
    ")": r"\)?",
    **dict.fromkeys("“”‘’\"'", "[“”‘’\"'「」]?"),
    **dict.fromkeys(".、,:", "[.、,:;]?"),
}
_TOTAL, _ANY_TOTAL = "总计", "[总合]计"
_MISSPELT = r"\(?[^()0-9]{1,60}\)"  # a bracket at the end of a label with other words than the form's
_NOTE = r"(?:\((?![一二三四五六七八九十]{1,2}\))[^()0-9]{1,90}\)){0,2}"  # what a body explains behind a label
_COLON = ":?"
_LEAST = 5  # characters of a label that is looked for with errors; a shorter one would be found anywhere
_PER_ERROR = 6  # characters of a label for each that may be wrong

Span = tuple[int, int]


@lru_cache(maxsize=512)
def label_pattern(label: str, errors: int = 0) -> re.Pattern[str] | regex.Pattern[str]:
    """A pattern for a label in compact text: its punctuation may vary, a long bracket at its end may be missing.

    With ``errors`` so many characters may be wrong, missing or too many; a digit or a sign for a blank is never one of them, it is a cell's.

    >>> bool(label_pattern("(七)总计").fullmatch("七合计"))
    True
    >>> bool(label_pattern("2.其他法律行政法规禁止公开", 2).fullmatch("2.其他法律法规禁止公开"))
    True
    """
    key = label_key(label)
    head, bracket, rest = key.partition("(") if key.endswith(")") and not key.startswith("(") else (key, "", "")
    if key.startswith("(") and key.count("(") > 1:
        at = key.index("(", 1)
        head, bracket, rest = key[:at], "(", key[at + 1 :]

    def pattern(part: str) -> str:
        found = "".join(_OPTIONAL.get(character, re.escape(character)) for character in part)
        return found.replace(_TOTAL, _ANY_TOTAL)

    errors = min(errors, 1 + len(head) // _PER_ERROR)  # a bracket that may be missing bears no witness
    wrong = f"(?:{pattern(head)}){{e<={errors}:[^0-9/—－–无-]}}" if errors else pattern(head)
    behind = f"(?:{pattern(bracket + rest)}|{_MISSPELT})?" if bracket else ""
    behind += _NOTE + _COLON
    if errors == 0:
        return re.compile(wrong + behind)  # twice as fast as the same in `regex`
    return regex.compile(wrong + behind, regex.BESTMATCH)


def find_labels(window: Compact, labels: Sequence[str]) -> list[Span | None]:
    """Where each label stands (compact offsets), in order where possible, else anywhere; ``None`` where it is missing.

    A label that does not stand as printed is looked for with errors between those around it.
    """
    found: list[Span | None] = []
    at = 0
    for label in labels:
        match = label_pattern(label).search(window.text, at) or label_pattern(label).search(window.text)
        found.append(match.span() if match else None)
        at = match.end() if match and match.start() >= at else at
    if len(labels) > 1 and 2 * sum(span is not None for span in found) < len(labels):
        return found  # another form's labels
    for number, label in enumerate(labels):
        if found[number] is None and len(label) >= _LEAST:
            before = max((span[1] for span in found[:number] if span), default=0)
            after = min((span[0] for span in found[number + 1 :] if span), default=len(window.text))
            found[number] = _with_errors(window, label, before, after)
    return found


def _with_errors(window: Compact, label: str, start: int, end: int) -> Span | None:
    """The best place between two offsets for a label that is misspelt: not before digits that another label owns."""
    pattern = label_pattern(label, 1 + len(label) // _PER_ERROR)
    match = pattern.search(window.text, start, min(end, start + 4 * len(label) + 60)) if start < end else None
    if match is None:
        return None
    at = match.start()
    touching = at > 0 and window.at[at - 1] + 1 == window.at[at]
    numbered = touching and window.text[at] in ".、" and window.text[at - 1].isdigit()
    return at - int(numbered), match.end()  # 6.其他处理 for (六)其他处理
