"""The fact table: one SQLite file, readable by itself (`schema.sql`), searchable in Chinese."""

from textmine.store.checks import TableChecks, measured, open_rows, table_checks
from textmine.store.dump import dump
from textmine.store.ledger import FileRecord, Known, Source
from textmine.store.lookup import explanation, matching_ids
from textmine.store.migration import Migrated, migrate
from textmine.store.panel import PanelRow, Place, measures_like, panel
from textmine.store.passages import StoredPassage, stored_passages
from textmine.store.prepared import Prepared, facts_in, prepare
from textmine.store.program import program_version
from textmine.store.search import Hit, Page, search
from textmine.store.sqlite import is_database, reading
from textmine.store.verify import damage
from textmine.store.write import Writer, open_store

__all__ = [
    "FileRecord",
    "Hit",
    "Known",
    "Migrated",
    "Page",
    "PanelRow",
    "Place",
    "Prepared",
    "Source",
    "StoredPassage",
    "TableChecks",
    "Writer",
    "damage",
    "dump",
    "explanation",
    "facts_in",
    "is_database",
    "matching_ids",
    "measured",
    "measures_like",
    "migrate",
    "open_rows",
    "open_store",
    "panel",
    "prepare",
    "program_version",
    "reading",
    "search",
    "stored_passages",
    "table_checks",
]
