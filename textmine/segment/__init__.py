"""From text to sections, passages and sentences. Names are imported when they are first used."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine.segment.passages import find_passages, sentences
    from textmine.segment.tree import find_sections, section_at

__all__ = ["find_passages", "find_sections", "section_at", "sentences"]

_HOMES = {"find_passages": "passages", "sentences": "passages", "find_sections": "tree", "section_at": "tree"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'textmine.segment' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f"textmine.segment.{_HOMES[name]}"), name)
    return value
