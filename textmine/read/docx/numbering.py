"""Automatic numbering of a Word document: which paragraph has which number, and how Word shows it.

The headings of a report (`一、`, `（一）`, `1.`) are often numbered so; without their numbers its structure is lost.
ECMA-376 part 1, 17.9.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from lxml.etree import _Element as Element

from textmine.read.docx.names import VAL, child, number, switched_on, tag, value
from textmine.read.docx.numerals import numeral

_LEVELS = 9
_MAX_LINEAGE = 30  # styles based on each other; Word makes no more than a dozen
_MAX_LABEL = 255  # characters; Word accepts no longer pattern of a level
_PLACE = re.compile("%([1-9])")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SYMBOL_FONTS = ("wingdings", "symbol", "webdings", "zapfdingbats")


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a list: how it counts, its pattern (`%1、`), what follows the number, the style tied to it."""

    start: int = 1
    style: str = "decimal"
    pattern: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    width: int = 0
    paragraph_style: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """A numbering that paragraphs refer to. Lists of the same ``family`` count on from each other."""

    name: str
    family: str
    levels: Mapping[int, Level]
    restarts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What a paragraph style says about numbering, and the style it is based on."""

    base: str | None
    list_id: str | None
    level: int | None


@dataclass(frozen=True, slots=True)
class Label:
    """The number of a paragraph as text, and what Word puts behind it: ``tab``, ``space`` or ``nothing``."""

    text: str
    suffix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbering:
    """The lists and styles of a document."""

    lists: Mapping[str, List] = field(default_factory=dict)
    styles: Mapping[str, Style] = field(default_factory=dict)
    default_style: str | None = None

    def place(self, properties: Element | None) -> tuple[List, int] | None:
        """The list and level of a paragraph with these properties; ``None`` where it has no number."""
        own = child(properties, "w:numPr")
        style = value(properties, "w:pStyle") or self.default_style
        if own is None and style is None:
            return None
        list_id, level = value(own, "w:numId"), number(value(own, "w:ilvl"))
        if list_id is None:
            list_id, styled_level = self._of_style(style)
            level = styled_level if level is None else level
        found = self.lists.get(list_id or "")
        level = level or 0
        return (found, level) if found and level in found.levels else None

    def _of_style(self, style: str | None) -> tuple[str | None, int | None]:
        level: int | None = None
        for name in _lineage(self.styles, style):
            found = self.styles[name]
            level = found.level if level is None else level
            if found.list_id is not None:
                levels = self.lists[found.list_id].levels if found.list_id in self.lists else {}
                tied = next((at for at, one in levels.items() if one.paragraph_style == style), None)
                return found.list_id, level if tied is None else tied
        return None, level


def _lineage(styles: Mapping[str, Style], style: str | None) -> list[str]:
    """A style and those it is based on, the nearest first; a circle is cut."""
    names: list[str] = []
    while style is not None and style in styles and len(names) < _MAX_LINEAGE:
        names.append(style)
        style = styles[style].base
    return names


class Counters:
    """Counts the numbered paragraphs of one document in their order."""

    def __init__(self) -> None:
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def label(self, found: List, level: int) -> Label:
        """Count a paragraph of that list and level; what Word writes before it."""
        counts = self._counts.setdefault(found.family, [None] * _LEVELS)
        if found.name not in self._begun:
            self._begun.add(found.name)
            for at in found.restarts:
                counts[at] = None
        current = counts[level]
        counts[level] = found.levels[level].start if current is None else current + 1
        for deeper in range(level + 1, _LEVELS):
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or level < restart:
                counts[deeper] = None
        return Label(_text(found, level, counts), found.levels[level].suffix)


def _text(found: List, level: int, counts: list[int | None]) -> str:
    own = found.levels[level]
    if own.style == "bullet":
        return own.pattern

    def shown(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        one = found.levels.get(at)
        if one is None or one.style == "bullet":
            return ""
        count = counts[at]
        written = numeral(one.start if count is None else count, "decimal" if own.legal else one.style)
        return written.zfill(one.width)

    return _PLACE.sub(shown, own.pattern)


def read_numbering(part: Element | None, styles: Element | None) -> Numbering:
    """The numbering of a document from the roots of its numbering part and of its styles."""
    known, default = _styles(styles)
    if part is None:
        return Numbering(styles=known, default_style=default)
    families = {one.get(tag("w:abstractNumId"), ""): one for one in part.findall(tag("w:abstractNum"))}
    numbers = {one.get(tag("w:numId"), ""): one for one in part.findall(tag("w:num"))}
    levels = {name: _levels(one) for name, one in families.items()}
    lists: dict[str, List] = {}
    for list_id, one in numbers.items():
        family = value(one, "w:abstractNumId") or ""
        # A list may be defined by a style, which names another list, which names the definition: one step, as Word does.
        link = value(families.get(family), "w:numStyleLink")
        if link in known and (linked := known[link].list_id) in numbers:
            family = value(numbers[linked], "w:abstractNumId") or ""
        if family in levels and list_id != "0":  # 0 takes a number away
            lists[list_id] = _list(list_id, family, levels[family], one)
    return Numbering(lists=lists, styles=known, default_style=default)


def _levels(family: Element) -> dict[int, Level]:
    found = ((number(one.get(tag("w:ilvl"))), one) for one in family.findall(tag("w:lvl")))
    return {at: _level(one) for at, one in found if at is not None and 0 <= at < _LEVELS}


def _level(element: Element) -> Level:
    style, width = _format(element)
    pattern = (value(element, "w:lvlText") or "")[:_MAX_LABEL]
    if style == "bullet" and (_in_symbol_font(element) or _PRIVATE.search(pattern)):
        pattern = ""  # a drawn dot or arrow, which has no character
    start = number(value(element, "w:start"))
    return Level(
        start=1 if start is None else start,
        style=style,
        pattern=pattern,
        suffix=value(element, "w:suff") or "tab",
        restart=number(value(element, "w:lvlRestart")),
        legal=switched_on(element, "w:isLgl"),
        width=width,
        paragraph_style=value(element, "w:pStyle"),
    )


def _format(level: Element) -> tuple[str, int]:
    """The format of a level's numbers, and to how many digits they are filled up (`001`)."""
    found = next(level.iter(tag("w:numFmt")), None)
    if found is None:
        return "decimal", 0
    style = found.get(VAL, "decimal")
    if style != "custom":
        return style, 0
    first = found.get(tag("w:format"), "").partition(",")[0].strip()
    return "decimal", len(first) if first.isdigit() and len(first) < 10 else 0


