"""CSV and its kin: a row of names of columns, then one report a row. Cells are text, whatever they begin with.

A table without a column of texts that has numbers behind words is one report, a sheet: it is handed on as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import BinaryIO

from textmine.read.charset import decode
from textmine.read.containers.limits import Item, Member, Nest
from textmine.read.containers.names import Labels
from textmine.read.containers.window import head_of, whole
from textmine.read.files import MAX_BYTES, SetAside
from textmine.read.rows import SAMPLE, choose, holds_texts, row_item, unread
from textmine.read.separated import read_separated
from textmine.schema import Reason

_DELIMITERS = ",\t;|"
_LONGEST_NAME = 100  # characters from which the first row is no row of names


def expand_csv(file: BinaryIO, path: str, nest: Nest) -> Iterator[Item]:
    """The reports in the rows of a table, called by their id or their number after the row of names; or the table as one."""
    csv.field_size_limit(MAX_BYTES)  # of the process: Python's own limit is 131,072 characters a cell
    head = head_of(file)
    if nest.columns.text is None and _is_sheet(head, path):
        yield Member(path, whole(file), read_separated)
        return
    charset = _charset(head)
    text = io.TextIOWrapper(
        file, encoding=charset, errors="surrogateescape" if charset.startswith("utf-8") else "replace", newline=""
    )
    rows = csv.reader(text, delimiter=_delimiter(head, charset))
    try:
        yield from _reports((row for row in rows if row), path, nest)
    except csv.Error as error:
        raise SetAside(Reason.PARSE, f"line {rows.line_num}: {error}") from error
    finally:
        text.detach()  # the file belongs to the caller


def _reports(rows: Iterator[list[str]], path: str, nest: Nest) -> Iterator[Item]:
    header = [name.strip() for name in next(rows, [])]
    if any(len(name) > _LONGEST_NAME for name in header):
        raise SetAside(Reason.COLUMN, "its first row does not name the columns")
    labels = Labels(path)
    sample = list(islice(rows, SAMPLE))
    if not sample:
        return
    layout = choose(header, [dict(zip(header, row, strict=False)) for row in sample], nest.columns)
    for number, cells in enumerate(chain(sample, rows), 1):
        row = dict(zip(header, cells, strict=False))
        trouble = "" if len(cells) == len(header) else f"{len(cells)} cells under {len(header)} names of columns"
        if trouble and layout.text not in row:
            yield unread(labels.path(str(number)), trouble)
        else:
            yield row_item(row, number, layout, labels, trouble=trouble)


def _is_sheet(head: bytes, path: str) -> bool:
    """Whether a table is one report: its first lines have numbers behind words, and no column of texts."""
    document = read_separated(head[: head.rfind(b"\n") + 1] or head, path)
    if not document.grids:
        return False
    rows: list[dict[str, object]] = []
    for _, cells in groupby(document.grids[0].cells, key=attrgetter("row")):
        rows.append({str(cell.column): document.text[cell.start : cell.end] for cell in cells})
    return not holds_texts([str(name) for name in rows[0].values()], rows[1 : SAMPLE + 1])


def _charset(head: bytes) -> str:
    """The charset of the first lines; rows in another one are read again by themselves."""
    whole = head[: head.rfind(b"\n") + 1] or head
    if whole.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    found = decode(whole).encoding
    return "utf-8" if found == "mixed" else found


def _delimiter(head: bytes, charset: str) -> str:
    first = head.decode(charset, "replace").lstrip().partition("\n")[0]
    return max(_DELIMITERS, key=first.count)
