"""docs/exports.md: every column is there, and its queries run."""

import re
from pathlib import Path

import duckdb
import pytest

from textmine.export import FORMS, TABLES


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs/exports.md").read_text("utf-8")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns(page: str, table):
    section = page.split(f"## {table.name.capitalize()}\n")[1].split("\n## ", maxsplit=1)[0]
    listed = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", section, re.MULTILINE)
    assert listed == [(column.name, column.kind, column.says) for column in table.columns]


def test_forms(page: str):
    assert set(re.findall(r"^\| `([a-z-]+)` \| `", page, re.MULTILINE)) == set(FORMS)


def test_duckdb_recipes(page: str, export, facts_db: Path, stored, tmp_path: Path, monkeypatch):
    assert export(facts_db, "--to", "parquet", tmp_path)[0] == 0
    monkeypatch.chdir(tmp_path)
    recipes = re.findall(r"```sql\n(.+?)```", page.split("### DuckDB")[1], re.DOTALL)
    limits, panel, shares = (duckdb.sql(query).fetchall() for query in recipes)
    assert len(limits) == sum(
        row["dimension"] == "time" and row["value_base"] <= 72 and row["status"] != "target" for row in stored["facts"]
    )
    counted = {(row["body"], row["measure"]) for row in stored["facts"] if row["measure"]}
    assert {(body, measure) for body, _, measure, *_ in panel} == counted
    assert counted
    parts = {row["source"] for row in stored["links"] if row["rel"] == "part_of"}
    assert 0 < len(shares) <= sum(row["rel"] == "part_of" for row in stored["links"])
    assert {part for part, *_ in shares} <= {row["quote"] for row in stored["facts"] if row["id"] in parts}
