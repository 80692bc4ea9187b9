"""Parquet files with one report a row, read in small batches; needs the extra ``textmine[parquet]``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from textmine.errors import MissingExtra
from textmine.read.containers.limits import Item, Nest
from textmine.read.containers.names import Labels
from textmine.read.containers.window import seekable
from textmine.read.rows import SAMPLE, choose, row_item

_BATCH = 64  # rows in memory at a time
_LEAST = 64  # bytes that a row is taken to unpack to: a row group of a billion empty ones has a few


def expand_parquet(file: BinaryIO, path: str, nest: Nest) -> Iterator[Item]:
    """The reports in the rows of a Parquet file, called by their id or their number; raises `MissingExtra`."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise MissingExtra("parquet") from error
    table = parquet.ParquetFile(seekable(file))
    fields = table.schema_arrow
    strings = [field.name for field in fields if _is_text(pa, field.type)]
    sample = next(table.iter_batches(batch_size=SAMPLE, columns=strings, use_threads=False), None)
    if sample is None:
        return
    layout = choose(strings if nest.columns.text is None else fields.names, sample.to_pylist(), nest.columns)
    labels = Labels(path)
    number = 0
    for batch in table.iter_batches(batch_size=_BATCH, columns=list(layout.columns), use_threads=False):
        for row in batch.to_pylist():
            number += 1
            content = row[layout.text]
            nest.allowance.take(max(_LEAST, len(content) if isinstance(content, str | bytes) else 0))
            yield row_item(row, number, layout, labels)


def _is_text(pa: Any, kind: Any) -> bool:
    held = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(held) or pa.types.is_large_string(held))
