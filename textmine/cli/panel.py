"""`textmine panel`: what the bodies of a store counted year by year."""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby

from textmine.cli.errors import Exit
from textmine.cli.open import require_file
from textmine.cli.terminal import OUTPUT, csv_cell, err, escaped_json, out, table
from textmine.store import PanelRow, measures_like, panel, reading

_LONG = ("measure", "body", "division", "zone", "year", "value", "unit", "mark", "places")
_WIDEST = 40  # columns of the terminal for a name
_WIDEST_PLACES = 120


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "panel",
        help="compare bodies and years",
        description="Show what each body counted of a measure in each year, with the places in the text; "
        "years that are missing and places that contradict each other are marked.",
    )
    parser.add_argument("store", metavar="STORE", help="the fact store")
    parser.add_argument(
        "--measure",
        metavar="ID",
        action="append",
        required=True,
        help="id of a measure, or a pattern as 'request.*'; may be given again",
    )
    parser.add_argument(
        "--by",
        metavar="ORDER",
        choices=("body,year", "year,body"),
        default="body,year",
        help="rows in the order of body,year (the default) or year,body",
    )
    parser.add_argument("--wide", action="store_true", help="one row a body, years as columns")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="print JSON")
    shape.add_argument("--csv", action="store_true", help="print CSV")
    parser.set_defaults(command=run)


def run(options: argparse.Namespace) -> int:
    """Print the panel; a measure that no fact has is told and is no error."""
    with reading(require_file(options.store)) as connection:
        found = {pattern: measures_like(connection, pattern) for pattern in options.measure}
        rows = panel(connection, dict.fromkeys(measure for ids in found.values() for measure in ids))
    for pattern, ids in found.items():
        if not ids:
            err(f"no fact of the store counts {pattern}; --measure '*' shows all that is counted")
    if options.by == "year,body":
        rows.sort(key=lambda row: (row.measure, row.year))  # stable: bodies stay in order
    if options.json:
        shown = _wide(rows) if options.wide else [asdict(row) for row in rows]
        out(escaped_json(json.dumps(shown, ensure_ascii=False, indent=1)))
        return Exit.DONE
    header, cells = _wide_cells(rows) if options.wide else (list(_LONG), [_long_cells(row) for row in rows])
    if options.csv:
        writer = csv.writer(OUTPUT, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(["" if cell is None else csv_cell(cell) for cell in row] for row in cells)
    elif cells:
        limits = [_WIDEST_PLACES if name == "places" else _WIDEST for name in header]
        for line in table(header, cells, limits):
            out(line)
    return Exit.DONE


def _long_cells(row: PanelRow) -> list[object]:
    return [*(getattr(row, name) for name in _LONG[:-1]), _places(row)]


def _places(row: PanelRow) -> str:
    """Where the values stand, `path:start-end`; each with its value where they do not agree."""
    return "; ".join(
        f"{place.path or '-'}:{place.start}-{place.end}" + (f" = {place.value}" if row.mark else "")
        for place in row.places
    )


def _wide(rows: Sequence[PanelRow]) -> list[dict[str, object]]:
    """A row for each measure and body, with all years of the panel; what is marked has no value and is listed by year.

    A year column begins with a letter (`y2019`), so that R and Stata take it for a name as it is.
    """
    years = sorted({row.year for row in rows})
    result: list[dict[str, object]] = []
    by_body = sorted(rows, key=lambda row: (row.measure, row.body, row.year))
    for _, each in groupby(by_body, key=lambda row: (row.measure, row.body)):
        group = list(each)
        one = group[0]
        values = {row.year: row.value for row in group}
        result.append(
            {
                "measure": one.measure,
                "body": one.body,
                "division": one.division,
                "zone": one.zone,
                "unit": one.unit,
                **{f"y{year}": values.get(year) for year in years},
                "gaps": [row.year for row in group if row.mark == "gap"],
                "contradicts": [row.year for row in group if row.mark == "contradicts"],
                "places": {str(row.year): [asdict(place) for place in row.places] for row in group if row.places},
            }
        )
    return result


def _wide_cells(rows: Sequence[PanelRow]) -> tuple[list[str], list[list[object]]]:
    """The same as a table: lists of years with blanks between, places as in the long table with their year."""
    wide = _wide(rows)
    told: dict[tuple[object, object], list[str]] = {}
    for row in sorted(rows, key=lambda row: row.year):
        if row.places:
            told.setdefault((row.measure, row.body), []).append(f"{row.year} {_places(row)}")
    cells: list[list[object]] = []
    for entry in wide:
        places = "; ".join(told[entry["measure"], entry["body"]])
        cells.append(
            [
                " ".join(map(str, item)) if isinstance(item, list) else item
                for item in (entry | {"places": places}).values()
            ]
        )
    header = list(wide[0]) if wide else [name for name in _LONG if name not in ("year", "value", "mark")]
    return header, cells
