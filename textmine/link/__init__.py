"""From figures to linked facts."""

from textmine.link.facts import PassageFigures, link_facts, sentences_of
from textmine.link.sections import section_moods

__all__ = ["PassageFigures", "link_facts", "section_moods", "sentences_of"]
