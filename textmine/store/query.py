"""The language of `textmine search` (docs/search.md): words, "phrases", field:value, ranges, OR, -."""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_CHARACTERS = 400
MAX_CLAUSES = 16

FIELDS = frozenset({
    "body", "place", "title", "section", "subject", "indicator", "unit", "dimension", "category", "measure", "change",
    "status", "bound", "source", "year", "period", "value", "report", "file", "gone",
})  # fmt: skip

_PUNCTUATION = "，。；：、？！…,.;:?!()（）[]【】《》<>「」'`*^+~|&"  # around a word that is not quoted
_QUOTES = str.maketrans("“”„＂", '""""')
_LEXEME = re.compile(r"""(?P<minus>-)?(?:(?P<field>[A-Za-z]+)[:：](?=\S))?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))""")


@dataclass(frozen=True, slots=True)
class Item:
    """A word or phrase (``field`` is ``None``) or a filter; ``negative`` with a dash before it."""

    text: str
    field: str | None = None
    negative: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Clauses of which all have to hold, each by one of its items at least."""

    clauses: tuple[tuple[Item, ...], ...]

    def words(self) -> list[tuple[str, ...]]:
        """The clauses that hold words only, none of them negative, in small letters."""
        return [
            tuple(lowered(item.text) for item in clause)
            for clause in self.clauses
            if all(item.field is None and not item.negative for item in clause)
        ]

    def others(self) -> list[tuple[Item, ...]]:
        """The clauses that hold a filter or something negative."""
        return [clause for clause in self.clauses if any(item.field or item.negative for item in clause)]


def lowered(text: str) -> str:
    """A text with its ASCII letters small, as `LIKE` compares them."""
    return _CAPITALS.sub(lambda found: found.group().lower(), text)


_CAPITALS = re.compile("[A-Z]+")


def parse(query: str, *, dimensions: frozenset[str] = frozenset()) -> Query:
    """Read a query; whatever is in it, there is a reading.

    ``dimensions`` are names that are fields too (`time:<=24h`). A word without a letter or a digit is passed over, unless
    it is quoted; so is what comes after the first `MAX_CHARACTERS` characters or `MAX_CLAUSES` clauses.

    >>> parse('办理时限 unit:{working_day} -"非工作日"').clauses
    ((Item(text='办理时限', field=None, negative=False),),
     (Item(text='{working_day}', field='unit', negative=False),),
     (Item(text='非工作日', field=None, negative=True),))
    >>> [len(clause) for clause in parse("公开 OR 主动 年报").clauses]
    [2, 1]
    """
    clauses: list[list[Item]] = []
    joined = False
    clean = query[:MAX_CHARACTERS].encode("utf-8", "ignore").decode("utf-8").replace("\0", " ").translate(_QUOTES)
    for lexeme in _LEXEME.finditer(clean):
        if lexeme.group() == "OR":
            joined = bool(clauses)
            continue
        item = _item(lexeme, FIELDS | dimensions)
        if item is None:
            continue
        if joined:
            clauses[-1].append(item)
        else:
            clauses.append([item])
        joined = False
    return Query(tuple(tuple(dict.fromkeys(clause)) for clause in clauses[:MAX_CLAUSES]))


def _item(lexeme: re.Match[str], fields: frozenset[str]) -> Item | None:
    field, phrase = (lexeme["field"] or "").lower(), lexeme["phrase"]
    text = phrase if phrase is not None else lexeme["word"]
    negative = lexeme["minus"] is not None
    if field in fields:
        return Item(text, field, negative) if text.strip() else None
    if lexeme["field"]:  # no field of ours: the words as they stand
        text = f"{lexeme['field']}:{text}"
    if phrase is None:
        text = text.strip(_PUNCTUATION)
    said = bool(text.strip()) if phrase is not None else any(map(str.isalnum, text))
    return Item(text, None, negative) if said else None
