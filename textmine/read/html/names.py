"""What the name, class, id, role and style of an element say of it: furniture of the page, hidden, or the report itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from textmine.lexicon import cached, table
from textmine.read.html.text import Role

_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONGEST = 200  # characters of an attribute that are looked at


class Marks(NamedTuple):
    """What an element says of the lines in it: their role, whether it may hold the report, whether it centres them."""

    role: Role = ""
    container: bool = False
    centred: bool = False


NO_MARKS = Marks()


@cached
def _names() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = table("html")
    return frozenset(data["names"]["parts"]), frozenset(data["names"]["whole"]), frozenset(data["content"]["names"])


@cached
def _elements() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = table("html")
    furniture = data["furniture"]
    return frozenset(furniture["elements"]), frozenset(furniture["roles"]), frozenset(data["content"]["elements"])


@cached
def named_elements() -> frozenset[str]:
    """The elements whose name alone says something of them."""
    furniture, _, holders = _elements()
    return furniture | holders | {"center"}


def marks_of(tag: str, attributes: Mapping[str, str]) -> Marks:
    """What an element says of its lines by its name and attributes; `NO_MARKS` itself if nothing.

    >>> marks_of("div", {"class": "page-footer2"})
    Marks(role='furniture', container=False, centred=False)
    >>> marks_of("div", {"class": "TRS_Editor"}).container
    True
    >>> marks_of("p", {"style": "color: red; DISPLAY : none"}).role
    'hidden'
    """
    style = "".join(attributes.get("style", "").lower().split())
    if "hidden" in attributes or any(rule in style for rule in table("html")["furniture"]["hidden"]):
        return Marks(role="hidden")
    furniture, roles, holders = _elements()
    is_furniture = tag in furniture or attributes.get("role", "").lower() in roles
    is_container = tag in holders
    parts, whole, content = _names()
    for name in f"{attributes.get('class', '')[:_LONGEST]} {attributes.get('id', '')[:_LONGEST]}".split():
        lower = name.lower()
        if lower in content:
            is_container = True
        elif lower in whole or not parts.isdisjoint(map(str.lower, _PART.findall(name))):
            is_furniture = True
    centred = tag == "center" or attributes.get("align", "").lower() == "center" or "text-align:center" in style
    marks = Marks("furniture" if is_furniture else "", is_container and not is_furniture, centred)
    return NO_MARKS if marks == NO_MARKS else marks
