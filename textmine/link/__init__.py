"""From figures to linked facts."""

from textmine.link.facts import PassageFigures, link_facts, sentences_of

__all__ = ["PassageFigures", "link_facts", "sentences_of"]
