"""From a file to a document: what kind it is, its charset, its crawl header, and where the report itself stands."""

from textmine.read.containers import EXPANDERS, documents, found, read
from textmine.read.containers.limits import Columns, Item, Member
from textmine.read.files import MAX_BYTES
from textmine.read.listing import Entry, list_files
from textmine.read.plain import read_text
from textmine.read.reader import READERS, Reader, display_name, read_bytes, read_entry, read_file

__all__ = [
    "EXPANDERS",
    "MAX_BYTES",
    "READERS",
    "Columns",
    "Entry",
    "Item",
    "Member",
    "Reader",
    "display_name",
    "documents",
    "found",
    "list_files",
    "read",
    "read_bytes",
    "read_entry",
    "read_file",
    "read_text",
]
