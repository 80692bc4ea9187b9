"""From text to sections, passages and sentences."""

from textmine.segment.passages import find_passages, sentences
from textmine.segment.tree import find_sections, section_at

__all__ = ["find_passages", "find_sections", "section_at", "sentences"]
