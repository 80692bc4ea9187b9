"""The data package is valid, and would not be if a cell or a reference in it were wrong."""

import json
import warnings
from pathlib import Path

import pytest

from textmine.export import TABLES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what frictionless imports warns of itself
    import frictionless


@pytest.fixture
def package(export, facts_db: Path, tmp_path: Path) -> Path:
    assert export(facts_db, "--to", "datapackage", tmp_path)[0] == 0
    return tmp_path


def errors(folder: Path) -> set[str]:
    report = frictionless.validate(str(folder / "datapackage.json"))
    return {error for (error,) in report.flatten(["type"])}


def test_valid(package: Path, stored):
    report = frictionless.validate(str(package / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]
    assert {task.name: task.stats["rows"] for task in report.tasks} == {
        name: len(rows) for name, rows in stored.items()
    }


def test_every_column_has_its_type(package: Path):
    described = json.loads((package / "datapackage.json").read_text("utf-8"))
    for table, resource in zip(TABLES, described["resources"], strict=True):
        assert [field["name"] for field in resource["schema"]["fields"]] == list(table.names)
        assert resource["schema"]["primaryKey"] == list(table.key)
        assert len(resource["schema"].get("foreignKeys", ())) == len(table.refers)


@pytest.mark.parametrize(
    ("file", "old", "new", "error"),
    [
        ("facts.csv", ",exact,", ",exact", "missing-cell"),
        ("links.csv", ",part_of,", ",part_of,0", "foreign-key"),
        ("reports.csv", "2016-01-01", "2016-13-01", "type-error"),
        ("checks.csv", "\r\n", "\r\n,,,,,,,,,,,,\r\n", "blank-row"),
    ],
)
def test_damage_shows(package: Path, file: str, old: str, new: str, error: str):
    content = (package / file).read_bytes().decode()
    assert old in content
    (package / file).write_bytes(content.replace(old, new, 1).encode())
    assert error in errors(package)
    assert "byte-count" in errors(package) or "hash-count" in errors(package)


def test_some_tables_refer_to_no_others(export, facts_db: Path, tmp_path: Path):
    assert export(facts_db, "--to", "datapackage", tmp_path, "--table", "links")[0] == 0
    assert errors(tmp_path) == set()
