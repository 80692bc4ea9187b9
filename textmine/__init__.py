"""Linked, searchable facts from Chinese government reports.

    report = textmine.mine("report.txt")     # everything found in one report
    textmine.find_figures("办结364件")         # figures of a text
    textmine.find_periods("2019年底", reference=date(2019, 12, 31))
    nlp = textmine.load()                    # the same stages as a spaCy Language

Names are imported when they are first used, so that `import textmine` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textmine import errors
    from textmine.components import load
    from textmine.extract import find_figures, find_periods
    from textmine.pipeline import mine
    from textmine.schema import Fact, Figure, Link, Passage, Period, Report, Section, Table

__version__ = "0.1.0"

__all__ = [
    "Fact",
    "Figure",
    "Link",
    "Passage",
    "Period",
    "Report",
    "Section",
    "Table",
    "__version__",
    "errors",
    "find_figures",
    "find_periods",
    "load",
    "mine",
]

_HOMES = {
    "find_figures": "textmine.extract",
    "find_periods": "textmine.extract",
    "load": "textmine.components",
    "mine": "textmine.pipeline",
} | dict.fromkeys(("Fact", "Figure", "Link", "Passage", "Period", "Report", "Section", "Table"), "textmine.schema")


def __getattr__(name: str) -> Any:
    if name == "errors":
        return import_module("textmine.errors")
    if name not in _HOMES:
        raise AttributeError(f"module 'textmine' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
