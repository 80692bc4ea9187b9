"""Results as files: CSV that Excel opens rightly and cannot be made to calculate."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import astuple

from starlette.requests import Request
from starlette.responses import Response

from textmine.export.columns import Column
from textmine.export.delimited import excel_cell
from textmine.store import Hit, measures_like, panel, search
from textmine.store.query import MAX_CHARACTERS
from textmine.web.site import site_of

MOST = 10_000  # facts in a file


def _column(name: str) -> Column:
    """What a column of ours holds, for those who guard cells: the values that facts have, or text."""
    return Column(name=name, kind="decimal" if name in ("value", "value_high") else "text", says="")


def csv_file(name: str, header: Sequence[str], rows: Iterable[Iterable[object]]) -> Response:
    """A CSV file as an answer, as Excel shows it unharmed; a byte order mark tells it that the file is UTF-8."""
    columns = [_column(name) for name in header]
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(map(excel_cell, row, columns) for row in rows)
    return Response(
        b"\xef\xbb\xbf" + written.getvalue().encode("utf-8", "replace"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.csv"'},
    )


def facts(request: Request) -> Response:
    """The facts of a query, the first `MOST` of them, with the columns of `textmine search --csv`."""
    query = request.query_params.get("q", "")[:MAX_CHARACTERS]
    with site_of(request).open_to_keep() as connection:
        found = search(connection, query, limit=MOST)
    return csv_file("facts", Hit.__slots__, map(astuple, found.hits))


def panel_rows(request: Request) -> Response:
    """The panel of measures in the long shape, places as `path:start-end`."""
    wanted = request.query_params.getlist("measure")
    header = ("measure", "body", "division", "zone", "year", "value", "unit", "mark")
    with site_of(request).open_to_keep() as connection:
        ids = dict.fromkeys(each for pattern in wanted for each in measures_like(connection, pattern))
        rows = panel(connection, ids)
    lines = (
        (
            *(getattr(row, name) for name in header),
            "; ".join(f"{place.path or '-'}:{place.start}-{place.end} = {place.value}" for place in row.places),
        )
        for row in rows
    )
    return csv_file("panel", (*header, "places"), lines)
