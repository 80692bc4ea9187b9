"""What the name, class, id, role and style of an element say of it: furniture of the page, hidden, or the report itself."""

from __future__ import annotations

import re
from typing import NamedTuple

from textmine.lexicon import cached, table
from textmine.read.html_text import Role

_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONGEST = 200  # characters of an attribute that are looked at


class Marks(NamedTuple):
    """The role of an element, and whether its name is one of those that hold the report."""

    role: Role
    container: bool


@cached
def _names() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = table("html")
    return frozenset(data["names"]["parts"]), frozenset(data["names"]["whole"]), frozenset(data["content"]["names"])


@cached
def _elements() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = table("html")
    furniture = data["furniture"]
    return frozenset(furniture["elements"]), frozenset(furniture["roles"]), frozenset(data["content"]["elements"])


def marks_of(tag: str, classes: str, identifier: str, role: str, style: str) -> Marks:
    """What is said of an element by its name and attributes, each as written, empty where it has none.

    >>> marks_of("div", "page-footer2", "", "", "")
    Marks(role='furniture', container=False)
    >>> marks_of("div", "TRS_Editor", "", "", "")
    Marks(role='', container=True)
    >>> marks_of("p", "", "", "", "color: red; DISPLAY : none").role
    'hidden'
    """
    if style and _hides(style):
        return Marks("hidden", container=False)
    furniture, roles, holders = _elements()
    is_furniture = tag in furniture or role.lower() in roles
    is_container = tag in holders
    parts, whole, content = _names()
    for name in f"{classes[:_LONGEST]} {identifier[:_LONGEST]}".split():
        lower = name.lower()
        if lower in content:
            is_container = True
        elif lower in whole or not parts.isdisjoint(map(str.lower, _PART.findall(name))):
            is_furniture = True
    return Marks("furniture" if is_furniture else "", is_container and not is_furniture)


def _hides(style: str) -> bool:
    plain = "".join(style.lower().split())
    return any(rule in plain for rule in table("html")["furniture"]["hidden"])
