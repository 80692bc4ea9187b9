"""The fact table in the forms that other programs read."""

from textmine.export.columns import TABLES, Column, Table
from textmine.export.folder import FORMS, WHOLE, Written, export

__all__ = ["FORMS", "TABLES", "WHOLE", "Column", "Table", "Written", "export"]
