"""Finds tables in text, rebuilds their cells with paths of labels, and checks what must add up."""

from textmine.tables.find import find_tables

__all__ = ["find_tables"]
