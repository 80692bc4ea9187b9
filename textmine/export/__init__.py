"""The fact table in the forms that other programs read."""

from textmine.export.bulk import Loaded, load
from textmine.export.columns import TABLES, Column, Table
from textmine.export.deliver import Refused, Server
from textmine.export.folder import FEEDS, FORMS, WHOLE, Written, export
from textmine.export.postgres import Delivered, send

__all__ = [
    "FEEDS", "FORMS", "TABLES", "WHOLE", "Column", "Delivered", "Loaded", "Refused", "Server", "Table", "Written", "export", "load", "send",
]  # fmt: skip
