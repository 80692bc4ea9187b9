"""Figures, periods and the report's own frame, read from text."""

from textmine.extract.figures import find_figures
from textmine.extract.periods import find_periods

__all__ = ["find_figures", "find_periods"]
