"""Vocabulary as data: every word list that a rule uses stands in `data/`, each with its source."""

from textmine.lexicon.loader import cached, table, use_overlay, words

__all__ = ["cached", "table", "use_overlay", "words"]
