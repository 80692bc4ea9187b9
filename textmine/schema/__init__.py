"""The nouns of textmine: plain immutable types and their JSON form. This package imports nothing but errors."""

from textmine.schema.document import Box, Document, Grid, GridCell, Line, Metadata
from textmine.schema.fact import Fact, Link
from textmine.schema.figure import Figure, Problem
from textmine.schema.period import Period, PeriodMention, year_span
from textmine.schema.reason import Reason
from textmine.schema.report import Report
from textmine.schema.structure import Label, Passage, Section
from textmine.schema.table import Cell, Check, Table

__all__ = [
    "Box",
    "Cell",
    "Check",
    "Document",
    "Fact",
    "Figure",
    "Grid",
    "GridCell",
    "Label",
    "Line",
    "Link",
    "Metadata",
    "Passage",
    "Period",
    "PeriodMention",
    "Problem",
    "Reason",
    "Report",
    "Section",
    "Table",
    "year_span",
]
