"""The national forms of disclosure reports: what their tables are called, how they are labelled and what must add up."""

from dataclasses import dataclass
from typing import Any

from textmine.errors import LexiconError
from textmine.lexicon.loader import cached, table

Path = tuple[str, ...]
KINDS = frozenset(["count", "change", "amount"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """Cells of one row that add up to another cell of it, as column numbers from 0."""

    parts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLaw:
    """What the cells of one row must be: their kinds from left to right, and what holds between them.

    ``kinds`` are `count`, `change` (with a sign) or `amount` (with decimals or 元); of each pair in ``at_most`` the cell in
    the first column is no larger than that in the second (a year's number and that of all years).
    """

    kinds: tuple[str, ...]
    sums: tuple[Sum, ...] = ()
    at_most: tuple[tuple[int, int], ...] = ()

    @property
    def width(self) -> int:
        """How many cells the row has."""
        return len(self.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Equation:
    """Rows whose sum equals that of other rows, column by column, as row numbers from 0."""

    name: str
    left: tuple[int, ...]
    right: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTable:
    """One table of a national form: ``anchor`` is a label that gives it away, ``source`` the document that prescribes it.

    ``measures`` says for each row and column what its cell counts (`textmine.lexicon.measures`).
    """

    id: str
    title: str
    source: str
    note: str
    anchor: str
    columns: tuple[Path, ...]
    rows: tuple[Path, ...]
    law: RowLaw
    equations: tuple[Equation, ...]
    measures: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Words of the older statistics sheet: headings of its columns, the units that its rows count in, and labels of rows.

    ``labels`` are those by which a row is known that do not end as the name of a number does.
    """

    heads: Path
    unit_heads: Path
    value_heads: Path
    units: Path
    labels: Path


def _form_table(row: dict[str, Any], sources: dict[str, str]) -> FormTable:
    try:
        columns = tuple(tuple(path) for path in row["columns"])
        rows = tuple(tuple(path) for path in row["rows"])
        kinds = tuple(row.get("kinds", ["count"] * len(columns)))
        sums = tuple(Sum(parts=tuple(item["parts"]), total=item["total"]) for item in row.get("sums", ()))
        equations = tuple(
            Equation(name=item["name"], left=tuple(item["left"]), right=tuple(item["right"]))
            for item in row.get("equations", ())
        )
        form = FormTable(
            id=row["id"],
            title=row["title"],
            source=sources[row["form"]],
            note=row.get("note", ""),
            anchor=row["anchor"],
            columns=columns,
            rows=rows,
            law=RowLaw(kinds=kinds, sums=sums),
            equations=equations,
            measures=_measures(row["measures"]),
        )
    except (KeyError, TypeError) as error:
        raise LexiconError(f"forms.toml: table {row.get('id', '?')}: {error!r}") from error
    wide = max((number for item in sums for number in (*item.parts, item.total)), default=0)
    high = max((number for item in equations for number in (*item.left, *item.right)), default=0)
    if len(form.measures) != len(form.rows) or {len(line) for line in form.measures} != {len(form.columns)}:
        raise LexiconError(f"forms.toml: table {form.id}: its measures are not as many as its rows and columns")
    if len(kinds) != len(columns) or not KINDS.issuperset(kinds):
        raise LexiconError(
            f"forms.toml: table {form.id}: kinds are not one of {', '.join(sorted(KINDS))} for each column"
        )
    if wide >= len(columns) or high >= len(rows):
        raise LexiconError(f"forms.toml: table {form.id}: an identity names a row or column that the table lacks")
    return form


def _measures(row: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(".".join(part for part in (row["domain"], line, column) if part) for column in row["columns"])
        for line in row["rows"]
    )


@cached
def form_tables() -> tuple[FormTable, ...]:
    """The tables of all forms in the order of the vocabulary file.

    Raises `LexiconError` where a table is incomplete or an identity names a cell that it lacks.

    >>> next(form.title for form in form_tables() if form.id == "applications-2021")
    '收到和处理政府信息公开申请情况'
    """
    data = table("forms")
    return tuple(_form_table(row, data["source"]) for row in data["table"])


@cached
def sheet() -> Sheet:
    """The older statistics sheet (政府信息公开情况统计表)."""
    data = table("forms")["sheet"]
    return Sheet(**{name: tuple(data[name]) for name in ("heads", "unit_heads", "value_heads", "units", "labels")})
