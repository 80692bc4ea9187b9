"""From figures to linked facts."""

from textmine.link.facts import PassageFigures, link_facts
from textmine.link.sections import Mood, section_moods

__all__ = ["Mood", "PassageFigures", "link_facts", "section_moods"]
