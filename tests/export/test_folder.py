"""Exports into a folder read back: the same rows with every reader, decimals exact."""

import csv
import hashlib
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from textmine.export import FEEDS, FORMS, TABLES
from textmine.export.columns import FACTS, Table
from textmine.export.files import new_files

STATA_RESERVED = {
    "_all", "_b", "byte", "_coef", "_cons", "double", "float", "if", "in", "int", "long", "_n", "_N", "_pi", "_pred", "_rc",
    "_skip", "strL", "using", "with", *(f"str{n}" for n in range(1, 2046)),
}  # fmt: skip  # from Stata's manual, [U] 11.3


def ordered(rows, table: Table) -> list[tuple]:
    """Rows as tuples in the order of their keys."""
    return sorted(
        (tuple(row[name] for name in table.names) for row in rows),
        key=lambda row: [str(row[table.names.index(name)]) for name in table.key],
    )


def texts(rows, table: Table) -> list[tuple]:
    """The rows of the store as a file of text should hold them."""
    return ordered([{name: "" if row[name] is None else str(row[name]) for name in table.names} for row in rows], table)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
class TestEachTable:
    def test_plain_csv(self, export, facts_db: Path, stored, tmp_path: Path, table: Table):
        assert export(facts_db, "--to", "csv-plain", tmp_path)[0] == 0
        path = tmp_path / f"{table.name}.csv"
        assert not path.read_bytes().startswith(b"\xef\xbb\xbf")
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
        assert ordered(rows, table) == texts(stored[table.name], table)
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        assert ordered(frame.to_dict("records"), table) == texts(stored[table.name], table)

    def test_names_suit_stata(self, table: Table):
        assert all(name.isidentifier() and name.isascii() and len(name) <= 32 for name in table.names)
        assert not set(table.names) & STATA_RESERVED
        assert len({name.lower() for name in table.names}) == len(table.names)

    def test_lines(self, export, facts_db: Path, stored, tmp_path: Path, table: Table):
        assert export(facts_db, "--to", "jsonl", tmp_path)[0] == 0
        lines = (tmp_path / f"{table.name}.jsonl").read_text("utf-8").splitlines()
        assert ordered(map(json.loads, lines), table) == ordered(typed(stored[table.name], table, str, str), table)

    def test_parquet(self, export, facts_db: Path, stored, tmp_path: Path, table: Table):
        assert export(facts_db, "--to", "parquet", tmp_path)[0] == 0
        path = tmp_path / f"{table.name}.parquet"
        wanted = ordered(typed(stored[table.name], table, fits, date.fromisoformat, lists=str), table)
        assert ordered(pq.read_table(path).to_pylist(), table) == wanted
        frame = pd.read_parquet(path, dtype_backend="pyarrow")
        assert ordered(missing_as_none(frame).to_dict("records"), table) == wanted
        with duckdb.connect() as connection:
            found = connection.read_parquet(str(path))
            rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
        assert ordered(rows, table) == wanted
        if table is FACTS:
            for name in ("value", "value_high"):
                exact = {row["id"]: row[f"{name}_text"] for row in rows}
                assert exact == {row["id"]: row[name] for row in stored["facts"]}


def missing_as_none(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(object).where(frame.notna(), None)


def fits(text: str) -> Decimal | None:
    """A decimal if it has at most 26 digits before the point and 12 after it."""
    number = Fraction(text)
    return Decimal(text) if abs(number) < 10**26 and (number * 10**12).denominator == 1 else None


def typed(rows, table: Table, decimal, day, lists=json.loads):
    """The rows of the store with the types that a form gives them."""
    kinds = {"decimal": decimal, "date": day, "boolean": bool, "list": lists}
    for row in rows:
        yield {
            column.name: None
            if row[column.name] is None
            else kinds.get(column.kind, lambda value: value)(row[column.name])
            for column in table.columns
        }


def test_every_column_of_the_view_goes_along(stored):
    assert set(stored["facts"][0]) - set(FACTS.names) == {"pk"}


def test_required_columns_are_never_empty(stored):
    for table in TABLES:
        for column in table.columns:
            assert not column.required or all(row[column.name] is not None for row in stored[table.name])


def test_keys_are_unique_and_references_lead_somewhere(stored):
    for table in TABLES:
        keys = [tuple(row[name] for name in table.key) for row in stored[table.name]]
        assert len(set(keys)) == len(keys) > 0
        for names, other in table.refers:
            known = {tuple(row[name] for name in other.key) for row in stored[other.name]}
            assert {tuple(row[name] for name in names) for row in stored[table.name]} <= known


def test_the_awkward_values_are_there(stored):
    kept = [fits(row["value"]) for row in stored["facts"] if row["title"] == "@SUM(1,2)"]
    assert kept.count(None) == 3
    assert len(kept) == 5


def test_chosen_tables(export, facts_db: Path, tmp_path: Path):
    code, out, err = export(
        facts_db, "--to", "jsonl", tmp_path / "new" / "deep", "--table", "links", "--table", "checks"
    )
    assert (code, err, len(out.splitlines())) == (0, "", 3)
    assert {path.name for path in (tmp_path / "new" / "deep").iterdir()} == {
        "links.jsonl",
        "checks.jsonl",
        "manifest-jsonl.json",
    }


@pytest.mark.parametrize("form", FORMS)
def test_the_manifest_says_which_files_belong_together(export, facts_db: Path, tmp_path: Path, form: str):
    feed = ("--since", tmp_path / "cursor") if form in FEEDS else ()
    out = export(facts_db, "--to", form, tmp_path, *feed)[1]
    told = {Path(line.split("rows")[1].strip()).name: int(line.split("rows")[0]) for line in out.splitlines()}
    name = f"manifest-{form}.json"
    manifest = json.loads((tmp_path / name).read_text("utf-8"))
    assert manifest["form"] == form
    assert ("cursor.jsonl" in told) == bool(feed)
    told.pop("cursor.jsonl", None)
    assert told.pop(name) == len(told)
    assert {name: file["rows"] for name, file in manifest["files"].items()} == told
    for name, file in manifest["files"].items():
        content = (tmp_path / name).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())


def test_twice_gives_the_same_bytes(export, facts_db: Path, tmp_path: Path):
    for form in FORMS:
        for folder in ("a", "b"):
            assert export(facts_db, "--to", form, tmp_path / form / folder)[0] == 0
        first, second = ((tmp_path / form / folder).iterdir() for folder in ("a", "b"))
        assert {path.name: path.read_bytes() for path in first} == {path.name: path.read_bytes() for path in second}


def test_an_export_leaves_alone_what_another_is_writing(tmp_path: Path):
    """Two forms may be written into a folder at once; only what a process that has ended began there is deleted."""
    (tmp_path / ".links.csv.new").write_text("left by one that was killed", "utf-8")
    names = ("facts.csv", "links.csv", "facts.jsonl")
    with new_files(tmp_path, names=names) as place:
        place("facts.csv").write_text("first", "utf-8")
        with new_files(tmp_path, names=names) as other:
            other("facts.jsonl").write_text("second", "utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["facts.csv", "facts.jsonl"]
