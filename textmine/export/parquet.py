"""Parquet: typed columns, decimals exact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from textmine.errors import MissingExtra
from textmine.export.columns import Column, Table
from textmine.export.rows import Row, batches

_PRECISION, _SCALE = 38, 12  # the widest decimal that every reader knows: 26 digits before the point and 12 after it


def fitting(text: str | None) -> Decimal | None:
    """An exact decimal of 26 digits before the point and 12 after it; `None` for a number that is longer.

    >>> fitting("12000.5"), fitting("0.0000000000001"), fitting("1" + "0" * 26)
    (Decimal('12000.5'), None, None)
    """
    if text is None:
        return None
    number = Decimal(text)
    whole, _, fraction = text.lstrip("-").partition(".")
    return number if len(whole) <= _PRECISION - _SCALE and len(fraction) <= _SCALE else None


def write_parquet(
    path: Path | BinaryIO, table: Table, found: Iterable[Row], *, told: Mapping[str, str] | None = None
) -> int:
    """Write a table in groups of rows; returns the number of its rows. `MissingExtra` without pyarrow.

    ``told`` is what the file says of itself besides what the table means.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtra("parquet") from error
    types = {
        "text": pa.string(),
        "list": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "decimal": pa.decimal128(_PRECISION, _SCALE),
        "date": pa.date32(),
        "boolean": pa.bool_(),
    }
    shown = list(_shown(table))
    fields = [
        pa.field(column.name, types[column.kind], nullable=not column.required, metadata={"description": column.says})
        for column, _ in shown
    ]
    schema = pa.schema(fields, metadata={"description": table.says, **(told or {})})
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches(found):
            cells = [_converted([row[at] for row in batch], column) for column, at in shown]
            arrays = [pa.array(values, field.type) for values, field in zip(cells, fields, strict=True)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))
            count += len(batch)
    return count


def read_parquet(path: Path | BinaryIO, table: Table, *, at_once: int = 1_000) -> Iterator[Row]:
    """The rows of a table without dates and decimals that `write_parquet` has written, ``at_once`` of them in memory.

    `MissingExtra` without pyarrow.
    """
    with _opened(path) as file:
        for batch in file.iter_batches(at_once, columns=list(table.names)):
            yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def told_by(path: Path | BinaryIO) -> dict[str, str]:
    """What a file says of itself: what was given to `write_parquet` as ``told``, and what the table means."""
    with _opened(path) as file:
        found: dict[bytes, bytes] = file.schema_arrow.metadata or {}
    return {key.decode("utf-8"): value.decode("utf-8") for key, value in found.items()}


def _opened(path: Path | BinaryIO) -> Any:
    try:
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MissingExtra("parquet") from error
    return pq.ParquetFile(path)


def _shown(table: Table) -> Iterator[tuple[Column, int]]:
    """The columns of the file, each with its place in a row; beside each decimal stands the same as text."""
    for at, column in enumerate(table.columns):
        if column.kind != "decimal":
            yield column, at
        else:
            says = f"{column.says}; null where it has more than 26 digits before the point or 12 after it"
            yield Column(name=column.name, kind="decimal", says=says), at
            yield Column(name=f"{column.name}_text", kind="text", says=column.says, required=column.required), at


def _converted(values: Sequence[Any], column: Column) -> list[Any]:
    if column.kind == "decimal":
        return list(map(fitting, values))
    if column.kind == "date":
        return [None if value is None else date.fromisoformat(value) for value in values]
    if column.kind == "boolean":
        return [None if value is None else bool(value) for value in values]
    return list(values)