def _in_symbol_font(level: Element) -> bool:
    fonts = child(child(level, "w:rPr"), "w:rFonts")
    named = "" if fonts is None else (fonts.get(tag("w:ascii")) or fonts.get(tag("w:hAnsi")) or "")
    return named.lower().startswith(_SYMBOL_FONTS)


def _list(name: str, family: str, levels: Mapping[int, Level], element: Element) -> List:
    own = dict(levels)
    restarts: set[int] = set()
    for override in element.findall(tag("w:lvlOverride")):
        at = number(override.get(tag("w:ilvl")))
        if at is None or not 0 <= at < _LEVELS:
            continue
        level = child(override, "w:lvl")
        if level is not None:
            own[at] = _level(level)
        start = number(value(override, "w:startOverride"))
        if start is not None and at in own:
            own[at] = replace(own[at], start=start)
            restarts.add(at)
    return List(name=name, family=family, levels=own, restarts=frozenset(restarts))


def _styles(part: Element | None) -> tuple[dict[str, Style], str | None]:
    known: dict[str, Style] = {}
    default: str | None = None
    for one in part.findall(tag("w:style")) if part is not None else ():
        name = one.get(tag("w:styleId"))
        if name is None:
            continue
        own = child(child(one, "w:pPr"), "w:numPr")
        known.setdefault(
            name,
            Style(base=value(one, "w:basedOn"), list_id=value(own, "w:numId"), level=number(value(own, "w:ilvl"))),
        )
        if one.get(tag("w:type")) == "paragraph" and one.get(tag("w:default")) in ("1", "true", "on"):
            default = name
    return known, default
