"""A second, simple reading of a page, to notice text that the parser lost without a word (libxml2 does, in deep nests)."""

from __future__ import annotations

import re
from html import unescape

from textmine.read.html.text import visible

MAX_LOST = 0.02  # share of a page's characters that may be missing (issue "Readers for archives as they really are")

_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_OPENINGS = re.compile(r"<!--|<(script|style|template|xml|svg|math)\b", re.IGNORECASE)


def strip_tags(markup: str) -> str:
    """The text between the tags, without comments and scripts. What is not closed counts as text.

    >>> strip_tags("<p>办结<b>364</b>项<!-- x --></p><script>1</script>")
    '办结364项'
    """
    return unescape(_TAG.sub("", _without_islands(markup)))


def _without_islands(markup: str) -> str:
    """The markup without comments, scripts and what else is no text."""
    parts, at = [], 0
    unclosed: set[str] = set()
    while opening := _OPENINGS.search(markup, at):
        name = (opening[1] or "").lower()
        found = None if name in unclosed else _closing(name).search(markup, opening.end())
        if found is None:
            unclosed.add(name)
            parts.append(markup[at : opening.end()])
            at = opening.end()
        else:
            parts.append(markup[at : opening.start()])
            at = found.end()
    return "".join([*parts, markup[at:]])


def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}\s*>", re.IGNORECASE) if name else re.compile("-->")


def lost_share(markup: str, read: int) -> float:
    """The share of the page's characters, without white space, that are not among the ``read`` ones.

    >>> lost_share("<p>办结364项</p>", 3)
    0.5
    """
    there = visible(strip_tags(markup))
    return max(0, there - read) / there if there else 0.0
