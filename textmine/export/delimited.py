"""CSV in two dialects: one that Excel opens without harm, one that R, Stata and pandas read as it is."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path

from textmine.export.columns import Column, Table
from textmine.export.rows import Row

_CELL = 32_767  # characters that a cell of Excel takes
_DIGITS = 15  # that a number of Excel keeps
_FORMULA = tuple("=+-@\t\r\n'")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{0,14}[1-9])?", re.ASCII)  # that Excel shows as it is written
# What Excel may take for a number, a date or a time, also in a Chinese system: digits with nothing but this around them.
_CONVERTED = re.compile(
    r"(?:[\d\s.,:/%()$¥€£+\-年月日时分秒]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}|[ap]m?|e){1,64}+",
    re.IGNORECASE,
)


def excel_cell(value: object, column: Column) -> str:
    """A cell that Excel shows as it is: what it would calculate, round or turn into a date gets an apostrophe in front.

    >>> from textmine.export.columns import FACTS
    >>> [excel_cell(quote, FACTS.column("quote")) for quote in ("364项", "=1+1", "2019年", "-5")]
    ['364项', "'=1+1", "'2019年", '-5']
    >>> [excel_cell(value, FACTS.column("value")) for value in ("-0.5", "1234567890123456")]
    ['-0.5', "'1234567890123456"]
    """
    if value is None:
        return ""
    text = str(value)
    if column.kind == "decimal":
        return f"'{text}" if len(text.lstrip("-").replace(".", "").strip("0")) > _DIGITS else text
    if column.kind in ("integer", "number", "boolean", "date") or (_NUMBER.fullmatch(text) and len(text) <= _DIGITS):
        return text
    if len(text) >= _CELL:
        text = text[: _CELL - 2] + "…"
    plain = unicodedata.normalize("NFKC", text[:64]).lstrip(" ")
    guarded = text.startswith(_FORMULA) or plain.startswith(_FORMULA) or _is_converted(plain)
    return f"'{text}" if guarded else text


def _is_converted(plain: str) -> bool:
    if plain.lower() in ("true", "false"):
        return True
    return any(map(str.isdigit, plain)) and _CONVERTED.fullmatch(plain) is not None


def plain_cell(value: object, column: Column) -> str:
    """A cell for programs: nothing for what is missing, all else as it is."""
    del column
    return "" if value is None else str(value)


def write_csv(path: Path, table: Table, found: Iterable[Row], *, excel: bool) -> int:
    """Write a table, rows ended by CRLF as in RFC 4180; returns the number of its rows."""
    cell: Callable[[object, Column], str] = excel_cell if excel else plain_cell
    with path.open("w", encoding="utf-8-sig" if excel else "utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.names)
        count = 0
        for count, row in enumerate(found, 1):  # noqa: B007  # the last count is that of the rows
            writer.writerow(map(cell, row, table.columns))
    return count
